"""Building a site in this process."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.site.build import build_site
from plugins.site.build_result import BuildOptions


def test_a_folder_that_is_not_there_is_reported_like_by_check(tmp_path: Path) -> None:
    content, output = tmp_path / "nowhere", tmp_path / "site"
    result = build_site(BuildOptions(content=content, output=output))
    assert [(problem.file, problem.code) for problem in result.problems] == [
        ("competition.yaml", "missing_file"),
        ("units.yaml", "missing_file"),
    ]
    assert result.problems == load(content).problems
    assert not output.exists()
