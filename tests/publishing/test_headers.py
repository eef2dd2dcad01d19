"""The headers of published files, and those of a site as a real nginx serves them."""

from __future__ import annotations

import getpass
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.headers import file_headers, is_text, site_headers
from tests.conftest import Site
from tests.support.builds import run_task
from tests.support.needs import needs, require_tool
from tests.support.ports import await_server, free_port

CONF = """daemon off; user {user}; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; text/css css; text/javascript js; }}
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
  server {{ listen 127.0.0.1:{port}; root {site}; {server} }}
}}
"""
NAMES = [
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
]


@pytest.fixture
def server(tmp_path: Path, tiny_site: Site) -> Iterator[str]:
    """The address of an nginx with the tiny site, configured by what the command prints."""
    site = tiny_site("vote")
    directives = run_task("headers", "--output", str(site)).stdout
    http, inside = directives.split("# in server { }\n")
    port = free_port()
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        CONF.format(folder=tmp_path, http=http, server=inside, port=port, site=site, user=getpass.getuser())
    )
    nginx = subprocess.Popen([require_tool("nginx"), "-c", str(conf), "-p", str(tmp_path)])
    try:
        await_server(nginx, port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        nginx.terminate()
        nginx.wait(60)


@pytest.mark.posix
@needs("nginx")
def test_nginx_serves_every_header_with_pages_and_errors(server: str, tiny_site: Site) -> None:
    expected = site_headers(tiny_site("vote"))
    assert list(expected) == NAMES
    for path, status in (("", 200), ("entries/", 200), ("nothing/", 404), ("_headers", 404)):
        response = urllib3.request("GET", server + path)
        assert response.status == status
        assert {name: response.headers[name] for name in NAMES} == expected
        assert "Set-Cookie" not in response.headers


@pytest.mark.posix
@needs("nginx")
def test_nginx_lets_only_hashed_names_be_cached_permanently(server: str, tiny_site: Site) -> None:
    style = next(path.name for path in (tiny_site("vote") / "theme").glob("site.*.css"))
    assert (
        urllib3.request("GET", f"{server}theme/{style}").headers["Cache-Control"]
        == "public, max-age=31536000, immutable"
    )
    page = urllib3.request("GET", server).headers["Cache-Control"]
    assert page == "public, max-age=60, stale-while-revalidate=600"


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
