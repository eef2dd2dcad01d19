"""Editing in a browser: what is typed, sent and pasted is neither lost nor changed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from tests.preview.conftest import Open, Preview

STATUS = "#ed-status"


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Two pictures, one of them with a Chinese name."""
    paths = [tmp_path / "菜园.jpg", tmp_path / "view.png"]
    for path, color in zip(paths, ("green", "blue"), strict=True):
        Image.new("RGB", (80, 60), color).save(path)
    return paths


@pytest.mark.usefixtures("unchanged")
def test_form_of_a_former_start_is_saved_all_the_same(tab: Open) -> None:
    page = tab(".edit/entries/rain-garden")
    page.locator("[name=token]").first.evaluate("input => { input.value = 'of a former start'; }")
    page.locator("#ed-form [name=token]").evaluate("input => { input.value = 'of a former start'; }")
    page.locator("[name=number]").fill("77")
    page.keyboard.press("Control+S")
    expect(page.locator(STATUS)).to_have_text("已保存。")
    page.locator(".ed-note--good button").press("Enter")
    expect(page.locator(".ed-history em").first).to_be_visible()


@pytest.mark.usefixtures("unchanged")
def test_nothing_is_typed_into_a_form_that_is_being_saved(tab: Open) -> None:
    page = tab(".edit/entries/rain-garden")
    held: list[Route] = []
    page.route("**/.edit/entries/rain-garden", lambda route: held.append(route))
    number = page.locator("[name=number]")
    number.fill("77")
    with page.expect_request("**/.edit/entries/rain-garden"):
        page.keyboard.press("Control+S")
    expect(number).to_have_js_property("readOnly", value=True)
    page.keyboard.type("8")
    page.keyboard.press("Control+S")
    expect(number).to_have_value("77")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(STATUS)).to_have_text("已保存。")
    page.keyboard.type("8")
    expect(number).to_have_value("778")
    page.locator(".ed-note--good button").press("Enter")
    expect(page.locator(".ed-history em").first).to_be_visible()


@pytest.mark.usefixtures("unchanged")
def test_mistakes_are_at_their_fields_and_nothing_typed_is_lost(tab: Open) -> None:
    page = tab(".edit/entries/rain-garden")
    page.locator("[name=number]").fill("02")
    page.locator("[name='summary@zh-Hans']").fill("")
    page.locator("#f-body").fill("见[那里](../nowhere/index.md)。")
    page.keyboard.press("Control+S")
    expect(page.locator("#ed-summary")).to_be_focused()
    expect(page.locator("#ed-summary li")).to_have_count(3)
    assert page.locator("[aria-invalid=true]").evaluate_all("items => items.map(item => item.name)") == [
        *("number", "summary@zh-Hans", "body"),
    ]
    assert page.locator("#f-body").input_value() == "见[那里](../nowhere/index.md)。"
    page.locator("#ed-summary a").first.press("Enter")
    expect(page.locator("#f-number")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (".edit/entries/rain-garden", {"color_scheme": "light"}),
        *(
            pytest.param(path, mode, marks=pytest.mark.exhaustive)
            for path in (
                ".edit/",
                ".edit/history",
                ".edit/entries/rain-garden",
                ".edit/new/units",
                ".edit/stages",
                ".edit/shortlist",
            )
            for mode in (
                {"color_scheme": "dark"},
                {"forced_colors": "active"},
                {"contrast": "more"},
                {"color_scheme": "light"},
            )
        ),
    ],
)
def test_forms_have_no_fault_that_axe_knows(
    browser: Browser, preview: Preview, path: str, mode: dict[str, str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, **mode)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(preview.address + path)
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true; })")
    # forced colours are the system's own, and axe reads those of the sheet beside them
    rules = {"color-contrast": {"enabled": "forced_colors" not in mode}}
    result = Axe().run(page, options={"rules": rules})
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert result.response["violations"] == [], result.generate_report()
    assert width <= 360


def test_table_of_a_spreadsheet_is_pasted_as_a_table(tab: Open) -> None:
    page = tab(".edit/new/entries")
    page.locator("#f-body").fill("")
    page.locator("#f-body").evaluate(
        """area => {
          const data = new DataTransfer();
          data.setData("text/plain", 'a\\tb\\r\\n"one\\ntwo"\\tc|d\\r\\n');
          area.focus();
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.locator("#f-body").input_value() == "\n| a | b |\n| --- | --- |\n| one two | c\\|d |\n"
    page.close(run_before_unload=False)


def test_picture_is_turned_before_it_is_saved(tab: Open, pictures: list[Path]) -> None:
    page = tab(".edit/new/entries")
    page.locator("details:has([data-rows=gallery]) > summary").click()
    page.locator("fieldset:has(> [data-rows=gallery]) > .ed-add [data-add]").click()
    row = page.locator("[data-rows=gallery] > li")
    row.locator("[data-upload]").set_input_files(pictures[0])
    row.locator("[data-retouch]").click()
    stage = page.locator("[data-stage]")
    expect(stage).to_have_js_property("naturalWidth", 80)
    page.get_by_role("button", name="向右转").click()
    expect(stage).to_have_js_property("naturalWidth", 60)
    page.locator("[data-side=left]").fill("50")
    page.get_by_role("button", name="裁剪", exact=True).click()
    expect(stage).to_have_js_property("naturalWidth", 30)
    shown = Image.open(io.BytesIO(page.request.get(stage.evaluate("image => image.src")).body()))
    assert shown.size == (30, 80)
    page.close(run_before_unload=False)
