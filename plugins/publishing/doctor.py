"""Checks that a target supports everything publishing needs: rights, clock, conditional writes, copies and the CDN.

They find how a store differs from others, and name the line for ``publish.yaml``.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message as HttpHeaders

import urllib3

from plugins.publishing.config import TargetSettings, store_profiles
from plugins.publishing.files import md5_of
from plugins.publishing.messages import Message, PublishError, message
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3, default_lifetime
from plugins.publishing.s3.waiting import StoreClock
from plugins.publishing.targets.bucket import MAX_CLOCK_SKEW_S, Bucket
from plugins.publishing.targets.pages import Pages
from plugins.publishing.targets.public_check import CHECKSUM_HEADER, CHECKSUM_SUFFIX
from plugins.publishing.targets.target import STATE, Target
from plugins.system.network import open_pool

TIMEOUT_S = 10
PROBE_BODY = b"xunzhan doctor"
PROBE_MD5 = md5_of(PROBE_BODY)
PROBE_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
# for how long a listing is waited for, and how often it is asked for
MAX_LISTING_DELAY_S, LISTING_PAUSE_S = 60, 0.5
# what the name of a copy has after that of the original: everything that is encoded somewhere
COPY_SUFFIX = " 汉字+~%&'.txt"
# returns what is wrong, if anything; may raise PublishError and errors of disk and network
Probe = Callable[[], Message | None]


@dataclass(frozen=True)
class CheckResult:
    """A check and what is wrong, if anything."""

    check: Message
    problem: Message | None

    def text(self, lang: str) -> str:
        """A line with a mark that says whether the check passed."""
        if self.problem is None:
            return message("doctor_good", what=self.check.text(lang)).text(lang)
        return message("doctor_bad", what=self.check.text(lang), why=self.problem.text(lang)).text(lang)


def run_doctor(target: Target, settings: TargetSettings) -> list[CheckResult]:
    """Run all checks of a target; the files that they write are removed again."""
    return [_run_probe(code, probe) for code, probe in (*_target_probes(target), *_cdn_probes(target, settings))]


def _target_probes(target: Target) -> Iterator[tuple[str, Probe]]:
    if isinstance(target, Bucket):
        yield from BucketProbes(target).all()
    else:
        yield "state", lambda: _probe_state(target)
    if isinstance(target, Pages):
        yield "push", target.git.check_push
    else:
        yield "lock", lambda: _probe_lock(target)


def _run_probe(code: str, probe: Probe) -> CheckResult:
    try:
        problem = probe()
    except PublishError as error:
        problem = error.messages[0]
    except (OSError, urllib3.exceptions.HTTPError) as error:
        problem = message("probe_error", error=type(error).__name__)
    return CheckResult(message(f"check_{code}"), problem)


def _probe_state(target: Target) -> None:
    target.load_state()


def _probe_lock(target: Target) -> None:
    with target.lock("doctor", 0, lambda _: None):
        pass


def _cdn_probes(target: Target, settings: TargetSettings) -> Iterator[tuple[str, Probe]]:
    yield "address", lambda: _probe_address(settings.address)
    if isinstance(target, Bucket):
        state_url = f"{settings.address}../{target.layout.private}{STATE}"
        yield "cdn_private", lambda: _probe_private(state_url, "probe_cdn_public_read")


def _probe_address(address: str) -> Message | None:
    response = _fetch(address)
    if response.status == 200 and not response.headers.get("Cache-Control"):
        return message("probe_no_cache_control")
    return None if response.status in {200, 403, 404} else message("probe_status", status=response.status)


def _probe_private(url: str, code: str) -> Message | None:
    return message(code) if _fetch(url).status == 200 else None


def _fetch(url: str) -> urllib3.BaseHTTPResponse:
    with open_pool(url, retries=False, timeout=TIMEOUT_S) as http:
        return http.request("GET", url)


class BucketProbes:
    """The probes of a bucket. They write below ``key``, and read the headers and listings that come back."""

    def __init__(self, target: Bucket) -> None:
        self.target, self.store = target, target.store
        self.key = f"{target.layout.private}doctor/{uuid.uuid4().hex}"
        self.headers = HttpHeaders()
        self.listing: Mapping[str, ObjectInfo] = {}

    def all(self) -> Iterator[tuple[str, Probe]]:
        """All probes in order, with the codes of their names; later ones need what earlier ones wrote."""
        yield "write", self._write
        yield "private", lambda: _probe_private(self.store.public_url(self.key), "probe_public_read")
        yield "read", lambda: None if self.store.get(self.key) == PROBE_BODY else message("probe_other_contents")
        yield "copy", self._copy
        yield "list", self._list
        yield "names", self._list_names
        yield "checksum", self._compare_etags
        yield "create", self._create
        yield "expiry", self._send_expired
        yield "clock", self._compare_clocks
        yield "history", self._find_versions
        yield "delete", self._delete

    def _write(self) -> None:
        self.headers = self.store.put(self.key, PROBE_BODY, {**PROBE_HEADERS, CHECKSUM_HEADER: "doctor"})

    def _copy(self) -> Message | None:
        self.store.copy(self.key, self.key + COPY_SUFFIX, default_lifetime)
        headers = self.store.head(self.key + COPY_SUFFIX) or HttpHeaders()
        lost = [name for name, value in PROBE_HEADERS.items() if headers.get(name) != value]
        if self.target.has_own_checksums and not any(name.lower().endswith(CHECKSUM_SUFFIX) for name in headers):
            lost.append(CHECKSUM_HEADER)
        return message("probe_lost_headers", names=lost) if lost else None

    def _list(self) -> Message | None:
        start, seconds = time.monotonic(), 0.0
        while len(self.listing) < 2:
            seconds = time.monotonic() - start
            if seconds > MAX_LISTING_DELAY_S:
                return message("probe_not_listed")
            self.listing = self.store.list_objects(self.key)
            time.sleep(LISTING_PAUSE_S if len(self.listing) < 2 else 0)
        if self.listing.get("", ObjectInfo(-1, "", "")).size != len(PROBE_BODY):
            return message("probe_not_listed")
        if seconds <= self.target.listing_delay:
            return None
        return message("probe_late_listing", seconds=round(seconds), delay=2 * math.ceil(seconds))

    def _list_names(self) -> Message | None:
        names = sorted(name for name in self.listing if name)
        if names in ([], [COPY_SUFFIX]):
            return None
        code = "probe_wrong_names" if self.store.config.encoded_listing else "probe_lost_names"
        return message(code, name=names[0].strip(), wanted=COPY_SUFFIX.strip())

    def _compare_etags(self) -> Message | None:
        strange = [info.etag for _, info in sorted(self.listing.items()) if info.etag != PROBE_MD5]
        return message("probe_etag", etag=strange[0]) if strange and not self.target.has_own_checksums else None

    def _create(self) -> Message | None:
        if not self.store.create(self.key, b"other"):
            return None
        for name, profile in store_profiles().items():
            config = replace(self.store.config, create_only=profile.create_only)
            is_same_style = profile.path_style is config.path_style
            if is_same_style and not S3(config, self.store.credentials).create(self.key, name.encode()):
                return message("probe_other_profile", profile=name)
        return message("probe_replaced")

    def _send_expired(self) -> Message | None:
        clock = StoreClock(fixed_time=datetime(2020, 1, 1, tzinfo=UTC))
        try:
            S3(self.store.config, self.store.credentials, clock).put(self.key, PROBE_BODY, PROBE_HEADERS)
        except PublishError:
            return None
        return message("probe_expired_accepted")

    def _compare_clocks(self) -> Message | None:
        seconds = abs(self.store.clock.skew.total_seconds())
        return message("probe_clock", seconds=round(seconds)) if seconds > MAX_CLOCK_SKEW_S else None

    def _find_versions(self) -> Message | None:
        versions = [value for name, value in self.headers.items() if name.lower().endswith("-version-id")]
        if set(versions) <= {"null", ""}:
            return None
        layout = self.target.layout
        return message("probe_versions", prefixes=[layout.public, layout.private])

    def _delete(self) -> Message | None:
        keys = [self.key, self.key + COPY_SUFFIX]
        for key in keys:
            self.store.delete(key)
        return message("probe_not_deleted") if any(self.store.get(key) for key in keys) else None
