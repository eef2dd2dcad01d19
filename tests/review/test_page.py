"""The page of a review: its pictures are inside, small enough for a mail."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.review.changes import PagePicture, PageReview
from plugins.review.page import PICTURE_WIDTH, ReviewFacts, StageReview, render_review

FACTS = ReviewFacts("Contest", "HEAD", "2026-01-01", "ABCD", "", frozenset())


def _render(file: Path) -> BeautifulSoup:
    page = PageReview("changed", "a/", "A", (), (), (PagePicture(file, "a tower", "digest"),))
    return BeautifulSoup(render_review([StageReview("tour", [page])], FACTS, "en"), "html.parser")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((200, 100), (200, 100)),
        ((3 * PICTURE_WIDTH, 600), (PICTURE_WIDTH, 200)),
        # as of a whole page of a phone
        ((PICTURE_WIDTH, 3 * PICTURE_WIDTH), (PICTURE_WIDTH, 3 * PICTURE_WIDTH)),
        ((PICTURE_WIDTH, 8 * PICTURE_WIDTH), (PICTURE_WIDTH // 2, 4 * PICTURE_WIDTH)),
    ],
)
def test_large_pictures_are_made_smaller(tmp_path: Path, size: tuple[int, int], shown: tuple[int, int]) -> None:
    Image.new("RGBA", size).save(tmp_path / "a.png")
    (image,) = _render(tmp_path / "a.png").find_all("img")
    kind, data = str(image["src"]).split(",")
    assert kind == "data:image/jpeg;base64"
    assert Image.open(BytesIO(base64.b64decode(data))).size == shown


def test_drawing_is_named_only(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>", encoding="utf-8")
    page = _render(tmp_path / "a.svg")
    assert page.find_all("img") == []
    assert "a tower" in page.get_text()
