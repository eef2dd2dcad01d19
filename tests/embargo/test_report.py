"""The report of an embargo check: when a site passes, and how that is written beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.embargo.check import report_path, write_report
from plugins.embargo.compare import Difference
from plugins.embargo.scan import Leak
from tests.support.leak_reports import CLEAN


@pytest.mark.parametrize(
    ("change", "passed"),
    [
        ({}, True),
        ({"replaced": False}, False),
        ({"rehearsal": True}, False),
        ({"leaks": (Leak("a.html", "text", "term", "source"),)}, False),
        ({"differences": (Difference("a.html", 0, "", ""),)}, False),
    ],
)
def test_site_passes_without_leaks_and_differences_unless_it_is_a_rehearsal(
    change: dict[str, Any], passed: bool
) -> None:
    assert replace(CLEAN, **change).passed is passed


def test_report_is_written_beside_the_site(tmp_path: Path) -> None:
    site = tmp_path / "site.v1"
    path = write_report(site, replace(CLEAN, leaks=(Leak("a.html", "text", "词", "source"),)))
    assert path == report_path(site) == tmp_path / "site.v1.proof.json"
    text = path.read_text(encoding="utf-8")
    assert text.startswith('{\n "passed": false,\n "version": 1,\n "competition": "城",\n')
    assert text.endswith("\n}\n")
    data = json.loads(text)
    assert data["leaks"] == [{"path": "a.html", "reading": "text", "term": "词", "source": "source"}]
    assert (data["files"], data["bytes"], data["replaced"]) == (2, 30, True)
