"""What differs between two sites: pieces of paragraphs, pages, and pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from plugins.review.changes import PageReview, change_number, review_pages
from tests.content.mutations import paint_picture


def _page(main: str, title: str = "t") -> str:
    return f"<html><head><title>{title}</title></head><body><main>{main}</main></body></html>"


def _compare(folder: Path, before: dict[str, str], after: dict[str, str]) -> list[PageReview]:
    for side, pages in (("before", before), ("after", after)):
        for path, page in pages.items():
            file = folder / side / path / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page, encoding="utf-8")
    return review_pages(folder / "before", folder / "after")


def test_words_that_came_and_went_are_marked_in_their_paragraph(tmp_path: Path) -> None:
    (review,) = _compare(
        tmp_path, {"a": _page("<p>过去积水很深。</p><p>同样</p>")}, {"a": _page("<p>现在积水不深。</p><p>同样</p>")}
    )
    assert (review.kind, review.path) == ("changed", "a/")
    assert review.paragraphs == (
        (("gone", "过去"), ("new", "现在"), ("same", "积水"), ("gone", "很"), ("new", "不"), ("same", "深。")),
    )


def test_paragraphs_without_likeness_stand_one_after_the_other(tmp_path: Path) -> None:
    (review,) = _compare(tmp_path, {"a": _page("<p>雨水花园</p>")}, {"a": _page("<p>lift watch</p>")})
    assert review.paragraphs == ((("gone", "雨水花园"),), (("new", "lift watch"),))


def test_paragraphs_with_two_fifths_in_common_are_one(tmp_path: Path) -> None:
    (review,) = _compare(tmp_path, {"a": _page("<p>一二三四五</p>")}, {"a": _page("<p>一二甲乙丙</p>")})
    assert review.paragraphs == ((("same", "一二"), ("gone", "三四五"), ("new", "甲乙丙")),)


def test_long_pages_are_compared_as_exactly_as_short_ones(tmp_path: Path) -> None:
    same = "积水很深。" * 60
    before, after = (f"<p>{same}{word}{same}</p>{'<p>同</p>' * 250}" for word in ("旧", "新"))
    (review,) = _compare(tmp_path, {"a": _page(before)}, {"a": _page(f"{after}<p>末</p>")})
    assert review.paragraphs == (
        (("same", same), ("gone", "旧"), ("new", "新"), ("same", same)),
        (("new", "末"),),
    )


def test_paragraph_within_another_is_compared_once_and_an_empty_one_never(tmp_path: Path) -> None:
    after = "<ul><li><p>一 <b>二</b>\n三</p></li><li></li></ul><p> </p>"
    (review,) = _compare(tmp_path, {}, {"a": _page(after, " A\n ")})
    assert (review.title, review.paragraphs) == ("A", ((("new", "一 二 三"),),))


def test_new_and_removed_pages_are_reported_with_their_words(tmp_path: Path) -> None:
    reviews = _compare(tmp_path, {"a": _page("<p>旧</p>", "A")}, {"b": _page("<h1>新</h1>", "B")})
    assert [(item.kind, item.path, item.title, item.paragraphs) for item in reviews] == [
        ("gone", "a/", "A", ((("gone", "旧"),),)),
        ("new", "b/", "B", ((("new", "新"),),)),
    ]


def test_page_that_differs_in_its_frame_alone_is_not_listed(tmp_path: Path) -> None:
    before, after = _page("<p>a</p>"), _page("<p>a</p>").replace("<body>", "<body><nav>menu</nav>")
    assert _compare(tmp_path, {"a": before}, {"a": after}) == []


def test_text_outside_of_paragraphs_is_compared(tmp_path: Path) -> None:
    (review,) = _compare(tmp_path, {"a": _page("<div>一</div>")}, {"a": _page("<div>一</div><div>two</div>")})
    assert review.paragraphs == ((("new", "two"),),)


def test_pictures_that_came_and_went_are_shown(tmp_path: Path) -> None:
    for side, name in (("before", "old"), ("after", "new")):
        paint_picture(f"{name}.png", 8 if side == "before" else 9)(tmp_path)
        paint_picture("same.png", 5)(tmp_path)
        (tmp_path / side / "a").mkdir(parents=True)
        for file in (f"{name}.png", "same.png"):
            shutil.copyfile(tmp_path / file, tmp_path / side / "a" / file)
    page = '<img src="{}.png" alt="{}"><img src="same.png" alt="same">'
    before, after = (_page(page.format(name, name)) for name in ("old", "new"))
    (review,) = _compare(tmp_path, {"a": before}, {"a": after})
    assert [[picture.alt for picture in side] for side in (review.pictures_gone, review.pictures_new)] == [
        ["old"],
        ["new"],
    ]


def test_picture_that_is_outside_of_the_site_or_nowhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (review,) = _compare(
        tmp_path, {"a": _page("")}, {"a": _page('<p>new</p><img src="../../../secret.png"><img src="none.png"><img>')}
    )
    assert review.pictures_new == ()


def test_number_knows_the_stage() -> None:
    page = PageReview("new", "a/", "A", (), (), ())
    assert change_number({"tour": [page]}) != change_number({"vote": [page]})


def test_page_without_words_is_listed_when_it_comes_and_not_when_its_markup_changes(tmp_path: Path) -> None:
    before = {"same": _page("<p>a</p>")}
    after = {"same": _page('<p class="x">a</p>', "another title"), "empty": _page("", "E")}
    reviews = _compare(tmp_path, before, after)
    assert [(item.kind, item.path, item.title, item.paragraphs) for item in reviews] == [("new", "empty/", "E", ())]
