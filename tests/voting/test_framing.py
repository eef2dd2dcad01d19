"""Probing framing against services on loopback that allow, refuse, redirect, hang and send malformed responses."""

from __future__ import annotations

import datetime
import gzip
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
import urllib3
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.voting.frame_policy import is_allowed_by_ancestors, is_allowed_by_frame_options, parse_origin
from plugins.voting.framing import UNREACHABLE_REASONS, FramingNote, FramingReason, FramingResult, probe_framing
from tests.voting.fake_service import (
    Responder,
    Service,
    cookie_wall,
    drip,
    flood,
    page,
    raw,
    redirect,
    service,
    write_authority,
)
from tests.voting.framing_cases import CASES, HOME, SITE, Case

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LOGIN = "<form><input name=who><input name=word TYPE='password'></form>"
REFRESH = "<!DOCTYPE html><meta http-equiv='Refresh' content=\"{}\"><p>vote</p>"
# the timeout for hanging services
SHORT_TIMEOUT_S = 0.4


@pytest.fixture
def host() -> Iterator[Service]:
    with service() as running:
        yield running


def summarize(result: FramingResult) -> tuple[int | None, FramingReason, str | None]:
    return result.status, result.reason, result.mode


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_headers_are_evaluated_as_in_browsers(host: Service, case: Case) -> None:
    result = probe_framing(host.add(page(*case.headers)), host.url if case.embedder == HOME else case.embedder)
    assert (result.status, result.reason) == (200, case.reason)
    assert result.mode == ("iframe" if case.reason is FramingReason.ALLOWED else "link")


