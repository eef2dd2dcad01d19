"""Fields of a Word file: which text is a field's result, where it links to, and what controls of old forms show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from plugins.content.schema.web_urls import is_web_url
from plugins.imports.word.package import is_on, qn, value_of

HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\[nt]\s+)*"([^"]*)"', re.I)


@dataclass
class _Field:
    """A field that has begun: its instruction, and whether its result has."""

    instruction: str = ""
    is_result: bool = False


@dataclass
class FieldStack:
    """The fields around the current text, which may span paragraphs."""

    _fields: list[_Field] = field(default_factory=list)

    def begin(self, instruction: str = "", *, is_result: bool = False) -> None:
        """Enter a field."""
        self._fields.append(_Field(instruction, is_result))

    def separate(self) -> None:
        """Go on from the innermost field's instruction to its result."""
        if self._fields:
            self._fields[-1].is_result = True

    def end(self) -> None:
        """Leave the innermost field."""
        if self._fields:
            self._fields.pop()

    def add_instruction(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self.is_code:
            self._fields[-1].instruction += text

    @property
    def is_code(self) -> bool:
        """Whether the current text is part of an instruction, which Word does not show."""
        return bool(self._fields) and not self._fields[-1].is_result

    @property
    def target(self) -> str:
        """What the innermost field links to, of any kind, or an empty text."""
        match = HYPERLINK.match(self._fields[-1].instruction) if self._fields else None
        return match.group(1) if match else ""

    @property
    def url(self) -> str:
        """The web address that the current text links to, or an empty text."""
        matches = (HYPERLINK.match(item.instruction) for item in self._fields if item.is_result)
        urls = [match.group(1) for match in matches if match and is_web_url(match.group(1))]
        return urls[-1] if urls else ""


def control_text(begin: Any) -> str:
    """Return what a check box or a drop-down list of an old form shows; ``begin`` begins its field."""
    box, choices = begin.find(f".//{qn('w:checkBox')}"), begin.find(f".//{qn('w:ddList')}")
    if box is not None:
        key = "w:checked" if box.find(qn("w:checked")) is not None else "w:default"
        return "☑" if is_on(box, key) else "☐"
    entries = (
        [entry.get(qn("w:val"), "") for entry in choices.findall(qn("w:listEntry"))] if choices is not None else []
    )
    index = value_of(choices, "w:result") or value_of(choices, "w:default") or "0"
    return entries[int(index)] if index.isdecimal() and int(index) < len(entries) else ""
