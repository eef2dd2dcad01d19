"""Numbers of lists as Word counts and shows them."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from plugins.imports.word.numbering import ListMarker, Numbering, format_number
from plugins.imports.word.package import qn

NAMESPACE = qn("w:x")[1:].partition("}")[0]


def _parse(text: str) -> Element:
    return fromstring(f'<w:root xmlns:w="{NAMESPACE}">{text}</w:root>')


def _level(level: int, number_format: str, text: str, more: str = "") -> str:
    shown = f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{level}">{more}{shown}</w:lvl>'


DEFINITION = (
    _level(0, "chineseCounting", "第%1章")
    + _level(1, "decimal", "%1.%2", '<w:start w:val="3"/>')
    + _level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + _level(3, "bullet", "·")
    + _level(4, "decimal", "(%5)", '<w:start w:val="99999"/><w:pStyle w:val="Item"/>')
)
ROOT = _parse(
    f"""<w:abstractNum w:abstractNumId="7">{DEFINITION}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="7"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>
    <w:lvlOverride w:ilvl="1">{_level(1, "lowerLetter", "%2)")}</w:lvlOverride></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>"""
)


def _place(list_id: str, level: str = "") -> Element:
    shown = f'<w:ilvl w:val="{level}"/>' if level else ""
    return _parse(f'{shown}<w:numId w:val="{list_id}"/>')


def _texts(*places: Element) -> list[str]:
    numbering = Numbering(ROOT)
    markers = [numbering.next_marker(place, None, "") for place in places]
    return [marker.text if marker else "-" for marker in markers]


def test_items_are_counted_on_and_deeper_levels_begin_again() -> None:
    places = [_place("1", level) for level in ("0", "1", "1", "2", "0", "1", "2")]
    assert _texts(*places) == ["第一章", "一.3", "一.4", "1.1", "第二章", "二.3", "2.1"]


def test_list_of_the_same_definition_counts_on_and_one_that_begins_again_does_so_once() -> None:
    places = [_place("1", "0"), _place("2", "0"), _place("2", "0"), _place("1", "0"), _place("2", "1")]
    assert _texts(*places) == ["第一章", "第五章", "第六章", "第七章", "a)"]


def test_level_that_was_not_counted_yet_is_shown_as_one() -> None:
    assert _texts(_place("1", "1"), _place("1", "2")) == ["一.3", "1.1"]


def test_numbers_that_markdown_shows_the_same_way_are_known() -> None:
    numbering = Numbering(ROOT)
    markers = [numbering.next_marker(_place("1", level), None, "") for level in ("0", "3", "4", "4", "5", "99")]
    assert markers == [
        ListMarker(0, "第一章"),
        ListMarker(3),
        ListMarker(4, "(9999)", 9999),
        ListMarker(4, "(9999)", 9999),
        ListMarker(5),
        ListMarker(8),
    ]


def test_place_in_a_list_is_that_of_the_paragraph_or_else_of_its_style() -> None:
    numbering = Numbering(ROOT)
    inherited = _place("1", "3")
    assert numbering.next_marker(_place("1", "0"), inherited, "") == ListMarker(0, "第一章")
    assert numbering.next_marker(None, inherited, "") == ListMarker(3)
    assert numbering.next_marker(None, _place("1"), "Item") == ListMarker(4, "(9999)", 9999)
    assert numbering.next_marker(None, _place("1"), "Other") == ListMarker(0, "第二章")


@pytest.mark.parametrize("list_id", ["0", "3", "9", "x", "-1"])
def test_paragraph_of_no_list_has_no_marker(list_id: str) -> None:
    assert Numbering(ROOT).next_marker(_place(list_id), None, "") is None
    assert Numbering(ROOT).next_marker(None, None, "") is None
    assert Numbering(None).next_marker(_place("1"), None, "") is None


@pytest.mark.parametrize(
    ("number_format", "numbers", "shown"),
    [
        ("chineseCounting", [1, 10, 11, 20, 101, 1010], ["一", "十", "十一", "二十", "一百零一", "一千零一十"]),
        ("chineseCounting", [0], ["〇"]),
        ("ideographDigital", [10, 2022], ["一〇", "二〇二二"]),
        ("chineseLegalSimplified", [1, 12], ["壹", "壹拾贰"]),
        ("ideographTraditional", [1, 10, 11], ["甲", "癸", "甲"]),
        ("ideographZodiac", [1, 12, 13], ["子", "亥", "子"]),
        ("decimalEnclosedCircle", [1, 20, 21], ["①", "⑳", "21"]),
        ("decimalZero", [1, 10, 100], ["01", "10", "100"]),
        ("decimalFullWidth", [1234567890], ["１２３４５６７８９０"]),
        ("lowerLetter", [0, 1, 26, 27, 52, 53, 799, 800], ["0", "a", "z", "aa", "zz", "aaa", "s" * 31, "800"]),
        ("upperLetter", [2, 28], ["B", "BB"]),
        ("lowerRoman", [0, 4, 9, 14, 40, 49, 90, 400, 1994, 3888], ["0", "iv", "ix", "xiv", "xl", "xlix", "xc", "cd",
                                                                   "mcmxciv", "mmmdccclxxxviii"]),
        ("upperRoman", [7], ["VII"]),
        ("decimal", [7], ["7"]),
        ("unknown", [7], ["7"]),
    ],
)  # fmt: skip
def test_number_is_shown_in_its_format(number_format: str, numbers: list[int], shown: list[str]) -> None:
    assert [format_number(number, number_format) for number in numbers] == shown
