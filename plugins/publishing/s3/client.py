"""The few S3 requests that publishing needs, with retries; each is presigned for a limited lifetime."""

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

from plugins.publishing.messages import PublishError, publish_error
from plugins.publishing.s3.connection import CONNECTION_ERRORS, HttpConnection, HttpResponse
from plugins.publishing.s3.signing import Credentials, Signer, encoded_path

# returns for how many seconds a request may be valid from now on; raises ``PublishError`` if it must not be sent
LifetimeCallback = Callable[[], int]
MAX_LIFETIME_S = 900
MAX_RETRY_DELAY_S = 8.0
# the Date header has whole seconds and a response takes its time: less than that is not a difference
MIN_CLOCK_SKEW = timedelta(seconds=3)
TRANSIENT_STATUSES = {408, 409, 425, 429, 500, 502, 503, 504}
CLOCK_CODES = {"RequestTimeTooSkewed", "RequestNotReadyYet"}


@dataclass(frozen=True)
class BucketConfig:
    """Where a bucket is, and how its store differs from others.

    ``path_style`` puts the bucket into the path instead of the host. ``create_only`` are the headers of a write that
    must not replace an object. ``workers`` is the number of concurrent requests. ``timeout_s`` limits connecting and
    each read, ``attempts`` the number of tries of a request.
    """

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
    """An object in a listing: ``size`` in bytes, ``modified`` as the store formats it."""

    size: int
    etag: str
    modified: str


def default_lifetime() -> int:
    """The lifetime of a request that needs no lock."""
    return MAX_LIFETIME_S


@dataclass
class S3:
    """A client for one bucket. Raises ``PublishError`` if the store refuses or cannot be reached.

    ``clock_skew`` is how far the store's clock is ahead of this one's. ``fixed_time`` replaces the time of signing.
    ``requests`` and ``bytes_sent`` count what was sent.
    """

    config: BucketConfig
    credentials: Credentials
    clock_skew: timedelta = timedelta()
    fixed_time: datetime | None = None
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
        """The time by the store's clock."""
        return self.fixed_time or datetime.now(UTC) + self.clock_skew

    def public_url(self, key: str) -> str:
        """The unsigned URL of an object."""
        return f"{self._root}{self._folder}{encoded_path(key)}"

    def get(self, key: str) -> bytes | None:
        """The contents of an object, or ``None`` if there is none."""
        response = self._request("GET", key, accepted={404})
        return None if response.status == 404 else response.body

    def head(self, key: str) -> Message | None:
        """The headers of an object, or ``None`` if there is none."""
        response = self._request("HEAD", key, accepted={404})
        return None if response.status == 404 else response.headers

    def put(
        self, key: str, data: bytes, headers: Mapping[str, str], lifetime: LifetimeCallback = default_lifetime
    ) -> None:
        """Write an object."""
        self._request("PUT", key, headers={**headers, **_md5_header(data)}, body=data, lifetime=lifetime)

    def create(self, key: str, data: bytes, lifetime: LifetimeCallback = default_lifetime) -> bool:
        """Write an object unless it exists; return whether it now has these contents.

        The response to a write may be lost and its retry refused, so the contents are compared.
        """
        headers = {**dict(self.config.create_only), **_md5_header(data)}
        response = self._request("PUT", key, headers=headers, body=data, lifetime=lifetime, accepted={409, 412})
        return response.status < 300 or self.get(key) == data

    def copy(self, source: str, key: str, lifetime: LifetimeCallback) -> None:
        """Copy an object with its headers, inside the store."""
        headers = {self.config.copy_source: f"/{self.config.bucket}/{encoded_path(source)}"}
        self._request("PUT", key, headers=headers, lifetime=lifetime)

    def delete(self, key: str, lifetime: LifetimeCallback = default_lifetime) -> None:
        """Remove an object, if there is one."""
        self._request("DELETE", key, lifetime=lifetime, accepted={404})

    def create_bucket(self) -> None:
        """Create the bucket, unless it exists."""
        self._request("PUT", "", accepted={409})

    def list_objects(self, prefix: str) -> dict[str, ObjectInfo]:
        """All objects below a prefix, by the rest of their keys."""
        return {key.removeprefix(prefix): info for page in self._list_pages(prefix) for key, info in page}

    def _list_pages(self, prefix: str) -> Iterator[list[tuple[str, ObjectInfo]]]:
        query = {"list-type": "2", "prefix": prefix, "max-keys": "1000", "encoding-type": "url"}
        while True:
            root = _parse_xml(self._request("GET", "", query=query, is_listing=True).body)
            yield [_parse_object(entry) for entry in root.iter("Contents")]
            token = root.findtext("NextContinuationToken")
            if root.findtext("IsTruncated") != "true" or not token:
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
        is_listing: bool = False,
    ) -> HttpResponse:
        """Send a request, repeatedly after transient errors. ``accepted`` are further statuses that are no error."""
        failure = ""
        for attempt in range(self.config.attempts):
            try:
                response = self._send_once(method, key, query or {}, headers or {}, body, lifetime())
            except CONNECTION_ERRORS as error:
                failure = type(error).__name__
            else:
                if _is_success(response, method, accepted, is_listing):
                    return response
                failure = f"{response.status} {_code(response)}".strip()
                if not _is_transient(response):
                    raise _refusal(response, method, key, self.config)
            time.sleep(min(MAX_RETRY_DELAY_S, 0.1 * 2**attempt) * random.uniform(0.5, 1))
        raise publish_error("out_of_reach", place=self.config.endpoint, attempts=self.config.attempts, last=failure)

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
        response = self._connection.request(method, f"{path}?{query_text}", headers, body)
        self._note_clock(response.headers.get("Date"))
        return response

    def _note_clock(self, date: str | None) -> None:
        if date:
            skew = parsedate_to_datetime(date) - datetime.now(UTC)
            self.clock_skew = skew if abs(skew) > MIN_CLOCK_SKEW else timedelta()


