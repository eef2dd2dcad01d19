"""Published figures, awards and the record are bound to each other: every later edit is found and named."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.cli.tally import compare_record, write_proposal
from plugins.content.differences import format_place
from plugins.content.load import load
from plugins.content.problems import Problem
from plugins.results.record import build_record, compare_records
from plugins.results.result import TallyResult
from tests.results.contests import one_track, write_contest, write_decisions, write_scores, write_votes
from tests.results.tally_inputs import tally_result

PUBLISHED, AWARDS, RECORD = "results/published.yaml", "results/awards.yaml", "results/record.json"


@pytest.fixture
def contest(tmp_path: Path) -> Path:
    """A tallied contest of five entries."""
    levels = ({"id": "top", "size": 1}, {"id": "sec", "size": 2})
    content = write_contest(tmp_path, one_track(5), {"public": 20, "experts": 80}, levels=levels)
    write_votes(content, app={"e1": 9, "e2": 8, "e3": 7, "e4": 6, "e5": 5})
    write_scores(content, {"甲": {"e1": 90, "e2": 80, "e3": 70, "e4": 60, "e5": 50}})
    write_decisions(content, decisions=[{"kind": "disqualified", "entry": "e5"}])
    assert write_proposal(content, "en") == 0
    return content


def _edit(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def _errors(content: Path) -> list[Problem]:
    return list(load(content, "awards").errors)


def test_what_was_tallied_is_accepted_with_any_line_ends(contest: Path) -> None:
    assert _errors(contest) == []
    for file in (PUBLISHED, AWARDS, RECORD):
        path = contest / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert _errors(contest) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "current", "recorded"),
    [
        (PUBLISHED, "votes: '9'", "votes: '99'", "entries[1].votes", '"99"', '"9"'),
        (PUBLISHED, "total: '92.00'", "total: '99.00'", "entries[1].total", '"99.00"', '"92.00"'),
        (PUBLISHED, "rank: '1'", "rank: '2'", "entries[1].rank", '"2"', '"1"'),
        (PUBLISHED, "source: 后台", "source: 前台", "channels[1].source", '"前台"', '"后台"'),
        (PUBLISHED, "reason: 异议成立", "reason: 没有", "decisions[1].reason", '"没有"', '"异议成立"'),
        (AWARDS, "- e1", "- e4", "awards.top[1]", '"e4"', '"e1"'),
    ],
)
def test_edited_figure_is_named(
    contest: Path, file: str, old: str, new: str, place: str, current: str, recorded: str
) -> None:
    _edit(contest, file, old, new)
    named = [(problem.file, problem.code, dict(problem.values)) for problem in _errors(contest)]
    values = {"place": place, "given": current, "recorded": recorded}
    assert (file, "figure_differs", values) in named
    assert {(problem_file, code) for problem_file, code, _ in named} == {(file, "figure_differs")}
    assert compare_record(contest, contest / RECORD, "en") == 1


def test_figure_edited_in_all_places_but_one_is_found(contest: Path) -> None:
    _edit(contest, PUBLISHED, "votes: '9'", "votes: '99'")
    record = json.loads((contest / RECORD).read_text(encoding="utf-8"))
    record["published"]["entries"][0]["votes"] = "99"
    (contest / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (problem,) = _errors(contest)
    assert dict(problem.values) == {"place": "entries[1].votes", "given": '"99"', "recorded": '"9"'}


def test_record_edited_elsewhere_is_refused_and_the_recount_names_the_figure(
    contest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(contest, RECORD, '"e2": "80.000000000000"', '"e2": "81.000000000000"')
    assert [(problem.file, problem.code) for problem in _errors(contest)] == [(RECORD, "record_edited")]
    assert compare_record(contest, contest / RECORD, "en") == 1
    assert 'marks.experts.甲.e2: recorded "81.000000000000"' in capsys.readouterr().err


def test_broken_record_is_reported(contest: Path) -> None:
    (contest / RECORD).write_text("nonsense", encoding="utf-8")
    assert (RECORD, "record_unreadable") in [(problem.file, problem.code) for problem in _errors(contest)]


def test_recount_names_the_figure_in_a_published_file(contest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _edit(contest, PUBLISHED, "votes: '9'", "votes: '99'")
    assert compare_record(contest, contest / RECORD, "en") == 1
    assert 'entries[1].votes: recorded "99", recounted "9"' in capsys.readouterr().err


def test_figure_edited_while_the_record_is_away_is_found(contest: Path) -> None:
    (contest / RECORD).unlink()
    assert [(problem.file, problem.code) for problem in load(contest, "awards").problems] == [
        (RECORD, "warn_record_missing")
    ]
    _edit(contest, PUBLISHED, "votes: '9'", "votes: '99'")
    assert [(problem.file, problem.code) for problem in _errors(contest)] == [(PUBLISHED, "published_edited")]


def test_file_of_a_former_version_is_checked_by_its_record(contest: Path) -> None:
    text = (contest / PUBLISHED).read_text(encoding="utf-8")
    unsealed = re.sub("^figures: .*\n", "", text, flags=re.M)
    (contest / PUBLISHED).write_text(unsealed, encoding="utf-8")
    assert load(contest, "awards").problems == ()
    _edit(contest, PUBLISHED, "votes: '9'", "votes: '99'")
    (problem,) = _errors(contest)
    assert (problem.file, dict(problem.values)["place"]) == (PUBLISHED, "entries[1].votes")
    (contest / RECORD).unlink()
    assert [(problem.file, problem.code) for problem in _errors(contest)] == [(RECORD, "record_missing")]


def test_award_edited_while_the_record_is_away_is_found(contest: Path) -> None:
    (contest / RECORD).unlink()
    _edit(contest, AWARDS, "- e1", "- e4")
    assert [(problem.file, problem.code) for problem in _errors(contest)] == [(AWARDS, "not_as_tallied")]


def test_hash_edited_in_the_published_file_is_named(contest: Path) -> None:
    text = (contest / PUBLISHED).read_text(encoding="utf-8")
    for key in ("record", "awards"):
        line = next(line for line in text.splitlines() if line.startswith(f"{key}: "))
        (contest / PUBLISHED).write_text(text.replace(line, f"{key}: {'0' * 64}"), encoding="utf-8")
        (problem,) = _errors(contest)
        assert (problem.file, problem.code, dict(problem.values)["place"]) == (PUBLISHED, "figure_differs", key)


@pytest.mark.parametrize(("file", "code"), [(PUBLISHED, "published_missing"), (AWARDS, "tallied_file_missing")])
def test_one_file_of_a_tally_that_is_away_is_reported(contest: Path, file: str, code: str) -> None:
    (contest / file).unlink()
    assert (file, code) in [(problem.file, problem.code) for problem in _errors(contest)]


@pytest.fixture(scope="module")
def tallied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TallyResult]:
    """A contest with quotas, voids, a lot, decisions, vacancies and a special award; its folder and result."""
    levels = ({"id": "top", "size": 1}, {"id": "sec", "size": 2, "ranked": True}, {"id": "more", "size": 3})
    award = {"id": "pop", "name": "人气奖", "kind": "popularity", "size": 1, "public_from": "notice"}
    rule = {"public": 30, "experts": 70, "special_awards": [award], "levels": {"more": {"lowest_total": "20"}}}
    content = write_contest(tmp_path_factory.mktemp("tallied"), one_track(7), rule, levels=levels)
    write_votes(content, app={"e1": 9, "e2": 8, "e3": 7, "e4": 7, "e5": 5, "e6": 4, "e7": 1})
    marks = {"e1": 90, "e2": 80, "e3": 70, "e4": 70, "e5": 50, "e6": 40, "e7": 1}
    write_scores(content, {"甲": marks, "乙": marks})
    decisions = [{"kind": "disqualified", "entry": "e2"}, {"kind": "vacant", "level": "more", "places": 1}]
    write_decisions(content, decisions=decisions, lots=[{"order": ["e4", "e3"]}])
    assert write_proposal(content, "en") == 0
    return content, tally_result(content)


@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.exhaustive)])
def test_random_edit_of_any_figure_in_any_file_is_found_and_named(
    tallied: tuple[Path, TallyResult], tmp_path: Path, count: int
) -> None:
    folder, result = tallied
    content = Path(shutil.copytree(folder, tmp_path / "content"))
    texts = {file: (content / file).read_text(encoding="utf-8") for file in (PUBLISHED, AWARDS, RECORD)}
    data = {file: yaml.load(text, yaml.CBaseLoader) for file, text in texts.items() if file != RECORD}
    data[RECORD] = json.loads(texts[RECORD])
    leaves = [(file, path) for file in texts for path in _leaves(data[file])]
    draw = random.Random(count)
    for file, path in (draw.choice(leaves) for _ in range(count)):
        edited = _with_other_leaf(data[file], path, draw)
        dumped = json.dumps(edited, ensure_ascii=False, indent=1) if file == RECORD else yaml.safe_dump(edited)
        (content / file).write_text(dumped, encoding="utf-8")
        _check_named(content, file, path, edited, result)
        (content / file).write_text(texts[file], encoding="utf-8")
    assert _errors(content) == []


def _leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every scalar."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, key))
    elif isinstance(data, str):
        yield path


def _with_other_leaf(data: Any, path: tuple[str | int, ...], draw: random.Random) -> Any:
    """The data with another scalar at this path: another digit, or another word."""
    copied = copy.deepcopy(data)
    holder = copied
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    digits = [place for place, character in enumerate(old) if character in "123456789"]
    if digits and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}.*", old):
        # a day that exists
        holder[path[-1]] = f"{int(old[:4]) + draw.randint(1, 20)}{old[4:]}"
    elif digits:
        place = draw.choice(digits)
        other = draw.choice([digit for digit in "123456789" if digit != old[place]])
        holder[path[-1]] = old[:place] + other + old[place + 1 :]
    else:
        holder[path[-1]] = f"{old}x"
    return copied


def _check_named(content: Path, file: str, path: tuple[str | int, ...], edited: Any, result: TallyResult) -> None:
    errors = _errors(content)
    assert file in {problem.file for problem in errors}, (file, path)
    place = format_place(path)
    if file == RECORD:
        assert {problem.code for problem in errors} <= {"figure_of_record_differs", "record_edited"}, (path, errors)
        assert place in [different for different, _, _ in compare_records(edited, build_record(result))], path
        return
    named = {dict(problem.values).get("place") for problem in errors if problem.file == file}
    assert place in named or path == ("figures",), (file, path, errors)
