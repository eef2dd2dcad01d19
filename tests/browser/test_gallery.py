"""Pictures in a dialog: keys, captions, focus; a plain link where there are no dialogs or no script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve

ENTRY = "entries/rain-lookouts/"


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
