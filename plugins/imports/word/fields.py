"""Fields of a Word file: which text is a field's result, where it links to, and what those without a result show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from plugins.content.schema.web_urls import is_web_url
from plugins.imports.word.package import is_on, qn, value_of
from plugins.imports.word.symbols import to_unicode

HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\[nt]\s+)*"([^"]*)"', re.I)
NAME = re.compile(r"\s*([A-Z]+)\b\s*(.*)", re.I | re.S)
BUTTON = re.compile(r"\S+\s+(.*)", re.S)
SYMBOL = re.compile(r'(0x[0-9a-f]{1,4}|[0-9]{1,5})\b(?:.*\\f\s+(?:"([^"]*)"|(\S+)))?', re.I | re.S)
# a file is untrusted; instructions of characters are short
MAX_INSTRUCTION = 400
# ○ around a character, and a reading above it
ENCLOSED = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,;]\s*([^()\\]+?)\s*\)\s*\Z")
READING = re.compile(r"\\o\s*(?:\\a[clrd]\s*)?\(\s*\\s\s*\\up\s*[0-9.]*\s*\(([^()]*)\)\s*[,;]\s*([^()\\]*)\)\s*\Z")
RINGS = (range(0x2460, 0x2474), range(0x24B6, 0x24EB), range(0x3251, 0x3260), range(0x3280, 0x32C0))
IN_RING = {unicodedata.normalize("NFKC", chr(code)): chr(code) for codes in RINGS for code in codes}


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

    def end(self) -> str:
        """Leave the innermost field; return its instruction if it has no result."""
        ended = self._fields.pop() if self._fields else _Field(is_result=True)
        return "" if ended.is_result else ended.instruction

    def add_instruction(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self.is_code:
            self._fields[-1].instruction += text

    @property
    def is_code(self) -> bool:
        """Whether the current text is part of an instruction, or inside one, which Word does not show."""
        return not all(item.is_result for item in self._fields)

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


def shown_without_result(instruction: str) -> tuple[str, str]:
    """Return the text that Word shows of a field without a result, and the name of what is no text."""
    name, rest = match.groups() if (match := NAME.match(instruction[:MAX_INSTRUCTION])) else ("", "")
    if name.upper() == "EQ":
        return _equation(rest)
    if name.upper() in {"MACROBUTTON", "GOTOBUTTON"} and (button := BUTTON.match(rest)):
        return button[1].strip(), ""
    if name.upper() == "SYMBOL" and (symbol := SYMBOL.match(rest)):
        code, font = int(symbol[1], 0), symbol[2] or symbol[3] or ""
        text = to_unicode(font, code)
        return text, "" if text else f"符号 symbol {code:04X} {font}".strip()
    if name.upper() in {"LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}:
        return "", "自动编号 automatic number"
    return "", ""


def _equation(code: str) -> tuple[str, str]:
    """Return what a formula shows: a character in a ring and one below its reading are texts, others are not."""
    if (enclosed := ENCLOSED.search(code)) and (text := IN_RING.get(unicodedata.normalize("NFKC", enclosed[1]))):
        return text, ""
    if reading := READING.search(code):
        return f"{reading[2].strip()}（{reading[1].strip()}）", ""
    return "", f"公式 equation：{' '.join(code.split())}"