ANSWERS: dict[str, tuple[Responder, tuple[int | None, FramingReason, str | None]]] = {
    "page": (page(), (200, FramingReason.ALLOWED, "iframe")),
    "page-without-type": (raw(b"HTTP/1.1 200 OK\r\n\r\nvote"), (200, FramingReason.ALLOWED, "iframe")),
    "picture": (page(kind="image/png"), (200, FramingReason.NOT_A_PAGE, "link")),
    "download": (page("Content-Disposition: attachment"), (200, FramingReason.NOT_A_PAGE, "link")),
    "empty": (page(body=""), (200, FramingReason.EMPTY, None)),
    "no-content": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), (204, FramingReason.EMPTY, None)),
    "several-choices": (page(body=REFRESH.format("0;/next"), status="300 Many"), (300, FramingReason.STATUS, None)),
    "forbidden": (page(status="403 Forbidden"), (403, FramingReason.STATUS, None)),
    "not-found": (page(status="404 Not Found"), (404, FramingReason.STATUS, None)),
    "server-error": (page("X-Frame-Options: DENY", status="500 Oh"), (500, FramingReason.STATUS, None)),
    "unavailable": (page(status="503 Busy"), (503, FramingReason.STATUS, None)),
    "huge": (flood, (200, FramingReason.ALLOWED, "iframe")),
    "huge-and-refused": (
        raw(HEAD + b"X-Frame-Options: DENY\r\nContent-Length: 99999999999\r\n\r\n" + b"vote" * 65536),
        (200, FramingReason.FRAME_OPTIONS, "link"),
    ),
    "cut-short": (raw(HEAD + b"Content-Length: 500\r\n\r\nvote"), (200, FramingReason.BROKEN, None)),
    "no-http": (raw(b"SSH-2.0-vote\r\n"), (None, FramingReason.BROKEN, None)),
    "nothing-at-all": (raw(b""), (None, FramingReason.BROKEN, None)),
    "endless-headers": (raw(HEAD + b"X: y\r\n" * 5000), (None, FramingReason.BROKEN, None)),
    "long-header": (raw(HEAD + b"X: " + b"y" * 200_000 + b"\r\n\r\n"), (None, FramingReason.BROKEN, None)),
    "bad-chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nvote"), (200, FramingReason.BROKEN, None)),
    "packed-though-not-asked": (
        raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"vote" * 10_000_000)),
        (200, FramingReason.ALLOWED, "iframe"),
    ),
    "packed-is-a-lie": (raw(HEAD + b"Content-Encoding: gzip\r\n\r\nvote"), (200, FramingReason.BROKEN, None)),
    "input-without-end": (page(body="<input " * 9000), (200, FramingReason.ALLOWED, "iframe")),
    "cookie-wall": (cookie_wall, (200, FramingReason.ALLOWED, "iframe")),
    "redirect": (redirect("/next"), (200, FramingReason.ALLOWED, "iframe")),
    "redirect-for-good": (redirect("next", status="308 Moved"), (200, FramingReason.ALLOWED, "iframe")),
    "redirect-that-refuses-itself": (
        redirect("/next", "X-Frame-Options: DENY"),
        (200, FramingReason.ALLOWED, "iframe"),
    ),
    "redirect-to-a-refusal": (redirect("/refuses"), (200, FramingReason.FRAME_OPTIONS, "link")),
    "redirect-to-itself": (redirect("/vote"), (302, FramingReason.REDIRECT_LOOP, None)),
    "redirect-in-a-ring": (redirect("/back"), (302, FramingReason.REDIRECT_LOOP, None)),
    "redirect-to-nowhere": (page(status="302 Found"), (302, FramingReason.STATUS, None)),
    "redirect-to-a-broken-address": (redirect("http://[vote/"), (302, FramingReason.BROKEN, None)),
    "redirect-to-a-wrong-port": (redirect("http://127.0.0.1:99999/"), (302, FramingReason.BROKEN, None)),
    "redirect-to-a-closed-port": (redirect("http://127.0.0.1:1/"), (302, FramingReason.UNREACHABLE, None)),
    "redirect-in-utf-8": (
        raw("HTTP/1.1 302 Found\r\nLocation: /投入?名=票\r\nContent-Length: 0\r\n\r\n".encode()),
        (200, FramingReason.ALLOWED, "iframe"),
    ),
    "redirect-in-gbk": (
        raw("HTTP/1.1 302 Found\r\nLocation: /投票\r\nContent-Length: 0\r\n\r\n".encode("gbk")),
        (200, FramingReason.ALLOWED, "iframe"),
    ),
    "refresh": (page(body=REFRESH.format("0; url=/next")), (200, FramingReason.ALLOWED, "iframe")),
    "refresh-in-a-header": (page("Refresh: 1;url='/refuses'"), (200, FramingReason.FRAME_OPTIONS, "link")),
    "refresh-to-a-refusal": (page(body=REFRESH.format("3;URL=/refuses")), (200, FramingReason.FRAME_OPTIONS, "link")),
    "refresh-that-refuses-itself": (
        page("X-Frame-Options: DENY", body=REFRESH.format("0;/next")),
        (200, FramingReason.FRAME_OPTIONS, "link"),
    ),
    "refresh-of-itself": (page(body=REFRESH.format("0; url=/vote")), (200, FramingReason.ALLOWED, "iframe")),
    "refresh-after-half-an-hour": (page(body=REFRESH.format("1800;/gone")), (200, FramingReason.ALLOWED, "iframe")),
    "refresh-without-script-only": (
        page(body=f"<noscript>{REFRESH.format('0;/refuses')}</noscript>vote"),
        (200, FramingReason.ALLOWED, "iframe"),
    ),
    "refresh-in-a-ring": (page(body=REFRESH.format("0;/back")), (200, FramingReason.REDIRECT_LOOP, None)),
    "redirect-to-an-app": (redirect("weixin://dl/business"), (302, FramingReason.OTHER_SCHEME, "link")),
}


