"""No line of a headline ends inside a word, from the narrowest phone to a large screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from plugins.site.render.headlines import Headlines
from tests.browser.conftest import Serve
from tests.conftest import Site
from tests.support.headlines import HEADLINES

WIDTHS = (360, 390, 768, 1280, 1920)
# the words of which the characters stand on different lines
DIVIDED = """examples => examples.flatMap(([selector, words]) => {
    const element = document.querySelector(selector), nodes = [], starts = []
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    let text = ''
    while (walker.nextNode()) {
        starts.push(text.length)
        nodes.push(walker.currentNode)
        text += walker.currentNode.data
    }
    const lineOf = index => {
        const number = starts.findLastIndex(start => start <= index), range = document.createRange()
        range.setStart(nodes[number], index - starts[number])
        range.setEnd(nodes[number], index - starts[number] + 1)
        return Math.round(range.getBoundingClientRect().top)
    }
    return words.split(' ').filter(word => {
        const start = text.indexOf(word)
        return new Set([...word].map((_, index) => lineOf(start + index))).size > 1
    }).map(word => text + ': ' + word)
})"""


def _page(style: str) -> str:
    marked = ["<wbr>".join(Headlines(["夜归人"]).parts(headline)) for headline, _ in HEADLINES]
    cards = "".join(
        '<li><article class="card"><div class="cover"></div><div class="card__words">'
        f'<h3 class="card__title" id="c{n}"><a href="#">{text}</a></h3></div></article></li>'
        for n, text in enumerate(marked)
    )
    titles = "".join(f'<h1 id="t{n}">{text}</h1><h2 id="u{n}">{text}</h2>' for n, text in enumerate(marked))
    body = f'<main><div class="wrap">{titles}<ol class="cards">{cards}</ol></div></main>'
    return f'<!doctype html><html lang="zh-Hans"><style>{style}</style><body data-page="entries">{body}</body></html>'


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_end_between_words(shipped_site: Site, page: Page, width: int) -> None:
    (style,) = (path for path in (Path(shipped_site("tour")) / "theme").glob("site.*.css"))
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(_page(style.read_text(encoding="utf-8")))
    examples = [[f"#{kind}{n}", words] for kind in "tuc" for n, (_, words) in enumerate(HEADLINES)]
    assert page.evaluate(DIVIDED, examples) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", ["tour/five-risks/", "tour/five-governance/"])
def test_titles_of_a_halls_pager_are_whole(served: Serve, page: Page, path: str) -> None:
    page.goto(served("tour") + path)
    heights = "titles => titles.map(title => [title.textContent, title.scrollHeight > title.clientHeight + 1])"
    titles = page.locator(".pager__title").evaluate_all(heights)
    assert len(titles) == 2
    assert [title for title, is_cut in titles if is_cut] == []


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("tracks/", [".tracks li", ".tracks li + li"]),
        ("tour/five-risks/", ["main > .wrap > .note", ".cards"]),
        ("tour/end/", ["#plan h2", ".room__title a"]),
    ],
)
def test_parts_of_a_page_stand_apart(served: Serve, page: Page, path: str, parts: list[str]) -> None:
    page.goto(served("tour") + path)
    boxes = [page.locator(part).first.bounding_box() for part in parts]
    assert all(boxes)
    upper, lower = (box for box in boxes if box)
    assert lower["y"] - upper["y"] - upper["height"] >= 16
