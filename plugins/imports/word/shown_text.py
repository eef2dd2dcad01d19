"""A second, simple reader of Word files: all text in reading order, to check that an import lost nothing.

It shares no code with the reader of forms, so that a fault of that one cannot hide in both.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

# the parts that a person reads; notes, comments and page margins are counted as one paragraph
PARTS = re.compile(r"word[/\\](?:document|header|footer|footnotes|endnotes|comments)[^/\\]*\.xml\Z", re.I)
BODY_PART = re.compile(r"word[/\\]document", re.I)
LEFT_OUT = {"Fallback", "del", "moveFrom"}
SYMBOL_FONT = re.compile(r"(?:Wingdings|Webdings|Symbol)\b", re.I)
# a number on every page, and the marks around it
PAGE_NUMBER = re.compile(r"(?:[\s\d第页共/\-—–·]|page|of)*", re.I)


@dataclass(frozen=True)
class ShownParagraph:
    """The texts of one paragraph in reading order. ``line`` counts the paragraphs outside text boxes, from one."""

    line: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.texts)


def read_shown_text(path: Path) -> list[ShownParagraph]:
    """Return every paragraph with text: of the body, and of the other parts. Raises what zipfile and lxml raise."""
    paragraphs: list[ShownParagraph] = []
    with zipfile.ZipFile(path) as package:
        for name in sorted(filter(PARTS.match, package.namelist())):
            walk = _Walk()
            walk.visit(etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True)))
            is_body = BODY_PART.match(name) is not None
            for line, texts in walk.paragraphs:
                words = "".join(texts)
                if words.strip() and (is_body or not PAGE_NUMBER.fullmatch(words)):
                    paragraphs.append(ShownParagraph(line if is_body else 1, tuple(texts)))
    return paragraphs


@dataclass
class _Walk:
    """Goes through one part; ``line`` is the number of the current paragraph outside text boxes."""

    paragraphs: list[tuple[int, list[str]]] = field(default_factory=list)
    line: int = 0

    def visit(self, element: Any, texts: list[str] | None = None, *, is_boxed: bool = False) -> None:
        """Add the texts below an element; ``texts`` are those of the paragraph around it."""
        for child in element:
            if not isinstance(child.tag, str):
                continue
            namespace, _, name = child.tag.rpartition("}")
            if name in LEFT_OUT or (name == "r" and _is_in_symbols(child)):
                continue
            if name == "p" and "wordprocessingml" in namespace:
                self.line += not is_boxed
                inner: list[str] = []
                self.paragraphs.append((self.line, inner))
                self.visit(child, inner, is_boxed=is_boxed)
            elif name == "t" and child.text and texts is not None:
                texts.append(child.text)
            else:
                self.visit(child, texts, is_boxed=is_boxed or name == "txbxContent")


def _is_in_symbols(run: Any) -> bool:
    """Return whether the letters of a run are the codes of a symbol font, and no text."""
    fonts = [font for child in run[:1] for font in child if isinstance(font.tag, str) and font.tag.endswith("}rFonts")]
    return any(SYMBOL_FONT.match(value) for font in fonts for value in font.attrib.values())
