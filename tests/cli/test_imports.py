"""What an import prints of units and numbers that it would add."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli import imports
from plugins.cli.console import text
from plugins.content.report import display_path
from plugins.imports.forms.submission import SourceLocation
from plugins.imports.proposals import Proposals, ProposedUnit

UNITS = (ProposedUnit("a", "甲", "bureau", "east"), ProposedUnit("b", "乙", "bureau"))
NUMBERS = {SourceLocation("a.csv", 2): "04", SourceLocation("a.csv", 3): "05"}


@pytest.mark.parametrize("yes", [True, False])
def test_units_and_numbers_are_listed_before_they_are_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], yes: bool
) -> None:
    assert imports._confirm(tmp_path, Proposals(UNITS, NUMBERS), yes, "en") is yes
    units = text("import_new_units", "en", count=2, path=display_path(tmp_path / "units.yaml"))
    lines = [units, "  甲  a  bureau  east", "  乙  b  bureau", text("import_new_numbers", "en", numbers="04, 05")]
    printed = capsys.readouterr()
    assert printed.out.splitlines() == lines + [text("import_adding", "en")] * yes
    assert printed.err == ("" if yes else text("import_say_yes", "en") + "\n")


def test_nothing_is_said_of_what_is_not_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imports._confirm(tmp_path, Proposals(UNITS[1:], None), True, "en")
    assert text("import_new_numbers", "en", numbers="") not in capsys.readouterr().out
    assert imports._confirm(tmp_path, Proposals((), NUMBERS), True, "en")
    assert capsys.readouterr().out.splitlines() == [
        text("import_new_numbers", "en", numbers="04, 05"),
        text("import_adding", "en"),
    ]
