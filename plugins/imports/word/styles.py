"""Styles of a Word file: what a paragraph or run has by its style rather than by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.imports.word.package import is_on, qn, value_of

# a style is based on another, which an untrusted file may nest without end
MAX_BASES = 20
OUTLINE_LEVELS = 9


class StyleSheet:
    """The styles by their id; ``root`` is the part of styles, or None if the file has none."""

    def __init__(self, root: Any) -> None:
        styles = root.findall(qn("w:style")) if root is not None else []
        self._styles = {style.get(qn("w:styleId")): style for style in styles}

    def name(self, style_id: str) -> str:
        """Return the name of a style in lower case, empty if there is no such style."""
        return value_of(self._styles.get(style_id), "w:name").lower()

    def _chain(self, style_id: str) -> Iterator[Any]:
        """Iterate over a style and those it is based on."""
        for _ in range(MAX_BASES):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value_of(style, "w:basedOn")

    def hides(self, style_id: str) -> bool:
        """Return whether text of this style is hidden."""
        for style in self._chain(style_id):
            properties = style.find(qn("w:rPr"))
            if properties is not None and properties.find(qn("w:vanish")) is not None:
                return is_on(properties, "w:vanish")
        return False

    def font(self, style_id: str) -> str:
        """Return the font of a style for letters, or an empty text."""
        fonts = (run_font(style.find(qn("w:rPr"))) for style in self._chain(style_id))
        return next(filter(None, fonts), "")

    def numbering(self, style_id: str) -> Any:
        """Return the ``w:numPr`` of a paragraph style, or None."""
        for style in self._chain(style_id):
            properties = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if properties is not None:
                return properties
        return None

    def heading_level(self, style_id: str) -> int | None:
        """Return the level of a heading style, counted from one, by its name or its outline level."""
        for style in self._chain(style_id):
            name = value_of(style, "w:name").lower()
            if name.startswith(("heading", "标题")):
                level = name.removeprefix("heading").removeprefix("标题").strip()
                return int(level) if level.isdecimal() and 0 < int(level) <= OUTLINE_LEVELS else 1
            outline = value_of(style, "w:pPr/w:outlineLvl")
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < OUTLINE_LEVELS else None
        return None


def run_font(properties: Any) -> str:
    """Return the font for letters among the properties of a run or style, or an empty text."""
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    return str(fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""
