"""Numbers of lists and headings as Word shows them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.imports.word.package import is_on, qn, value_of
from plugins.tables.han_numbers import to_han

LEVELS = 9
MAX_NUMBER = 9999
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")]
ROMAN += [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
# a number that Markdown's lists show the same way: 1. 1) 1、 (1) （1）
PLAIN_NUMBER = re.compile(r"[(（]?%[1-9][.)）、．]?\s*\Z")


@dataclass(frozen=True)
class ListMarker:
    """The marker of a list item: ``text`` as Word shows it, ``number`` if Markdown's lists show the same number.

    ``level`` counts from zero; a bullet has no text.
    """

    level: int
    text: str = ""
    number: int | None = None


class Numbering:
    """Counts the items of all lists, in the order of the document."""

    def __init__(self, root: Any) -> None:
        definitions = root.findall(qn("w:abstractNum")) if root is not None else []
        self._definitions = {definition.get(qn("w:abstractNumId")): definition for definition in definitions}
        instances = root.findall(qn("w:num")) if root is not None else []
        self._instances = {instance.get(qn("w:numId")): instance for instance in instances}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next_marker(self, direct: Any, inherited: Any, style: str) -> ListMarker | None:
        """Count one paragraph with these ``w:numPr``, its own and that of its style; None if it is in no list."""
        list_id = value_of(direct, "w:numId") or value_of(inherited, "w:numId")
        level_text = value_of(direct, "w:ilvl") or value_of(inherited, "w:ilvl")
        if not list_id.isdecimal() or list_id == "0":
            return None
        instance = self._instances.get(list_id)
        definition_id = value_of(instance, "w:abstractNumId")
        if not level_text and definition_id in self._definitions:
            level_text = self._linked_level(definition_id, style)
        level = min(int(level_text), LEVELS - 1) if level_text.isdecimal() else 0
        if instance is None or definition_id not in self._definitions:
            # Word shows no number without its definition
            return None
        counts = self._count(list_id, definition_id, level)
        return self._marker(list_id, definition_id, level, counts)

    def _linked_level(self, definition_id: str, style: str) -> str:
        levels = self._definitions[definition_id].findall(qn("w:lvl"))
        linked = (level.get(qn("w:ilvl"), "") for level in levels if value_of(level, "w:pStyle") == style)
        return next(linked, "")

    def _count(self, list_id: str, definition_id: str, level: int) -> list[int | None]:
        counts = self._counts.setdefault(definition_id, [None] * LEVELS)
        override = self._override(list_id, level)
        restart = value_of(override, "w:startOverride")
        start = restart or value_of(self._level(list_id, definition_id, level), "w:start") or "1"
        first = min(int(start), MAX_NUMBER) if start.isdecimal() else 1
        is_restarted = bool(restart) and (list_id, level) not in self._begun
        current = counts[level]
        counts[level] = first if current is None or is_restarted else min(current + 1, MAX_NUMBER)
        self._begun.add((list_id, level))
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return counts

    def _override(self, list_id: str, level: int) -> Any:
        return _find_level(self._instances[list_id], "w:lvlOverride", level)

    def _level(self, list_id: str, definition_id: str, level: int) -> Any:
        override = self._override(list_id, level)
        replaced = override.find(qn("w:lvl")) if override is not None else None
        return replaced if replaced is not None else _find_level(self._definitions[definition_id], "w:lvl", level)

    def _marker(self, list_id: str, definition_id: str, level: int, counts: list[int | None]) -> ListMarker:
        definition = self._level(list_id, definition_id, level)
        number_format, pattern = value_of(definition, "w:numFmt"), value_of(definition, "w:lvlText")
        if definition is None or number_format in {"bullet", "none"}:
            return ListMarker(level)
        is_plain = number_format in {"decimal", "decimalZero", ""} and PLAIN_NUMBER.match(pattern)
        text = pattern
        for other, count in enumerate(counts):
            if f"%{other + 1}" in pattern:
                # a legal number is in digits at every level
                is_legal = is_on(definition, "w:isLgl")
                source = "" if is_legal else value_of(self._level(list_id, definition_id, other), "w:numFmt")
                text = text.replace(f"%{other + 1}", format_number(1 if count is None else count, source))
        return ListMarker(level, text.strip(), counts[level] if is_plain else None)


def _find_level(parent: Any, name: str, level: int) -> Any:
    return next((element for element in parent.findall(qn(name)) if element.get(qn("w:ilvl")) == str(level)), None)


def format_number(number: int, number_format: str) -> str:
    """Return a number in one of Word's formats; an unknown format is written in digits."""
    return FORMATS.get(number_format, str)(number)


def _chinese(number: int) -> str:
    text = to_han(str(number), "1")
    # unlike spreadsheet programs, Word writes 零 within a number, and 十 without 一 before it
    return text if number < 10 else text.replace("〇", "零").removeprefix("一" * (number < 20))


def _han_digits(number: int) -> str:
    return to_han(str(number), "1", with_units=False)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 800 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text or "0"


def _in_circle(number: int) -> str:
    return CIRCLED[number] if number < len(CIRCLED) else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _han_digits,
    "japaneseDigitalTenThousand": _han_digits,
    "chineseLegalSimplified": lambda number: to_han(str(number), "2"),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
    "decimalEnclosedCircle": _in_circle,
    "decimalEnclosedCircleChinese": _in_circle,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
