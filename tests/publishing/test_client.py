"""Single requests to a store: what is sent, and what an answer means."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.s3.client import MAX_LIFETIME_S, S3, BucketConfig, default_lifetime
from plugins.publishing.s3.credentials import Credentials
from tests.support.ports import SilentHandler, serve

DATA = b"contents"
MD5 = hashlib.md5(DATA, usedforsecurity=False)
COPIED = b"<CopyObjectResult><ETag>&quot;AB&quot;</ETag></CopyObjectResult>"


@dataclass
class Sent:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query)


@dataclass
class Script:
    """Answers in turn, the last one again and again; an answer is a status, a body and headers."""

    answers: list[tuple[int, bytes, dict[str, str]]]
    sent: list[Sent] = field(default_factory=list)
    address: str = ""

    def store(self, **keys: object) -> S3:
        """A client that asks this script."""
        config = BucketConfig(self.address, "bucket", "region", path_style=True, attempts=2, **keys)  # type: ignore[arg-type]
        return S3(config, Credentials("key", "secret"))


Play = Callable[..., Script]


@pytest.fixture
def play() -> Iterator[Play]:
    """Begins a server that answers so."""
    script = Script([])

    class Handler(SilentHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.sent.append(Sent(self.command, self.path, dict(self.headers), body))
            status, data, headers = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815 - the names are given

    with serve(Handler) as address:

        def begin(*answers: tuple[int, bytes, dict[str, str]]) -> Script:
            script.answers, script.address = list(answers), address
            return script

        yield begin


def test_missing_object_is_none(play: Play) -> None:
    store = play((404, b"<Code>NoSuchKey</Code>", {})).store()
    assert (store.get("a"), store.head("a"), store.copy("a", "b", default_lifetime)) == (None, None, None)
    store.delete("a")
    assert store.requests == 4


def test_object_is_read_with_its_headers(play: Play) -> None:
    script = play((200, DATA, {"ETag": '"0"', "X-Amz-Meta-A": "1"}))
    store = script.store()
    headers = store.head("a")
    assert (store.get("目录/a b"), headers and headers["X-Amz-Meta-A"]) == (DATA, "1")
    assert script.sent[1].path.partition("?")[0] == "/bucket/%E7%9B%AE%E5%BD%95/a%20b"
    assert store.public_url("目录/a b") == f"{script.address}/bucket/%E7%9B%AE%E5%BD%95/a%20b"


def test_write_names_its_digest_and_notes_other_etags(play: Play) -> None:
    script = play((200, b"", {"ETag": f'"{MD5.hexdigest().upper()}"'}))
    store = script.store()
    store.put("a", DATA, {"Content-Type": "text/plain"})
    (sent,) = script.sent
    assert (sent.method, sent.body, sent.headers["Content-Type"]) == ("PUT", DATA, "text/plain")
    assert sent.headers["Content-MD5"] == base64.b64encode(MD5.digest()).decode()
    assert (store.bytes_sent, store.has_opaque_etags) == (len(DATA), False)
    play((200, b"", {}))
    store.put("a", DATA, {}, md5="00" * 16)
    assert script.sent[1].headers["Content-MD5"] == base64.b64encode(bytes(16)).decode()
    assert not store.has_opaque_etags
    play((200, b"", {"ETag": '"other"'}))
    store.put("a", DATA, {})
    assert store.has_opaque_etags


@pytest.mark.parametrize(("lifetime", "seconds"), [(1, 1), (900, 900), (5000, MAX_LIFETIME_S)])
def test_request_is_signed_for_a_limited_time(play: Play, lifetime: int, seconds: int) -> None:
    script = play((200, b"", {}))
    script.store().delete("a", lambda: lifetime)
    assert script.sent[0].query["X-Amz-Expires"] == [str(seconds)]
    assert default_lifetime() == MAX_LIFETIME_S == 900


@pytest.mark.parametrize(
    ("answers", "is_ours", "requests"),
    [
        ([(200, b"", {})], True, 1),
        ([(412, b"", {}), (200, DATA, {"ETag": "0"})], True, 2),
        ([(409, b"", {}), (200, b"other", {"ETag": "0"})], False, 2),
        ([(412, b"", {}), (404, b"", {})], False, 2),
    ],
)
def test_object_is_created_once(
    play: Play, answers: list[tuple[int, bytes, dict[str, str]]], is_ours: bool, requests: int
) -> None:
    script = play(*answers)
    store = script.store()
    assert store.create("a", DATA) is is_ours
    assert (script.sent[0].headers["If-None-Match"], store.requests) == ("*", requests)


@pytest.mark.parametrize(("body", "etag"), [(COPIED, "ab"), (b"<CopyObjectResult/>", "")])
def test_copy_is_made_in_the_store(play: Play, body: bytes, etag: str) -> None:
    script = play((200, body, {}))
    assert script.store().copy("目录/a", "b", default_lifetime) == etag
    assert script.sent[0].headers["x-amz-copy-source"] == "/bucket/%E7%9B%AE%E5%BD%95/a"


def test_failed_copy_is_tried_again(play: Play) -> None:
    failed = (200, b"<Error><Code>InternalError</Code></Error>", {})
    script = play(failed, (200, COPIED, {}))
    assert script.store().copy("a", "b", default_lifetime) == "ab"
    assert len(script.sent) == 2


@pytest.mark.parametrize(
    ("status", "code", "message", "requests"),
    [
        (403, "AccessDenied", "refused", 1),
        (403, "ExpiredToken", "credentials_expired", 1),
        (500, "InternalError", "out_of_reach", 2),
        (404, "NoSuchBucket", "no_bucket", 1),
    ],
)
def test_refusal_is_reported_at_once_and_a_failure_after_its_tries(
    play: Play, status: int, code: str, message: str, requests: int
) -> None:
    script = play((status, f"<Error><Code>{code}</Code></Error>".encode(), {}))
    with pytest.raises(PublishError) as caught:
        script.store().get("a")
    assert [problem.code for problem in caught.value.messages] == [message]
    assert len(script.sent) == requests


def test_page_of_a_firewall_is_no_store(play: Play) -> None:
    with pytest.raises(PublishError) as caught:
        play((200, b"<html>", {})).store().get("a")
    assert [problem.code for problem in caught.value.messages] == ["not_a_store"]


@pytest.mark.parametrize(("encoded", "encoding"), [(True, ["url"]), (False, None)])
def test_single_object_is_found_in_a_listing_of_one(play: Play, encoded: bool, encoding: list[str] | None) -> None:
    entry = "<Contents><Key>{}</Key><Size>7</Size><ETag>e</ETag><LastModified>m</LastModified></Contents>"
    for key, is_found in (("site/a", True), ("site/ab", False)):
        script = play((200, f"<ListBucketResult>{entry.format(key)}</ListBucketResult>".encode(), {}))
        info = script.store(encoded_listing=encoded).find_listed("site/a")
        assert (info and info.size) == (7 if is_found else None)
    query = script.sent[-1].query
    assert (query["prefix"], query["max-keys"], query["list-type"]) == (["site/a"], ["1"], ["2"])
    assert query.get("encoding-type") == encoding


def test_bucket_is_in_the_host_or_in_the_path() -> None:
    config = BucketConfig("https://store.example", "bucket", "region")
    assert S3(config, Credentials("k", "s")).public_url("a+b") == "https://bucket.store.example/a%2Bb"
