"""Addresses of the web that editors may give, and their origins."""

from __future__ import annotations

import pytest

from plugins.content.schema.web_urls import is_public_url, is_web_url, url_origin


@pytest.mark.parametrize(
    ("url", "is_public", "is_plain"),
    [
        ("https://example.org", True, True),
        ("http://example.org:8080/a?b=c#d", True, True),
        ("https://例子.cn/雨", True, False),
        ("https://example.org/{a}", True, False),
        ("https://example.org/a|b", True, False),
        ("https://example.org/a`b", True, False),
        ("https://example.org/a^b", True, False),
        ("https://example.org/<a>", True, False),
        ('https://example.org/"a', True, False),
        ("https://example.org/\x7f", True, False),
        ("https://example.org/a b", False, False),
        ("https://example.org\\@evil.org", False, False),
        ("https://user@example.org", False, False),
        ("https://@example.org", False, False),
        ("https://:pass@example.org", False, False),
        ("https://example.org:0", False, False),
        ("https://example.org:65536", False, False),
        ("https://example.org:x", False, False),
        ("https://", False, False),
        ("https:///a", False, False),
        ("ftp://example.org", False, False),
        ("//example.org", False, False),
        ("mailto:a@example.org", False, False),
        ("https://[::1", False, False),
        ("https://[::1]:8443/a", True, True),
        ("https://a.example:443/a;b,c'd*", True, True),
        ("https://a.example;script-src", False, False),
        ("https://*.example/a", False, False),
        ("https://a.example,b.example", False, False),
        ("https://a.example'b", False, False),
        ("https://www.wjx.cn%2eevil.example", False, False),
        ("", False, False),
    ],
)
def test_url_has_an_evident_host_and_needs_no_escaping(url: str, is_public: bool, is_plain: bool) -> None:
    assert (is_public_url(url), is_web_url(url)) == (is_public, is_plain)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("HTTPS://Example.org/A?B#C", "https://example.org"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("https://Example.org:443/A", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("http://example.org:443", "http://example.org:443"),
        ("https://example.org:80", "https://example.org:80"),
    ],
)
def test_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert url_origin(url) == origin
