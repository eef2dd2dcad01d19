"""The preview's own styles and scripts: named by what is in them, so that a page that comes again asks for none."""

from __future__ import annotations

from pathlib import Path

from plugins.system import textfile

OURS = "/.preview/"
FILES = {
    path.name: path
    for path in (Path(__file__).parent / "static").iterdir()
    if path.suffix in {".css", ".js"} and path.stem in {"bar", "mark", "pages"}
}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def static(name: str) -> str:
    """The address of one of them as it is now; whoever changes it sees the change with the next page."""
    return f"{OURS}{name}?{textfile.digest(FILES[name])[:12]}"
