"""The editors' script: an entry with pictures, a film and a document, mistakes mended, shortlisted, seen in the tour.

By keys alone and by mouse, without a terminal or a text editor; the files are those that the manual has people write.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from plugins.scaffold.documents import write_entry
from plugins.system import textfile
from tests.preview.conftest import Open, Preview
from tests.support.builds import SHIPPED, files

SLUG = "wu-ding-cai-yuan"
STATUS = "#ed-status"
MAX_STOPS = 150
# what the manual says to write under each key, below its comment
WRITTEN = {
    "gallery": "  - file: cai-yuan.jpg\n    alt: 一片菜园\n  - file: view.png\n    alt: 远处的楼\n",
    "video": "  title: 菜园的一天\n  poster: view.png\n  transcript: 画面里是屋顶上的菜。\n"
    "  file: film.mp4\n  captions: film.vtt\n  duration: '1:20'\n",
    "downloads": "  - label: 种植手册\n    file: shou-ce.pdf\n",
}


@dataclass(frozen=True)
class Keys:
    """Somebody who uses the keyboard alone."""

    page: Page

    def reach(self, selector: str) -> None:
        """Press Tab until what this selects has the focus."""
        for _ in range(MAX_STOPS):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no way to {selector} by Tab")

    def press(self, selector: str) -> None:
        """Press a button, follow a link or open a fold."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list, going down until it is there."""
        self.reach(selector)
        for _ in range(MAX_STOPS):
            if self.page.evaluate("document.activeElement.selectedOptions[0].label") == label:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no {label} in {selector}")

    def save(self) -> None:
        """Save the form."""
        self.page.keyboard.press("Control+S")

    def move_up(self, selector: str) -> None:
        """Move the row of a field before the one above it."""
        self.reach(selector)
        self.page.keyboard.press("Alt+ArrowUp")


