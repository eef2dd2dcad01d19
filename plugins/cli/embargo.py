"""The commands ``prove`` and ``rehearse``: look for what is early in a stage; play a stage with made-up results."""

from __future__ import annotations

import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from plugins.embargo.check import LeakReport, check_for_leaks, written
from plugins.embargo.fake_results import write_content_with_fake_results
from plugins.site.build import build
from plugins.site.build_process import start_build
from plugins.system import textfile

SHOWN = 20
WORDS = Path(__file__).parents[1] / "embargo" / "messages.yaml"


def check_stage_for_leaks(content: Path, output: Path, stage: str | None, site_url: str, lang: str) -> int:
    """Build a stage, prove it, and leave the report beside the site; return the exit status."""
    if not start_build(content, output, stage, site_url, lang)():
        return 1
    proof = check_site_for_leaks(output, content, stage, site_url, lang)
    return 0 if proof.passed else 1


def check_site_for_leaks(site: Path, content: Path, stage: str | None, site_url: str, lang: str) -> LeakReport:
    """Prove a built site, say what was found, and leave the report beside it."""
    with _progress(lang):
        proof = check_for_leaks(site, content, stage, site_url)
    report = report_path(site)
    textfile.write_text(report, written(proof))
    print("\n".join(_said(proof, lang)), file=sys.stdout if proof.passed else sys.stderr)
    print(_say("report", lang, path=report))
    return proof


def report_path(site: Path) -> Path:
    """Where the report on a site lies: beside it, so that it is never published."""
    return site.with_name(f"{site.name}.proof.json")


def build_rehearsal(content: Path, output: Path, stage: str, lang: str) -> int:
    """Build a later stage with made-up results and a watermark on every page."""
    with tempfile.TemporaryDirectory() as folder:
        made_up = write_content_with_fake_results(content, stage, Path(folder) / "content")
        build(
            content=str(made_up), output=str(output), stage=stage, site_url=None, lang=lang, quiet=True, rehearsal=True
        )
    print(_say("rehearsed", lang, path=output))
    return 0


def _say(code: str, lang: str, **values: Any) -> str:
    words: dict[str, dict[str, str]] = yaml.load(textfile.read_text(WORDS), yaml.CSafeLoader)
    return words[code][lang].format(**values)


def _said(proof: LeakReport, lang: str) -> list[str]:
    if proof.passed:
        return [_say("passed", lang, **vars(proof))]
    said = [_say("failed", lang, stage=proof.stage)]
    said += [_say("rehearsal", lang)] if proof.rehearsal else []
    said += [] if proof.replaced else [_say("unbuilt", lang)]
    found = [_say("leak", lang, **vars(leak)) for leak in proof.leaks]
    found += [_say("difference", lang, **vars(each)) for each in proof.differences]
    more = [_say("more", lang, count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return [*said, *found[:SHOWN], *more]


def _progress(lang: str) -> AbstractContextManager[Any]:
    console = Console(stderr=True)
    return console.status(_say("proving", lang)) if console.is_terminal else nullcontext()
