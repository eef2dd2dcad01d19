"""A real browser, and the sites it walks through, served on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.builds import pelican
from tests.support.large_contest import write_large_contest
from tests.support.published_result import write_explained_result

# one page of each kind, as of a stage that has it
KINDS = {
    "": "tour",
    "404.html": "tour",
    "about/": "tour",
    "background/": "tour",
    "contents/": "tour",
    "entries/": "tour",
    "entries/baiyun-352/": "tour",
    "entries/huadu-two-centres/": "awards",
    "news/": "tour",
    "news/launch/": "tour",
    "rules/": "awards",
    "tour/": "tour",
    "tour/five-risks/": "tour",
    "tracks/": "call",
    "tracks/five-risks/": "tour",
    "units/": "tour",
    "vote/": "tour",
    "winners/": "awards",
    "winners/method/": "awards",
}


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(handler: Any) -> Iterator[int]:
    """A server on loopback; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


Serve = Callable[[str], str]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """The address of the shipped competition in a stage, under a sub-path as on a portal."""
    servers = []

    def start(stage: str) -> str:
        root = tmp_path_factory.mktemp("served")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(root)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/portal/gz"
        content = write_explained_result(tmp_path_factory.mktemp("explained"))
        pelican(content, root / "portal" / "gz", STAGE=stage, SITEURL=address)
        return f"{address}/"

    yield cache(start)
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a contest of 300 entries in one hall while its vote is open."""
    folder = tmp_path_factory.mktemp("large")
    site = pelican(write_large_contest(folder / "content"), folder / "site", STAGE="vote")
    with serving(partial(QuietHandler, directory=str(site))) as port:
        yield f"http://127.0.0.1:{port}/"


def wait_until(page: Page, expression: str, seconds: int = 10) -> None:
    """Wait until the expression is true on the page, whose policy forbids Playwright's own way to ask."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def swipe(page: Page, start: int, y: int, end: int, drift: int = 0) -> None:
    """Draw a finger from one place to another, all at once."""
    script = """([x, y, to, drift]) => {
        const at = document.querySelector('h1')
        const touch = (x, y) => new Touch({ identifier: 1, target: at, clientX: x, clientY: y })
        at.dispatchEvent(new TouchEvent('touchstart', { bubbles: true, touches: [touch(x, y)] }))
        at.dispatchEvent(new TouchEvent('touchend', { bubbles: true, changedTouches: [touch(to, y + drift)] }))
    }"""
    page.evaluate(script, [start, y, end, drift])


def kinds() -> list[tuple[str, str]]:
    """Every kind of page in both languages, with its stage."""
    return [(prefix + path, stage) for prefix in ("", "en/") for path, stage in KINDS.items()]


def find_barriers(page: Page) -> list[tuple[str, list[object]]]:
    """What axe finds on the page as it is: each rule with the elements that break it."""
    violations = Axe().run(page).response["violations"]
    return [(violation["id"], [node["target"] for node in violation["nodes"]]) for violation in violations]


# laid out like another kind of page that is tried
LIKE_OTHERS = {"404.html", "about/", "background/", "news/launch/", "tracks/five-risks/", "winners/method/"}


def kinds_with_own_layout() -> list[Any]:
    """Every kind of page in Chinese whose layout no other has; the rest only with ``exhaustive``."""
    return [
        pytest.param(path, stage, marks=[pytest.mark.exhaustive] if path in LIKE_OTHERS or path[:3] == "en/" else [])
        for path, stage in kinds()
    ]


def kinds_in_modes() -> list[Any]:
    """The same; in English, whose pages differ in words alone, only with ``exhaustive``."""
    return [
        pytest.param(*kind, marks=[pytest.mark.exhaustive] if kind[0].startswith("en/") else []) for kind in kinds()
    ]
