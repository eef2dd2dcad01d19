"""Units and numbers that do not exist yet: proposed, and added after one confirmation."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from plugins.cli.imports import import_command
from plugins.content.load import load
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.proposals import ProposedUnit
from plugins.imports.run import import_forms

ROWS = """编号,项目名称,申报单位,赛道,简介,做法
,雨天,市新设局、东区新设办,水,好,挖沟
,晴天,市新设局,水,好,种树
X9,风天,水务局,水,好,关窗
"""


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    return str(tmp_path / "a.csv")


def test_new_units_and_next_numbers_are_proposed(tiny: Path, table: str) -> None:
    proposals = import_forms(tiny, Path(table), load_mapping()).proposals
    assert [unit.name for unit in proposals.units] == ["市新设局", "东区新设办"]
    assert proposals.units[0] == ProposedUnit("shi-xin-she-ju", "市新设局", proposals.units[0].kind, "")
    assert proposals.numbers
    assert list(proposals.numbers.values()) == ["04", "05"]


def test_nothing_is_added_without_yes_where_nobody_can_be_asked(
    tiny: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / "units.yaml").read_bytes()
    assert import_command(tiny, table, None, False, "en") == 1
    assert (tiny / "units.yaml").read_bytes() == before
    printed = capsys.readouterr()
    assert "市新设局  shi-xin-she-ju" in printed.out
    assert "import again with --yes" in printed.err


def test_units_and_numbers_are_added_by_one_command(tiny: Path, table: str) -> None:
    assert import_command(tiny, table, None, True, "en") == 0
    competition = load(tiny).competition
    assert competition
    added = {entry.title.in_language("zh-Hans").value: entry for entry in competition.entries}
    assert {title: added[title].number for title in ("雨天", "晴天", "风天")} == {
        "雨天": "04",
        "晴天": "05",
        "风天": "X9",
    }
    # the same form again: nothing is proposed, and numbers stay
    again = import_forms(tiny, Path(table), load_mapping())
    assert again.proposals.is_empty
    assert (again.problems, again.writes.written, len(again.writes.unchanged)) == ([], [], 3)


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("", 1), ("n", 1)])
def test_editor_is_asked_once(
    tiny: Path, table: str, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return answer

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", ask)
    assert import_command(tiny, table, None, False, "en") == status
    assert len(questions) == 1
