"""What a unit handed in: each thing it said with the place where it said it, nothing looked up or guessed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plugins.content.problems import Problem, problem
from plugins.imports.forms.mapping import Form, KeyPath

PARAGRAPH = {"zh-Hans": "第{line}段", "en": "paragraph {line}"}


@dataclass(frozen=True, order=True)
class Place:
    """A cell of a table, or a paragraph of a Word file (those in its tables are counted along)."""

    file: str
    line: int
    column: int | None = None

    def written(self, lang: str) -> str:
        """Such as C5, or 第12段."""
        return _letters(self.column) + str(self.line) if self.column else PARAGRAPH[lang].format(line=self.line)


def _letters(column: int) -> str:
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


@dataclass(frozen=True)
class Finding:
    """A problem and where it is in what the unit handed in."""

    place: Place
    problem: Problem


@dataclass(frozen=True)
class Embedded:
    """A picture inside a Word file."""

    data: bytes
    alt: str
    place: Place
    caption: str = ""


@dataclass(frozen=True)
class Said:
    """What stands under a label. Of a Word file the Markdown is at hand as well, with pictures between its blocks."""

    text: str
    place: Place
    blocks: Sequence[str | Embedded] = ()

    @property
    def pictures(self) -> list[Embedded]:
        return [block for block in self.blocks if isinstance(block, Embedded)]


@dataclass
class Submission:
    """One form as it was read. ``place`` is its row, or its first paragraph."""

    place: Place
    said: dict[KeyPath, Said] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, place: Place, code: str, **values: object) -> None:
        self.findings.append(Finding(place, problem(place.file, place.line, code, **values)))

    def text(self, *path: str | int) -> str:
        """What was said there, or nothing."""
        return self.said[path].text if path in self.said else ""

    def where(self, place: Place, form: Form, lang: str) -> str:
        """A place in words: a cell, or a paragraph with the label above it, which people find more easily."""
        above = [(said.place.line, path) for path, said in self.said.items() if said.place.line <= place.line]
        if place.column or not above:
            return place.written(lang)
        label = form.label_of(max(above, key=lambda each: each[0])[1])
        return f"{place.written(lang)}（{label}）" if lang == "zh-Hans" else f"{place.written(lang)} ({label})"
