"""Reports: errors, then warnings, then a summary; nothing in them can control a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.content.problems import problem
from plugins.content.report import (
    display_path,
    format_github,
    format_gitlab,
    format_json,
    format_problems,
    list_findings,
)

ERROR = problem("units.yaml", 3, "duplicate_id", given="east")
WARNING = problem("units.yaml", 1, "warn_invisible", character="U+200B")


def test_errors_come_before_warnings_and_a_summary() -> None:
    lines = format_problems([WARNING, ERROR], "/c", "en")
    assert lines[:2] == [
        f"/c/units.yaml:3: {ERROR.message('en')}",
        f"/c/units.yaml:1: warning: {WARNING.message('en')}",
    ]
    assert lines[2].startswith("Errors: 1, warnings: 1.")


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


def test_json_lists_errors_before_warnings() -> None:
    assert json.loads(format_json(list_findings([WARNING, ERROR], "/c"), "en")) == [
        {
            "file": "/c/units.yaml",
            "line": line,
            "severity": severity,
            "code": item.code,
            "message": item.message("en"),
        }
        for item, line, severity in ((ERROR, 3, "error"), (WARNING, 1, "warning"))
    ]


def test_github_shows_each_message_at_its_line() -> None:
    hostile = problem("50%,a:b.yaml", 7, "duplicate_id", given="100%\r\n::set-env")
    lines = format_github(list_findings([ERROR, hostile, WARNING], "/c"), "en").split("\n")
    assert [line.split("::")[1] for line in lines] == [
        "error file=/c/units.yaml,line=3",
        "error file=/c/50%25%2Ca%3Ab.yaml,line=7",
        "warning file=/c/units.yaml,line=1",
    ]
    assert lines[0].endswith(f"::{ERROR.message('en')}")
    assert "100%25" in lines[1]


def test_gitlab_keeps_problems_that_are_alike_apart() -> None:
    again = problem("units.yaml", 9, "duplicate_id", given="east")
    records = json.loads(format_gitlab(list_findings([ERROR, again, WARNING], "/c"), "zh-Hans"))
    assert [(item["location"], item["severity"], item["check_name"]) for item in records] == [
        ({"path": "/c/units.yaml", "lines": {"begin": 3}}, "major", "duplicate_id"),
        ({"path": "/c/units.yaml", "lines": {"begin": 9}}, "major", "duplicate_id"),
        ({"path": "/c/units.yaml", "lines": {"begin": 1}}, "minor", "warn_invisible"),
    ]
    assert len({item["fingerprint"] for item in records}) == 3


def test_gitlab_knows_a_problem_again_below_new_lines() -> None:
    lower = problem("units.yaml", 30, "duplicate_id", given="east")
    first, second = (json.loads(format_gitlab(list_findings([item], "/c"), "en"))[0] for item in (ERROR, lower))
    assert first["fingerprint"] == second["fingerprint"]
