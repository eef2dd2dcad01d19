"""Broken and hostile inputs of a tally: each is told at its row, nothing is written, nothing is run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins.cli.tally import tally
from plugins.content.problems import LANGS, Refused
from plugins.tables import readers
from tests.content.mutations import Broken
from tests.results.counting import counting, result_of, table, workbook
from tests.results.invalid_tables import BROKEN_TABLES
from tests.support.builds import files

LONGEST = 5


@pytest.mark.parametrize("case", BROKEN_TABLES, ids=lambda case: case.name)
def test_mistake_is_told_at_its_row(tiny: Path, case: Broken) -> None:
    case.change(tiny)
    started = time.process_time()
    with pytest.raises(Refused) as refused:
        result_of(tiny)
    assert time.process_time() - started < LONGEST
    found = sorted((each.file, each.line, each.code) for each in refused.value.problems)
    assert found == sorted(case.expected)
    for each in refused.value.problems:
        assert all(each.message(lang).strip() and not set(each.message(lang)) & set("{}\n") for lang in LANGS)


@pytest.mark.parametrize("case", BROKEN_TABLES[::4], ids=lambda case: case.name)
def test_mistake_leaves_everything_as_it_was(tiny: Path, capsys: pytest.CaptureFixture[str], case: Broken) -> None:
    case.change(tiny)
    before = {path: data for path, data in files(tiny).items() if len(data) < 10**7}
    assert tally(tiny, "en") == 1
    assert {path: data for path, data in files(tiny).items() if len(data) < 10**7} == before
    said = capsys.readouterr().err
    assert f"{case.expected[0][0]}:{case.expected[0][1]}: " in said
    assert "Traceback" not in said


def test_workbook_that_unpacks_to_too_much_is_not_opened(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting(table(workbook([["选项", "票数"], ["雨水花园", 1], ["电梯看护", 2]]), file="app.xlsx"))(tiny)
    assert result_of(tiny).levels
    monkeypatch.setattr(readers, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(Refused) as refused:
        result_of(tiny)
    found = [(each.file, each.line, each.code) for each in refused.value.problems]
    assert found == [("results/app.xlsx", 1, "table_too_large")]


def test_plain_tally_has_no_problem(tiny: Path) -> None:
    counting()(tiny)
    assert {level: list(won) for level, won in result_of(tiny).levels.items()} == {
        "gold": ["rain-garden"],
        "praise": ["lift-watch"],
    }
