"""Pieces of a paragraph become plain text and lines of Markdown."""

from __future__ import annotations

import pytest

from plugins.imports.word.inline import Piece
from plugins.imports.word.lines import drop_label, markdown_lines, plain_text, struck_text

URL = "https://example.org/"


def test_plain_text_is_what_is_not_struck_through() -> None:
    pieces = [Piece(" 雨"), Piece("水", is_struck=True), Piece("2", position="super"), Piece("b", position="sub")]
    assert plain_text([*pieces, Piece("\x0b园 ")]) == "雨²b\n园"
    assert struck_text([*pieces, Piece(" 园 ", is_struck=True)]) == "水 园"


@pytest.mark.parametrize(
    ("pieces", "rest"),
    [
        ([Piece("名称："), Piece("雨水")], [Piece(""), Piece("雨水")]),
        ([Piece("名"), Piece("称: 雨：水", is_bold=True), Piece("园")], [Piece(" 雨：水", is_bold=True), Piece("园")]),
        ([Piece("旧：", is_struck=True), Piece("新：水")], [Piece("水")]),
        ([Piece("名称"), Piece("雨水")], [Piece("名称"), Piece("雨水")]),
    ],
)
def test_label_is_everything_up_to_the_first_colon(pieces: list[Piece], rest: list[Piece]) -> None:
    assert drop_label(pieces) == tuple(rest)


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([], []),
        ([Piece("雨水\n\n花园\r\n区")], ["雨水", "花园", "区"]),
        ([Piece("雨", is_bold=True), Piece("\n水")], ["**雨**", "水"]),
        ([Piece("雨\n水", is_bold=True)], ["**雨**", "**水**"]),
        ([Piece(" 雨\t"), Piece("水 ")], ["雨 水"]),
        ([Piece(" ", is_bold=True), Piece("雨"), Piece(" ", is_struck=True)], ["雨"]),
        ([Piece("雨 ", is_bold=True), Piece("水")], ["**雨** 水"]),
        ([Piece("雨"), Piece(" 水", is_bold=True)], ["雨 **水**"]),
        ([Piece("雨"), Piece("，", is_bold=True), Piece("水")], ["雨，水"]),
        ([Piece("雨", is_struck=True), Piece("水")], ["~~雨~~水"]),
        ([Piece("雨", is_bold=True), Piece("水", is_bold=True, is_struck=True)], ["**雨~~水~~**"]),
        ([Piece("雨", url=URL), Piece("水", is_bold=True, url=URL)], [f"[雨](<{URL}>)**[水](<{URL}>)**"]),
        ([Piece("雨 ", url=URL), Piece("水", is_struck=True, url=URL)], [f"[雨](<{URL}>) [~~水~~](<{URL}>)"]),
        ([Piece("雨"), Piece("", note="footnote-1")], ["雨[^footnote-1]"]),
        ([Piece("", note="footnote-1"), Piece(" 雨")], ["[^footnote-1] 雨"]),
        (
            [Piece("雨", is_bold=True), Piece("", is_bold=True, note="a"), Piece("水", is_bold=True)],
            ["**雨**[^a]**水**"],
        ),
        ([Piece("m"), Piece("2", position="super")], ["m²"]),
        ([Piece("# 雨")], ["&#35; 雨"]),
        ([Piece("- 雨", is_struck=True)], ["~~- 雨~~"]),
        ([Piece("1. 雨")], ["1\\. 雨"]),
        ([Piece("雨_水*")], ["雨\\_水\\*"]),
    ],
)
def test_pieces_become_lines_of_markdown(pieces: list[Piece], lines: list[str]) -> None:
    assert markdown_lines(pieces) == tuple(lines)
