"""How single answers of a service are read."""

from __future__ import annotations

import pytest
import urllib3

from plugins.voting.frame_policy import parse_origin
from plugins.voting.http_probe import is_http_url, is_page, is_redirect, parse_cookies


def _response(status: int = 200, **headers: str) -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(
        status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_only_redirects_with_a_target_are_followed() -> None:
    followed = [status for status in range(200, 600) if is_redirect(_response(status, Location="/next"))]
    assert followed == [301, 302, 303, 307, 308]
    assert not is_redirect(_response(302))


@pytest.mark.parametrize(
    ("kind", "is_shown"),
    [
        ("", True),
        ("TEXT/HTML ; charset=gbk", True),
        ("application/xhtml+xml", True),
        ("application/json", False),
        ("text/htmlx", False),
    ],
)
def test_only_pages_are_shown(kind: str, is_shown: bool) -> None:
    assert is_page(_response(Content_Type=kind)) is is_shown
    assert is_page(_response(Content_Type=kind, Content_Disposition="inline; filename=a")) is is_shown
    assert not is_page(_response(Content_Type=kind, Content_Disposition="Attachment; filename=a"))


def test_addresses_that_browsers_request_themselves() -> None:
    addresses = ["http://a/", "HTTPS://a/", "weixin://dl/", "httpx://a/", "/a"]
    assert [is_http_url(address) for address in addresses] == [True, True, False, False, False]


def test_cookies_have_a_name_a_value_and_attributes() -> None:
    response = _response(Set_Cookie="a = b=c ; Path=/;SECURE ; SameSite=None")
    assert list(parse_cookies(response)) == [("a", "b=c", {"path=/", "secure", "samesite=none"})]
    assert list(parse_cookies(_response(Set_Cookie="alone"))) == [("alone", "", set())]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Vote.example:443/a", "https://vote.example"),
        ("http://vote.example:443/", "http://vote.example:443"),
        ("http://vote.example", "http://vote.example"),
        ("https://[::1]:8443/", "https://[::1]:8443"),
    ],
)
def test_origin_has_its_port_where_it_is_not_the_usual_one(address: str, origin: str) -> None:
    assert str(parse_origin(address)) == origin
