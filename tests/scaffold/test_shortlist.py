"""The shortlist from numbers of entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.new import shortlist
from plugins.content.problems import ContentError
from plugins.scaffold.shortlist import FILE, ShortlistChange, change_shortlist, fold_number, split_numbers

LANGUAGES = ("zh-Hans", "en")
# comments say which hall an entry is in
LISTED = "# 入围名单\nshortlist:\n  # 一厅\n  - lift-watch\n"


@pytest.mark.parametrize(
    "numbers",
    ["01,02,03", "1 2 3", "０１、０２；３", "1-3", "01—03", "3,1-2,1", "第1号、2〜3"],
    ids=lambda numbers: ascii(numbers),
)
def test_numbers_are_found_in_any_usual_dress(tiny: Path, numbers: str) -> None:
    change = change_shortlist(tiny, numbers, LANGUAGES, replace=False)
    assert sorted(change.added) == ["night-market"]
    assert sorted(change.present) == ["lift-watch", "rain-garden"]


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ("8-10", ["8", "9", "10"]),
        ("08-10", ["08", "09", "10"]),
        ("X3至X5", ["X3", "X4", "X5"]),
        ("X3—5", ["X3", "X4", "X5"]),
        ("X3-Y5", ["X3-Y5"]),
        ("5-5", ["5"]),
        ("5-3", ["5-3"]),
        ("1-1001", ["1-1001"]),
        ("第3号和第5号", ["3", "5"]),
        ("2023-07、1", ["2023-07", "1"]),
        ("", []),
    ],
)
def test_numbers_and_ranges_are_split(numbers: str, parts: list[str]) -> None:
    assert list(split_numbers(numbers, {"2023-7"})) == parts


def test_range_has_at_most_a_thousand_numbers() -> None:
    assert list(split_numbers("1-1000", ())) == [str(number) for number in range(1, 1001)]


@pytest.mark.parametrize(
    ("number", "folded"), [(" Ｘ０７ ", "x7"), ("100", "100"), ("000", "0"), ("2023-07", "2023-7"), ("a0b00c", "a0b0c")]
)
def test_numbers_are_the_same_without_zeros_before_them(number: str, folded: str) -> None:
    assert fold_number(number) == folded


def test_entries_are_added_at_the_end_and_comments_stay(tiny: Path) -> None:
    (tiny / FILE).write_text(LISTED, encoding="utf-8")
    change = change_shortlist(tiny, "3,1,2", LANGUAGES, replace=False)
    assert change == ShortlistChange(["night-market", "rain-garden"], ["lift-watch"], [])
    assert (tiny / FILE).read_text(encoding="utf-8") == LISTED + "  - night-market\n  - rain-garden\n"


def test_shortlist_is_replaced_in_the_order_of_the_numbers(tiny: Path) -> None:
    (tiny / FILE).write_text(LISTED, encoding="utf-8")
    change = change_shortlist(tiny, "3,1", LANGUAGES, replace=True)
    assert change == ShortlistChange(["night-market", "rain-garden"], [], ["lift-watch"])
    assert (tiny / FILE).read_text(encoding="utf-8") == "# 入围名单\nshortlist:\n  - night-market\n  - rain-garden\n"


def test_shortlist_is_begun_where_there_is_none(tiny: Path) -> None:
    (tiny / FILE).unlink()
    change_shortlist(tiny, "3", LANGUAGES, replace=False)
    assert (tiny / FILE).read_text(encoding="utf-8") == "shortlist:\n  - night-market\n"


def test_unknown_numbers_are_all_reported_and_nothing_is_written(tiny: Path) -> None:
    before = (tiny / FILE).read_bytes()
    with pytest.raises(ContentError) as refused:
        change_shortlist(tiny, "1,88,99", LANGUAGES, replace=False)
    assert [(problem.file, problem.line, dict(problem.values)["given"]) for problem in refused.value.problems] == [
        ("--entries", 0, "88"),
        ("--entries", 0, "99"),
    ]
    assert (tiny / FILE).read_bytes() == before


def test_no_number_at_all_is_reported(tiny: Path) -> None:
    with pytest.raises(ContentError) as refused:
        change_shortlist(tiny, "、 ", LANGUAGES, replace=True)
    reported = [(problem.file, problem.line, problem.code) for problem in refused.value.problems]
    assert reported == [("--entries", 0, "missing_key")]


def test_command_prints_what_changed(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shortlist(tiny, "1-3", False, "en") == 0
    output = capsys.readouterr().out
    assert "1 added: night-market." in output
    assert "2 were there before: rain-garden, lift-watch." in output
    assert shortlist(tiny, "x", False, "zh-Hans") == 1
    assert "没有编号为“x”的项目" in capsys.readouterr().err
