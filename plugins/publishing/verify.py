"""Verifies a published site as visitors see it: every file of the release through the public address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import urllib3

from plugins.publishing.files import File, md5_of, public_url
from plugins.publishing.headers import HEADERS_FILE
from plugins.publishing.messages import Message, message, publish_error
from plugins.publishing.release import Release
from plugins.publishing.targets.target import ProgressCallback
from plugins.system.network import ProxyError, open_pool

WORKERS, TIMEOUT_S = 8, 30.0
# the page that a server shows for what does not exist, and the one that some show instead
FALLBACK_PAGES = ("404.html", "index.html")
# kinds of findings, the gravest first
KINDS = ("live_leak", "live_unreachable", "live_status", "live_soft_404", "live_former", "live_contents", "live_header")
MAX_EXAMPLES = 3


@dataclass(frozen=True)
class LiveFinding:
    """What is wrong with a URL: a kind, which is the code of its message, and values that others may share."""

    kind: str
    url: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class VerifyResult:
    """What is wrong, a message for all findings of a kind, the gravest first; and a summary in one sentence."""

    messages: tuple[Message, ...]
    summary: Message


@dataclass
class LiveSite:
    """A site at its public address, and what it should show. ``former`` are other releases that it has shown."""

    release: Release
    address: str
    http: urllib3.PoolManager
    former: Sequence[Release] = ()
    has_our_headers: bool = True

    def find_leak(self, path: str) -> Iterator[LiveFinding]:
        """An embargoed path that is public, or answered in a way from which visitors may think so."""
        url = self.address + quote(path)
        try:
            response = self.http.request("GET", url)
        except urllib3.exceptions.HTTPError:
            return
        if response.status >= 400:
            return
        digest = md5_of(response.data)
        pages = (self.release.files.get(name) for name in FALLBACK_PAGES)
        is_fallback = any(page and page.md5 == digest for page in pages)
        yield LiveFinding("live_soft_404" if is_fallback else "live_leak", url, (("found", str(response.status)),))

    def find_mistakes(self, file: File) -> Iterator[LiveFinding]:
        """What differs from a file of the release: status, contents or headers."""
        url = public_url(self.address, file.path)
        try:
            response = self.http.request("GET", url, headers={"Accept-Encoding": "identity"})
        except urllib3.exceptions.HTTPError as error:
            yield LiveFinding("live_status", url, (("wanted", "200"), ("found", type(error).__name__)))
            return
        if response.status != 200:
            yield LiveFinding("live_status", url, (("wanted", "200"), ("found", str(response.status))))
            return
        digest = md5_of(response.data)
        if digest != file.md5:
            yield LiveFinding("live_former" if self._was(file.path, digest) else "live_contents", url)
        for name, wanted in file.headers if self.has_our_headers else ():
            value = response.headers.get(name, "")
            if _normalize(value) != _normalize(wanted):
                yield LiveFinding("live_header", url, (("header", name), ("wanted", wanted), ("found", value)))

    def _was(self, path: str, md5: str) -> bool:
        return any(path in release.files and release.files[path].md5 == md5 for release in self.former)


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


def verify_site(
    release: Release,
    embargoed: set[str],
    address: str,
    on_progress: ProgressCallback,
    former: Sequence[Release] = (),
    *,
    has_our_headers: bool = True,
) -> VerifyResult:
    """Fetch every embargoed URL, which must be missing; if all are, every file, and compare it with the release.

    ``former`` are releases whose contents a cache may still have. A server that nobody can configure has headers of its
    own, not ``has_our_headers``. Raises ``PublishError`` for a proxy that cannot be used.
    """
    try:
        http = open_pool(address, maxsize=WORKERS, timeout=TIMEOUT_S, retries=2)
    except ProxyError as error:
        raise publish_error("bad_proxy", variable=error.variable) from None
    site = LiveSite(release, address, http, former, has_our_headers)
    # for the host alone
    files = [release.files[path] for path in sorted(release.files) if path != HEADERS_FILE]
    total = len(embargoed) + len(files)
    with site.http, ThreadPoolExecutor(WORKERS) as pool:
        if failure := _try(site):
            return VerifyResult((failure,), failure)
        findings: list[LiveFinding] = []
        for number, leaks in enumerate(pool.map(lambda path: list(site.find_leak(path)), sorted(embargoed)), 1):
            findings += leaks
            on_progress(number, total)
        if leaked := [finding for finding in findings if finding.kind == "live_leak"]:
            alarm = _group_message(leaked, release)
            return VerifyResult((alarm,), alarm)
        for number, mistakes in enumerate(pool.map(lambda file: list(site.find_mistakes(file)), files), 1):
            findings += mistakes
            on_progress(len(embargoed) + number, total)
    messages = tuple(group_findings(findings, release))
    code, wrong = "live_wrong" if messages else "live_right", len({finding.url for finding in findings})
    counts: dict[str, Any] = {"count": len(files), "hidden": len(embargoed), "wrong": len(messages), "urls": wrong}
    return VerifyResult(messages, message(code, address=address, **counts))


def _try(site: LiveSite) -> Message | None:
    """Why the site cannot be reached at all, if so: it is not asked a thousand times then."""
    try:
        site.http.request("GET", site.address)
    except urllib3.exceptions.HTTPError as error:
        return message("live_unreachable", address=site.address, found=type(error).__name__)
    return None


def group_findings(findings: Iterable[LiveFinding], release: Release) -> Iterator[Message]:
    """A message for all findings that differ in nothing but the URL; the gravest kind first, then the most frequent."""
    groups: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[LiveFinding]] = defaultdict(list)
    for finding in findings:
        groups[finding.kind, finding.values].append(finding)
    for key in sorted(groups, key=lambda key: (KINDS.index(key[0]), -len(groups[key]), key)):
        yield _group_message(groups[key], release)


def _group_message(findings: Sequence[LiveFinding], release: Release) -> Message:
    urls = sorted({finding.url for finding in findings})
    values: dict[str, Any] = {"release": release.id, "count": len(urls), "first": urls[:MAX_EXAMPLES]}
    return message(findings[0].kind, **values | dict(findings[0].values))


def _normalize(value: str) -> str:
    """A header without what servers write in several ways: case and blanks."""
    return value.replace(" ", "").lower()
