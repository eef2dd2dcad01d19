"""What a live service says to framing, asked of services on loopback that allow, refuse, redirect, hang and lie."""

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

from plugins.voting.frame_policy import is_allowed_by_ancestors, is_allowed_by_frame_options, origin_of
from plugins.voting.framing import LOST, Framing, Note, Reason, examine
from tests.voting.fake_service import Service, Speak, cookie_wall, drip, flood, page, raw, redirect, service, trusted
from tests.voting.framing_cases import CASES, HOME, SITE, Case

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LOGIN = "<form><input name=who><input name=word TYPE='password'></form>"
# how a service that hangs is given up in tests, in seconds
SOON = 0.4


@pytest.fixture
def host() -> Iterator[Service]:
    with service() as running:
        yield running


def seen(found: Framing) -> tuple[int | None, Reason, str | None]:
    return found.status, found.reason, found.mode


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_headers_are_read_as_browsers_read_them(host: Service, case: Case) -> None:
    found = examine(host.at(page(*case.headers)), host.url if case.embedder == HOME else case.embedder)
    assert (found.status, found.reason) == (200, case.reason)
    assert found.may_be_framed == (case.reason is Reason.ALLOWED)
    assert found.mode == ("iframe" if found.may_be_framed else "link")


ANSWERS: dict[str, tuple[Speak, tuple[int | None, Reason, str | None]]] = {
    "page": (page(), (200, Reason.ALLOWED, "iframe")),
    "page-without-type": (raw(b"HTTP/1.1 200 OK\r\n\r\nvote"), (200, Reason.ALLOWED, "iframe")),
    "picture": (page(kind="image/png"), (200, Reason.NOT_A_PAGE, "link")),
    "download": (page("Content-Disposition: attachment"), (200, Reason.NOT_A_PAGE, "link")),
    "empty": (page(body=""), (200, Reason.EMPTY, None)),
    "no-content": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), (204, Reason.EMPTY, None)),
    "forbidden": (page(status="403 Forbidden"), (403, Reason.STATUS, None)),
    "not-found": (page(status="404 Not Found"), (404, Reason.STATUS, None)),
    "server-error": (page("X-Frame-Options: DENY", status="500 Oh"), (500, Reason.STATUS, None)),
    "unavailable": (page(status="503 Busy"), (503, Reason.STATUS, None)),
    "huge": (flood, (200, Reason.ALLOWED, "iframe")),
    "huge-and-refused": (
        raw(HEAD + b"X-Frame-Options: DENY\r\nContent-Length: 99999999999\r\n\r\n" + b"vote" * 65536),
        (200, Reason.FRAME_OPTIONS, "link"),
    ),
    "cut-short": (raw(HEAD + b"Content-Length: 500\r\n\r\nvote"), (200, Reason.BROKEN, None)),
    "no-http": (raw(b"SSH-2.0-vote\r\n"), (None, Reason.BROKEN, None)),
    "nothing-at-all": (raw(b""), (None, Reason.BROKEN, None)),
    "endless-headers": (raw(HEAD + b"X: y\r\n" * 5000), (None, Reason.BROKEN, None)),
    "long-header": (raw(HEAD + b"X: " + b"y" * 200_000 + b"\r\n\r\n"), (None, Reason.BROKEN, None)),
    "bad-chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nvote"), (200, Reason.BROKEN, None)),
    "packed-though-not-asked": (
        raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"vote" * 10_000_000)),
        (200, Reason.ALLOWED, "iframe"),
    ),
    "packed-is-a-lie": (raw(HEAD + b"Content-Encoding: gzip\r\n\r\nvote"), (200, Reason.BROKEN, None)),
    "input-without-end": (page(body="<input " * 9000), (200, Reason.ALLOWED, "iframe")),
    "cookie-wall": (cookie_wall, (200, Reason.ALLOWED, "iframe")),
    "redirect": (redirect("/next"), (200, Reason.ALLOWED, "iframe")),
    "redirect-for-good": (redirect("next", status="308 Moved"), (200, Reason.ALLOWED, "iframe")),
    "redirect-that-refuses-itself": (redirect("/next", "X-Frame-Options: DENY"), (200, Reason.ALLOWED, "iframe")),
    "redirect-to-a-refusal": (redirect("/refuses"), (200, Reason.FRAME_OPTIONS, "link")),
    "redirect-to-itself": (redirect("/vote"), (302, Reason.REDIRECT_LOOP, None)),
    "redirect-in-a-ring": (redirect("/back"), (302, Reason.REDIRECT_LOOP, None)),
    "redirect-to-nowhere": (page(status="302 Found"), (302, Reason.STATUS, None)),
    "redirect-to-a-broken-address": (redirect("http://[vote/"), (302, Reason.BROKEN, None)),
    "redirect-to-a-wrong-port": (redirect("http://127.0.0.1:99999/"), (302, Reason.BROKEN, None)),
    "redirect-to-a-closed-port": (redirect("http://127.0.0.1:1/"), (302, Reason.UNREACHABLE, None)),
    "redirect-to-an-app": (redirect("weixin://dl/business"), (302, Reason.OTHER_SCHEME, "link")),
}


