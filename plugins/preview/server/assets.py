"""The preview's own styles and scripts, with a hash of their contents in the URL, so that browsers may cache them."""

from __future__ import annotations

from pathlib import Path

from plugins.editing.pages import STATIC
from plugins.system import textfile

INTERNAL_PREFIX = "/.preview/"
FILES = {
    path.name: path
    for folder in (Path(__file__).parent / "static", STATIC)
    for path in folder.iterdir()
    if path.suffix in {".css", ".js"} and path.stem in {"bar", "mark", "pages", "edit"}
}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def asset_url(name: str) -> str:
    """Return the URL of an asset as it is now."""
    return f"{INTERNAL_PREFIX}{name}?{textfile.digest(FILES[name])[:12]}"
