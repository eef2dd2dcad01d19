"""The preview in a real browser: stages, problems on the page, and pages that update when files are saved."""

from __future__ import annotations

import re
import shutil
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from plugins.paths import ROOT
from tests.preview.conftest import STAGES, Open, Preview, changed_paths, replaced_text, running
from tests.support.builds import TINY, files, pelican, run_task

LIFT = "entries/lift-watch/"
HOSTILE = "<img src=x onerror=alert(1)>"
MARK = "window.isTheSame = true"
IS_THE_SAME = "window.isTheSame === true"


@pytest.fixture
def lift(preview: Preview) -> Path:
    return preview.content / LIFT / "index.md"


def test_bar_leads_to_every_stage(tab: Open) -> None:
    page = tab("")
    expect(page.locator("body[data-page=home]")).to_be_attached()
    links = page.locator(".pv-stages nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [*("/" if stage == "vote" else f"/.stage/{stage}/" for stage in STAGES), "/.stages/"]
    page.click(".pv-stages summary")
    page.click(".pv-stages nav a:text('颁奖')")
    expect(page.locator("[data-menu='winners/']").first).to_be_attached()
    expect(page.locator("[data-live=stage]")).to_have_text("颁奖")
    page.goto(page.url + "winners/")
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator(".pv-stages [aria-current]")).to_have_attribute("href", "/.stage/awards/winners/")


def test_bar_is_folded_by_keyboard_and_stays_folded(tab: Open) -> None:
    page = tab(LIFT)
    page.focus("#preview-fold")
    page.keyboard.press("Enter")
    expect(page.locator(".pv-stages")).to_be_hidden()
    page.reload()
    expect(page.locator(".pv-stages")).to_be_hidden()
    page.click("#preview-fold")
    expect(page.locator(".pv-stages")).to_be_visible()


def test_bar_covers_nothing_of_a_phone(tab: Open) -> None:
    page = tab(LIFT)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    bar, pager = page.locator("#preview-bar").bounding_box(), page.locator(".pager").bounding_box()
    assert bar and pager and bar["y"] == 0 and bar["y"] + bar["height"] < pager["y"]
    page.locator(".pager a").first.click()
    page.wait_for_url(lambda url: not url.endswith(LIFT))


