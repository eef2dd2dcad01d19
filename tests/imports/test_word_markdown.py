"""Blocks of a Word file become Markdown: lists with their numbers, headings, tables, pictures with captions."""

from __future__ import annotations

import pytest

from plugins.imports.forms.submission import EmbeddedImage, SourceLocation
from plugins.imports.word.blocks import Block, DocxCell, DocxTable, Paragraph, full_text, iter_paragraphs
from plugins.imports.word.inline import Piece
from plugins.imports.word.markdown import attach_captions, to_markdown
from plugins.imports.word.numbering import ListMarker

PLACE = SourceLocation("a.docx", 1)


def _text(text: str, **more: object) -> Paragraph:
    return Paragraph((Piece(text),), PLACE, **more)  # type: ignore[arg-type]


def _bullet(text: str, level: int = 0) -> Paragraph:
    return _text(text, marker=ListMarker(level))


def _item(number: int, text: str, level: int = 0) -> Paragraph:
    return _text(text, marker=ListMarker(level, f"{number}.", number))


def _image(name: str, caption: str = "") -> EmbeddedImage:
    return EmbeddedImage(name.encode(), name, PLACE, caption)


def _picture(*names: str) -> Paragraph:
    return Paragraph((), PLACE, pictures=tuple(map(_image, names)))


def _cell(*blocks: Block | str, continues: bool = False) -> DocxCell:
    return DocxCell(tuple(_text(block) if isinstance(block, str) else block for block in blocks), continues)


def _table(*rows: list[DocxCell], is_box: bool = False) -> DocxTable:
    return DocxTable(tuple(map(tuple, rows)), is_box)


@pytest.mark.parametrize(
    ("items", "markdown"),
    [
        ([_bullet("一"), _bullet("二")], ["- 一\n- 二"]),
        ([_item(1, "一"), _item(2, "二")], ["1. 一\n2. 二"]),
        ([_item(4, "四"), _item(5, "五")], ["4. 四\n5. 五"]),
        ([_item(1, "一"), _bullet("甲", 1), _bullet("乙", 1), _item(2, "二")], ["1. 一\n  - 甲\n  - 乙\n2. 二"]),
        ([_bullet("甲", 2), _bullet("乙", 1), _bullet("丙")], ["- 甲\n- 乙\n- 丙"]),
        (
            [_bullet("一"), _item(1, "甲", 1), _item(1, "子", 2), _item(2, "乙", 1)],
            ["- 一\n  1. 甲\n    1. 子\n  2. 乙"],
        ),
        # Markdown would count on
        ([_item(1, "一"), _item(3, "三"), _item(4, "四")], ["1. 一", "3\\. 三", "4\\. 四"]),
        ([_item(1, "一"), _item(3, "三"), _bullet("甲")], ["1. 一", "3\\. 三", "- 甲"]),
        ([_item(1, "一"), _item(1, "又一")], ["1. 一", "1\\. 又一"]),
        ([_bullet("甲"), _item(1, "一")], ["- 甲", "1. 一"]),
        ([_item(1, "一"), _bullet("甲"), _item(2, "二")], ["1. 一", "- 甲", "2. 二"]),
        ([_text("甲\n乙", marker=ListMarker(0))], ["- 甲乙"]),
    ],
)
def test_items_are_lists_with_the_numbers_that_word_shows(items: list[Block], markdown: list[str]) -> None:
    assert list(to_markdown(items)) == markdown


def test_list_is_at_most_nine_levels_deep() -> None:
    (markdown,) = to_markdown([_bullet(str(level), level) for level in range(12)])
    assert isinstance(markdown, str)
    depths = [(len(line) - len(line.lstrip())) // 2 for line in markdown.split("\n")]
    assert depths == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]


@pytest.mark.parametrize(
    ("block", "markdown"),
    [
        (_text("甲"), ["甲"]),
        (_text("甲\n乙"), ["甲", "乙"]),
        (_text("甲", heading=1), ["### 甲"]),
        (_text("甲", heading=2), ["### 甲"]),
        (_text("甲", heading=3), ["#### 甲"]),
        (_text("甲", heading=9), ["###### 甲"]),
        (_text("甲\n乙", heading=1), ["### 甲乙"]),
        (_text("甲", heading=1, marker=ListMarker(0, "一、")), ["### 一、甲"]),
        (_text("甲", marker=ListMarker(0, "(a)")), ["(a) 甲"]),
        (_text("甲", marker=ListMarker(0, "一、")), ["一、甲"]),
        (Paragraph((Piece("甲", is_bold=True),), PLACE), ["### 甲"]),
        (Paragraph((Piece("甲", is_bold=True), Piece("乙")), PLACE), ["**甲**乙"]),
        (_text(""), []),
    ],
)
def test_paragraph_is_text_or_a_heading_below_that_of_its_section(block: Block, markdown: list[str]) -> None:
    assert list(to_markdown([block])) == markdown


