"""What tests of several rooms share, made once in a test process: sites, and a real browser to walk through them."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.builds import SHIPPED, TINY, pelican
from tests.support.chromium import FLAGS
from tests.support.needs import require_tool
from tests.support.published_result import write_explained_result

Site = Callable[[str], Path]


def pytest_configure() -> None:
    """Let what the tests start take Ctrl+C also where a shell has begun all of it in the background, which is deaf."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # on a busy machine any example can take a while
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Take one process more than there are processors: tests wait a quarter of the time for browsers and servers."""
    return (yield) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip elsewhere what needs Linux or macOS; a case that says so of itself is marked like a test."""
    for item in items:
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if getattr(parameters.get("case"), "posix", False):
            item.add_marker(pytest.mark.posix)
        if os.name != "posix" and item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="needs Linux or macOS"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was not tried on this machine, and why."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("not tried on this machine")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count:6}  {reason}")


def share_folder(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object], lock: str = "") -> Path:
    """A folder that is made once for all test processes of a run; those of one lock are made one after the other."""
    # the processes of pytest-xdist have folders of their own, side by side
    base = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder = base / name
    with FileLock(base / f"{lock or name}.lock"):
        if not (folder / "ready").exists():
            make(folder)
            (folder / "ready").touch()
    return folder


def _site_of(content: Path, factory: pytest.TempPathFactory, name: str, pictures: str, site: str = "site") -> Site:
    """Builds of a content in folders of this name; one encodes its pictures for all builds of the same pictures."""

    def build(stage: str) -> Path:
        def make(folder: Path) -> Path:
            return pelican(content, folder / site, STAGE=stage)

        return share_folder(factory, f"{name}-{stage}", make, lock=pictures) / site

    return cache(build)


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny competition built for a stage; nobody changes it."""
    return _site_of(TINY, tmp_path_factory, "tiny", pictures="tiny")


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The shipped competition built for a stage; nobody changes it."""
    return _site_of(SHIPPED, tmp_path_factory, "shipped", pictures="shipped")


@pytest.fixture(scope="session")
def explained_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The shipped competition with published figures, built for a stage in a folder named as its address says."""
    folder = share_folder(tmp_path_factory, "explained", write_explained_result)
    return _site_of(folder / "content", tmp_path_factory, "explained", pictures="shipped", site="gz2022")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny competition's content, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as the system has it."""
    chromium, _, _ = require_tool("chromium"), require_tool("fonts"), require_tool("driver")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page on a small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield context.new_page()
    context.close()
