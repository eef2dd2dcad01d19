"""Codes of symbol fonts become the characters that these fonts show."""

from __future__ import annotations

import pytest

from plugins.imports.word.symbols import is_symbol_font, to_position, to_unicode


@pytest.mark.parametrize(
    ("font", "first", "characters"),
    [
        ("Symbol", 0x20, " !"),
        ("Symbol", 0x25, "%&"),
        ("Symbol", 0x28, "()"),
        ("Symbol", 0x2B, "+,"),
        ("Symbol", 0x2E, "./0123456789:;<=>?"),
        ("Symbol", 0x41, "ΑΒΧΔΕΦΓΗΙ"),
        ("Symbol", 0x4B, "ΚΛΜΝΟΠΘΡΣΤΥ"),
        ("Symbol", 0x57, "ΩΞΨΖ["),
        ("Symbol", 0x5D, "]"),
        ("Symbol", 0x5F, "_"),
        ("Symbol", 0x61, "αβχδεφγηι"),
        ("Symbol", 0x6B, "κλμνοπθρστυ"),
        ("Symbol", 0x77, "ωξψζ{|}"),
        ("Symbol", 0xA2, "′≤"),
        ("Symbol", 0xA5, "∞"),
        ("Symbol", 0xAB, "↔←↑→↓°±″≥×"),
        ("Symbol", 0xB7, "•÷≠≡≈…"),
        ("Symbol", 0xC5, "⊕"),
        ("Symbol", 0xC7, "∩∪"),
        ("Symbol", 0xCC, "⊂"),
        ("Symbol", 0xCE, "∈"),
        ("Symbol", 0xD1, "∇"),
        ("Symbol", 0xD5, "∏√"),
        ("Symbol", 0xDB, "⇔"),
        ("Symbol", 0xDE, "⇒"),
        ("Symbol", 0xE5, "∑"),
        ("Symbol", 0xF2, "∫"),
        ("Wingdings", 0x21, "✏✂"),
        ("Wingdings", 0x28, "☎✆✉"),
        ("Wingdings", 0x36, "⌛"),
        ("Wingdings", 0x3F, "✍"),
        ("Wingdings", 0x41, "✌"),
        ("Wingdings", 0x43, "👍👎☜☞☝☟"),
        ("Wingdings", 0x4A, "☺"),
        ("Wingdings", 0x4C, "☹"),
        ("Wingdings", 0x51, "✈☼"),
        ("Wingdings", 0x6C, "●❍■□❐❑❒⬧⧫◆❖⬥⌧"),
        ("Wingdings", 0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
        ("Wingdings", 0x9E, "·•▪○"),
        ("Wingdings", 0xA4, "◉◎"),
        ("Wingdings", 0xA7, "▪☐"),
        ("Wingdings", 0xAA, "✦★✶✴"),
        ("Wingdings", 0xB2, "✧"),
        ("Wingdings", 0xD5, "⌫"),
        ("Wingdings", 0xD8, "➢"),
        ("Wingdings", 0xDC, "➲"),
        ("Wingdings", 0xDF, "←→↑↓"),
        ("Wingdings", 0xE8, "➔"),
        ("Wingdings", 0xEF, "⇦⇨⇧⇩⬄"),
        ("Wingdings", 0xFB, "✘✔☒☑"),
        ("Wingdings 2", 0x2A, "☐"),
        ("Wingdings 2", 0x4F, "✗✓☒☑☒☒"),
        ("Wingdings 2", 0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
        ("Wingdings 2", 0x97, "●⬤○"),
        ("Wingdings 2", 0xA2, "■□❐"),
        ("Wingdings 2", 0xAE, "◆◇"),
        ("Wingdings 2", 0xEA, "★"),
    ],
)
def test_codes_in_a_row_are_these_characters(font: str, first: int, characters: str) -> None:
    codes = range(first, first + len(characters))
    assert "".join(to_unicode(font, code) for code in codes) == characters
    assert (to_unicode(font, first - 1), to_unicode(font, first + len(characters))) == ("", "")
    # Word also writes them in the private range
    assert "".join(to_unicode(font.upper(), 0xF000 + code) for code in codes) == characters


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Symbol", 0xB5, ""),
        ("Wingdings", 0x23, ""),
        ("Webdings", 0x61, ""),
        ("宋体", 0xF000, ""),
        ("宋体", 0xF0FF, ""),
        ("宋体", 0xEFFF, "\uefff"),
        ("宋体", 0xF100, "\uf100"),
        ("宋体", 0x25A1, "□"),
    ],
)
def test_code_that_no_table_has_is_a_character_of_a_font_of_letters_alone(font: str, code: int, character: str) -> None:
    assert to_unicode(font, code) == character


@pytest.mark.parametrize(
    ("font", "is_symbol"),
    [("SYMBOL", True), ("Wingdings 2", True), ("Wingdings 3", True), ("webdings", True), ("宋体", False), ("", False)],
)
def test_fonts_of_symbols_are_known_by_their_names(font: str, is_symbol: bool) -> None:
    assert is_symbol_font(font) is is_symbol


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("2", "", "2"),
        ("0123456789+-=() n", "super", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ ⁿ"),
        ("0123456789+-=() n", "sub", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ ₙ"),
        ("−ixyabcdet", "super", "⁻ⁱˣʸᵃᵇᶜᵈᵉᵗ"),
        ("−aeoximpst", "sub", "₋ₐₑₒₓᵢₘₚₛₜ"),
        ("2b", "sub", None),
        ("2m", "super", None),
        ("", "super", ""),
    ],
)
def test_raised_and_lowered_texts_have_characters_of_their_own_where_all_are_there(
    text: str, position: str, shown: str | None
) -> None:
    assert to_position(text, position) == shown
