"""Checks that a target supports everything publishing needs: rights, clock, conditional writes, copies and the CDN."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import urllib3

from plugins.publishing.config import TargetSettings
from plugins.publishing.messages import Message, PublishError, message
from plugins.publishing.s3.client import S3, default_lifetime
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.target import Target

MAX_CLOCK_SKEW_S = 60
TIMEOUT_S = 10
PROBE_BODY = b"xunzhan doctor"
PROBE_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
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
    probes = _bucket_probes(target) if isinstance(target, Bucket) else _folder_probes(target)
    return [_run_probe(code, probe) for code, probe in (*probes, *_cdn_probes(target, settings))]


def _run_probe(code: str, probe: Probe) -> CheckResult:
    try:
        problem = probe()
    except PublishError as error:
        problem = error.messages[0]
    except (OSError, urllib3.exceptions.HTTPError) as error:
        problem = message("probe_error", error=type(error).__name__)
    return CheckResult(message(f"check_{code}"), problem)


def _folder_probes(target: Target) -> Iterator[tuple[str, Probe]]:
    yield "state", lambda: _probe_state(target)
    yield "lock", lambda: _probe_lock(target)


def _probe_state(target: Target) -> None:
    target.load_state()


def _probe_lock(target: Target) -> None:
    with target.lock("doctor", 0, lambda _: None):
        pass


def _bucket_probes(target: Bucket) -> Iterator[tuple[str, Probe]]:
    store, key = target.store, f"{target.layout.private}doctor/{uuid.uuid4().hex}"
    copy = f"{target.layout.private}doctor/{uuid.uuid4().hex} 汉字+~%.txt"
    yield "write", lambda: store.put(key, PROBE_BODY, PROBE_HEADERS)
    yield "read", lambda: None if store.get(key) == PROBE_BODY else message("probe_other_contents")
    yield "list", lambda: _probe_listing(target, key)
    yield "copy", lambda: _probe_copy(store, key, copy)
    yield "create", lambda: message("probe_replaced") if store.create(key, b"other") else None
    yield "expiry", lambda: _probe_expiry(store, key)
    yield "clock", lambda: _probe_clock(store)
    yield "private", lambda: _probe_private(store.public_url(key), "probe_public_read")
    yield "delete", lambda: _probe_delete(store, key, copy)
    yield "lock", lambda: _probe_lock(target)


def _probe_listing(target: Bucket, key: str) -> Message | None:
    listed = target.store.list_objects(key).get("")
    if listed is None or listed.size != len(PROBE_BODY):
        return message("probe_not_listed")
    is_md5 = listed.etag == hashlib.md5(PROBE_BODY, usedforsecurity=False).hexdigest()
    return None if is_md5 or not target.etag_is_md5 else message("probe_etag", etag=listed.etag)


def _probe_copy(store: S3, key: str, copy: str) -> Message | None:
    store.copy(key, copy, default_lifetime)
    headers = store.head(copy)
    lost = [name for name, value in PROBE_HEADERS.items() if not headers or headers.get(name) != value]
    return message("probe_lost_headers", names=lost) if lost else None


def _probe_expiry(store: S3, key: str) -> Message | None:
    expired = S3(store.config, store.credentials, fixed_time=datetime(2020, 1, 1, tzinfo=UTC))
    try:
        expired.put(key, PROBE_BODY, PROBE_HEADERS)
    except PublishError:
        return None
    return message("probe_expired_accepted")


def _probe_clock(store: S3) -> Message | None:
    seconds = abs(store.clock_skew.total_seconds())
    return message("probe_clock", seconds=round(seconds)) if seconds > MAX_CLOCK_SKEW_S else None


def _probe_delete(store: S3, *keys: str) -> Message | None:
    for key in keys:
        store.delete(key)
    return message("probe_not_deleted") if any(store.get(key) for key in keys) else None


def _cdn_probes(target: Target, settings: TargetSettings) -> Iterator[tuple[str, Probe]]:
    yield "address", lambda: _probe_address(settings.address)
    if isinstance(target, Bucket):
        state_url = f"{settings.address}../{target.layout.private}state.json.gz"
        yield "cdn_private", lambda: _probe_private(state_url, "probe_cdn_public_read")


def _probe_address(address: str) -> Message | None:
    response = urllib3.request("GET", address, retries=False, timeout=TIMEOUT_S)
    if response.status == 200 and not response.headers.get("Cache-Control"):
        return message("probe_no_cache_control")
    return None if response.status in {200, 403, 404} else message("probe_status", status=response.status)


def _probe_private(url: str, code: str) -> Message | None:
    status = urllib3.request("GET", url, retries=False, timeout=TIMEOUT_S).status
    return message(code) if status == 200 else None
