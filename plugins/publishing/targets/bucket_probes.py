"""Checks of a bucket before the first publication: what its store does otherwise, and the line for ``publish.yaml``."""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import Message as HttpHeaders

from plugins.publishing.digests import md5_of
from plugins.publishing.messages import Message, PublishError, message
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3, default_lifetime
from plugins.publishing.s3.waiting import StoreClock
from plugins.publishing.targets.bucket import MAX_CLOCK_SKEW_S, Bucket
from plugins.publishing.targets.public_check import CHECKSUM_HEADER, CHECKSUM_SUFFIX

PROBE_BODY = b"xunzhan doctor"
PROBE_MD5 = md5_of(PROBE_BODY)
PROBE_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
# for how long a listing is waited for, and how often it is asked for
MAX_LISTING_DELAY_S, LISTING_PAUSE_S = 60, 0.5
# returns what is wrong, if anything; may raise PublishError and errors of disk and network
Probe = Callable[[], Message | None]


@dataclass
class BucketProbes:
    """The probes of a target. ``create_only`` are, by profile, the headers of a write that replaces nothing."""

    target: Bucket
    create_only: Mapping[str, Mapping[str, str]]
    key: str = ""
    headers: HttpHeaders = field(default_factory=HttpHeaders)
    listing: Mapping[str, ObjectInfo] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = f"{self.target.layout.private}doctor/{uuid.uuid4().hex}"

    @property
    def store(self) -> S3:
        return self.target.store

    @property
    def copy_name(self) -> str:
        """What the name of the copy has after that of the original: everything that is encoded somewhere."""
        return " 汉字+~%&'.txt"

    def all(self) -> Iterator[tuple[str, Probe]]:
        """All probes in order, with the codes of their names; later ones need what earlier ones wrote."""
        yield "write", self._write
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
        self.store.copy(self.key, self.key + self.copy_name, default_lifetime)
        headers = self.store.head(self.key + self.copy_name) or HttpHeaders()
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
        if names in ([], [self.copy_name]):
            return None
        code = "probe_wrong_names" if self.store.config.encoded_listing else "probe_lost_names"
        return message(code, name=names[0].strip(), wanted=self.copy_name.strip())

    def _compare_etags(self) -> Message | None:
        strange = [info.etag for _, info in sorted(self.listing.items()) if info.etag != PROBE_MD5]
        return message("probe_etag", etag=strange[0]) if strange and not self.target.has_own_checksums else None

    def _create(self) -> Message | None:
        if not self.store.create(self.key, b"other"):
            return None
        for profile, headers in self.create_only.items():
            other = S3(replace(self.store.config, create_only=tuple(headers.items())), self.store.credentials)
            if not other.create(self.key, profile.encode()):
                return message("probe_other_profile", profile=profile)
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
        keys = [self.key, self.key + self.copy_name]
        for key in keys:
            self.store.delete(key)
        return message("probe_not_deleted") if any(self.store.get(key) for key in keys) else None
