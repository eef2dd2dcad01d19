"""Watching what is saved: content, theme, code and settings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from watchfiles import watch

from plugins.paths import ROOT

CODE, THEME = ROOT / "plugins", ROOT / "theme"
# watched by their dates: an editor that writes a file anew under its name would escape a watch on the file itself
SETTINGS = (ROOT / "pelicanconf.py", ROOT / "publishconf.py")
# how often the watcher looks up, in milliseconds, when nothing was saved
WAKE = 500
# a save is over when nothing more was written for so long, or at the latest after so long, in milliseconds
QUIET, LONGEST = 5, 400


def watcher(content: Path) -> Iterator[Any]:
    """A watch that runs from now on: nothing that is saved after this is missed."""
    saved = watch(
        content,
        THEME,
        CODE,
        yield_on_timeout=True,
        rust_timeout=WAKE,
        step=QUIET,
        debounce=LONGEST,
    )
    next(saved)
    return saved


def follow(saved: Iterator[Any], tell: Callable[[Collection[Path], bool], None]) -> None:
    """Tell of everything that is saved, and whether code or settings are among it, until interrupted."""
    dates = _dates()
    for found in saved:
        before, dates = dates, _dates()
        paths = [Path(path) for _, path in found]
        code = before != dates or any(path.is_relative_to(CODE) for path in paths)
        if paths or code:
            tell(paths, code)


def _dates() -> list[tuple[int, int]]:
    there = [path.stat() for path in SETTINGS if path.exists()]
    return [(each.st_mtime_ns, each.st_size) for each in there]
