"""Pictures in a dialog: keys, captions, focus, zoom, one step in the history; a link where there are no dialogs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve, find_barriers, wait_until

ENTRY = "entries/rain-lookouts/"
SCALE = "() => new DOMMatrix(getComputedStyle(document.querySelector('.lightbox img')).transform).a"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone with a touch screen."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".gallery a").first.click()
    expect(page.locator("dialog.lightbox img")).to_be_visible()
    # gone when the picture has loaded, and the page is ready for fingers
    expect(page.locator(".lightbox__status")).to_have_count(0)


Touch = Callable[..., None]


def _fingers(page: Page) -> Touch:
    """A function that touches the screen: the kind of event, and where each finger is.

    To the page they are 20 ms apart, however slow the machine is.
    """
    session = page.context.new_cdp_session(page)
    times = count(int(time.time() * 1000), 20)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)]
        event = {"type": kind, "touchPoints": touches, "timestamp": next(times) / 1000}
        session.send("Input.dispatchTouchEvent", event)

    return touch


def _tap_twice(touch: Touch, x: float, y: float) -> None:
    for _ in range(2):
        touch("touchStart", (x, y))
        touch("touchEnd")


def test_gallery_is_walked_by_keys_and_gives_the_focus_back(served: Serve, page: Page) -> None:
    page.goto(served("tour") + ENTRY)
    links = page.locator(".gallery a")
    links.first.focus()
    page.keyboard.press("Enter")
    box = page.locator("dialog.lightbox")
    expect(box).to_be_visible()
    expect(box.locator("p").first).to_contain_text(f"1/{links.count()}")
    page.keyboard.press("ArrowRight")
    expect(box.locator("p").first).to_contain_text(f"2/{links.count()}")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert page.url.endswith(ENTRY)
    expect(links.nth(1)).to_be_focused()


def test_gallery_without_dialogs_leads_to_the_picture(served: Serve, page: Page) -> None:
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.goto(served("tour") + ENTRY)
    page.locator(".gallery a").first.click()
    page.wait_for_url("**/media/*.jpg")


def test_back_closes_the_dialog_and_is_one_step(served: Serve, page: Page) -> None:
    page.goto(served("tour"))
    page.goto(served("tour") + ENTRY)
    page.locator(".gallery a").first.click()
    box = page.locator("dialog.lightbox")
    expect(box).to_be_visible()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.go_back()
    expect(box).to_be_hidden()
    assert page.url.endswith(ENTRY)
    page.locator(".gallery a").first.click()
    page.get_by_role("button", name="关闭").click()
    expect(box).to_be_hidden()
    wait_until(page, "!history.state")
    page.go_back()
    page.wait_for_url(served("tour"))


def test_two_fingers_and_two_taps_enlarge(served: Serve, phone: Page) -> None:
    _open(phone, served("tour") + ENTRY)
    touch = _fingers(phone)
    caption = phone.locator(".lightbox__caption")
    before = caption.inner_text()
    touch("touchStart", (160, 400), (230, 400))
    for spread in range(10, 100, 10):
        touch("touchMove", (160 - spread, 400), (230 + spread, 400))
    touch("touchEnd")
    assert phone.evaluate(SCALE) > 2
    # a finger now moves the picture, and does not turn it
    touch("touchStart", (300, 400))
    touch("touchMove", (200, 400))
    touch("touchMove", (120, 400))
    touch("touchEnd")
    assert caption.inner_text() == before
    _tap_twice(touch, 195, 400)
    wait_until(phone, f"({SCALE})() === 1")
    _tap_twice(touch, 195, 400)
    wait_until(phone, f"({SCALE})() > 2")
    phone.get_by_role("button", name="还原").click()
    assert phone.evaluate(SCALE) == 1
    touch("touchStart", (300, 400))
    touch("touchMove", (150, 400))
    touch("touchEnd")
    expect(caption).to_contain_text("2/2")


def test_page_behind_does_not_scroll(served: Serve, phone: Page) -> None:
    _open(phone, served("tour") + ENTRY)
    touch = _fingers(phone)
    before = phone.evaluate("scrollY")
    assert before > 0
    touch("touchStart", (200, 700))
    for y in range(680, 200, -40):
        touch("touchMove", (200, y))
    touch("touchEnd")
    phone.evaluate("addEventListener('wheel', () => { window.wheeled = true }, { once: true })")
    phone.mouse.wheel(0, 900)
    wait_until(phone, "window.wheeled")
    phone.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.evaluate("scrollY") == before


def test_picture_and_caption_change_together_and_loading_is_shown(served: Serve, page: Page) -> None:
    page.goto(served("tour") + ENTRY)
    links = page.locator(".gallery a")
    first, second = (links.nth(index).evaluate("link => link.href") for index in range(2))
    held = []
    page.route(second, lambda route: held.append(route))
    links.first.click()
    expect(page.locator(".lightbox img")).to_be_visible()
    expect(page.locator(".lightbox__status")).to_have_count(0)
    with page.expect_request(second):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".lightbox__status")).to_have_text("图片正在载入…")
    assert page.locator(".lightbox img").evaluate("image => [image.src, image.naturalWidth]") == [second, 0]
    expect(page.locator(".lightbox__caption")).to_contain_text("2/2 桥下的水位线")
    held[0].continue_()
    expect(page.locator(".lightbox__status")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    assert page.locator(".lightbox img").evaluate("image => image.src") == first
    expect(page.locator(".lightbox__caption")).to_contain_text("1/2 雨过之后")


def test_picture_that_does_not_load_says_so(served: Serve, page: Page) -> None:
    page.goto(served("tour") + ENTRY)
    page.route("**/media/*.jpg", lambda route: route.abort())
    page.locator(".gallery a").first.click()
    expect(page.locator(".lightbox__status")).to_contain_text("图片没有载入")


@pytest.mark.parametrize("size", [(390, 800), (740, 360), (568, 320)])
def test_every_control_is_in_view_and_barrier_free(served: Serve, phone: Page, size: tuple[int, int]) -> None:
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    _open(phone, served("tour") + ENTRY)
    for part in phone.locator(".lightbox button, .lightbox img").all():
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0] + 1
        assert box["y"] + box["height"] <= size[1] + 1
    assert find_barriers(phone) == []
