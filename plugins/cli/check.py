"""The ``check`` command: every problem in the content, without building anything."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.content.report import report

GOOD = {"zh-Hans": "没有发现错误。", "en": "No errors found."}


def check(content: Path, stage: str | None, lang: str) -> int:
    """Print all problems; return the exit status, 1 where there are errors."""
    loaded = load(content, stage)
    report(loaded.problems, content, lang)
    if loaded.errors:
        return 1
    print(GOOD[lang])
    return 0
