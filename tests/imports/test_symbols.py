"""Codes of symbol fonts become the characters that these fonts show."""

from __future__ import annotations

import pytest

from plugins.imports.word.symbols import to_unicode


@pytest.mark.parametrize(
    ("font", "first", "characters"),
    [
        ("Symbol", 0xA2, "′≤"),
        ("Symbol", 0xAB, "↔←↑→↓°±″≥×"),
        ("Symbol", 0xB7, "•÷≠≡≈…"),
        ("Symbol", 0x30, "0123456789:;<=>?"),
        ("Symbol", ord("A"), "ΑΒΧΔΕΦΓΗΙ"),
        ("Symbol", ord("a"), "αβχδεφγηι"),
        ("Wingdings", 0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
        ("Wingdings", 0xDF, "←→↑↓"),
        ("Wingdings", 0xFB, "✘✔☒☑"),
        ("Wingdings 2", 0x4F, "✗✓☒☑☒☒"),
        ("Wingdings 2", 0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    ],
)
def test_codes_in_a_row_are_these_characters(font: str, first: int, characters: str) -> None:
    codes = range(first, first + len(characters))
    assert "".join(to_unicode(font, code) for code in codes) == characters
    # Word also writes them in the private range
    assert "".join(to_unicode(font.upper(), 0xF000 + code) for code in codes) == characters


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Symbol", 0xB5, ""),
        ("Wingdings", 0x23, ""),
        ("Webdings", 0x61, ""),
        ("宋体", 0xF061, ""),
        ("宋体", 0x25A1, "□"),
    ],
)
def test_code_that_no_table_has_is_a_character_of_a_font_of_letters_alone(font: str, code: int, character: str) -> None:
    assert to_unicode(font, code) == character
