"""The page of a review: its pictures are inside, small enough for a mail."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.review.changes import PagePicture, PageReview
from plugins.review.page import ReviewFacts, StageReview, render_review

FACTS = ReviewFacts("Contest", "HEAD", "2026-01-01", "ABCD", "", frozenset({"en"}))


def _render(file: Path) -> BeautifulSoup:
    page = PageReview("changed", "a/", "A", (), (), (PagePicture(file, "a tower", "digest"),))
    return _render_pages([page])


def _render_pages(pages: list[PageReview]) -> BeautifulSoup:
    return BeautifulSoup(render_review([StageReview("tour", pages, is_first=False)], FACTS, "en"), "html.parser")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((200, 100), (200, 100)),
        ((1440, 600), (480, 200)),
        # as of a whole page of a phone
        ((480, 1440), (480, 1440)),
        ((480, 3840), (240, 1920)),
    ],
)
def test_large_pictures_are_made_smaller(tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]) -> None:
    Image.new("RGBA", size).save(tmp_path / "a.png")
    (image,) = _render(tmp_path / "a.png").find_all("img")
    kind, data = str(image["src"]).split(",")
    assert kind == "data:image/jpeg;base64"
    assert Image.open(BytesIO(base64.b64decode(data))).size == shown


def test_pictures_are_compressed_to_seventy_per_cent(tmp_path: Path) -> None:
    small = Image.new("RGB", (8, 8))
    small.save(tmp_path / "a.png")
    small.save(tmp_path / "a.jpg", quality=70)
    (image,) = _render(tmp_path / "a.png").find_all("img")
    assert base64.b64decode(str(image["src"]).partition(",")[2]) == (tmp_path / "a.jpg").read_bytes()


def _change_words(path: str, before: str) -> PageReview:
    return PageReview("changed", path, path, ((("same", before), ("new", "now")),), (), ())


def test_change_is_the_same_whatever_words_stand_around_it_and_is_shown_on_its_own_page() -> None:
    paths = ["", "en/", "en/entries/a/", "entries/", "tour/water/", "entries/a/", "404.html"]
    page = _render_pages([_change_words(path, f"in {path or 'home'} ") for path in paths])
    (section,) = page.select("main > section:not(.sign)")
    assert [part.get_text() for part in section.select("section > .note, .change, summary")] == [
        *("/entries/a/", "in entries/a/ now", "6 more pages have this change"),
    ]
    # other languages after the first, lists and halls at the end
    others = ["en/entries/a/", "", "404.html", "entries/", "tour/water/", "en/"]
    assert [item.get_text() for item in section.select("li")] == [f"{path} /{path}" for path in others]


def test_page_with_a_change_twice_is_named_once() -> None:
    twice = PageReview("changed", "a/", "A", ((("new", "now"),), (("same", "b "), ("new", "now"))), (), ())
    (section,) = _render_pages([twice]).select("main > section:not(.sign)")
    assert section.select("details") == []


def test_drawing_is_named_only(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>", encoding="utf-8")
    page = _render(tmp_path / "a.svg")
    assert page.find_all("img") == []
    assert "a tower" in page.get_text()
