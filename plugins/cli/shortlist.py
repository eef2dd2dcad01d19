"""The command ``shortlist``: put the entries of some numbers on the shortlist."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.cli.console import report, text
from plugins.content.lookup import load_reference_data
from plugins.content.problems import ContentError
from plugins.content.report import display_path
from plugins.scaffold.shortlist import FILE, change_shortlist


def shortlist(content: Path, entries: str, replace: bool, lang: str) -> int:
    """Add entries to the shortlist, or replace it, and print what changed; 1 where a number is unknown."""
    try:
        languages = load_reference_data(content).languages
        change = change_shortlist(content, entries, languages, replace=replace)
    except ContentError as error:
        for problem in error.problems:
            # a number on the command line has no file and no line
            if problem.line:
                report([problem], content, lang)
            else:
                print(f"{problem.file}: {problem.message(lang)}", file=sys.stderr)
        return 1
    for code, slugs in (
        ("shortlist_added", change.added),
        ("shortlist_present", change.present),
        ("shortlist_removed", change.removed),
    ):
        if slugs:
            print(text(code, lang, count=len(slugs), slugs="、".join(slugs)))
    print(text("shortlist_written", lang, path=display_path(content / FILE)))
    return 0
