"""A proxy that makes the test store speak as other stores do, by their makers' documentation.

OSS (PutObject, CopyObject, Data verification): ETags in capitals, which a copy may have of its own;
``x-oss-forbid-overwrite``, answered by 409 FileAlreadyExists; ``x-oss-meta-``. COS (PUT Object): the same in its names,
ETags in small letters. OBS (PutObject): ``x-obs-meta-``, ``x-obs-version-id``. Encryption by KMS (AWS: Object, ETag;
COS: HEAD Object): ETags that are no MD5.

Requests are signed again for the store behind it, so keys, dates and addresses may be those of the other store.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.connection import HttpConnection, HttpResponse
from plugins.publishing.s3.signing import Signer
from tests.publishing.proxy import ProxyHandler, ProxyServer
from tests.support.ports import serve
from tools import local_cdn

PAGE = b"<!DOCTYPE html><html><body>Sign in to the network</body></html>"
# stores accept requests that are dated a little in the future
MAX_FUTURE = timedelta(minutes=15)
NO_PAGE: Callable[[str, str], bool] = lambda *_: False  # noqa: E731


def opaque(md5: str) -> str:
    """An ETag that has nothing to do with contents."""
    return hashlib.sha256(md5.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Dialect:
    """How a store differs from the one behind it.

    ``forbid`` is the header that it takes for "do not overwrite" and ``conflict`` its answer; the headers of others are
    ignored. ``etag`` and ``copy_etag`` turn an MD5 into the ETag of what was written or copied. ``listed`` is how keys
    are listed when encoding was asked for: ``url``, ``raw`` (the wish is ignored), ``unsaid`` (encoded without saying
    so) or ``false`` (not encoded, though it says so). ``has_tokens`` is false for a store that knows only the first
    version of listings, which go on after a marker. A listing lags ``lag`` seconds, and the clock is ``skew`` ahead.
    ``date`` replaces the Date header. Requests for which ``is_page`` holds are answered by a web page.
    """

    forbid: str = "If-None-Match"
    conflict: tuple[int, str] = (412, "PreconditionFailed")
    etag: Callable[[str], str] = str
    copy_etag: Callable[[str], str] | None = None
    meta: str = "x-amz-meta-"
    version_header: str = ""
    listed: str = "url"
    has_tokens: bool = True
    lag: float = 0
    skew: timedelta = timedelta()
    date: str = ""
    is_page: Callable[[str, str], bool] = NO_PAGE


OSS = Dialect("x-oss-forbid-overwrite", (409, "FileAlreadyExists"), str.upper, meta="x-oss-meta-")
OSS_COPY = Dialect(
    "x-oss-forbid-overwrite", (409, "FileAlreadyExists"), str.upper, copy_etag=opaque, meta="x-oss-meta-"
)
COS = Dialect("x-cos-forbid-overwrite", (409, "FileAlreadyExists"), meta="x-cos-meta-")
OBS = Dialect(meta="x-obs-meta-")
KMS = Dialect(etag=opaque)


@dataclass(frozen=True)
class Write:
    """A write or removal, and the object that was there before."""

    time: float
    key: str
    before: tuple[str, ObjectInfo] | None


@dataclass
class DialectProxy:
    """A proxy in front of the store ``origin``."""

    origin: str
    dialect: Dialect
    address: str = ""
    copies: set[str] = field(default_factory=set)
    writes: list[Write] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        config = BucketConfig(self.origin, local_cdn.BUCKET, "us-east-1", path_style=True)
        self.store = S3(config, local_cdn.CREDENTIALS)
        self._signer = Signer(local_cdn.CREDENTIALS, "us-east-1")
        self._connection = HttpConnection(self.origin, 60)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        """The answer to a request."""
        url = urlsplit(target)
        # "bucket.host" and "host/bucket" are the same
        path = unquote(url.path)
        key = path.removeprefix(f"/{local_cdn.BUCKET}/").removeprefix("/") if path != f"/{local_cdn.BUCKET}" else ""
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        if self.dialect.is_page(method, key):
            return _response(200, PAGE, {"Content-Type": "text/html"})
        if refusal := self._check_time(query):
            return refusal
        if method == "GET" and not key:
            return _response(200, self._list(query), {"Content-Type": "application/xml"})
        return self._pass(method, key, headers, body, is_signed="X-Amz-Signature" in query)

    def _check_time(self, query: Mapping[str, str]) -> HttpResponse | None:
        if "X-Amz-Date" not in query:
            return None
        now = datetime.now(UTC) + self.dialect.skew
        begin = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if begin - now > MAX_FUTURE:
            return _error(403, "RequestTimeTooSkewed")
        if now > begin + timedelta(seconds=int(query["X-Amz-Expires"])):
            return _error(403, "AccessDenied")
        return None

    def _pass(self, method: str, key: str, headers: Mapping[str, str], body: bytes, is_signed: bool) -> HttpResponse:
        sent = {name: value for name, value in headers.items() if name.lower() in PASSED or "-meta-" in name}
        if any(name.lower() == self.dialect.forbid.lower() for name in headers):
            sent["If-None-Match"] = "*"
        if self.dialect.lag and method in {"PUT", "DELETE"}:
            self._remember(key)
        is_copy = any(name.lower() == "x-amz-copy-source" for name in headers)
        with self.lock:
            if method == "PUT" and is_copy:
                self.copies.add(key)
            elif method == "PUT":
                self.copies.discard(key)
        path = f"/{local_cdn.BUCKET}/{quote(key, safe='/-_.~')}"
        signed = {name: value for name, value in sent.items() if name.lower().startswith("x-")}
        host = urlsplit(self.origin).netloc
        text = self._signer.query(method, host, path, {}, signed, datetime.now(UTC), 300)
        response = self._connection.request(method, f"{path}?{text}" if is_signed else path, sent, body, 60)
        return self._translate(response, key)

    def _translate(self, response: HttpResponse, key: str) -> HttpResponse:
        if response.status == 412:
            return _error(*self.dialect.conflict)
        headers = {
            name.replace("x-amz-meta-", self.dialect.meta).replace("X-Amz-Meta-", self.dialect.meta): value
            for name, value in response.headers.items()
            if name.lower() != "etag"
        }
        body = response.body
        if md5 := response.headers.get("ETag", "").strip('"'):
            headers["ETag"] = f'"{self._etag(key, md5)}"'
        if b"<CopyObjectResult" in body:
            md5 = body.partition(b"<ETag>")[2].partition(b"</ETag>")[0].decode().replace("&#34;", "").strip('"')
            body = body.replace(md5.encode(), self._etag(key, md5).encode())
        if self.dialect.version_header and "ETag" in headers:
            headers[self.dialect.version_header] = "G001117FD6F8E6C0"
        return _response(response.status, body, headers)

    def _etag(self, key: str, md5: str) -> str:
        is_copy = key in self.copies and self.dialect.copy_etag is not None
        return (self.dialect.copy_etag if is_copy and self.dialect.copy_etag else self.dialect.etag)(md5)

    def _remember(self, key: str) -> None:
        before = self.store.list_objects(key).get("")
        with self.lock:
            self.writes.append(Write(time.monotonic(), key, (key, before) if before else None))

    def _list(self, query: Mapping[str, str]) -> bytes:
        prefix = query.get("prefix", "")
        objects = {f"{prefix}{name}": info for name, info in self.store.list_objects(prefix).items()}
        with self.lock:
            recent = [write for write in self.writes if write.time > time.monotonic() - self.dialect.lag]
        for write in reversed(recent):
            objects.pop(write.key, None)
            if write.before and write.key.startswith(prefix):
                objects[write.key] = write.before[1]
        is_asked = query.get("encoding-type") == "url"
        # several pages, so that tokens are tried
        names, size = sorted(objects), min(7, int(query["max-keys"]))
        if not self.dialect.has_tokens:
            names = [name for name in names if name > query.get("marker", "")]
        begin = int(query.get("continuation-token", "0"))
        page, is_truncated = names[begin : begin + size], begin + size < len(names)
        token = f"<NextContinuationToken>{begin + size}</NextContinuationToken>" if self.dialect.has_tokens else ""
        entries = "".join(self._entry(name, objects[name], is_asked) for name in page)
        says = "<EncodingType>url</EncodingType>" if is_asked and self.dialect.listed in {"url", "false"} else ""
        more = f"<IsTruncated>true</IsTruncated>{token}" if is_truncated else "<IsTruncated>false</IsTruncated>"
        return f"<?xml version='1.0'?><ListBucketResult>{says}{more}{entries}</ListBucketResult>".encode()

    def _entry(self, key: str, info: ObjectInfo, is_asked: bool) -> str:
        text = quote(key, safe="/") if is_asked and self.dialect.listed in {"url", "unsaid"} else escape(key)
        etag = f"&quot;{self._etag(key, info.etag)}&quot;"
        parts = {"Key": text, "Size": info.size, "ETag": etag, "LastModified": info.modified}
        return "<Contents>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</Contents>"


# what reaches the store as it is
PASSED = {"content-type", "cache-control", "content-md5", "x-amz-copy-source"}


def _response(status: int, body: bytes, headers: Mapping[str, str]) -> HttpResponse:
    message = Message()
    for name, value in headers.items():
        message[name] = value
    return HttpResponse(status, body, message)


def _error(status: int, code: str) -> HttpResponse:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
    return _response(status, body, {"Content-Type": "application/xml"})


class _Handler(ProxyHandler):
    proxy: DialectProxy

    def _serve(self) -> None:
        response = self.proxy.answer(self.command, self.path, dict(self.headers.items()), self.read_body())
        now = datetime.now(UTC) + self.proxy.dialect.skew
        date = self.proxy.dialect.date or format_datetime(now, usegmt=True)
        headers = {name: value for name, value in response.headers.items() if name.lower() != "date"}
        self.send(response.status, {**headers, "Date": date}, response.body)

    do_GET = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815 - the names that the library looks for


@contextmanager
def run_dialect(origin: str, dialect: Dialect) -> Iterator[DialectProxy]:
    """Run a store with this dialect in front of a real one."""
    proxy = DialectProxy(origin, dialect)
    with serve(type("Handler", (_Handler,), {"proxy": proxy}), ProxyServer) as proxy.address:
        yield proxy