def _code(response: HttpResponse) -> str:
    """The error code in a body, or ``""``."""
    return response.body.partition(b"<Code>")[2].partition(b"</Code>")[0].decode("ascii", "replace")


def _md5_header(data: bytes) -> dict[str, str]:
    """The header by which the store refuses a body that was truncated or changed on its way."""
    return {"Content-MD5": base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()}


def _is_success(response: HttpResponse, method: str, accepted: Set[int], is_listing: bool) -> bool:
    if response.status in accepted and _code(response) != "NoSuchBucket":
        return True
    # a copy may answer 200 and fail afterwards, which only the body says
    failed = method == "PUT" and b"<Error>" in response.body
    is_complete = not is_listing or response.body.rstrip().endswith(b"</ListBucketResult>")
    return response.status < 300 and is_complete and not failed


def _is_transient(response: HttpResponse) -> bool:
    return (
        response.status in TRANSIENT_STATUSES
        or response.status < 300
        or _code(response) in CLOCK_CODES | {"BadDigest", "InternalError"}
    )


def _refusal(response: HttpResponse, method: str, key: str, config: BucketConfig) -> PublishError:
    code = {
        "ExpiredToken": "credentials_expired",
        "InvalidAccessKeyId": "credentials_wrong",
        "SignatureDoesNotMatch": "credentials_wrong",
        "NoSuchBucket": "no_bucket",
    }.get(_code(response), "refused")
    return publish_error(
        code, method=method, key=key, bucket=config.bucket, status=f"{response.status} {_code(response)}".strip()
    )


def _parse_xml(body: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(body)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _parse_object(entry: ElementTree.Element) -> tuple[str, ObjectInfo]:
    text = {child.tag: child.text or "" for child in entry}
    return unquote_plus(text["Key"]), ObjectInfo(int(text["Size"]), text["ETag"].strip('"'), text["LastModified"])