@pytest.mark.parametrize(("respond", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_responses_are_classified(
    host: Service, respond: Responder, expected: tuple[int | None, FramingReason, str | None]
) -> None:
    host.add(page(), "/next")
    host.add(page("X-Frame-Options: DENY"), "/refuses")
    host.add(redirect("/vote"), "/back")
    host.add(page(), "/%E6%8A%95%E5%85%A5?%E5%90%8D=%E7%A5%A8")
    host.add(page(), "/%CD%B6%C6%B1")
    assert summarize(probe_framing(host.add(respond), SITE)) == expected


HANGING: dict[str, Responder] = {
    "says-nothing": drip(b"", b"", HEAD + b"\r\nvote"),
    "drips-headers": drip(HEAD, b"X: y\r\n", b"\r\nvote"),
    "drips-one-header": drip(HEAD + b"X: ", b"y", b"\r\n\r\nvote"),
    "drips-its-page": drip(HEAD + b"Content-Length: 20\r\n\r\n", b"v"),
    "keeps-its-page": drip(HEAD + b"Content-Length: 8\r\n\r\nvote", b"", b"vote"),
}


WORDS: dict[str, tuple[str, FramingReason, tuple[FramingNote, ...], str | None]] = {
    "closed": ("<h1>本次投票已结束，感谢参与</h1>", FramingReason.CLOSED, (), None),
    "paused": ("<p>很抱歉，此问卷已暂停，不能填写！</p>", FramingReason.CLOSED, (), None),
    "closed-on-a-day": (
        "<p>此问卷已于2024-08-31 18:00结束，不能再接受新的答卷</p>", FramingReason.CLOSED, (), None,
    ),
    "collecting-no-more": ("<p>该 表单 已停止<b>收集</b></p>", FramingReason.CLOSED, (), None),
    "closed-in-english": ("<p>This form is no longer accepting responses.</p>", FramingReason.CLOSED, (), None),
    "expired-in-english": ("<p>The survey has expired</p>", FramingReason.CLOSED, (), None),
    "earlier-round": ("<p>第一轮投票已结束</p><input type=radio name=a>", FramingReason.ALLOWED, (), "iframe"),
    "closed-in-a-script": ("<p>投票</p><script>say('投票已结束')</script>", FramingReason.ALLOWED, (), "iframe"),
    "closes-later": ("<p>投票将于8月31日结束，届时停止投票</p>", FramingReason.ALLOWED, (), "iframe"),
    "not-started": ("<p>投票尚未开始</p>", FramingReason.ALLOWED, (FramingNote.NOT_STARTED,), "iframe"),
    "in-wechat": ("<h4>请在微信客户端打开链接</h4>", FramingReason.WECHAT_ONLY, (), "qr"),
    "in-wechat-by-scanning": ("<p>请使用微信扫一扫参与投票</p>", FramingReason.WECHAT_ONLY, (), "qr"),
    "shared-in-wechat": ("<p>投票</p><p>请使用微信扫一扫分享给好友</p>", FramingReason.ALLOWED, (), "iframe"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "reason", "notes", "mode"), WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_what_a_page_says_to_voters_is_read(
    host: Service, charset: str, body: str, reason: FramingReason, notes: tuple[FramingNote, ...], mode: str | None
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n".encode()
    result = probe_framing(host.add(raw(head + body.encode(charset))), SITE)
    assert (result.reason, result.notes, result.mode) == (reason, notes, mode)


def test_a_login_with_wechat_is_for_wechat(host: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.voting.framing.WECHAT_HOSTS", {"localhost"})
    login = host.add(page("X-Frame-Options: DENY"), "/login").replace("127.0.0.1", "localhost")
    assert summarize(probe_framing(host.add(redirect(login)), SITE)) == (200, FramingReason.WECHAT_ONLY, "qr")


@pytest.mark.parametrize("respond", HANGING.values(), ids=HANGING)
def test_hanging_service_times_out(host: Service, respond: Responder) -> None:
    result = probe_framing(host.add(respond), SITE, SHORT_TIMEOUT_S)
    assert (result.reason, result.mode) == (FramingReason.TIMEOUT, None)


def test_hanging_service_behind_a_redirect_is_reported(host: Service) -> None:
    last = host.add(drip(b"", b"", seconds=5), "/last")
    # long enough for the redirect on a busy machine
    result = probe_framing(host.add(redirect("/last")), SITE, 2)
    assert (result.final_address, result.status, result.reason) == (last, 302, FramingReason.TIMEOUT)


@pytest.mark.parametrize(("redirects", "reason"), [(20, FramingReason.ALLOWED), (21, FramingReason.REDIRECT_LOOP)])
def test_as_many_redirects_are_followed_as_browsers_follow(
    host: Service, redirects: int, reason: FramingReason
) -> None:
    for number in range(redirects):
        host.add(redirect(f"/{number + 1}"), f"/{number}")
    host.add(page(), f"/{redirects}")
    assert probe_framing(f"{host.url}/0", SITE).reason is reason


def test_cookies_go_to_their_own_host_only(host: Service) -> None:
    abroad = host.add(page(), "/abroad").replace("127.0.0.1", "localhost")
    host.add(redirect(abroad, "Set-Cookie: b=2"), "/second")
    probe_framing(host.add(redirect("/second", "Set-Cookie: a=1; Path=/")), SITE)
    assert [re.findall("Cookie: (.*)\r", request) for request in host.requests] == [[], ["a=1"], []]


def test_cookies_come_back_at_home(host: Service) -> None:
    assert probe_framing(host.add(page("Set-Cookie: s=1; SameSite=Lax")), host.url).notes == ()


def test_a_port_nobody_listens_on_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert summarize(probe_framing(f"http://127.0.0.1:{port}/", SITE)) == (None, FramingReason.UNREACHABLE, None)


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    assert summarize(probe_framing("https://vote.invalid/", SITE)) == (None, FramingReason.UNREACHABLE, None)


def test_address_in_any_script_is_followed_in_ascii(host: Service) -> None:
    result = probe_framing(host.add(redirect("http://投票.invalid/页?问=1")), SITE)
    assert result.final_address == "http://xn--oruz12c.invalid/%E9%A1%B5?%E9%97%AE=1"
    assert result.reason is FramingReason.UNREACHABLE


def test_redirects_to_another_origin_are_noted(host: Service) -> None:
    with service() as third, service() as second:
        last = third.add(page())
        between = second.add(redirect(last))
        result = probe_framing(host.add(redirect(between)), SITE)
    assert (result.final_address, result.notes) == (last, (FramingNote.OTHER_ORIGIN,))


PLAIN = {
    "page-on-https": ("https://vote.city.example", FramingReason.INSECURE),
    "page-on-http": ("http://vote.city.example", FramingReason.ALLOWED),
}


@pytest.mark.parametrize(("embedder", "reason"), PLAIN.values(), ids=PLAIN)
def test_plain_http_is_not_framed_by_a_secure_page(
    host: Service, monkeypatch: pytest.MonkeyPatch, embedder: str, reason: FramingReason
) -> None:
    monkeypatch.setattr("plugins.voting.framing.LOOPBACK_HOSTS", set())
    result = probe_framing(host.add(page()), embedder)
    assert (result.reason, result.notes) == (reason, (FramingNote.PLAIN_HTTP,))


COOKIES: dict[str, tuple[Responder, tuple[FramingNote, ...], str]] = {
    "ready-for-frames": (page("Set-Cookie: s=1; SameSite=None; Secure"), (), "iframe"),
    "lax": (page("Set-Cookie: s=1; Path=/; SameSite=Lax; Secure"), (FramingNote.COOKIES,), "iframe"),
    "silent": (page("Set-Cookie: s=1"), (FramingNote.COOKIES,), "iframe"),
    "none-but-not-secure": (page("Set-Cookie: s=1; SameSite=None"), (FramingNote.COOKIES,), "iframe"),
    "one-of-two": (page("Set-Cookie: a=1; samesite=none; secure", "Set-Cookie: b=2"), (FramingNote.COOKIES,), "iframe"),
    "login": (page(body=LOGIN), (FramingNote.LOGIN,), "iframe"),
    "login-lax": (page("Set-Cookie: s=1; SameSite=Lax", body=LOGIN), (FramingNote.LOGIN, FramingNote.COOKIES), "link"),
    "login-ready": (page("Set-Cookie: s=1; SameSite=None; Secure", body=LOGIN), (FramingNote.LOGIN,), "iframe"),
    "obsolete": (page(f"X-Frame-Options: ALLOW-FROM {SITE}"), (FramingNote.OBSOLETE,), "iframe"),
}


@pytest.mark.parametrize(("respond", "notes", "mode"), COOKIES.values(), ids=COOKIES)
def test_login_and_cookie_problems_in_a_frame_are_noted(
    host: Service, respond: Responder, notes: tuple[FramingNote, ...], mode: str
) -> None:
    result = probe_framing(host.add(respond), SITE)
    assert (result.reason, result.notes, result.mode) == (FramingReason.ALLOWED, notes, mode)


def test_a_slow_service_is_noted(host: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.voting.framing.SLOW_AFTER_S", 0)
    assert probe_framing(host.add(page()), SITE).notes == (FramingNote.SLOW,)


def test_request_looks_like_that_of_a_frame(host: Service) -> None:
    probe_framing(host.add(page(), "/vote?entry=a") + "#b", f"{SITE}:8443")
    (request,) = host.requests
    assert request.startswith("GET /vote?entry=a HTTP/1.1\r\n")
    assert "Sec-Fetch-Dest: iframe\r\n" in request
    assert f"Referer: {SITE}:8443/\r\n" in request


@pytest.mark.parametrize("address", ["", "xunzhan.example", "file:///index.html", "https://", "https://a:99999/"])
def test_invalid_urls_are_rejected(address: str) -> None:
    with pytest.raises(ValueError):
        probe_framing("http://127.0.0.1/", address)
    with pytest.raises(ValueError):
        probe_framing(address, SITE)


@given(st.text(max_size=80), st.text(max_size=80))
@example(f"frame-ancestors {SITE}:{'9' * 5000}", "")
def test_any_header_text_is_evaluated(policy: str, options: str) -> None:
    headers = urllib3.HTTPHeaderDict({"Content-Security-Policy": policy, "X-Frame-Options": options})
    framed, embedder = parse_origin("https://vote.example"), parse_origin(SITE)
    assert is_allowed_by_ancestors(headers, framed, embedder) in {None, True, False}
    assert is_allowed_by_frame_options(headers, framed, embedder) in {True, False}


YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
CERTIFICATES = {
    "good": (True, "127.0.0.1", None, (200, FramingReason.ALLOWED, "iframe")),
    "authority-unknown": (False, "127.0.0.1", None, (None, FramingReason.CERTIFICATE, None)),
    "name-wrong": (True, "vote.example", None, (None, FramingReason.CERTIFICATE, None)),
    "expired": (True, "127.0.0.1", YESTERDAY, (None, FramingReason.CERTIFICATE, None)),
}


@pytest.mark.parametrize(("known", "name", "until", "expected"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates_are_checked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    name: str,
    until: datetime.datetime | None,
    expected: tuple[int | None, FramingReason, str | None],
) -> None:
    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", write_authority(authority if known else trustme.CA(), tmp_path))
    with service(authority.issue_cert(name, not_after=until)) as host:
        assert summarize(probe_framing(host.add(page()), SITE)) == expected


def test_a_certificate_that_signs_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # an authority's own certificate, offered as a server's
    authority = trustme.CA()
    self_signed = trustme.LeafCert(authority.private_key_pem.bytes(), authority.cert_pem.bytes(), [])
    monkeypatch.setenv("SSL_CERT_FILE", write_authority(trustme.CA(), tmp_path))
    with service(self_signed) as host:
        assert summarize(probe_framing(host.add(page()), SITE)) == (None, FramingReason.CERTIFICATE, None)


def test_plain_http_on_a_secure_port_is_no_secure_connection(host: Service) -> None:
    url = host.add(page()).replace("http://", "https://")
    assert summarize(probe_framing(url, SITE)) == (None, FramingReason.CERTIFICATE, None)


def test_a_redirect_from_https_to_http_is_insecure_off_loopback(
    host: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", write_authority(authority, tmp_path))
    monkeypatch.setattr("plugins.voting.framing.LOOPBACK_HOSTS", set())
    with service(authority.issue_cert("127.0.0.1")) as secure:
        assert probe_framing(secure.add(redirect(host.add(page()))), SITE).reason is FramingReason.INSECURE
        assert probe_framing(host.add(redirect(secure.add(page()))), SITE).reason is FramingReason.INSECURE


def test_every_reason_occurs_in_these_tests() -> None:
    met = {case.reason for case in CASES.values()} | {expected[1] for _, expected in ANSWERS.values()}
    met |= {reason for _, reason, *_ in WORDS.values()}
    met |= {reason for _, reason in PLAIN.values()} | {expected[1] for *_, expected in CERTIFICATES.values()}
    assert met | {FramingReason.TIMEOUT} == set(FramingReason)
    assert {expected[1] for _, expected in ANSWERS.values() if expected[2] is None} < UNREACHABLE_REASONS