@pytest.mark.parametrize(("speak", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_answers_are_judged(host: Service, speak: Speak, expected: tuple[int | None, Reason, str | None]) -> None:
    host.at(page(), "/next")
    host.at(page("X-Frame-Options: DENY"), "/refuses")
    host.at(redirect("/vote"), "/back")
    assert seen(examine(host.at(speak), SITE)) == expected


HANGING: dict[str, Speak] = {
    "says-nothing": drip(b"", b"", HEAD + b"\r\nvote"),
    "drips-headers": drip(HEAD, b"X: y\r\n", b"\r\nvote"),
    "drips-one-header": drip(HEAD + b"X: ", b"y", b"\r\n\r\nvote"),
    "drips-its-page": drip(HEAD + b"Content-Length: 20\r\n\r\n", b"v"),
    "keeps-its-page": drip(HEAD + b"Content-Length: 8\r\n\r\nvote", b"", b"vote"),
}


@pytest.mark.parametrize("speak", HANGING.values(), ids=HANGING)
def test_a_service_that_hangs_is_given_up(host: Service, speak: Speak) -> None:
    found = examine(host.at(speak), SITE, SOON)
    assert (found.reason, found.mode) == (Reason.TIMEOUT, None)


def test_a_service_that_hangs_behind_a_redirect_is_named(host: Service) -> None:
    last = host.at(HANGING["says-nothing"], "/last")
    found = examine(host.at(redirect("/last")), SITE, SOON)
    assert (found.final_address, found.status, found.reason) == (last, 302, Reason.TIMEOUT)


@pytest.mark.parametrize(("redirects", "reason"), [(20, Reason.ALLOWED), (21, Reason.REDIRECT_LOOP)])
def test_as_many_redirects_are_followed_as_browsers_follow(host: Service, redirects: int, reason: Reason) -> None:
    for number in range(redirects):
        host.at(redirect(f"/{number + 1}"), f"/{number}")
    host.at(page(), f"/{redirects}")
    assert examine(f"{host.url}/0", SITE).reason is reason


def test_cookies_go_to_their_own_host_only(host: Service) -> None:
    abroad = host.at(page(), "/abroad").replace("127.0.0.1", "localhost")
    host.at(redirect(abroad, "Set-Cookie: b=2"), "/second")
    examine(host.at(redirect("/second", "Set-Cookie: a=1; Path=/")), SITE)
    assert [re.findall("Cookie: (.*)\r", request) for request in host.requests] == [[], ["a=1"], []]


def test_cookies_come_back_at_home(host: Service) -> None:
    assert examine(host.at(page("Set-Cookie: s=1; SameSite=Lax")), host.url).notes == ()


def test_a_port_nobody_listens_on_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert seen(examine(f"http://127.0.0.1:{port}/", SITE)) == (None, Reason.UNREACHABLE, None)


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    assert seen(examine("https://vote.invalid/", SITE)) == (None, Reason.UNREACHABLE, None)


def test_redirects_to_another_origin_are_noted_with_every_origin(host: Service) -> None:
    with service() as third, service() as second:
        last = third.at(page())
        between = second.at(redirect(last))
        found = examine(host.at(redirect(between)), SITE)
    assert (found.final_address, found.notes) == (last, (Note.OTHER_ORIGIN,))
    assert found.origins == (host.url, second.url, third.url)


PLAIN = {
    "page-on-https": ("https://vote.city.example", Reason.INSECURE),
    "page-on-http": ("http://vote.city.example", Reason.ALLOWED),
}


@pytest.mark.parametrize(("embedder", "reason"), PLAIN.values(), ids=PLAIN)
def test_plain_http_is_not_framed_by_a_secure_page(
    host: Service, monkeypatch: pytest.MonkeyPatch, embedder: str, reason: Reason
) -> None:
    monkeypatch.setattr("plugins.voting.framing.LOOPBACK", set())
    assert examine(host.at(page()), embedder).reason is reason


COOKIES: dict[str, tuple[Speak, tuple[Note, ...], str]] = {
    "ready-for-frames": (page("Set-Cookie: s=1; SameSite=None; Secure"), (), "iframe"),
    "lax": (page("Set-Cookie: s=1; Path=/; SameSite=Lax; Secure"), (Note.COOKIES,), "iframe"),
    "silent": (page("Set-Cookie: s=1"), (Note.COOKIES,), "iframe"),
    "none-but-not-secure": (page("Set-Cookie: s=1; SameSite=None"), (Note.COOKIES,), "iframe"),
    "one-of-two": (page("Set-Cookie: a=1; samesite=none; secure", "Set-Cookie: b=2"), (Note.COOKIES,), "iframe"),
    "login": (page(body=LOGIN), (Note.LOGIN,), "iframe"),
    "login-lax": (page("Set-Cookie: s=1; SameSite=Lax", body=LOGIN), (Note.LOGIN, Note.COOKIES), "link"),
    "login-ready": (page("Set-Cookie: s=1; SameSite=None; Secure", body=LOGIN), (Note.LOGIN,), "iframe"),
    "obsolete": (page(f"X-Frame-Options: ALLOW-FROM {SITE}"), (Note.OBSOLETE,), "iframe"),
}


@pytest.mark.parametrize(("speak", "notes", "mode"), COOKIES.values(), ids=COOKIES)
def test_what_will_not_work_in_a_frame_is_noted(
    host: Service, speak: Speak, notes: tuple[Note, ...], mode: str
) -> None:
    found = examine(host.at(speak), SITE)
    assert (found.reason, found.notes, found.mode) == (Reason.ALLOWED, notes, mode)


def test_a_slow_service_is_noted(host: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.voting.framing.SLOW", 0)
    assert examine(host.at(page()), SITE).notes == (Note.SLOW,)


def test_it_is_asked_as_a_frame_asks(host: Service) -> None:
    examine(host.at(page(), "/vote?entry=a") + "#b", f"{SITE}:8443")
    (request,) = host.requests
    assert request.startswith("GET /vote?entry=a HTTP/1.1\r\n")
    assert "Sec-Fetch-Dest: iframe\r\n" in request
    assert f"Referer: {SITE}:8443/\r\n" in request


@pytest.mark.parametrize("address", ["", "xunzhan.example", "file:///index.html", "https://", "https://a:99999/"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        examine("http://127.0.0.1/", address)
    with pytest.raises(ValueError):
        examine(address, SITE)


@given(st.text(max_size=80), st.text(max_size=80))
@example(f"frame-ancestors {SITE}:{'9' * 5000}", "")
def test_no_header_is_too_odd_to_be_read(policy: str, options: str) -> None:
    headers = urllib3.HTTPHeaderDict({"Content-Security-Policy": policy, "X-Frame-Options": options})
    framed, embedder = origin_of("https://vote.example"), origin_of(SITE)
    assert is_allowed_by_ancestors(headers, framed, embedder) in {None, True, False}
    assert is_allowed_by_frame_options(headers, framed, embedder) in {True, False}


YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
CERTIFICATES = {
    "good": (True, "127.0.0.1", None, (200, Reason.ALLOWED, "iframe")),
    "authority-unknown": (False, "127.0.0.1", None, (None, Reason.CERTIFICATE, None)),
    "name-wrong": (True, "vote.example", None, (None, Reason.CERTIFICATE, None)),
    "expired": (True, "127.0.0.1", YESTERDAY, (None, Reason.CERTIFICATE, None)),
}


@pytest.mark.parametrize(("known", "name", "until", "expected"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates_are_checked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
    name: str,
    until: datetime.datetime | None,
    expected: tuple[int | None, Reason, str | None],
) -> None:
    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", trusted(authority if known else trustme.CA(), tmp_path))
    with service(authority.issue_cert(name, not_after=until)) as host:
        assert seen(examine(host.at(page()), SITE)) == expected


def test_a_certificate_that_signs_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # an authority's own certificate, offered as a server's
    authority = trustme.CA()
    own = trustme.LeafCert(authority.private_key_pem.bytes(), authority.cert_pem.bytes(), [])
    monkeypatch.setenv("SSL_CERT_FILE", trusted(trustme.CA(), tmp_path))
    with service(own) as host:
        assert seen(examine(host.at(page()), SITE)) == (None, Reason.CERTIFICATE, None)


def test_plain_http_on_a_secure_port_is_no_secure_connection(host: Service) -> None:
    url = host.at(page()).replace("http://", "https://")
    assert seen(examine(url, SITE)) == (None, Reason.CERTIFICATE, None)


def test_a_redirect_from_https_to_http_is_insecure_off_loopback(
    host: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", trusted(authority, tmp_path))
    monkeypatch.setattr("plugins.voting.framing.LOOPBACK", set())
    with service(authority.issue_cert("127.0.0.1")) as secure:
        assert examine(secure.at(redirect(host.at(page()))), SITE).reason is Reason.INSECURE
        assert examine(host.at(redirect(secure.at(page()))), SITE).reason is Reason.INSECURE


def test_every_reason_is_met_in_these_tests() -> None:
    met = {case.reason for case in CASES.values()} | {expected[1] for _, expected in ANSWERS.values()}
    met |= {reason for _, reason in PLAIN.values()} | {expected[1] for *_, expected in CERTIFICATES.values()}
    assert met | {Reason.TIMEOUT} == set(Reason)
    assert {expected[1] for _, expected in ANSWERS.values() if expected[2] is None} < LOST
