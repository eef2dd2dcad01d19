"""The headers of published files, and those of a site in the settings of servers."""

from __future__ import annotations

import pytest

from plugins.cli.publish import headers
from plugins.publishing.headers import file_headers, is_text, site_headers
from tests.conftest import Site
from tests.support.builds import run_task

NAMES = [
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
]


def test_settings_have_every_header_of_the_site(tiny_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site = tiny_site("vote")
    assert list(site_headers(site)) == NAMES
    for server in ("apache", "caddy", "nginx"):
        assert headers(server, site, "en") == 0
        printed = capsys.readouterr().out
        assert [name for name in NAMES if name not in printed] == []


@pytest.mark.parametrize(
    ("path", "cache", "content_type"),
    [
        ("index.html", "other", "text/html; charset=utf-8"),
        ("theme/site.0123abcd.css", "hashed", "text/css; charset=utf-8"),
        ("theme/site.css", "other", "text/css; charset=utf-8"),
        ("media/A.JPG", "hashed", "image/jpeg"),
        ("download.unknown", "other", "application/octet-stream"),
        ("LICENSE", "other", "application/octet-stream"),
    ],
)
def test_file_headers_follow_name_and_type(path: str, cache: str, content_type: str) -> None:
    cache_control = {
        "hashed": "public, max-age=31536000, immutable",
        "other": "public, max-age=60, stale-while-revalidate=600",
    }[cache]
    expected = (("Cache-Control", cache_control), ("Content-Type", content_type))
    assert file_headers(path, ("theme/*.*.*", "media/*")) == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("a/index.html", True), ("feed.xml", True), ("a.webp", False), ("LICENSE", False)]
)
def test_only_text_is_worth_compressing(path: str, expected: bool) -> None:
    assert is_text(path) is expected


def test_unknown_format_is_an_error(tiny_site: Site) -> None:
    process = run_task("headers", "--format", "iis", "--output", str(tiny_site("vote")))
    assert (process.returncode, process.stdout) == (1, "")
    assert "aliyun, apache, caddy, cloudfront, nginx, tencent" in process.stderr
