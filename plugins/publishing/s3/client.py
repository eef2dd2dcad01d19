"""The few requests of S3 that publishing needs, each repeated while that may help and never longer than it may live."""

from __future__ import annotations

import base64
import hashlib
import random
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_plus, urlsplit

from plugins.publishing.messages import publish_error
from plugins.publishing.s3.connection import CONNECTION_ERRORS, HttpConnection, HttpResponse
from plugins.publishing.s3.signing import Credentials, Signer, encoded_path

LifetimeCallback = Callable[[], int]
MAX_LIFETIME_S = 900
TRANSIENT_STATUSES = {408, 409, 425, 429, 500, 502, 503, 504}
CLOCK_CODES = {"RequestTimeTooSkewed", "RequestNotReadyYet"}


@dataclass(frozen=True)
class BucketConfig:
    """Where a bucket is, and what its maker does differently. ``create_only`` are the headers of a write that must
    not replace anything; ``patience`` is in seconds, for one reply."""

    endpoint: str
    bucket: str
    region: str
    path_style: bool = False
    create_only: tuple[tuple[str, str], ...] = (("If-None-Match", "*"),)
    copy_source: str = "x-amz-copy-source"
    workers: int = 16
    attempts: int = 6
    timeout_s: float = 30.0


@dataclass(frozen=True)
class ObjectInfo:
    """An object in a listing; ``modified`` as the store writes it."""

    size: int
    etag: str
    modified: str


def default_lifetime() -> int:
    """The lifetime in seconds of a request that no lock limits."""
    return MAX_LIFETIME_S


@dataclass
class S3:
    """A bucket. Raises ``PublishError`` where the store refuses for good or stays out of reach."""

    config: BucketConfig
    credentials: Credentials
    clock_skew: timedelta = timedelta()
    fixed: datetime | None = None
    requests: int = 0
    bytes_sent: int = 0
    _count: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._signer = Signer(self.credentials, self.config.region)
        base = urlsplit(self.config.endpoint)
        self._host = base.netloc if self.config.path_style else f"{self.config.bucket}.{base.netloc}"
        self._root = f"{base.scheme}://{self._host}"
        self._connection = HttpConnection(self._root, self.config.timeout_s)
        self._folder = f"/{self.config.bucket}/" if self.config.path_style else "/"

    def now(self) -> datetime:
        """The time by the store's clock, as its replies tell it; or one that is ``fixed``, to see what comes of it."""
        return self.fixed or datetime.now(UTC) + self.clock_skew

    def public_url(self, key: str) -> str:
        """The address of an object for anybody."""
        return f"{self._root}{self._folder}{encoded_path(key)}"

    def get(self, key: str) -> bytes | None:
        """The contents of an object, or ``None`` where there is none."""
        reply = self._request("GET", key, accepted={404})
        return None if reply.status == 404 else reply.body

    def head(self, key: str) -> Message | None:
        """The headers of an object."""
        reply = self._request("HEAD", key, accepted={404})
        return None if reply.status == 404 else reply.headers

    def put(
        self, key: str, data: bytes, headers: Mapping[str, str], lifetime: LifetimeCallback = default_lifetime
    ) -> None:
        """Write an object."""
        self._request("PUT", key, headers={**headers, **_digest(data)}, body=data, lifetime=lifetime)

    def create(self, key: str, data: bytes, lifetime: LifetimeCallback = default_lifetime) -> bool:
        """Write an object unless there is one; say whether the one that is there now is this one.

        A reply may be lost after the write was done, and its repetition refused: what is there is compared.
        """
        headers = {**dict(self.config.create_only), **_digest(data)}
        reply = self._request("PUT", key, headers=headers, body=data, lifetime=lifetime, accepted={409, 412})
        return reply.status < 300 or self.get(key) == data

    def copy(self, source: str, key: str, lifetime: LifetimeCallback) -> None:
        """Copy an object with its headers, inside the store."""
        headers = {self.config.copy_source: f"/{self.config.bucket}/{encoded_path(source)}"}
        self._request("PUT", key, headers=headers, lifetime=lifetime)

    def delete(self, key: str, lifetime: LifetimeCallback = default_lifetime) -> None:
        """Remove an object, if there is one."""
        self._request("DELETE", key, lifetime=lifetime, accepted={404})

    def create_bucket(self) -> None:
        """Make the bucket itself, unless it is there."""
        self._request("PUT", "", accepted={409})

    def list_objects(self, prefix: str) -> dict[str, ObjectInfo]:
        """All objects below a prefix, by the rest of their keys."""
        return {key.removeprefix(prefix): listed for page in self._pages(prefix) for key, listed in page}

    def _pages(self, prefix: str) -> Iterator[list[tuple[str, ObjectInfo]]]:
        query = {"list-type": "2", "prefix": prefix, "max-keys": "1000", "encoding-type": "url"}
        while True:
            found = _parsed(self._request("GET", "", query=query, parsed=True).body)
            yield [_listed(entry) for entry in found.iter("Contents")]
            token = found.findtext("NextContinuationToken")
            if found.findtext("IsTruncated") != "true" or not token:
                return
            query = {**query, "continuation-token": token}

    def _request(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        lifetime: LifetimeCallback = default_lifetime,
        accepted: Set[int] = frozenset(),
        parsed: bool = False,
    ) -> HttpResponse:
        """Ask until there is an answer. ``passing`` are statuses that are answers too."""
        last = ""
        for attempt in range(self.config.attempts):
            try:
                reply = self._send_once(method, key, query or {}, headers or {}, body, lifetime())
            except CONNECTION_ERRORS as error:
                last = type(error).__name__
            else:
                if _is_answer(reply, method, accepted, parsed):
                    return reply
                last = f"{reply.status} {_code(reply)}".strip()
                if not _may_pass(reply):
                    raise _refusal(reply, method, key, self.config)
            time.sleep(min(8.0, 0.1 * 2**attempt) * random.uniform(0.5, 1))
        raise publish_error("out_of_reach", place=self.config.endpoint, attempts=self.config.attempts, last=last)

    def _send_once(
        self, method: str, key: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes, lifetime: int
    ) -> HttpResponse:
        path = self._folder + encoded_path(key)
        signed = {name: value for name, value in headers.items() if name.lower().startswith("x-")}
        query_text = self._signer.query(
            method, self._host, path, query, signed, self.now(), min(lifetime, MAX_LIFETIME_S)
        )
        with self._count:
            self.requests += 1
            self.bytes_sent += len(body)
        reply = self._connection.request(method, f"{path}?{query_text}", headers, body)
        self._note_clock(reply.headers.get("Date"))
        return reply

    def _note_clock(self, date: str | None) -> None:
        if date:
            clock_skew = parsedate_to_datetime(date) - datetime.now(UTC)
            # the header has whole seconds, and a reply takes its time: less than that is no difference
            self.clock_skew = clock_skew if abs(clock_skew) > timedelta(seconds=3) else timedelta()


