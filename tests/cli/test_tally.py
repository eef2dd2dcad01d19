"""What a recount says of a file that it compares, and what other weights must look like."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from plugins.cli import tally
from plugins.cli.console import text
from plugins.content.load import LoadResult, load
from plugins.content.problems import problem
from plugins.content.schema.config import Round
from plugins.content.schema.localized import TranslatedText
from plugins.results.result import TallyResult
from tests.support.builds import TINY


def _figures(count: int, value: str) -> bytes:
    return json.dumps({f"k{number:02}": value for number in range(count)}).encode()


@pytest.mark.parametrize("recounted", [{}, None], ids=["a record", "YAML"])
def test_a_file_that_is_the_same_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str], recounted: object) -> None:
    path = tmp_path / "a"
    path.write_bytes(_figures(2, "1"))
    assert tally._compare(path, _figures(2, "1"), recounted, "en") == 0
    assert capsys.readouterr() == (text("tally_same", "en", path=path) + "\n", "")


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (50, 50), (51, 50)])
def test_up_to_fifty_differences_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int, shown: int
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(_figures(count, "1"))
    assert tally._compare(path, _figures(count, "2"), {}, "en") == 1
    lines = [
        text("tally_line", "en", place=f"k{number:02}", recorded='"1"', recounted='"2"') for number in range(shown)
    ]
    assert capsys.readouterr().err.splitlines() == [text("tally_differs", "en", path=path), *lines]


@pytest.mark.parametrize(
    ("written", "recounted", "codes"),
    [
        (b'{"a": "1"} ', {}, ["tally_differs", "tally_form"]),
        (b"a: 1\n", None, ["tally_differs", "tally_form"]),
        (b"a: 1\n", {}, ["tally_unreadable"]),
        (b"a: [\n", None, ["tally_unreadable"]),
        (None, None, ["tally_unreadable"]),
    ],
    ids=["blanks", "YAML", "no record", "no YAML", "no file"],
)
def test_a_file_of_another_form_or_none_differs(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    written: bytes | None,
    recounted: object,
    codes: list[str],
) -> None:
    path = tmp_path / "a"
    if written:
        path.write_bytes(written)
    assert tally._compare(path, b'{"a": "1"}', recounted, "en") == 1
    assert capsys.readouterr() == ("", "".join(text(code, "en", path=path) + "\n" for code in codes))


@pytest.mark.parametrize("weights", ["50", "50/49", "60/50", "a/b", "50/50x", "-10/110"])
def test_weights_that_are_not_a_hundred_together_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], weights: str
) -> None:
    assert tally.show_weights(tmp_path, weights, "en") == 1
    assert capsys.readouterr().err == text("tally_weights", "en") + "\n"


def test_rows_are_counted_together_as_they_come() -> None:
    shown: list[str] = []
    add = tally._progress(shown.append, "en")
    add(1000)
    add(234)
    assert shown == [text("tally_progress", "en", rows=rows) for rows in ("1,000", "1,234")]


ROUNDS = tuple(Round(id_, TranslatedText("en", {"en": id_})) for id_ in ("one", "two", "three"))


@pytest.mark.parametrize(
    ("current", "written"),
    [(0, "rounds/two/results/shortlist.yaml"), (1, "results/shortlist.yaml"), (2, None), (None, None)],
)
def test_who_goes_on_is_the_shortlist_of_the_next_round(
    tmp_path: Path, current: int | None, written: str | None
) -> None:
    competition = load(TINY).competition
    assert competition
    competition = replace(
        competition,
        config=replace(competition.config, rounds=ROUNDS),
        round=None if current is None else ROUNDS[current],
        shortlist=("a", "b", "c"),
    )
    (tmp_path / "competition.yaml").touch()
    content = tmp_path if current == 2 else tmp_path / "rounds" / ("one", "two")[current or 0]
    content.mkdir(parents=True, exist_ok=True)
    chosen = SimpleNamespace(
        inputs=SimpleNamespace(competition=competition), levels={"two": ["c", "a"], "three": ["c", "a"]}
    )
    assert tally._shortlist_who_goes_on(content, cast("TallyResult", chosen), "en") == 0
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("shortlist.yaml")]
    assert files == ([written] if written else [])
    if written:
        assert (tmp_path / written).read_text(encoding="utf-8") == "shortlist:\n  - a\n  - c\n"


def test_of_the_warnings_only_those_of_the_rule_are_printed_with_a_tally(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = tuple(
        problem("competition.yaml", line, code)
        for line, code in enumerate(("yaml_tab", "warn_within_track", "warn_vote_without_stage"), start=1)
    )
    monkeypatch.setattr(tally, "load_before_results", lambda _: LoadResult(None, problems))
    assert tally._competition(tmp_path, "en") is None
    printed = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in printed[:-1]] == [
        "competition.yaml:1",
        "competition.yaml:2",
    ]
