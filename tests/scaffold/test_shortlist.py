"""The shortlist from numbers of entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.new import shortlist
from plugins.content.problems import ContentError
from plugins.scaffold.shortlist import FILE, ShortlistChange, change_shortlist

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
