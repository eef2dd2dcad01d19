"""Choices that a form offers in one field, such as "☑水 □安全" or "水（√） 安全（ ）": which of them are ticked."""

from __future__ import annotations

import re

TICKS, BOXES = "☑☒✓✔√■●◉⊠", "□☐○◯▢"
MARK = f"[{TICKS}{BOXES}]"
IN_BRACKETS = rf"[(（\[【]\s{{0,9}}(?:[{TICKS}vVxX×对]\s{{0,9}})?[)）\]】]"
MARKS = re.compile(f"{IN_BRACKETS}|{MARK}")
TICK = re.compile(f"[{TICKS}vVxX×对]")
AROUND = " \t\n、，,；;/"


def find_ticked(text: str) -> list[str] | None:
    """Return the ticked choices of a text, None if it has no boxes. The boxes stand before or behind the choices."""
    marks, names = MARKS.findall(text), [name.strip(AROUND) for name in MARKS.split(text)]
    if not marks or (names[0] and names[-1]):
        return None
    choices = names[:-1] if names[0] else names[1:]
    return [name for mark, name in zip(marks, choices, strict=True) if TICK.search(mark)]
