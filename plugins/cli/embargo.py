"""The command ``check-embargo``: look for what a stage must not show yet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from plugins.cli.console import report_build, spinner, text
from plugins.embargo.check import LeakReport, check_for_leaks, write_report
from plugins.site.build_process import start_build
from plugins.site.build_result import BuildOptions

MAX_LINES = 20


def check_embargo(content: Path, output: Path, stage: str | None, site_url: str | None, lang: str) -> int:
    """Build a stage, check it, and write the report beside the site; return the exit status."""
    result = start_build(BuildOptions(content=content, output=output, stage=stage, site_url=site_url))()
    if status := report_build(result, content, lang):
        return status
    return 0 if check_site(output, content, stage, site_url or "", lang) else 1


def check_site(site: Path, content: Path, stage: str | None, site_url: str, lang: str) -> bool:
    """Check a built site, print the findings, and write the report beside it; true where there are none."""
    with spinner("embargo_proving", lang):
        leak_report = check_for_leaks(site, content, stage, site_url)
    report = write_report(site, leak_report)
    print("\n".join(_format(leak_report, lang)), file=sys.stdout if leak_report.passed else sys.stderr)
    print(text("embargo_report", lang, path=report))
    return leak_report.passed


def _format(report: LeakReport, lang: str) -> Iterator[str]:
    if report.passed:
        yield text("embargo_passed", lang, **vars(report))
        return
    yield text("embargo_failed", lang, stage=report.stage)
    if report.rehearsal:
        yield text("embargo_rehearsal", lang)
    if not report.replaced:
        yield text("embargo_unbuilt", lang)
    lines = [text("embargo_leak", lang, **vars(leak)) for leak in report.leaks]
    lines += [text("embargo_difference", lang, **vars(difference)) for difference in report.differences]
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield text("embargo_more", lang, count=len(lines) - MAX_LINES)
