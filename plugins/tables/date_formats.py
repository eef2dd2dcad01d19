"""Dates and times of spreadsheets: days since 1900 or 1904 as a format code shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from plugins.tables.format_codes import FormatSection, FormatToken
from plugins.tables.han_numbers import to_han

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
# spreadsheet programs count a 29 February 1900, which there was not
FIRST_DAY_AFTER_LEAP = 60
LAST_DAY = 2_958_465
DAY_S = 86_400
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HAN_WEEKDAYS = "一二三四五六日"


class CalendarTime(NamedTuple):
    """A day and time, and the seconds since the beginning, for durations."""

    moment: datetime
    elapsed_s: int
    microseconds: int


def format_date(value: Decimal, section: FormatSection, *, counts_from_1904: bool = False) -> str | None:
    """Return a number of days as a section shows it, or None if there is no such day."""
    tokens = section.tokens
    places = _second_places(tokens)
    shown = to_calendar(value, places, counts_from_1904=counts_from_1904)
    if shown is None:
        return None
    parts = []
    for index, token in enumerate(tokens):
        if token.kind in {"date", "elapsed"}:
            text = _date_part(shown, tokens, index)
            parts.append(_in_han(text, token, section.han_digits) if section.han_digits else text)
        elif token.kind == "point" and _has_digit_behind(tokens, index):
            parts.append(f".{shown.microseconds:06d}"[: places + 1])
        elif token.kind not in {"han", "condition", "cell", "digit"}:
            parts.append(token.text)
    return "".join(parts)


def to_calendar(value: Decimal, places: int = 0, *, counts_from_1904: bool = False) -> CalendarTime | None:
    """Return the day and time of a number of days, rounded to these places of a second, or None if there is none."""
    if not 0 <= value <= LAST_DAY + 1:
        return None
    unit = Decimal(1).scaleb(-places)
    seconds = (value * DAY_S).quantize(unit, ROUND_HALF_UP)
    days, rest = divmod(seconds, DAY_S)
    epoch = EPOCH_1904 if counts_from_1904 else EPOCH
    if days + (epoch - EPOCH).days > LAST_DAY:
        return None
    shift = 1 if not counts_from_1904 and days < FIRST_DAY_AFTER_LEAP else 0
    microseconds = int(rest * 1_000_000)
    moment = epoch + timedelta(days=int(days) + shift, microseconds=microseconds)
    return CalendarTime(moment, int(seconds), microseconds % 1_000_000)


def from_iso(text: str) -> Decimal | None:
    """Return the days since 1900 of a date in a cell of that type, or None if it is none."""
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    since = moment.replace(tzinfo=None) - EPOCH
    return Decimal(since.days) + Decimal(since.seconds) / DAY_S


def _in_han(text: str, token: FormatToken, kind: str) -> str:
    """Return a part of a date in Han digits: years digit by digit, others as 十九."""
    if token.text[0].lower() in {"y", "e"}:
        return to_han(text, kind, with_units=False)
    shown = to_han(text, kind)
    return shown.removeprefix("一") if shown.startswith("一十") else shown


def _second_places(tokens: tuple[FormatToken, ...]) -> int:
    """Return how many places of a second a format shows."""
    for index, token in enumerate(tokens):
        if token.kind == "point" and _has_digit_behind(tokens, index):
            return min(sum(following.kind == "digit" for following in tokens[index:]), 3)
    return 0


def _has_digit_behind(tokens: tuple[FormatToken, ...], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].kind == "digit"


def _date_part(shown: CalendarTime, tokens: tuple[FormatToken, ...], index: int) -> str:
    token = tokens[index]
    letters = token.text.lower()
    if token.kind == "elapsed":
        number = shown.elapsed_s // {"h": 3600, "m": 60, "s": 1}[letters[0]]
        return f"{number:0{len(letters)}d}"
    moment = shown.moment
    if "/" in letters:
        return token.text.split("/")[moment.hour >= 12]
    if letters[0] == "m" and _is_minute(tokens, index):
        return f"{moment.minute:0{min(len(letters), 2)}d}"
    if letters[0] == "h":
        has_half_day = any(other.kind == "date" and "/" in other.text for other in tokens)
        return f"{(moment.hour % 12 or 12) if has_half_day else moment.hour:0{min(len(letters), 2)}d}"
    return _calendar_part(moment, letters[0], len(letters))


def _is_minute(tokens: tuple[FormatToken, ...], index: int) -> bool:
    """Return whether an m means minutes: behind hours, or before seconds."""

    def letters(part: tuple[FormatToken, ...]) -> list[str]:
        return [token.text[0].lower() for token in part if token.kind in {"date", "elapsed"} and "/" not in token.text]

    return letters(tokens[:index])[-1:] == ["h"] or letters(tokens[index + 1 :])[:1] == ["s"]


def _calendar_part(moment: datetime, letter: str, length: int) -> str:
    """Return a year, month, day, weekday or second as so many letters of a code ask for it."""
    padding = f"0{min(length, 2)}d"
    month, weekday = MONTHS[moment.month - 1], WEEKDAYS[moment.weekday()]
    match letter:
        case "y":
            return f"{moment.year % 100:02d}" if length < 3 else f"{moment.year:04d}"
        case "m":
            return {3: month[:3], 4: month, 5: month[0]}.get(length, f"{moment.month:{padding}}")
        case "d":
            return {1: str(moment.day), 2: f"{moment.day:02d}", 3: weekday[:3]}.get(length, weekday)
        case "a":
            return ("星期" if length > 3 else "") + HAN_WEEKDAYS[moment.weekday()]
        case "s":
            return f"{moment.second:{padding}}"
    return str(moment.year)
