"""Verifies a published site as visitors see it: every file of the release through the public address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import urllib3

from plugins.publishing.messages import Message, message
from plugins.publishing.release import File, Release
from plugins.publishing.targets.target import ProgressCallback

WORKERS, TIMEOUT_S = 8, 30.0
# statuses of what is not public
MISSING = {403, 404, 410}


@dataclass(frozen=True)
class VerifyResult:
    """What is wrong, and a summary of it in one sentence."""

    messages: tuple[Message, ...]
    summary: Message


def find_embargoed_paths(release: Release, others: Iterable[Release]) -> set[str]:
    """The paths of other releases that the stage of this release does not show yet."""
    return {
        path
        for other in others
        for path, stage_index in other.stage_indexes.items()
        if stage_index > release.stage_index
        and path not in release.files
        # another edition's stages are others
        and not release.is_of_other_edition(path)
    }


def verify_site(release: Release, embargoed: set[str], address: str, on_progress: ProgressCallback) -> VerifyResult:
    """Fetch every file, and compare status, contents and headers; then every embargoed URL, which must be missing."""
    messages: list[Message] = []
    files = [release.files[path] for path in sorted(release.files)]
    urls = [address + quote(path) for path in sorted(embargoed)]
    with (
        urllib3.PoolManager(maxsize=WORKERS, timeout=TIMEOUT_S, retries=2) as http,
        ThreadPoolExecutor(WORKERS) as pool,
    ):
        check = partial(_check_file, http, address, release.id)
        for number, problems in enumerate(pool.map(lambda file: list(check(file)), files), 1):
            messages += problems
            on_progress(number, len(files) + len(urls))
        for problems in pool.map(lambda url: list(_check_embargoed(http, url)), urls):
            messages += problems
    code = "live_wrong" if messages else "live_right"
    summary = message(code, address=address, count=len(files), hidden=len(urls), wrong=len(messages))
    return VerifyResult(tuple(messages), summary)


def _check_file(http: urllib3.PoolManager, address: str, release_id: str, file: File) -> Iterator[Message]:
    url = address + quote(file.path.removesuffix("index.html") if _is_index(file.path) else file.path)
    try:
        response = http.request("GET", url, headers={"Accept-Encoding": "identity"})
    except urllib3.exceptions.HTTPError as error:
        yield message("live_status", url=url, wanted=200, found=type(error).__name__)
        return
    if response.status != 200:
        yield message("live_status", url=url, wanted=200, found=response.status)
        return
    if hashlib.md5(response.data, usedforsecurity=False).hexdigest() != file.md5:
        yield message("live_contents", url=url, release=release_id)
    for name, wanted in file.headers:
        if (value := response.headers.get(name, "")) != wanted:
            yield message("live_header", url=url, header=name, wanted=wanted, found=value)


def _check_embargoed(http: urllib3.PoolManager, url: str) -> Iterator[Message]:
    try:
        status = http.request("GET", url).status
    except urllib3.exceptions.HTTPError:
        return
    if status not in MISSING:
        yield message("live_embargoed", url=url, found=status)


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")