@pytest.mark.parametrize(
    ("pieces", "is_heading"),
    [
        ([Piece("甲" * 40, is_bold=True)], True),
        ([Piece("甲" * 41, is_bold=True)], False),
        ([Piece("甲。", is_bold=True)], False),
        ([Piece("甲", is_bold=True), Piece(" ")], True),
        ([Piece("甲", is_bold=True), Piece("乙", is_bold=True, is_struck=True)], False),
        ([Piece("甲\n乙", is_bold=True)], False),
        ([Piece(" ", is_bold=True)], False),
        ([], False),
    ],
)
def test_short_line_that_is_bold_throughout_is_a_heading(pieces: list[Piece], is_heading: bool) -> None:
    assert Paragraph(tuple(pieces), PLACE).is_heading is is_heading
    assert not Paragraph(tuple(pieces), PLACE, marker=ListMarker(0)).is_heading
    assert not Paragraph(tuple(pieces), PLACE, pictures=(_image("a"),)).is_heading


@pytest.mark.parametrize(
    ("text", "is_caption", "caption"),
    [
        ("图1：院子", True, "院子"),
        ("图 十二 院 子", True, "院 子"),
        ("图1院子", False, "图1院子"),
        ("图纸", False, "图纸"),
    ],
)
def test_caption_loses_its_number(text: str, is_caption: bool, caption: str) -> None:
    paragraph = _text(text)
    assert (paragraph.is_caption, paragraph.caption) == (is_caption, caption)
    assert paragraph.caption_number + paragraph.caption.replace(" ", "") == text.replace("院 子", "院子")
    assert _text(text, is_caption_style=True).is_caption
    assert not _text(text, pictures=(_image("a"),)).is_caption


def test_caption_below_a_picture_belongs_to_the_last_one() -> None:
    assert list(to_markdown([_picture("a", "b"), _text("图1 院子"), _text("图2 沟")])) == [
        _image("a"),
        _image("b", "院子"),
        "图2 沟",
    ]
    assert list(attach_captions([_picture("a"), _text("院子")])) == [_picture("a"), _text("院子")]
    (captioned,) = attach_captions([_picture("a"), _text("院子")], any_text=True)
    assert isinstance(captioned, Paragraph) and captioned.pictures == (_image("a", "院子"),)


def test_text_comes_before_the_pictures_of_its_paragraph() -> None:
    assert list(to_markdown([_text("甲", pictures=(_image("a"),)), _text("乙")])) == ["甲", _image("a"), "乙"]


def test_table_repeats_the_words_of_merged_cells_and_is_followed_by_its_pictures() -> None:
    table = _table(
        [_cell("头"), _cell("尾")],
        [_cell("甲", _picture("a")), _cell("乙\n丙", "丁")],
        [_cell(continues=True), _cell("戊")],
    )
    assert list(to_markdown([table])) == ["| 头 | 尾 |\n| --- | --- |\n| 甲 | 乙 丙 丁 |\n| 甲 | 戊 |", _image("a")]


def test_table_of_pictures_alone_has_the_texts_below_as_captions() -> None:
    table = _table([_cell(_picture("a")), _cell(_picture("b"))], [_cell("院子"), _cell("沟" * 60)])
    assert list(to_markdown([table])) == [_image("a", "院子"), _image("b", "沟" * 60)]


@pytest.mark.parametrize(
    "rows",
    [
        [[_cell(_picture("a")), _cell(_picture("b"))], [_cell("院子"), _cell("沟" * 61)]],
        [[_cell(_picture("a")), _cell(_picture("b"))], [_cell("院子")]],
        [[_cell(_picture("a")), _cell("甲", _picture("b"))], [_cell("院子"), _cell("沟")]],
        [[_cell("甲"), _cell("乙")], [_cell("院子"), _cell("沟")]],
    ],
)
def test_other_rows_below_pictures_are_no_captions(rows: list[list[DocxCell]]) -> None:
    markdown, *pictures = to_markdown([_table(*rows)])
    assert isinstance(markdown, str) and "院子" in markdown
    assert all(isinstance(picture, EmbeddedImage) and not picture.caption for picture in pictures)


def test_frame_is_its_text_and_a_box_a_quotation() -> None:
    nested = _table([_cell("子"), _cell(_picture("a"))])
    assert list(to_markdown([_table([_cell("甲", "乙")])])) == ["甲", "乙"]
    assert list(to_markdown([_table([_cell(_bullet("甲"), _bullet("乙"), _picture("b"))], is_box=True)])) == [
        "> - 甲\n> - 乙",
        _image("b"),
    ]
    table = _table([_cell("外"), _cell(nested)], [_cell(""), _cell("内")])
    assert list(to_markdown([table]))[1:] == [_image("a")]
    assert [paragraph.text for paragraph in iter_paragraphs([_text("前"), table])] == ["前", "外", "子", "", "", "内"]
    assert full_text([_item(3, " 三  项"), table]) == "3. 三 项 外 子   内"


def test_cell_is_where_its_first_text_is() -> None:
    places = [SourceLocation("a.docx", line) for line in (3, 4)]
    empty, filled = Paragraph((), places[0]), Paragraph((Piece("甲"),), places[1])
    assert [_cell(empty, filled).location, _cell(empty).location] == [places[1], places[0]]
    assert (_cell(empty, filled, "乙").text, _cell().is_filler, _cell(empty).is_filler) == ("甲\n乙", True, False)
    assert _cell(_picture("a"), _table([_cell(_picture("b"))])).pictures == [_image("a"), _image("b")]
