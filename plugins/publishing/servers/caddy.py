"""Caddy 2: a snippet to be imported by the site that serves the folder."""

from __future__ import annotations

from plugins.publishing.servers.rules import (
    DEFAULT_TYPE,
    HASHED_CACHE,
    HASHED_NAMES,
    OTHER_CACHE,
    quote,
    suffixes_by_type,
)


def caddy_settings(headers: dict[str, str]) -> str:
    """A snippet for a Caddyfile; the site says ``root`` and ``import xunzhan``."""
    lines = ["# in a Caddyfile, and in the site: root * /srv/xunzhan/current, then import xunzhan", "(xunzhan) {"]
    lines += [f"  {line}" for line in _header_block(headers)]
    lines += [
        f"  @hashed path_regexp {HASHED_NAMES}",
        "  @other not path_regexp " + HASHED_NAMES,
        f"  header @hashed Cache-Control {quote(HASHED_CACHE)}",
        f"  header @other Cache-Control {quote(OTHER_CACHE)}",
    ]
    error_headers = {**headers, "Cache-Control": OTHER_CACHE, "Content-Type": "text/html; charset=utf-8"}
    known = [f"*{suffix}" for suffixes in suffixes_by_type().values() for suffix in suffixes]
    for number, (content_type, suffixes) in enumerate(suffixes_by_type().items()):
        lines += [
            f"  @type{number} path {' '.join(f'*{suffix}' for suffix in suffixes)}",
            f"  header @type{number} Content-Type {quote(content_type)}",
        ]
    lines += [
        f"  @unknown not path */ {' '.join(known)}",
        f"  header @unknown Content-Type {DEFAULT_TYPE}",
        "  file_server {",
        "    precompressed br gzip",
        "    hide _headers",
        "  }",
        "  handle_errors {",
        "    rewrite * /404.html",
        # an error starts anew, without headers
        *(f"    {line}" for line in _header_block(error_headers)),
        "    file_server",
        "  }",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _header_block(headers: dict[str, str]) -> list[str]:
    return ["header {", *(f"  {name} {quote(value)}" for name, value in headers.items()), "  -Server", "}"]