def test_problems_come_and_go_on_the_open_page(tab: Open, preview: Preview, lift: Path) -> None:
    page = tab(LIFT)
    page.evaluate(MARK)
    with (
        replaced_text(preview.content / "units.yaml", "id: east-office", "id: east-offise"),
        replaced_text(lift, "safety", HOSTILE),
    ):
        expect(page.locator("#preview-bar .pv-note--previous")).to_be_visible()
        expect(page.locator("#preview-bar .pv-problem code").first).to_have_text(f"{lift}:5")
        problems = page.locator("#preview-bar .pv-problem")
        expect(problems.first).to_contain_text(HOSTILE)
        expect(page.locator("#preview-bar img")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("电梯里有电话")
        listed = tab(".problems/")
        # the bar begins with those of its page, the list with errors
        places = problems.locator("code").all_inner_texts()
        expect(listed.locator("main code")).to_have_count(len(places))
        assert sorted(listed.locator("main code").all_inner_texts()) == sorted(places)
        expect(listed.locator("main img")).to_have_count(0)
    expect(page.locator("#preview-bar .pv-problem")).to_have_count(0)
    expect(page.locator("#preview-bar .pv-good")).to_be_visible()
    assert page.evaluate(IS_THE_SAME)


def test_reloaded_page_keeps_its_scroll_position(tab: Open, preview: Preview) -> None:
    page, entry = tab("entries/rain-garden/"), preview.content / "entries" / "rain-garden" / "index.md"
    expect(page.locator(".pager").first).to_be_attached()
    page.evaluate("scrollTo(0, 333)")
    # what comes late above moves what is read to where it was
    page.wait_for_timeout(500)
    position = page.locator("main h1").first.bounding_box()
    body = entry.read_text(encoding="utf-8")
    with replaced_text(entry, body, f"{body}\n\n新的一段\n"):
        expect(page.locator("main", has_text="新的一段")).to_be_attached()
        expect(page.locator("#preview-bar .pv-good")).to_be_visible()
        page.wait_for_timeout(500)
        assert page.locator("main h1").first.bounding_box() == position
        assert page.evaluate("scrollY") > 300


def test_tabs_on_different_stages_follow_both(tab: Open, lift: Path) -> None:
    pages = [tab(LIFT), tab(f".stage/tour/{LIFT}")]
    expect(pages[1].locator("main", has_text="电梯里有电话")).to_be_attached()
    with replaced_text(lift, "电梯里有电话", "电梯里装了新电话"):
        for page in pages:
            expect(page.locator("main", has_text="电梯里装了新电话")).to_be_attached()


def test_deleted_files_disappear(tab: Open, preview: Preview, tmp_path: Path) -> None:
    page, article = tab("news/launch/"), preview.content / "articles" / "launch"
    moved = Path(shutil.move(article, tmp_path / "moved"))
    try:
        expect(page.locator("#preview-bar .pv-note")).to_contain_text("没有这一页")
    finally:
        shutil.move(moved, article)
    expect(page.locator("body[data-page=article]")).to_be_attached()


def test_style_changes_without_a_reload(tab: Open, preview: Preview) -> None:
    page = tab("")
    page.evaluate(MARK)
    with replaced_text(
        preview.project / "theme/static/css/base.css", "body {\n", "body {\n  outline: 7px solid red;\n"
    ):
        expect(page.locator("body")).to_have_css("outline-width", "7px")
    expect(page.locator("body")).not_to_have_css("outline-width", "7px")
    assert page.evaluate(IS_THE_SAME)


def test_template_change_is_shown_before_content_breaks(tab: Open, preview: Preview, lift: Path) -> None:
    page, template = tab(LIFT), preview.project / "theme/templates/entry.html"
    with replaced_text(template, "{{ pager(", "<p>新的一行</p>\n{{ pager("):
        expect(page.locator("p", has_text="新的一行")).to_be_attached()
        with (
            replaced_text(lift, "track: safety", "track: saftey"),
            replaced_text(lift, "电梯里有电话", "电梯里有新电话"),
        ):
            expect(page.locator("#preview-bar .pv-note--previous")).to_be_visible()
            expect(page.locator("main")).not_to_contain_text("电梯里有新电话")
    expect(page.locator("p", has_text="新的一行")).to_have_count(0)


def test_changes_of_code_and_settings_are_seen(tab: Open, preview: Preview) -> None:
    page = tab("styleguide/")
    with replaced_text(preview.project / "plugins/site/pages/styleguide.py", '"Style guide"', '"Guide to the style"'):
        expect(page).to_have_title("Guide to the style - 小城大赛")
    with replaced_text(preview.project / "pelicanconf.py", "PREVIEW = False", "PREVIEW = no_such_name"):
        expect(page.locator("#preview-bar .pv-problem")).to_contain_text("no_such_name")
        expect(page.locator("#preview-bar .pv-problem code").first).to_have_text(re.compile("^pelicanconf.py:"))
    expect(page).to_have_title("Style guide - 小城大赛")
    expect(page.locator("#preview-bar .pv-problem")).to_have_count(0)


def test_list_of_stages_says_what_each_reveals_and_stays_unfolded(tab: Open, lift: Path) -> None:
    page = tab(".stages/")
    steps = page.locator(".pv-step")
    expect(steps).to_have_count(len(STAGES) - 1)
    for number, stage in enumerate(STAGES[1:]):
        expect(steps.nth(number)).to_have_id(stage)
    new = page.locator("#notice .pv-group--new > .pv-rows a")
    expect(new).to_have_text(["拟获奖项目公示"])
    expect(new).to_have_attribute("href", "/.stage/notice/winners/")
    page.click("#notice .pv-group--changed > summary")
    row = page.locator(f"#notice .pv-group--changed > .pv-rows li:has([href$='{LIFT}'])")
    expect(row).to_be_visible()
    expect(row).to_contain_text("电梯看护多出的文字：拟金奖")
    with replaced_text(lift, "title: 电梯看护", "title: 电梯守护"):
        # five stages are built and compared
        expect(row).to_contain_text("电梯守护", timeout=60_000)
        expect(row).to_be_visible()


def test_built_files_have_nothing_of_the_preview(
    preview: Preview, first_build: dict[str, bytes], tmp_path: Path
) -> None:
    site = files(pelican(preview.content, tmp_path / "site", PREVIEW=True, SITEURL=preview.address.rstrip("/")))
    assert changed_paths(first_build, site) == set()


def test_other_sites_cannot_read_the_preview(preview: Preview) -> None:
    asked = urllib.request.Request(preview.address, headers={"Host": "evil.example"})
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=30)
    assert (refused.value.code, refused.value.read()) == (421, b"")


def test_addresses_without_a_slash_are_redirected(preview: Preview) -> None:
    for path, to in {".stage/tour": ".stage/tour/", ".stage/vote/entries/": "entries/"}.items():
        assert _final(preview.address + path) == preview.address + to


def _final(address: str) -> str:
    """Where an address leads to, asked again while its stage is still being built."""
    for _ in range(100):
        with suppress(HTTPError), urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.url)
        time.sleep(0.3)
    raise AssertionError(f"{address} was not built")


def test_unknown_stage_ends_the_command_before_anything_is_served() -> None:
    done = run_task("serve", "--stage", "awrds", "--content", str(TINY), "--port", "0", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'Did you mean "awards"?' in done.stderr


def test_first_build_that_fails_shows_why(tiny: Path, page: Page) -> None:
    lift = tiny / LIFT / "index.md"
    with replaced_text(lift, "track: safety", "track: saftey"), running(tiny, ROOT) as started:
        page.goto(started.address)
        expect(page.locator("main h1")).to_have_text("还没有可以预览的网站")
        expect(page.locator("main code")).to_have_text(f"{lift}:5")
        lift.write_text((TINY / LIFT / "index.md").read_text(encoding="utf-8"), encoding="utf-8")
        expect(page.locator("body[data-page=home]")).to_be_attached()


def test_styles_and_scripts_are_cached_by_browsers(preview: Preview) -> None:
    with urllib.request.urlopen(preview.address + LIFT) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        soup = BeautifulSoup(answer.read(), "html.parser")
    named = [tag.get("href") or tag["src"] for tag in soup.select("link[rel=stylesheet], script[src]")]
    internal = [name for name in named if name.startswith("/.preview/")]
    assert [name.partition("?")[0] for name in internal] == [
        "/.preview/bar.css",
        "/.preview/mark.css",
        "/.preview/bar.js",
    ]
    for name in named:
        with urllib.request.urlopen(urljoin(preview.address + LIFT, name)) as answer:
            assert answer.headers["Cache-Control"] == "max-age=604800, immutable"
