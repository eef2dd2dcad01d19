"""nginx: the settings for a folder or for what a CDN fetches."""

from __future__ import annotations

from plugins.publishing.servers.rules import DEFAULT_TYPE, HASHED_CACHE, HASHED_NAMES, OTHER_CACHE, suffixes_by_type


def nginx_settings(headers: dict[str, str]) -> str:
    """Directives for ``http`` and for the ``server`` that serves the site, errors included."""
    texts = [name.partition(";")[0] for name in suffixes_by_type() if "charset" in name]
    # nginx always treats text/html as text, and warns when that is repeated
    charset_types = " ".join(name for name in texts if name != "text/html")
    lines = [
        "# in http { }",
        f'map $uri $xunzhan_cache {{ "~{HASHED_NAMES}" "{HASHED_CACHE}"; default "{OTHER_CACHE}"; }}',
        "# in server { }",
        *(f'add_header {name} "{_escape(value)}" always;' for name, value in headers.items()),
        "add_header Cache-Control $xunzhan_cache always;",
        "types {",
        *(
            f"  {name.partition(';')[0]} {' '.join(suffix.removeprefix('.') for suffix in suffixes)};"
            for name, suffixes in suffixes_by_type().items()
        ),
        "}",
        f"default_type {DEFAULT_TYPE};",
        "charset utf-8;",
        f"charset_types {charset_types};",
        "gzip_static on;",
        "gzip_vary on;",
        "# brotli_static on;  # with libnginx-mod-http-brotli-static",
        "# a publication switches a link: what is kept open would be the former release",
        "open_file_cache off;",
        "etag on;",
        "server_tokens off;",
        r"location ~ /_headers$ { return 404; }",
        "error_page 404 /404.html;",
    ]
    return "\n".join(lines) + "\n"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
