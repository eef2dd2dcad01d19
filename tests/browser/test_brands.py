"""Other looks and other directions in a browser: no barrier in any mode, nothing that runs out of a phone's page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import QuietHandler, find_barriers, find_color_barriers, serving, stop_clock, swipe
from tests.shapes.shapes import read_shape, write_shape
from tests.support.builds import EXAMPLE, pelican

Serve = Callable[[str], str]
PAGES = {
    "": "open-doors",
    "tour/": "open-doors",
    "entries/milk-float-library/": "open-doors",
    "zh-hant/entries/": "open-doors",
    "winners/": "evening",
}
ORNAMENTS = ("arcade", "gables", "waves", "weave", "none")
MODES = ("light", "dark", "contrast", "elder")
ACCENTS = {"arcade": "#7a4a12", "gables": "#4a3f96", "waves": "#0b6e75", "weave": "#9c3d54", "none": "#ffd400"}


def _write_example(folder: Path, ornament: str) -> Path:
    """The example with another ornament and accent."""
    content = Path(shutil.copytree(EXAMPLE, folder / "content"))
    text = (
        f"emblem: emblem.svg\nfavicon: favicon.svg\nornament: {ornament}\ncolors: {{accent: '{ACCENTS[ornament]}'}}\n"
    )
    (content / "brand" / "brand.yaml").write_text(text, encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """The address of a site by its name: an ornament, with a stage of the example; or right to left."""
    with ExitStack() as servers:

        def start(name: str) -> str:
            folder = tmp_path_factory.mktemp("brand")
            if name == "right_to_left":
                content, stage = write_shape(read_shape(name), folder / "content"), "show"
            else:
                ornament, _, stage = name.partition(" ")
                content = _write_example(folder, ornament)
            pelican(content, folder / "site", STAGE=stage)
            port = servers.enter_context(serving(partial(QuietHandler, directory=str(folder / "site"))))
            return f"http://127.0.0.1:{port}/"

        yield cache(start)


def _enter(page: Page, mode: str, url: str) -> None:
    page.emulate_media(
        color_scheme="dark" if mode == "dark" else "light", contrast="more" if mode == "contrast" else None
    )
    page.goto(url)
    if mode == "elder":
        page.click("#mode")


def _barriers(page: Page, mode: str) -> list[tuple[str, list[object]]]:
    # the others are the light one in other colours (test_modes)
    return find_barriers(page) if mode in {"light", "elder"} else find_color_barriers(page)


def _modes_of(names: Iterable[str], sampled: str) -> list[Any]:
    """Each name in each mode: all modes of one of them, the first of the others; the rest only with ``exhaustive``."""
    return [
        pytest.param(name, mode, marks=[] if name == sampled or mode == MODES[0] else [pytest.mark.exhaustive])
        for name in names
        for mode in MODES
    ]


@pytest.mark.parametrize(("path", "mode"), _modes_of(PAGES, "winners/"))
def test_the_example_has_no_barrier_in_any_mode(address: Serve, page: Page, path: str, mode: str) -> None:
    _enter(page, mode, address(f"gables {PAGES[path]}") + path)
    assert _barriers(page, mode) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("ornament", "mode"), _modes_of(ORNAMENTS, "none"))
def test_every_ornament_and_accent_has_no_barrier(address: Serve, page: Page, ornament: str, mode: str) -> None:
    for path in ("", "tour/"):
        _enter(page, mode, address(f"{ornament} open-doors") + path)
        assert (path, _barriers(page, mode)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        if mode == "elder":
            page.click("#mode")


@pytest.mark.parametrize("path", ["", "tour/", "entries/", "entries/rain/", "vote/"])
@pytest.mark.parametrize("width", [360, pytest.param(768, marks=pytest.mark.exhaustive), 1280])
def test_right_to_left_lays_out_from_the_right(address: Serve, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address("right_to_left") + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("h1").bounding_box()
    assert box
    name, tools = page.locator(".masthead__name").bounding_box(), page.locator("#tools").bounding_box()
    assert name
    assert tools
    assert name["x"] > tools["x"]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert find_barriers(page) == []


def test_right_to_left_turns_the_arrow_keys_and_the_plan(address: Serve, page: Page) -> None:
    page.goto(address("right_to_left") + "entries/rain/")
    following = page.locator(".pager a[rel=next]").get_attribute("href")
    assert following
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/{following.strip('./')}/")
    # on a phone the plan has rooms alone
    page.set_viewport_size({"width": 1024, "height": 800})
    page.goto(address("right_to_left") + "tour/")
    first, last = (page.locator(f".floor-plan a[data-stop={slug}]").bounding_box() for slug in ("rain", "lamp"))
    assert first
    assert last
    assert first["x"] > last["x"]


def test_right_to_left_turns_the_keys_and_swipes_of_the_show(address: Serve, page: Page) -> None:
    stop_clock(page)
    page.goto(address("right_to_left") + "entries/rain/?mode=show")
    show = page.locator(".show")
    expect(show).to_have_attribute("data-kind", "title")
    page.keyboard.press("ArrowLeft")
    expect(show).not_to_have_attribute("data-kind", "title")
    page.keyboard.press("ArrowRight")
    expect(show).to_have_attribute("data-kind", "title")
    swipe(page, 90, 200, 300)
    expect(show).not_to_have_attribute("data-kind", "title")
    swipe(page, 300, 200, 90)
    expect(show).to_have_attribute("data-kind", "title")


def test_a_language_from_the_left_stays_so_beside_it(address: Serve, page: Page) -> None:
    page.goto(address("right_to_left") + "zh-hans/")
    assert page.evaluate("document.dir") == ""
    # its text is in the first language, and keeps its side
    page.goto(address("right_to_left") + "zh-hans/entries/rain/")
    assert page.locator(".prose").get_attribute("dir") == "rtl"
