"""The winners' gallery on all screens, and the ceremony's screen driven by keys, by a remote and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve, find_barriers

SCENES = ".reveal__scene"
VISIBLE = f"{SCENES}:not([hidden])"


def _number(page: Page) -> int:
    hidden = page.locator(SCENES).evaluate_all("scenes => scenes.map(scene => scene.hidden)")
    assert hidden.count(False) == 1
    return int(hidden.index(False))


def test_reveal_shows_one_winner_at_a_time_by_keys(served: Serve, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(served("awards") + "winners/reveal/")
    total = page.locator(SCENES).count()
    assert _number(page) == 0
    for number, key in enumerate(["Space", "ArrowRight", "PageDown", "Enter", "ArrowDown"], start=1):
        page.keyboard.press(key)
        assert _number(page) == number
    for number, key in zip((4, 3, 2), ["ArrowLeft", "PageUp", "Backspace"], strict=True):
        page.keyboard.press(key)
        assert _number(page) == number
    page.reload()
    assert _number(page) == 2
    page.keyboard.press("b")
    assert page.locator(VISIBLE).evaluate("scene => getComputedStyle(scene).visibility") == "hidden"
    page.keyboard.press("Space")
    assert page.locator(VISIBLE).evaluate("scene => getComputedStyle(scene).visibility") == "visible"
    for _ in range(total):
        page.keyboard.press("PageDown")
    assert _number(page) == total - 1
    page.keyboard.press("Home")
    assert _number(page) == 0
    with page.expect_navigation():
        page.keyboard.press("Escape")
    assert page.url.endswith("/winners/")


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160), (390, 800)])
def test_every_scene_fits_its_screen(served: Serve, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(served("awards") + "winners/reveal/")
    outside = """screen => [...document.querySelectorAll('.reveal__scene:not([hidden]) :is(h1, h2, h3, p, .cover)')]
        .map(part => part.getBoundingClientRect())
        .filter(box => box.width && (box.right > screen[0] + 1 || box.bottom > screen[1] + 1)).length"""
    for _ in range(page.locator(SCENES).count()):
        if size[0] > size[1]:
            assert page.evaluate(outside, list(size)) == 0, page.locator(VISIBLE).inner_text()
        page.keyboard.press("PageDown")


def test_reveal_has_buttons_and_no_barrier(served: Serve, page: Page) -> None:
    page.goto(served("awards") + "winners/reveal/")
    page.click("[data-step='1']")
    page.click("[data-step='1']")
    page.click("[data-step='-1']")
    assert _number(page) == 1
    page.click("[data-step='1']")
    assert find_barriers(page) == []


def test_reveal_without_script_is_a_list(served: Serve, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served("awards") + "winners/reveal/")
    expect(page.locator(SCENES).last).to_be_visible()
    expect(page.locator(".reveal__bar")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_first_level_is_larger_than_the_second(served: Serve, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(served("awards") + "winners/")
    widths = "elements => Math.max(...elements.map(element => element.getBoundingClientRect().width))"
    sizes = [
        page.locator(f"{level} .winner").evaluate_all(widths)
        for level in (".level--first", ".level:not(.level--first)")
    ]
    assert sizes[0] >= sizes[1] * (1.2 if width >= 768 else 1)
    for part in (".cover", ".medal", ".winner__units", ".winner__summary"):
        assert (
            page.locator(f".winner:not(.winner--unit) {part}").count()
            == page.locator(".winner:not(.winner--unit)").count()
        )
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "columns"), [(1920, 5), (2560, 6)])
def test_large_screens_have_five_or_six_columns(served: Serve, page: Page, width: int, columns: int) -> None:
    page.set_viewport_size({"width": width, "height": 1080})
    page.goto(served("tour") + "tour/five-risks/")
    tracks = "element => getComputedStyle(element).gridTemplateColumns.split(' ').length"
    assert page.locator(".cards").first.evaluate(tracks) == columns
