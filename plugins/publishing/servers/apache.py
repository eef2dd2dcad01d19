"""Apache 2.4: directives for the virtual host that serves the folder."""

from __future__ import annotations

from plugins.publishing.servers.rules import (
    DEFAULT_TYPE,
    HASHED_CACHE,
    HASHED_NAMES,
    OTHER_CACHE,
    quote,
    suffixes_by_type,
)

# the order in which a browser is offered a compressed sibling
ENCODINGS = {"br": "br", "gz": "gzip"}


def apache_settings(headers: dict[str, str]) -> str:
    """Directives for a ``VirtualHost`` with the modules alias, dir, headers, mime and rewrite."""
    lines = [
        "# in <VirtualHost>, after DocumentRoot /srv/xunzhan/current; a2enmod headers rewrite",
        *(f"Header always set {name} {quote(value)}" for name, value in headers.items()),
        f"Header always set Cache-Control {quote(OTHER_CACHE)}",
        f'<LocationMatch "{HASHED_NAMES}">',
        f"  Header always set Cache-Control {quote(HASHED_CACHE)}",
        "</LocationMatch>",
        *(f"AddType {quote(name)} {' '.join(suffixes)}" for name, suffixes in suffixes_by_type().items()),
        '<FilesMatch "^[^.]+$">',
        f"  ForceType {DEFAULT_TYPE}",
        "</FilesMatch>",
        "DirectoryIndex index.html",
        "DirectorySlash On",
        "ErrorDocument 404 /404.html",
        'RedirectMatch 404 "/_headers$"',
        "RewriteEngine On",
        *_sibling_rules(),
    ]
    return "\n".join(lines) + "\n"


def _sibling_rules() -> list[str]:
    """Rules by which a compressed sibling is sent, with the type of what it is a sibling of."""
    texts = {name: suffixes for name, suffixes in suffixes_by_type().items() if "charset" in name}
    pattern = "|".join(suffix.removeprefix(".") for suffixes in texts.values() for suffix in suffixes)
    lines = ["RewriteRule ^(.*)/$ $1/index.html"]
    for ending, encoding in ENCODINGS.items():
        lines += [
            rf"RewriteCond %{{HTTP:Accept-Encoding}} \b{encoding}\b",
            f"RewriteCond %{{DOCUMENT_ROOT}}$1.{ending} -f",
            rf"RewriteRule ^(.+\.({pattern}))$ $1.{ending} [L,E=sibling:{encoding}]",
        ]
    endings = "|".join(ENCODINGS)
    for name, suffixes in texts.items():
        names = "|".join(suffix.removeprefix(".") for suffix in suffixes)
        lines += [rf'<FilesMatch "\.({names})\.({endings})$">', f"  ForceType {quote(name)}", "</FilesMatch>"]
    return [
        *lines,
        *(f"Header set Content-Encoding {value} {_expression('==', value)}" for value in ENCODINGS.values()),
        f"Header append Vary Accept-Encoding {_expression('!=', '')}",
    ]


def _expression(comparison: str, value: str) -> str:
    return f"\"expr=reqenv('sibling') {comparison} '{value}'\""
