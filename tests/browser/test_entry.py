"""An entry on a phone, at the end of the tour, and as a sheet of paper."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, open_at_rest
from tests.conftest import Site
from tests.support.builds import SHIPPED, soup
from tests.support.reading import shortlist

STOPS = shortlist(SHIPPED)
SAMPLE = [STOPS[0], STOPS[6], STOPS[8]]
SCREEN = 740


@pytest.mark.parametrize("slug", SAMPLE)
def test_vote_is_within_two_screens_of_a_phone(served: Serve, page: Page, slug: str) -> None:
    page.goto(f"{served('tour')}entries/{slug}/")
    ballot = page.locator(".ballot .ballot-option__go .button").first
    assert ballot.evaluate("element => element.getBoundingClientRect().bottom") <= 2 * SCREEN


def test_contents_are_folded_and_open_by_key(served: Serve, page: Page) -> None:
    page.goto(f"{served('tour')}entries/{SAMPLE[2]}/")
    expect(page.locator(".contents ol")).to_be_hidden()
    page.locator(".contents summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".contents ol")).to_be_visible()


@pytest.mark.parametrize("lang", ["", "en/"])
def test_titles_of_the_pager_are_whole_on_two_lines(served: Serve, page: Page, lang: str) -> None:
    measure = """() => [...document.querySelectorAll('.pager__title')].map(title => [title.textContent,
        title.scrollHeight > title.clientHeight + 1,
        Math.round(title.clientHeight / parseFloat(getComputedStyle(title).lineHeight))])"""
    for slug in STOPS if not lang else SAMPLE:
        # its style has come, its pictures may still
        page.goto(f"{served('tour')}{lang}entries/{slug}/", wait_until="domcontentloaded")
        for title, is_cut, lines in page.evaluate(measure):
            assert not is_cut or lang or len(title) > 40, title
            assert lines <= (2 if len(title) <= 18 else 4), title


def test_entry_leads_to_others_like_it(shipped_site: Site) -> None:
    site = shipped_site("tour")
    counts = dict.fromkeys(STOPS, 0)
    for slug in STOPS:
        page = soup(site, f"entries/{slug}/")
        related = [str(card["data-entry"]) for card in page.select(".related .card")]
        pager = {str(link["href"]).rstrip("/").rpartition("/")[2] for link in page.select(".pager a")}
        assert len(related) == len(set(related)) == 3
        assert not {slug, *pager} & set(related)
        for other in related:
            counts[other] += 1
    assert min(counts.values()) >= 1


def test_end_of_the_tour_thanks_counts_and_leads_on(served: Serve, page: Page) -> None:
    for slug in STOPS[:2]:
        page.goto(f"{served('tour')}entries/{slug}/")
    page.goto(served("tour") + "tour/end/")
    expect(page.locator("#seen")).to_contain_text("23")
    assert "2" in page.locator("#seen").inner_text().replace("23", "")
    expect(page.locator("main .button[href$='vote/']")).to_be_visible()
    expect(page.locator("#share button").first).to_be_visible()
    page.goto(served("awards") + "tour/end/")
    expect(page.locator("main .button[href$='winners/']")).to_be_visible()


def _print(page: Page, file: Path) -> pymupdf.Document:
    page.pdf(path=str(file), prefer_css_page_size=True, print_background=False)
    return pymupdf.open(file)


@pytest.mark.parametrize(
    ("stage", "slug"),
    [
        pytest.param(stage, slug, marks=[] if slug == sampled else [pytest.mark.exhaustive])
        for stage, sampled in (("tour", SAMPLE[0]), ("awards", SAMPLE[-1]))
        for slug in SAMPLE
    ],
)
def test_entry_is_a_sheet_to_hang_up(served: Serve, page: Page, tmp_path: Path, stage: str, slug: str) -> None:
    page.goto(f"{served(stage)}entries/{slug}/")
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.evaluate("Promise.all([...document.images].filter(i => i.offsetParent).map(i => i.decode()))")
    title = page.locator("h1").inner_text()
    facts = page.locator(".entry-facts dd").all_inner_texts()
    with _print(page, tmp_path / "sheet.pdf") as sheet:
        assert 1 <= len(sheet) <= 2
        assert abs(sheet[0].rect.width - 595) < 2
        text = "".join("".join(part.get_text() for part in sheet).split())
        assert "".join(title.split()) in text
        for label in ("编号", "申报单位", "参赛方向"):
            assert label in text
        # each fact along a line, not in a column one character wide
        for fact in facts:
            widths = [place.width for part in sheet for place in part.search_for(fact)]
            assert max(widths) > 7 * min(len(fact), 6) * (0.5 if fact.isascii() else 1), (fact, widths)
        pictures = [part.get_image_rects(image[0])[0] for part in sheet for image in part.get_images()]
        # the cover across the sheet, and a code large enough to scan: 3 cm
        assert max(picture.width for picture in pictures) > 400
        assert any(85 <= picture.width <= 120 and abs(picture.width - picture.height) < 2 for picture in pictures)


def test_home_prints_no_empty_boxes(served: Serve, page: Page) -> None:
    open_at_rest(page, served("tour"))
    page.emulate_media(media="print")
    empty = """() => [...document.querySelectorAll('main *')].filter(element => {
        const box = element.getBoundingClientRect(), style = getComputedStyle(element)
        const framed = parseFloat(style.borderTopWidth) && parseFloat(style.borderBottomWidth)
        return framed && box.height > 20 && !element.textContent.trim() && !element.querySelector('img, svg')
            && !element.closest('svg') && element.tagName !== 'IMG'
    }).map(element => element.className)"""
    assert page.evaluate(empty) == []
    high = """() => [...document.querySelectorAll('.hall-tile')].map(tile => [tile.getBoundingClientRect().height,
        [...tile.children].reduce((sum, part) => sum + part.getBoundingClientRect().height, 0)])"""
    assert all(height < words + 40 for height, words in page.evaluate(high))


def test_ribbon_keeps_its_colour_on_paper(served: Serve, page: Page) -> None:
    page.goto(f"{served('awards')}entries/{STOPS[6]}/")
    page.emulate_media(media="print")
    style = "element => getComputedStyle(element).printColorAdjust"
    assert page.locator(".award").first.evaluate(style) == "exact"
