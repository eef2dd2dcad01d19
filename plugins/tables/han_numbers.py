"""Numbers in Han digits, as spreadsheet formats such as ``[DBNum1]`` show them."""

from __future__ import annotations

DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
UNITS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
GROUPS = ("", "万", "亿", "万亿")
MAX_DIGITS = 16


def to_han(text: str, kind: str, *, with_units: bool = True) -> str:
    """Return the digits of a text in Han: of kind 1, or 2 for amounts of money; ``with_units`` as 二十 or else 二〇."""
    whole, point, places = text.lstrip("-").partition(".")
    if with_units and whole.isdigit() and len(whole) <= MAX_DIGITS:
        sign = "-" if text.startswith("-") else ""
        return sign + _whole_number(whole, kind) + point + to_han(places, kind, with_units=False)
    return "".join(DIGITS[kind][int(character)] if character in "0123456789" else character for character in text)


def _whole_number(digits: str, kind: str) -> str:
    digits = digits.lstrip("0")
    groups = [digits[max(end - 4, 0) : end] for end in range(len(digits), 0, -4)]
    shown = ""
    for index, group in enumerate(groups):
        text = _group(group, kind)
        # a zero stands once between a group and what is above it
        needs_zero = bool(shown) and groups[index - 1].startswith("0") and bool(text) and shown[0] != DIGITS[kind][0]
        shown = (text + GROUPS[index] if text else "") + (DIGITS[kind][0] if needs_zero else "") + shown
    return shown or DIGITS[kind][0]


def _group(digits: str, kind: str) -> str:
    shown, is_zero_pending = "", False
    for position, digit in enumerate(digits):
        if digit == "0":
            is_zero_pending = bool(shown)
            continue
        shown += DIGITS[kind][0] * is_zero_pending + DIGITS[kind][int(digit)] + UNITS[kind][len(digits) - 1 - position]
        is_zero_pending = False
    return shown
