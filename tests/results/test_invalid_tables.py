"""Invalid and hostile inputs of a tally: reported at their row, nothing written, nothing executed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins.cli.tally import write_proposal
from plugins.content.problems import ContentError
from plugins.system.messages import LANGS
from plugins.tables.office_package import OfficePackage
from tests.content.mutations import InvalidCase
from tests.results.invalid_tables import INVALID_TABLES
from tests.results.tally_inputs import tally_result, vote_table, with_tally, workbook
from tests.support.builds import files

MAX_CPU_S = 5


@pytest.mark.parametrize("case", INVALID_TABLES, ids=lambda case: case.name)
def test_mistake_is_reported_at_its_row(tiny: Path, case: InvalidCase) -> None:
    case.change(tiny)
    started = time.process_time()
    with pytest.raises(ContentError) as refused:
        tally_result(tiny)
    assert time.process_time() - started < MAX_CPU_S
    reported = sorted(
        (found_problem.file, found_problem.line, found_problem.code) for found_problem in refused.value.problems
    )
    assert reported == sorted(case.expected)
    for found_problem in refused.value.problems:
        assert all(
            found_problem.message(lang).strip() and not set(found_problem.message(lang)) & set("{}\n") for lang in LANGS
        )


@pytest.mark.parametrize("case", INVALID_TABLES[::4], ids=lambda case: case.name)
def test_mistake_changes_no_file(tiny: Path, capsys: pytest.CaptureFixture[str], case: InvalidCase) -> None:
    case.change(tiny)
    before = {path: data for path, data in files(tiny).items() if len(data) < 10**7}
    assert write_proposal(tiny, "en") == 1
    assert {path: data for path, data in files(tiny).items() if len(data) < 10**7} == before
    output = capsys.readouterr().err
    assert f"{case.expected[0][0]}:{case.expected[0][1]}: " in output
    assert "Traceback" not in output


def test_workbook_that_unpacks_to_too_much_is_not_opened(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tally(vote_table(workbook([["选项", "票数"], ["雨水花园", 1], ["电梯看护", 2]]), file="app.xlsx"))(tiny)
    assert tally_result(tiny).levels
    monkeypatch.setattr(OfficePackage, "max_unpacked_bytes", 1_000)
    with pytest.raises(ContentError) as refused:
        tally_result(tiny)
    reported = [
        (found_problem.file, found_problem.line, found_problem.code) for found_problem in refused.value.problems
    ]
    assert reported == [("results/app.xlsx", 1, "table_too_large")]


def test_plain_tally_has_no_problem(tiny: Path) -> None:
    with_tally()(tiny)
    assert {level: list(won) for level, won in tally_result(tiny).levels.items()} == {
        "gold": ["rain-garden"],
        "praise": ["lift-watch"],
    }
