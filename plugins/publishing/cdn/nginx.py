"""nginx as the edge: ``PURGE`` requests of the cache purge module."""

from __future__ import annotations

from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import STRICT, TIMEOUT_S, Cdn, PurgeRequest
from plugins.publishing.yaml_config import PlainAddress
from plugins.system.network import open_pool

# 404 and 412: the page was not cached
ACCEPTED = {200, 204, 404, 412}


@dataclass(frozen=True, config=STRICT, kw_only=True)
class NginxCache(Cdn):
    """Settings of an nginx with a cache. ``edge`` is the address that takes purges, if it is not the public one."""

    edge: PlainAddress = ""

    def purge(self, request: PurgeRequest, target: str) -> str:  # noqa: ARG002 - it takes no credentials
        with open_pool(self.edge or request.base, timeout=TIMEOUT_S, retries=False) as http:
            # it caches a page and its folder as one, and fails when that is purged twice
            for url in (url for url in request.urls if not url.endswith("/index.html")):
                edge_url = url.replace(request.base, self.edge, 1) if self.edge else url
                status = http.request("PURGE", edge_url).status
                if status not in ACCEPTED:
                    return f"PURGE {edge_url}: {status}"
        return ""
