"""nginx as the edge: ``PURGE`` requests of the cache purge module, and its directives for headers."""

from __future__ import annotations

import urllib3
from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import STRICT, TIMEOUT_S, Cdn, PurgeRequest
from plugins.publishing.headers import file_headers

# 404 and 412: the page was not cached
ACCEPTED = {200, 204, 404, 412}
# the names of files that change with their contents
HASHED_NAMES = r"^/(.*/)?(theme|media)/|/data/search[^/]*\.[0-9a-f]{12}\.json$"


@dataclass(frozen=True, config=STRICT, kw_only=True)
class NginxCache(Cdn):
    """Settings of an nginx with a cache. ``edge`` is the address that takes purges, if it is not the public one."""

    edge: str = ""

    def purge(self, request: PurgeRequest, target: str) -> str:  # noqa: ARG002 - it takes no credentials
        with urllib3.PoolManager(timeout=TIMEOUT_S, retries=False) as http:
            # it caches a page and its folder as one, and fails when that is purged twice
            for url in (url for url in request.urls if not url.endswith("/index.html")):
                edge_url = url.replace(request.base, self.edge, 1) if self.edge else url
                status = http.request("PURGE", edge_url).status
                if status not in ACCEPTED:
                    return f"PURGE {edge_url}: {status}"
        return ""

    @staticmethod
    def format_headers(headers: dict[str, str]) -> str:
        """Directives for ``http`` and for the ``server`` that serves the site, errors included."""
        hashed = dict(file_headers("theme/x.css", ("theme/*",)))["Cache-Control"]
        other = dict(file_headers("index.html", ()))["Cache-Control"]
        lines = [
            "# in http { }",
            f'map $uri $xunzhan_cache {{ "~{HASHED_NAMES}" "{hashed}"; default "{other}"; }}',
            "# in server { }",
            *(f'add_header {name} "{value}" always;' for name, value in headers.items()),
            "add_header Cache-Control $xunzhan_cache always;",
            "charset utf-8;",
            "etag on;",
            "server_tokens off;",
            "location = /_headers { return 404; }",
            "error_page 404 /404.html;",
        ]
        return "\n".join(lines) + "\n"
