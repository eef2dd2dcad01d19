"""Numbers as a spreadsheet program shows them in a cell with a format code."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plugins.tables.date_formats import format_date
from plugins.tables.format_codes import GENERAL, FormatSection, FormatToken, parse_format
from plugins.tables.han_numbers import to_han

# a binary number is exact to so many significant digits
EXACT_DIGITS = 15
# a cell in the general format shows at most so many characters of a fraction
GENERAL_CHARACTERS = 11
# spreadsheet programs do not show more
MAX_PLACES = 30
# a code with so many sections has one for texts, the last
ALL_SECTIONS = 4
# wide enough for every binary number with all its places
WIDE = Context(prec=700, rounding=ROUND_HALF_UP)


def exact_number(value: Decimal) -> str:
    """Return a number in 15 significant digits, without an exponent; binary noise beyond them is gone."""
    if not value:
        return "0"
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - EXACT_DIGITS + 1), context=WIDE)
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_number(value: Decimal, code: str, *, counts_from_1904: bool = False) -> str:
    """Return what a cell with this format code shows for a number.

    ``counts_from_1904`` is whether the workbook counts days from 1904, as old ones of the Macintosh do.
    """
    sections = parse_format(code)
    section, shown = _choose_section(sections, value)
    if section.is_date:
        date = format_date(value, section, counts_from_1904=counts_from_1904)
        return _general(value) if date is None else date
    if not section.tokens:
        # an empty section hides its numbers
        return "" if len(sections) > 1 else _general(value)
    return _format_section(shown, section)


def format_text(text: str, code: str) -> str:
    """Return a text with what its format code writes around it, such as ``@"区"``, or in its place, maybe nothing."""
    if code in {GENERAL, "@"} or not text:
        return text
    sections = parse_format(code)
    tokens = sections[-1].tokens
    if len(sections) < ALL_SECTIONS and all(token.kind != "cell" for token in tokens):
        return text
    return "".join(
        text if token.kind == "cell" else token.text for token in tokens if token.kind in {"cell", "text", "general"}
    )


def _choose_section(sections: Sequence[FormatSection], value: Decimal) -> tuple[FormatSection, Decimal]:
    """Return the section for a number, and the number without a sign that the section shows by itself."""
    accepted = [section.accepts(value) for section in sections]
    if any(answer is not None for answer in accepted):
        # else the first section without a condition, else the last one
        answer = True if True in accepted else None
        chosen = accepted.index(answer) if answer in accepted else len(accepted) - 1
        return sections[chosen], abs(value) if chosen else value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    return sections[2 if not value and len(sections) > 2 else 0], value


def _general(value: Decimal) -> str:
    text = exact_number(value)
    whole, _, places = text.lstrip("-").partition(".")
    if not places or len(whole) + 1 + len(places) <= GENERAL_CHARACTERS:
        return text
    rounded = _round(value, max(GENERAL_CHARACTERS - 1 - len(whole), 0))
    # a very small number is better shown whole than as nothing
    return exact_number(rounded) if rounded else text


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=WIDE)


def _format_section(value: Decimal, section: FormatSection) -> str:
    kinds = section.kinds
    if kinds.isdisjoint({"digit", "exponent"}):
        shown = _general(value)
        shown = to_han(shown, section.han_digits) if section.han_digits else shown
        sign = "-" if value < 0 and kinds.isdisjoint({"general", "cell"}) else ""
        return sign + "".join(
            shown if token.kind in {"general", "cell"} else token.text
            for token in section.tokens
            if token.kind not in {"condition", "han"}
        )
    if "slash" in kinds:
        return _format_fraction(value)
    # noise of binary numbers must not decide how a half is rounded
    value = Decimal(exact_number(value)) * 100 ** sum(token.kind == "percent" for token in section.tokens)
    if "exponent" in kinds:
        return _format_exponent(value, section)
    shown = _fill_places(value, section.tokens)
    return to_han(shown, section.han_digits) if section.han_digits else shown


def _format_fraction(value: Decimal) -> str:
    whole, rest = divmod(abs(Fraction(value)), 1)
    rest = rest.limit_denominator(99)
    if rest == 1:
        whole, rest = whole + 1, Fraction(0)
    parts = [str(whole)] if whole or not rest else []
    parts += [f"{rest.numerator}/{rest.denominator}"] if rest else []
    return ("-" if value < 0 else "") + " ".join(parts)


def _format_exponent(value: Decimal, section: FormatSection) -> str:
    places = _count_places(section.tokens)
    exponent = value.adjusted() if value else 0
    mantissa = _round(value.scaleb(-exponent), places)
    if abs(mantissa) >= 10:
        exponent, mantissa = exponent + 1, _round(mantissa / 10, places)
    asked = next(token.text for token in section.tokens if token.kind == "exponent")
    sign = "-" if exponent < 0 else "+" if asked.startswith("+") else ""
    return f"{mantissa}E{sign}{abs(exponent):0{len(asked) - 1}d}"


def _count_places(tokens: Sequence[FormatToken]) -> int:
    """Return how many digits a format shows behind its point."""
    kinds = [token.kind for token in tokens]
    behind = tokens[kinds.index("point") :] if "point" in kinds else ()
    stop = next((index for index, token in enumerate(behind) if token.kind == "exponent"), len(behind))
    return min(sum(token.kind == "digit" for token in behind[:stop]), MAX_PLACES)


def _fill_places(value: Decimal, tokens: Sequence[FormatToken]) -> str:
    """Return a number in the places of a format, with the texts between them."""
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    digits_before = [index for index, kind in enumerate(kinds[:point]) if kind == "digit"]
    # commas behind the last digit divide by a thousand, others group
    very_last = max((index for index, kind in enumerate(kinds) if kind == "digit"), default=-1)
    scale = sum(kind == "comma" for kind in kinds[very_last + 1 :])
    is_grouped = bool(digits_before) and "comma" in kinds[: digits_before[-1]]
    rounded = _round(value.scaleb(-3 * scale), _count_places(tokens))
    whole, _, places = format(abs(rounded), "f").partition(".")
    before = _place_whole("" if whole == "0" else whole, tokens[:point], is_grouped=is_grouped)
    return ("-" if rounded < 0 else "") + before + _place_fraction(places, tokens[point:])


def _place_whole(digits: str, tokens: Sequence[FormatToken], *, is_grouped: bool) -> str:
    """Put digits into the places of a format from the right; what is too long stands in the first place."""
    parts: list[str] = []
    placed = 0
    first = next((index for index, token in enumerate(tokens) if token.kind == "digit"), -1)
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind != "digit":
            parts.append(token.text if token.kind in {"text", "percent"} else "")
            continue
        while True:
            digit, digits = (digits[-1], digits[:-1]) if digits else ("0" if token.text == "0" else "", "")
            parts.append("," if is_grouped and digit and placed and placed % 3 == 0 else "")
            parts.append(digit)
            placed += bool(digit)
            if index != first or not digits:
                break
    return "".join(reversed(parts))


def _place_fraction(digits: str, tokens: Sequence[FormatToken]) -> str:
    """Put the digits behind the point into their places; zeros at the end are shown only where the format says 0."""
    places = [token.text for token in tokens if token.kind == "digit"]
    needed = max((index + 1 for index, place in enumerate(places) if place == "0"), default=0)
    remaining = iter(digits[:needed] + digits[needed:].rstrip("0"))
    return "".join(
        next(remaining, "") if token.kind == "digit" else token.text
        for token in tokens
        if token.kind in {"digit", "point", "text", "percent"}
    )
