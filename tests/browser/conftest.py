"""A real browser, and the sites it walks through, served on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.conftest import Site, share_folder
from tests.support.builds import pelican
from tests.support.large_contest import write_large_contest

# for a busy machine
expect.set_options(timeout=60_000)

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


# when the page has done what it has begun
NEXT_TURN = "new Promise(done => setTimeout(done))"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(handler: Any) -> Iterator[int]:
    """A server on loopback; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    # it looks so often whether to end
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


Serve = Callable[[str], str]


@pytest.fixture(scope="session")
def served(explained_site: Site) -> Iterator[Serve]:
    """The address of the shipped competition in a stage, under a sub-path as on a portal.

    It is not the one that the site says of itself: each test process has its own server for the same site.
    """
    with ExitStack() as servers:

        def start(stage: str) -> str:
            site = explained_site(stage)
            port = servers.enter_context(serving(partial(QuietHandler, directory=str(site.parent))))
            return f"http://127.0.0.1:{port}/{site.name}/"

        yield cache(start)


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a contest of 300 entries in one hall while its vote is open."""
    folder = share_folder(tmp_path_factory, "large", _build_large_site)
    with serving(partial(QuietHandler, directory=str(folder / "site"))) as port:
        yield f"http://127.0.0.1:{port}/"


def _build_large_site(folder: Path) -> None:
    pelican(write_large_contest(folder / "content"), folder / "site", STAGE="vote")


def wait_until(page: Page, expression: str, seconds: int = 60) -> None:
    """Wait until the expression is true on the page, whose policy forbids Playwright's own way to ask."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def stop_clock(page: Page, moment: str = "2024-03-15T12:00:00+08:00") -> None:
    """From this moment on the clock of the page goes on only as the test says, however slow the machine is."""
    page.clock.install(time=datetime.fromisoformat(moment) - timedelta(seconds=1))
    page.clock.pause_at(moment)


def show_lists_only_in_order(page: Page) -> None:
    """Take away the two seconds after which a list is shown as it came: a slow machine can be too late to order it."""
    page.add_init_script("""
        const sheet = new CSSStyleSheet()
        sheet.replaceSync('[data-fair], [data-daily] { animation: none !important }')
        document.adoptedStyleSheets = [sheet]
    """)


def open_at_rest(page: Page, address: str) -> None:
    """Open a page and wait until it has done all that it does by itself, and all that it asked for has come."""
    coming = set[Request]()
    page.on("request", lambda request: coming.add(request))
    page.on("requestfinished", lambda request: coming.discard(request))
    page.on("requestfailed", lambda request: coming.discard(request))
    # a page that nobody looks at is never idle to Chromium
    page.add_init_script("window.requestIdleCallback = act => setTimeout(act)")
    page.goto(address)
    deadline = time.monotonic() + 60
    # what has come may ask for more
    for _ in range(2):
        page.evaluate(NEXT_TURN)
        while coming:
            assert time.monotonic() < deadline, coming
            page.wait_for_timeout(5)


def swipe(page: Page, start: int, y: int, end: int, drift: int = 0) -> None:
    """Draw a finger from one place to another, all at once."""
    script = """([x, y, to, drift]) => {
        const at = document.querySelector('h1')
        const touch = (x, y) => new Touch({ identifier: 1, target: at, clientX: x, clientY: y })
        at.dispatchEvent(new TouchEvent('touchstart', { bubbles: true, touches: [touch(x, y)] }))
        at.dispatchEvent(new TouchEvent('touchend', { bubbles: true, changedTouches: [touch(to, y + drift)] }))
    }"""
    page.evaluate(script, [start, y, end, drift])


class OpenedPage(NamedTuple):
    """A page, what it complained of while it was loaded, and the hosts that it asked."""

    page: Page
    complaints: tuple[str, ...]
    hosts: frozenset[str | None]


@pytest.fixture(scope="module")
def opened(request: pytest.FixtureRequest, served: Serve, browser: Browser) -> Iterator[OpenedPage]:
    """A kind of page on a small phone, loaded once for the tests of a module, which leave it as they found it."""
    path, stage = request.param
    complaints: list[str] = []
    hosts: set[str | None] = set()
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    open_at_rest(page, served(stage) + path)
    yield OpenedPage(page, tuple(complaints), frozenset(hosts))
    context.close()


def kinds() -> list[tuple[str, str]]:
    """Every kind of page in both languages, with its stage."""
    return [(prefix + path, stage) for prefix in ("", "en/") for path, stage in KINDS.items()]


# in their words alone other than pages in Chinese
ENGLISH = {path for path, _ in kinds() if path.startswith("en/")}
# laid out like another kind of page that is tried
LIKE_OTHERS = {"404.html", "about/", "background/", "news/launch/", "tracks/five-risks/", "winners/method/"}


def open_kinds(*, exhaustive: Container[str] = ()) -> pytest.MarkDecorator:
    """Call a test with every kind of page, with some only where it is ``exhaustive``."""
    opened = [
        pytest.param((path, stage), id=f"{path}-{stage}", marks=[pytest.mark.exhaustive] if path in exhaustive else [])
        for path, stage in kinds()
    ]
    return pytest.mark.parametrize("opened", opened, indirect=True)


def find_barriers(page: Page, *, has_own_colors: bool = True) -> list[tuple[str, list[object]]]:
    """What axe finds on the page as it is: each rule with the elements that break it.

    Forced colours are the system's own, and axe reads those of the sheet beside them: there it judges none.
    """
    return _run_axe(page, {"rules": {"color-contrast": {"enabled": has_own_colors}}})


def find_color_barriers(page: Page) -> list[tuple[str, list[object]]]:
    """The same by the rules about colours, for a page that is tried whole in other colours."""
    return _run_axe(page, {"runOnly": ["color-contrast", "link-in-text-block"]})


def _run_axe(page: Page, options: dict[str, Any]) -> list[tuple[str, list[object]]]:
    # colours on their way are no colours of the page
    page.evaluate(
        "document.getAnimations().filter(({ effect }) => isFinite(effect.getComputedTiming().endTime))"
        ".forEach(animation => animation.finish())"
    )
    if not page.evaluate("!!window.axe"):
        page.evaluate(Axe().axe_script)
    # what axe has no objection to would take longer to come here than to be found
    script = """options => axe.run({ ...options, resultTypes: ['violations'] }).then(found =>
        found.violations.map(({ id, nodes }) => [id, nodes.map(node => node.target)]))"""
    return [(rule, targets) for rule, targets in page.evaluate(script, options)]