@dataclass(frozen=True)
class Mouse:
    """Somebody who points, and types only words."""

    page: Page

    def reach(self, selector: str) -> None:
        """Click into a field."""
        self.page.locator(selector).click()

    def press(self, selector: str) -> None:
        """Click a button, a link or a fold."""
        self.page.locator(selector).click()

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list, which the system shows and not the page."""
        self.page.locator(selector).select_option(label=label)

    def save(self) -> None:
        """Save the form."""
        self.page.locator("#ed-form .ed-actions .ed-save").click()

    def move_up(self, selector: str) -> None:
        """Move the row of a field before the one above it."""
        self.page.locator(f"li:has(> * > {selector}) [data-move='-1']").click()


Hand = Keys | Mouse


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """What a team sends: two pictures, a film with captions, a document; some have Chinese names."""
    for name, color in (("菜园.jpg", "green"), ("view.png", "blue")):
        Image.new("RGB", (80, 60), color).save(tmp_path / name)
    for name in ("film.mp4", "film.vtt"):
        shutil.copy(SHIPPED / "entries/rain-lookouts" / name, tmp_path)
    (tmp_path / "手册.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return tmp_path


def _type(hand: Hand, selector: str, text: str) -> None:
    hand.reach(selector)
    hand.page.keyboard.press("Control+A")
    hand.page.keyboard.type(text)


def _upload(hand: Hand, selector: str, path: Path) -> None:
    """Choose a file in the window of the system, and wait until it has arrived."""
    hand_in = f"{selector} [data-upload]"
    with hand.page.expect_file_chooser() as chooser, hand.page.expect_response("**/.edit/upload?*") as response:
        if isinstance(hand, Mouse):
            hand.press(f"{selector} label:has([data-upload])")
        else:
            hand.press(hand_in)
        chooser.value.set_files(path)
    assert response.value.ok, response.value.json()
    expect(hand.page.locator(f"{selector} select")).not_to_have_value("")


def _open(hand: Hand, group: str) -> None:
    hand.press(f"details:has(> #f-{group}) > summary")


def _add_row(hand: Hand, group: str) -> str:
    """Add a row to a list; select it."""
    hand.press(f"#f-{group} > .ed-add [data-add]")
    return f"#f-{group} > [data-rows] > li:last-child"


def _fill_in(hand: Hand, media: Path) -> None:
    _type(hand, "[name='title@zh-Hans']", "屋顶菜园")
    _type(hand, f"{_add_row(hand, 'units')} input[name^='units.new']", "dongquban")
    hand.choose("[name=track]", "水")
    _open(hand, "gallery")
    for name, alt in (("菜园.jpg", "一片菜园"), ("view.png", "远处的楼")):
        row = _add_row(hand, "gallery")
        _upload(hand, row, media / name)
        # the description is asked at once
        expect(hand.page.locator(f"{row} [name$='.alt@zh-Hans']")).to_be_focused()
        hand.page.keyboard.type(alt)
    _open(hand, "video")
    _type(hand, "[name='video.title@zh-Hans']", "菜园的一天")
    hand.choose("[name='video.poster']", "view.png")
    _type(hand, "[name='video.transcript@zh-Hans']", "画面里是屋顶上的菜。")
    _upload(hand, "[data-accepts=film]", media / "film.mp4")
    _upload(hand, "[data-accepts=captions]", media / "film.vtt")
    _type(hand, "[name='video.duration']", "1:20")
    _open(hand, "downloads")
    row = _add_row(hand, "downloads")
    _type(hand, f"{row} [name$='.label@zh-Hans']", "种植手册")
    _upload(hand, row, media / "手册.pdf")


def _make_and_mend_mistakes(hand: Hand) -> None:
    """A number that another entry has, no summary, and a link that leads nowhere."""
    page = hand.page
    _type(hand, "[name=number]", "01")
    _type(hand, "#f-body", "见[那里](../nowhere/index.md)。")
    hand.save()
    expect(page.locator("#ed-summary")).to_be_focused()
    wrong = page.locator("[aria-invalid=true]")
    assert wrong.evaluate_all("items => items.map(item => item.name)") == ["number", "summary@zh-Hans", "body"]
    for name, text in (("number", "04"), ("summary-zh-Hans", "在屋顶种菜。"), ("body", "在屋顶种了三种菜。")):
        hand.press(f"#ed-summary a[href='#f-{name}']")
        expect(page.locator(f"#f-{name}")).to_be_focused()
        _type(hand, f"#f-{name}", text)
    assert page.locator("[data-words]").inner_text() == "共 8 字"
    hand.save()


def _shortlist(hand: Hand) -> None:
    """Shortlist an entry by its number, before the last one."""
    page = hand.page
    row = _add_row(hand, "shortlist")
    _type(hand, f"{row} input[name^='shortlist.new']", "04")
    name = page.locator(f"{row} input[name^='shortlist.new']").get_attribute("name")
    hand.move_up(f"[name='{name}']")
    hand.save()
    expect(page.locator(STATUS)).to_have_text("已保存。")
    # the tour as it is now, beside the form
    expect(page.locator("iframe").content_frame.locator(f".room [data-stop={SLUG}]")).to_be_attached()


def _see(hand: Hand) -> None:
    """Open the doors of a hall in the tour, and go through that of the entry."""
    hand.press(f".room:has([data-stop={SLUG}]) summary")
    hand.press(f".room [data-stop={SLUG}]")
    expect(hand.page.get_by_role("heading", name="屋顶菜园").first).to_be_visible()
    expect(hand.page.locator("video")).to_have_count(1)


def _write_by_hand(content: Path, media: Path) -> None:
    """Make the same entry as the manual says: with ``new entry``, and the rest in a text editor."""
    answers = {"slug": SLUG, "number": "04", "title": "屋顶菜园", "unit": ["east-office"], "track": "water"}
    path = write_entry(content, {**answers, "summary": "在屋顶种菜。"}, {}, "zh-Hans")
    text = path.read_text(encoding="utf-8")
    for key, lines in WRITTEN.items():
        text, count = re.subn(rf"^# {key}:\n(?:#  .*\n)*", f"{key}:\n{lines}", text, flags=re.M)
        assert count == 1
    textfile.write_text(path, text + "在屋顶种了三种菜。\n")
    names = {"菜园.jpg": "cai-yuan.jpg", "手册.pdf": "shou-ce.pdf"}
    for source in media.iterdir():
        shutil.copy(source, path.parent / names.get(source.name, source.name))


@pytest.mark.parametrize("hand_of", [Keys, pytest.param(Mouse, marks=pytest.mark.exhaustive)])
@pytest.mark.usefixtures("unchanged")
def test_entry_is_added_mended_shortlisted_and_seen(
    tab: Open, preview: Preview, media: Path, tmp_path_factory: pytest.TempPathFactory, hand_of: type[Keys | Mouse]
) -> None:
    hand = hand_of(tab(".edit/new/entries"))
    page = hand.page
    # with a listener for as long as the page, the browser needs no call for each file
    page.on("filechooser", lambda _: None)
    _fill_in(hand, media)
    _make_and_mend_mistakes(hand)
    expect(page).to_have_url(re.compile(rf"/\.edit/entries/{SLUG}\?saved=[0-9]+$"))
    expect(page.locator(STATUS)).to_have_text("已保存。")
    saved = int(page.url.rpartition("=")[2])
    _shortlist(hand_of(tab(".edit/shortlist")))
    _see(hand_of(tab("tour/")))
    by_hand = tmp_path_factory.mktemp("by hand")
    _write_by_hand(by_hand, media)
    assert files(preview.content / "entries" / SLUG) == files(by_hand / "entries" / SLUG)
    assert (preview.content / "results/shortlist.yaml").read_text(encoding="utf-8") == (
        f"shortlist: [rain-garden, {SLUG}, lift-watch]\n"
    )
    _undo(tab, saved + 1, saved)


def _undo(tab: Open, *numbers: int) -> None:
    page = tab(".edit/history")
    for number in numbers:
        undo = page.locator(f"form[action='/.edit/undo/{number}']")
        undo.locator("button").press("Enter")
        expect(undo).to_have_count(0)