def _code(reply: HttpResponse) -> str:
    """The name of the error in a body."""
    found = reply.body.partition(b"<Code>")[2].partition(b"</Code>")[0]
    return found.decode("ascii", "replace")


def _digest(data: bytes) -> dict[str, str]:
    """The hash by which the store refuses a body that was cut or changed on its way."""
    return {"Content-MD5": base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()}


def _is_answer(reply: HttpResponse, method: str, accepted: Set[int], parsed: bool) -> bool:
    if reply.status in accepted and _code(reply) != "NoSuchBucket":
        return True
    # a copy may begin with 200 and fail afterwards, which only the body tells
    failed = method == "PUT" and b"<Error>" in reply.body
    whole = not parsed or reply.body.rstrip().endswith(b"</ListBucketResult>")
    return reply.status < 300 and whole and not failed


def _may_pass(reply: HttpResponse) -> bool:
    return (
        reply.status in TRANSIENT_STATUSES
        or reply.status < 300
        or _code(reply) in CLOCK_CODES | {"BadDigest", "InternalError"}
    )


def _refusal(reply: HttpResponse, method: str, key: str, place: BucketConfig) -> Exception:
    code = {
        "ExpiredToken": "credentials_expired",
        "InvalidAccessKeyId": "credentials_wrong",
        "SignatureDoesNotMatch": "credentials_wrong",
        "NoSuchBucket": "no_bucket",
    }.get(_code(reply), "refused")
    return publish_error(
        code, method=method, key=key, bucket=place.bucket, status=f"{reply.status} {_code(reply)}".strip()
    )


def _parsed(body: bytes) -> ElementTree.Element:
    found = ElementTree.fromstring(body)
    for element in found.iter():
        element.tag = element.tag.rpartition("}")[2]
    return found


def _listed(entry: ElementTree.Element) -> tuple[str, ObjectInfo]:
    text = {child.tag: child.text or "" for child in entry}
    return unquote_plus(text["Key"]), ObjectInfo(int(text["Size"]), text["ETag"].strip('"'), text["LastModified"])
