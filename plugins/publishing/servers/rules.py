"""What a server has to know of the files of a site, besides the headers that are the same for all."""

from __future__ import annotations

from plugins.publishing.headers import content_types, file_headers

# the names of files that change with their contents, see the patterns of a release; PCRE and RE2 read it alike
HASHED_NAMES = (
    r"^/(.*/)?(theme/.*\.[0-9a-f]{12}\.[a-z0-9]+|media/[0-9a-f]{12,}[^/]*|data/search[^/]*\.[0-9a-f]{12}\.json)$"
)
# of a file whose name says nothing
DEFAULT_TYPE = "application/octet-stream"
HASHED_CACHE = dict(file_headers("theme/x.css", ("theme/*",)))["Cache-Control"]
OTHER_CACHE = dict(file_headers("index.html", ()))["Cache-Control"]


def quote(value: str) -> str:
    """A value in the quotes of Apache and Caddy."""
    escaped = value.replace('"', '\\"')
    return f'"{escaped}"'


def suffixes_by_type() -> dict[str, list[str]]:
    """The suffixes of each content type, with their dots."""
    suffixes: dict[str, list[str]] = {}
    for suffix, content_type in content_types().items():
        suffixes.setdefault(content_type, []).append(suffix)
    return suffixes
