"""What tests of several rooms share, made once in a test process: sites, and a real browser to walk through them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sites.building import SHIPPED, TINY, pelican
from tests.sites.chromium import FLAGS, NAMES, need

Site = Callable[[str], Path]


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny competition built for a stage."""
    return cache(lambda stage: pelican(TINY, tmp_path_factory.mktemp("tiny") / "site", STAGE=stage))


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The shipped competition built for a stage."""
    return cache(lambda stage: pelican(SHIPPED, tmp_path_factory.mktemp("shipped") / "site", STAGE=stage))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny competition's content, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as the system has it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=need(found, "Chromium"), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page on a small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield context.new_page()
    context.close()
