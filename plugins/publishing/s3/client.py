"""The few S3 requests that publishing needs, with retries; each is presigned for a limited lifetime."""

from __future__ import annotations

import base64
import html
import re
import threading
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import urlsplit

from plugins.publishing.files import md5_of
from plugins.publishing.messages import publish_error
from plugins.publishing.s3 import answers
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.connection import CONNECTION_ERRORS, HttpConnection, HttpResponse
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.s3.signing import Signer, encoded_path
from plugins.publishing.s3.waiting import Patience, StoreClock

# returns for how many seconds a request may be valid from now on; raises ``PublishError`` if it must not be sent
LifetimeCallback = Callable[[], int]
MAX_LIFETIME_S = 900
# objects in a page of a listing; no store gives more
PAGE_SIZE = 1000
COPIED_ETAG = re.compile(rb"<ETag>([^<]*)</ETag>")


@dataclass(frozen=True)
class BucketConfig:
    """Where a bucket is, and how its store differs from others.

    ``path_style`` puts the bucket into the path instead of the host. ``create_only`` are the headers of a write that
    must not replace an object. ``encoded_listing`` asks for percent-encoded keys in listings. ``workers`` is the number
    of concurrent requests. ``timeout_s`` limits a whole request, ``attempts`` the number of its tries, and
    ``patience_s`` for how long it is repeated while the store is busy.
    """

    endpoint: str
    bucket: str
    region: str
    path_style: bool = False
    create_only: Mapping[str, str] = field(default_factory=lambda: {"If-None-Match": "*"})
    encoded_listing: bool = True
    workers: int = 16
    attempts: int = 6
    timeout_s: float = 30.0
    patience_s: float = 120.0


def default_lifetime() -> int:
    """The lifetime of a request that needs no lock."""
    return MAX_LIFETIME_S


@dataclass
class S3:
    """A client for one bucket. Raises ``PublishError`` if the store refuses or cannot be reached.

    ``clock`` has the store's time. ``requests`` and ``bytes_sent`` count what was sent. ``has_opaque_etags`` is set
    when the ETag of something that was written is not the MD5 of its contents.
    """

    config: BucketConfig
    credentials: Credentials
    clock: StoreClock = field(default_factory=StoreClock)
    requests: int = 0
    bytes_sent: int = 0
    has_opaque_etags: bool = False
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
        return self.clock.now()

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
        self,
        key: str,
        data: bytes,
        headers: Mapping[str, str],
        lifetime: LifetimeCallback = default_lifetime,
        md5: str = "",
    ) -> Message:
        """Write an object, whose ``md5`` may be known; return the headers of the answer."""
        md5 = md5 or md5_of(data)
        response = self._request("PUT", key, headers={**headers, **_md5_header(md5)}, body=data, lifetime=lifetime)
        self._note_etag(response.headers, md5)
        return response.headers

    def create(self, key: str, data: bytes, lifetime: LifetimeCallback = default_lifetime) -> bool:
        """Write an object unless it exists; return whether it now has these contents.

        The response to a write may be lost and its retry refused, so the contents are compared.
        """
        md5 = md5_of(data)
        headers = {**self.config.create_only, **_md5_header(md5)}
        response = self._request("PUT", key, headers=headers, body=data, lifetime=lifetime, accepted={409, 412})
        if response.status < 300:
            self._note_etag(response.headers, md5)
        return response.status < 300 or self.get(key) == data

    def _note_etag(self, headers: Message, md5: str) -> None:
        etag = headers.get("ETag")
        if etag and answers.normalize_etag(etag) != md5:
            self.has_opaque_etags = True

    def copy(self, source: str, key: str, lifetime: LifetimeCallback) -> str | None:
        """Copy an object with its headers, inside the store.

        Returns the ETag of the copy, ``""`` if the store does not tell it, or ``None`` if there is no such source.
        """
        headers = {"x-amz-copy-source": f"/{self.config.bucket}/{encoded_path(source)}"}
        response = self._request("PUT", key, headers=headers, lifetime=lifetime, accepted={404})
        if response.status == 404:
            return None
        etag = COPIED_ETAG.search(response.body)
        return answers.normalize_etag(html.unescape(etag[1].decode("ascii", "replace"))) if etag else ""

    def delete(self, key: str, lifetime: LifetimeCallback = default_lifetime) -> None:
        """Remove an object, if there is one."""
        self._request("DELETE", key, lifetime=lifetime, accepted={404})

    def create_bucket(self) -> None:
        """Create the bucket, unless it exists."""
        self._request("PUT", "", accepted={409})

    def list_objects(self, prefix: str) -> dict[str, ObjectInfo]:
        """All objects below a prefix, by the rest of their keys."""
        # pages that are asked for at once, from known keys on, took SeaweedFS longer than one after the other
        query, objects = self._listing_query(prefix, PAGE_SIZE), dict[str, ObjectInfo]()
        while True:
            page = self._list_page(query)
            objects.update((key.removeprefix(prefix), info) for key, info in page.objects)
            if not page.next_query:
                return objects
            if page.next_query.items() <= query.items():
                raise publish_error("bad_listing")
            query |= page.next_query

    def find_listed(self, key: str) -> ObjectInfo | None:
        """An object as a listing shows it. It is the first of all that begin with its key."""
        return dict(self._list_page(self._listing_query(key, 1)).objects).get(key)

    def _listing_query(self, prefix: str, max_keys: int) -> dict[str, str]:
        query = {"list-type": "2", "prefix": prefix, "max-keys": str(max_keys)}
        return query | ({"encoding-type": "url"} if self.config.encoded_listing else {})

    def _list_page(self, query: Mapping[str, str]) -> answers.ListingPage:
        return answers.parse_listing(self._request("GET", "", query=query, is_listing=True).body)

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
        patience = Patience(self.config.endpoint, self.config.attempts, self.config.patience_s, lifetime)
        while True:
            try:
                response, is_clock_new = self._send_once(method, key, query or {}, headers or {}, body, lifetime())
            except CONNECTION_ERRORS as error:
                patience.pause(type(error).__name__)
                continue
            if answers.is_success(response, method, accepted, is_listing):
                return response
            if answers.is_busy(response):
                patience.pause_as_asked(answers.describe(response), response.headers.get("Retry-After"))
            elif is_clock_new or answers.is_transient(response):
                code = "not_a_store" if answers.is_web_page(response) else "out_of_reach"
                patience.pause(answers.describe(response), code)
            else:
                raise answers.refusal(response, method, key, self.config.bucket)

    def _send_once(
        self, method: str, key: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes, lifetime: int
    ) -> tuple[HttpResponse, bool]:
        """Send a request; return the response, and whether its date has corrected the time of signing."""
        path = self._folder + encoded_path(key)
        signed = {name: value for name, value in headers.items() if name.lower().startswith("x-")}
        seconds = min(lifetime, MAX_LIFETIME_S)
        query_text = self._signer.query(method, self._host, path, query, signed, self.now(), seconds)
        with self._count:
            self.requests += 1
            self.bytes_sent += len(body)
        sent = datetime.now(UTC)
        response = self._connection.request(method, f"{path}?{query_text}", headers, body, seconds)
        return response, self.clock.correct(response.headers.get("Date"), sent, datetime.now(UTC))


def _md5_header(md5: str) -> dict[str, str]:
    """The header by which the store refuses a body that was truncated or changed on its way."""
    return {"Content-MD5": base64.b64encode(bytes.fromhex(md5)).decode()}
