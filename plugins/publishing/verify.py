"""Looking at a published site as its visitors do: through the public address, at every file of the release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

import urllib3

from plugins.publishing.messages import Message, message
from plugins.publishing.release import File, Release
from plugins.publishing.targets.target import ProgressCallback

WORKERS, TIMEOUT_S = 8, 30.0
MISSING = {403, 404, 410}


@dataclass(frozen=True)
class VerifyResult:
    """What is wrong, and all of it in one sentence."""

    messages: tuple[Message, ...]
    summary: Message


def find_embargoed_paths(release: Release, kept: Iterable[Release]) -> set[str]:
    """The paths of other releases that the stage of this one does not show yet."""
    return {
        path
        for other in kept
        for path, stage_index in other.stage_indexes.items()
        if stage_index > release.stage_index and path not in release.files
    }


def verify_site(release: Release, hidden: set[str], address: str, on_progress: ProgressCallback) -> VerifyResult:
    """Fetch every file: status, contents and headers; and every embargoed address, which must not be there."""
    notes: list[Message] = []
    files = [release.files[path] for path in sorted(release.files)]
    with (
        urllib3.PoolManager(maxsize=WORKERS, timeout=TIMEOUT_S, retries=2) as http,
        ThreadPoolExecutor(WORKERS) as pool,
    ):
        for number, found in enumerate(
            pool.map(lambda file: list(_check_file(http, file, address, release.id)), files)
        ):
            notes += found
            on_progress(number + 1, len(files) + len(hidden))
        for found in pool.map(lambda path: list(_check_embargoed(http, address + quote(path))), sorted(hidden)):
            notes += found
    code = "live_wrong" if notes else "live_right"
    summary = message(code, address=address, count=len(files), hidden=len(hidden), wrong=len(notes))
    return VerifyResult(tuple(notes), summary)


def _check_file(http: urllib3.PoolManager, file: File, address: str, release: str) -> Iterator[Message]:
    url = address + quote(file.path.removesuffix("index.html") if _is_index(file.path) else file.path)
    try:
        reply = http.request("GET", url, headers={"Accept-Encoding": "identity"})
    except urllib3.exceptions.HTTPError as error:
        yield message("live_status", url=url, wanted=200, found=type(error).__name__)
        return
    if reply.status != 200:
        yield message("live_status", url=url, wanted=200, found=reply.status)
        return
    if hashlib.md5(reply.data, usedforsecurity=False).hexdigest() != file.md5:
        yield message("live_contents", url=url, release=release)
    for name, wanted in file.headers:
        if (found := reply.headers.get(name, "")) != wanted:
            yield message("live_header", url=url, header=name, wanted=wanted, found=found)


def _check_embargoed(http: urllib3.PoolManager, url: str) -> Iterator[Message]:
    try:
        status = http.request("GET", url).status
    except urllib3.exceptions.HTTPError:
        return
    if status not in MISSING:
        yield message("live_embargoed", url=url, found=status)


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")
