"""Published figures, awards and the record are bound to each other: every later edit is found and named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.cli.tally import compare_record, write_proposal
from plugins.content.load import load
from plugins.content.problems import Problem
from tests.results.contests import one_track, write_contest, write_decisions, write_scores, write_votes

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
    assert [(problem.file, problem.code) for problem in _errors(contest)] == [(RECORD, "not_as_tallied")]
    assert compare_record(contest, contest / RECORD, "en") == 1
    assert 'marks.experts.甲.e2: recorded "81.000000000000"' in capsys.readouterr().err


def test_broken_record_is_told(contest: Path) -> None:
    (contest / RECORD).write_text("nonsense", encoding="utf-8")
    assert (RECORD, "record_unreadable") in [(problem.file, problem.code) for problem in _errors(contest)]


def test_recount_names_the_figure_in_a_published_file(contest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _edit(contest, PUBLISHED, "votes: '9'", "votes: '99'")
    assert compare_record(contest, contest / RECORD, "en") == 1
    assert 'entries[1].votes: recorded "99", recounted "9"' in capsys.readouterr().err
