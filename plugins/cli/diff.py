"""The command ``diff``: which pages are new, changed and gone for the public when one stage follows another."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plugins.cli.console import report, report_build, spinner, table_heads, text
from plugins.content.load import check_and_resolve
from plugins.content.problems import unknown
from plugins.content.reader import read_content
from plugins.release.stage_diff import PageChange, compare_sites
from plugins.site.build_process import build_stages


def diff(content: Path, old: str, new: str, lang: str) -> int:
    """Print what changes for the public between two stages; return the exit status."""
    raw = read_content(content)
    loaded = check_and_resolve(raw, new)
    stages = [stage.id for stage in loaded.competition.contest.stages] if loaded.competition else []
    problems = [unknown("competition.yaml", 1, "stage", stage, stages) for stage in (old, new) if stage not in stages]
    if loaded.errors or problems:
        report([*loaded.errors, *(problems if stages else [])], content, lang)
        return 1
    with tempfile.TemporaryDirectory() as folder, spinner("diff_building", lang):
        sites = {old: Path(folder) / "old", new: Path(folder) / "new"}
        if sum(report_build(result, content, lang) for result in build_stages(raw, sites, None)):
            return 1
        changes = list(compare_sites(sites[old], sites[new]))
    _print_changes(changes, old, new, lang)
    return 0


def _print_changes(changes: list[PageChange], old: str, new: str, lang: str) -> None:
    console = Console()
    if not changes:
        console.print(text("diff_same", lang, old=old, new=new))
        return
    table = Table(*table_heads("diff_heads", lang), title=f"{old} → {new}")
    wordless = [change for change in changes if change.kind == "changed" and not change.words]
    for change in changes:
        if change not in wordless:
            table.add_row(text(f"diff_{change.kind}", lang), change.path or "/", change.title, change.words)
    console.print(table)
    if wordless:
        console.print(text("diff_rest", lang, count=len(wordless)))
