"""Watches content, theme, code and settings for changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from watchfiles import watch

from plugins.paths import ROOT

CODE, THEME = ROOT / "plugins", ROOT / "theme"
TEMPLATES = THEME / "templates"
# compared by their dates: an editor that replaces a file would escape a watch on the file itself
SETTINGS = (ROOT / "pelicanconf.py", ROOT / "publishconf.py")
# how often the settings are looked at when nothing else was saved
POLL_MS = 500
# a save is complete when nothing was written for this long, at the latest after MAX_SAVE_MS
DEBOUNCE_MS, MAX_SAVE_MS = 5, 400


def start_watching(content: Path) -> Iterator[Any]:
    """Start to watch now; nothing that is saved after this call is missed."""
    changes = watch(
        content,
        THEME,
        CODE,
        yield_on_timeout=True,
        rust_timeout=POLL_MS,
        step=DEBOUNCE_MS,
        debounce=MAX_SAVE_MS,
    )
    next(changes)
    return changes


def report_changes(changes: Iterator[Any], on_change: Callable[[Collection[Path], bool], None]) -> None:
    """Call back with the paths of each save, and whether code or settings are among them, until interrupted."""
    dates = _settings_dates()
    for saved in changes:
        previous, dates = dates, _settings_dates()
        paths = [Path(path) for _, path in saved]
        is_code = previous != dates or any(path.is_relative_to(CODE) for path in paths)
        if paths or is_code:
            on_change(paths, is_code)


def _settings_dates() -> list[tuple[int, int]]:
    stats = [path.stat() for path in SETTINGS if path.exists()]
    return [(stat.st_mtime_ns, stat.st_size) for stat in stats]
