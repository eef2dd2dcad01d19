"""Purges from the CDN what a publication has changed: by URL, by folder or everything, within its quota."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

import urllib3

from plugins.publishing.cdn import Cdn, PurgeRequest
from plugins.publishing.messages import Message, message
from plugins.publishing.target_state import AuditRecord


def make_purge_request(record: AuditRecord, address: str, cdn: Cdn) -> PurgeRequest:
    """What a publication has made stale: what it changed, removed or added (a 404 may be cached, too)."""
    urls = tuple(sorted({url for path, _ in record.changes for url in cached_urls(address, path)}))
    if len(urls) <= cdn.max_urls:
        return PurgeRequest(record.release, address, urls, ())
    folders = sorted({url.rpartition("/")[0] + "/" for url in urls})
    top = [folder for folder in folders if not any(folder != other and folder.startswith(other) for other in folders)]
    return PurgeRequest(record.release, address, (), tuple(top) if len(top) <= cdn.max_folders else (address,))


def cached_urls(base: str, path: str) -> Iterator[str]:
    """The URLs under which a CDN may have cached a file: a page also as its folder."""
    yield base + quote(path)
    if path == "index.html" or path.endswith("/index.html"):
        yield base + quote(path.removesuffix("index.html"))


def send_purge(request: PurgeRequest, target: str, cdn: Cdn) -> Message | None:
    """Send a purge, and return a message if it failed. It is safe to repeat."""
    if not request.urls and not request.folders:
        return None
    try:
        failure = cdn.purge(request, target)
    except (urllib3.exceptions.HTTPError, OSError, subprocess.TimeoutExpired) as error:
        failure = type(error).__name__
    return message("purge_failed", by=cdn.provider, why=failure, target=target) if failure else None


def merge_records(records: Sequence[AuditRecord]) -> AuditRecord:
    """The last record with the changes of all, to repeat their purges in one."""
    return replace(records[-1], changes=tuple(sorted({change for record in records for change in record.changes})))
