"""Characters of symbol fonts, and superscripts and subscripts, in Unicode."""

from __future__ import annotations

# Wingdings has check boxes, dingbats and digits in circles at these codes
WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x43: "👍", 0x44: "👎",
    0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x51: "✈", 0x52: "☼", 0x6C: "●", 0x6D: "❍",
    0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x78: "⌧", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "☐", 0xAA: "✦",
    0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xB2: "✧", 0xD5: "⌫", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✘", 0xFC: "✔", 0xFD: "☒",
    0xFE: "☑",
    **{0x80 + number: character for number, character in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "⬤", 0x99: "○", 0xA2: "■",
    0xA3: "□", 0xA4: "❐", 0x2A: "☐", 0xAE: "◆", 0xAF: "◇", 0xEA: "★",
    **{0x69 + number: character for number, character in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
GREEK = dict(zip(b"ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True))
SYMBOL = {
    **GREEK, **{code + 0x20: letter.lower() for code, letter in GREEK.items()},
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕",
    0xC8: "∪", 0xC7: "∩", 0xCC: "⊂", 0xCE: "∈", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
    **{code: chr(code) for code in b"0123456789 !%&()+,./:;<=>?[]_{|}"},
}  # fmt: skip
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOL}
# the private range in which Word stores the codes of symbol fonts
PRIVATE = range(0xF000, 0xF100)
LAST_CODE = 0xFF
SUPERSCRIPTS = str.maketrans("0123456789+-−=()nixyabcdet", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉᵗ")
SUBSCRIPTS = str.maketrans("0123456789+-−=()aeoxnimpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₙᵢₘₚₛₜ")


def is_symbol_font(font: str) -> bool:
    """Return whether the codes of this font are no letters."""
    return font.lower() in FONTS or font.lower().startswith(("wingdings", "webdings"))


def to_unicode(font: str, code: int) -> str:
    """Return the character that a symbol font shows at a code, or an empty text if it is not known.

    Such a font has no character beyond its 256 codes: Word shows it in another.
    """
    if code > LAST_CODE and code not in PRIVATE:
        return chr(code)
    if font.lower() in FONTS:
        return FONTS[font.lower()].get(code & 0xFF, "")
    return "" if is_symbol_font(font) or code in PRIVATE else chr(code)


def to_position(text: str, position: str) -> str | None:
    """Return a text in Unicode's superscripts (``super``) or subscripts (``sub``), or None if it has none for it."""
    if not position:
        return text
    characters = SUPERSCRIPTS if position == "super" else SUBSCRIPTS
    is_complete = all(ord(character) in characters or character.isspace() for character in text)
    return text.translate(characters) if is_complete else None
