"""What a recount says of a file that it compares, and what other weights must look like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.cli import tally
from plugins.cli.console import text


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
