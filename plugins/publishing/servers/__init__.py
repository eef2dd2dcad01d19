"""Web servers that show a folder: the settings by which every file has the headers that its release says.

Each server is a template in this folder, of that name. To add a server, add a template.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from plugins.publishing.headers import content_types, file_headers
from plugins.system import textfile

FOLDER = Path(__file__).parent
# the names of files that change with their contents, see the patterns of a release; PCRE and RE2 read it alike
HASHED_NAMES = (
    r"^/(.*/)?(theme/.*\.[0-9a-f]{12}\.[a-z0-9]+|media/[0-9a-f]{12,}[^/]*|data/search[^/]*\.[0-9a-f]{12}\.json)$"
)


def server_formats() -> dict[str, Callable[[dict[str, str]], str]]:
    """The settings of each server for a site with these headers, by the server's name."""
    return {path.stem: partial(_fill, path) for path in sorted(FOLDER.glob("*.conf"))}


def _fill(template: Path, headers: dict[str, str]) -> str:
    environment = Environment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined
    )
    environment.filters["quote"] = _quote
    # the suffixes of each content type, without their dots
    types: dict[str, list[str]] = {}
    for suffix, content_type in content_types().items():
        types.setdefault(content_type, []).append(suffix.removeprefix("."))
    return environment.from_string(textfile.read_text(template)).render(
        headers=headers,
        types=types,
        texts={content_type: suffixes for content_type, suffixes in types.items() if "charset" in content_type},
        hashed_names=HASHED_NAMES,
        hashed_cache=dict(file_headers("theme/x.css", ("theme/*",)))["Cache-Control"],
        other_cache=dict(file_headers("index.html", ()))["Cache-Control"],
        # of a file whose name says nothing
        default_type="application/octet-stream",
    )


def _quote(value: str) -> str:
    escaped = value.replace('"', '\\"')
    return f'"{escaped}"'
