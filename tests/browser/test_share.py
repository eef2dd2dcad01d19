"""Copying an address says so, seen and heard, once; a field comes only where nothing can be copied, and only one."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve

ENTRY = "entries/baiyun-352/"


def test_copied_address_says_so_once(served: Serve, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="zh-CN")
    page = context.new_page()
    page.goto(served("tour") + ENTRY)
    for _ in range(3):
        page.get_by_role("button", name="复制本页网址").click()
        expect(page.locator("#share [role=status]")).to_have_text("网址已复制。")
    expect(page.get_by_text("网址已复制。")).to_have_count(1)
    expect(page.get_by_text("网址已复制。")).to_be_visible()
    assert page.locator("#share textarea").count() == 0
    assert page.evaluate("navigator.clipboard.readText()").endswith(ENTRY)
    context.close()


def test_without_a_clipboard_one_field_is_selected(served: Serve, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    page.goto(served("tour") + ENTRY)
    for _ in range(3):
        page.get_by_role("button", name="复制本页网址").click()
    assert page.locator("#share textarea").count() == 1
    expect(page.locator("#share [role=status]")).to_contain_text("Ctrl+C")
    assert page.evaluate("document.activeElement.selectionEnd") > 20
