"""The preview's server: pages with the bar, files as they are, and a stream that tells browsers of changes."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server import http as preview_http
from plugins.preview.server.http import Handler, create_server, is_own_host
from tests.preview.conftest import make_built_scheduler

PAGE = b"<head></head><body><h1>Home</h1></body>"
STYLE = b"body {}"
IMMUTABLE = "max-age=604800, immutable"


@pytest.fixture
def scheduler(tiny: Path, tmp_path: Path) -> BuildScheduler:
    """A scheduler that builds nothing; its default stage is built."""
    return make_built_scheduler(
        tiny, tmp_path / "builds", {"index.html": PAGE, "rules/index.html": PAGE, "theme/site.css": STYLE}
    )


@pytest.fixture
def connection(scheduler: BuildScheduler) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server of these builds."""
    server = create_server(0)
    server.RequestHandlerClass = type("Bound", (Handler,), {"scheduler": scheduler})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
    yield connection
    connection.close()
    scheduler.stop()
    server.shutdown()
    server.server_close()
    thread.join()


Answer = tuple[int, http.client.HTTPMessage, bytes]


def _ask(connection: http.client.HTTPConnection, method: str, path: str) -> Answer:
    connection.request(method, path)
    response = connection.getresponse()
    answer = response.status, response.headers, response.read()
    # the server speaks HTTP/1.0
    connection.close()
    return answer


def test_page_has_the_bar_and_is_never_cached(connection: http.client.HTTPConnection) -> None:
    status, headers, data = _ask(connection, "GET", "/rules/?x=1")
    assert (status, headers["Cache-Control"], headers["Location"]) == (200, "no-store", None)
    assert data.endswith(b"<h1>Home</h1></body>")
    assert data.count(b'id="preview-bar"') == 1
    _, headers, nothing = _ask(connection, "HEAD", "/rules/?x=1")
    assert (headers["Content-Length"], nothing) == (str(len(data)), b"")


def test_file_of_a_build_is_sent_as_it_is_and_cached(connection: http.client.HTTPConnection) -> None:
    status, headers, data = _ask(connection, "GET", "/theme/site.css")
    assert (status, headers["Cache-Control"], data) == (200, IMMUTABLE, STYLE)


def test_redirect_has_no_bar(connection: http.client.HTTPConnection) -> None:
    status, headers, data = _ask(connection, "GET", "/rules")
    assert (status, headers["Location"], data) == (302, "/rules/", b"")


def test_bar_of_a_page_is_sent_alone(connection: http.client.HTTPConnection) -> None:
    bars = [_ask(connection, "GET", f"/.preview/bar{query}")[2] for query in ("", "?path=/", "?path=/rules/")]
    assert bars[0] == bars[1] != bars[2]
    assert bars[2].startswith(b"<aside")
    assert b"/.edit/pages/rules" in bars[2]


@pytest.mark.parametrize(
    ("path", "status", "caching"),
    [("bar.css", 200, "no-store"), ("bar.css?0123", 200, IMMUTABLE), ("http.py", 404, "no-store")],
)
def test_file_of_the_preview_is_cached_under_its_digest(
    connection: http.client.HTTPConnection, path: str, status: int, caching: str
) -> None:
    answer = _ask(connection, "GET", f"/.preview/{path}")
    assert (answer[0], answer[1]["Cache-Control"], bool(answer[2])) == (status, caching, status == 200)


def test_nothing_is_sent_to_a_page(connection: http.client.HTTPConnection) -> None:
    status, _, data = _ask(connection, "POST", "/rules/")
    assert (status, data) == (405, b"")


def test_stream_reports_every_change_until_the_preview_ends(
    connection: http.client.HTTPConnection, scheduler: BuildScheduler, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_http, "KEEPALIVE_S", 0.01)
    connection.request("GET", "/.preview/changes?path=/.stage/tour/rules/")
    stream = connection.getresponse()
    assert (stream.headers["Content-Type"], stream.headers["Cache-Control"]) == ("text/event-stream", "no-store")
    assert [stream.readline(), stream.readline()] == [b": keep-alive\n", b"\n"]
    scheduler.on_change([tiny / "competition.yaml"], code=False)
    lines = iter(stream.readline, b"data: 1\n")
    assert set(lines) <= {b": keep-alive\n", b"\n"}
    scheduler.stop()
    assert set(stream.read().split(b"\n")) <= {b": keep-alive", b""}


def test_port_that_is_taken_is_replaced_by_a_free_one() -> None:
    with create_server(0) as first, create_server(first.server_address[1]) as second:
        assert first.server_address[0] == second.server_address[0] == "127.0.0.1"
        assert first.server_address[1] != second.server_address[1]


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        *((host, True) for host in ("127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000")),
        *((host, False) for host in ("", "evil.example:8000", "127.0.0.1.evil.example", "[::1", "192.168.1.2")),
    ],
)
def test_server_answers_by_the_names_of_this_machine_alone(host: str, is_own: bool) -> None:
    assert is_own_host(host) is is_own
