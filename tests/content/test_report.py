"""Reports: errors, then warnings, then a summary; nothing in them can control a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.problems import problem
from plugins.content.report import display_path, format_problems

ERROR = problem("units.yaml", 3, "duplicate_id", given="east")
WARNING = problem("units.yaml", 1, "warn_invisible", character="U+200B")


def test_errors_come_before_warnings_and_a_summary() -> None:
    lines = format_problems([WARNING, ERROR], "/c", "en")
    assert lines[:2] == [
        f"/c/units.yaml:3: {ERROR.message('en')}",
        f"/c/units.yaml:1: warning: {WARNING.message('en')}",
    ]
    assert lines[2].startswith("1 errors, 1 warnings.")


def test_without_errors_there_is_no_summary() -> None:
    assert len(format_problems([WARNING], "/c", "zh-Hans")) == 1
    assert format_problems([], "/c", "en") == []


def test_report_escapes_control_characters() -> None:
    line = format_problems([problem("a\x1b[31m\udcff\n/index.md", 1, "folder_not_slug", given="\u202e")], "/c", "en")[0]
    assert line.startswith(r"/c/a\x1b[31m\udcff\n/index.md:1: ")
    assert r"\u202e" in line


def test_paths_are_relative_to_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert display_path(tmp_path / "content" / "units.yaml") == "content/units.yaml"
    assert display_path(tmp_path.parent) == tmp_path.parent.resolve().as_posix()
