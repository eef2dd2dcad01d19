"""The headers of a site as servers take them: nginx really serves them, the CDNs' forms hold every one of them."""

from __future__ import annotations

import getpass
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.header_formats import FORMS, site_headers
from tests.conftest import Site
from tests.support.builds import run_task
from tests.support.needs import need, needs

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
pytestmark = [pytest.mark.posix, needs("nginx")]
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
    """The tiny site behind nginx, configured by what the command prints."""
    site = tiny_site("vote")
    said = run_task("headers", "--output", str(site)).stdout
    http, inside = said.split("# in server { }\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        CONF.format(folder=tmp_path, http=http, server=inside, port=port, site=site, user=getpass.getuser())
    )
    running = subprocess.Popen([need("nginx"), "-c", str(conf), "-p", str(tmp_path)])
    for _ in range(100):
        time.sleep(0.05)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
    yield f"http://127.0.0.1:{port}/"
    running.terminate()
    running.wait(10)


def test_nginx_serves_every_header_with_pages_and_errors(server: str, tiny_site: Site) -> None:
    expected = site_headers(tiny_site("vote"))
    assert list(expected) == NAMES
    for path, status in (("", 200), ("entries/", 200), ("nothing/", 404), ("_headers", 404)):
        answer = urllib3.request("GET", server + path)
        assert answer.status == status
        assert {name: answer.headers[name] for name in NAMES} == expected
        assert "Set-Cookie" not in answer.headers


def test_nginx_lets_only_lasting_names_be_kept(server: str, tiny_site: Site) -> None:
    style = next(path.name for path in (tiny_site("vote") / "theme").glob("site.*.css"))
    kept = urllib3.request("GET", f"{server}theme/{style}").headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"
    assert "immutable" not in urllib3.request("GET", server).headers["Cache-Control"]


@pytest.mark.parametrize("form", ["tencent", "aliyun", "cloudfront"])
def test_rules_of_a_cdn_hold_every_header(form: str, tiny_site: Site) -> None:
    headers = site_headers(tiny_site("vote"))
    said = json.dumps(json.loads(FORMS[form](headers)))
    for name, value in headers.items():
        assert json.dumps(name) in said
        assert json.dumps(value) in said


def test_unknown_form_is_told(tiny_site: Site) -> None:
    done = run_task("headers", "--format", "iis", "--output", str(tiny_site("vote")))
    assert (done.returncode, done.stdout) == (1, "")
    assert "nginx, tencent, aliyun, cloudfront" in done.stderr
