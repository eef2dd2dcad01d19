"""A submission form as read: each value with its location, before any name is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.problems import Problem, problem
from plugins.imports.forms.mapping import FieldMapping, KeyPath
from plugins.system.messages import Catalogue

MESSAGES = Catalogue(str(Path(__file__).parents[1]))


@dataclass(frozen=True, order=True)
class SourceLocation:
    """A cell of a table, or a paragraph of a Word file; paragraphs in its tables are counted as well.

    ``line`` is the row or the paragraph, ``column`` the column of a cell, all counted from one.
    """

    file: str
    line: int
    column: int | None = None

    def label(self, lang: str) -> str:
        """Return a short text such as C5 or 第12段."""
        if self.column:
            return _column_letters(self.column) + str(self.line)
        return MESSAGES.text("paragraph", lang, line=self.line)


def _column_letters(column: int) -> str:
    before, last = divmod(column - 1, 26)
    return (_column_letters(before) if before else "") + chr(ord("A") + last)


@dataclass(frozen=True)
class LocatedProblem:
    """A problem and its location in a submission form."""

    location: SourceLocation
    problem: Problem


def reading_order(located: LocatedProblem) -> tuple[int, int]:
    """Return the sort key that lists problems in the order in which a form is read."""
    return (located.location.line, located.location.column or 0)


@dataclass(frozen=True)
class EmbeddedImage:
    """A picture inside a Word file."""

    data: bytes
    alt: str
    location: SourceLocation
    caption: str = ""


@dataclass(frozen=True)
class FieldValue:
    """The value of a label. ``blocks`` are its Markdown and pictures, if it comes from a Word file."""

    text: str
    location: SourceLocation
    blocks: Sequence[str | EmbeddedImage] = ()

    @property
    def pictures(self) -> list[EmbeddedImage]:
        return [block for block in self.blocks if isinstance(block, EmbeddedImage)]

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.blocks)


@dataclass
class Submission:
    """One submission; ``location`` is its row in a table, or the first paragraph of its Word file."""

    location: SourceLocation
    values: dict[KeyPath, FieldValue] = field(default_factory=dict)
    problems: list[LocatedProblem] = field(default_factory=list)

    def add_problem(self, location: SourceLocation, code: str, **values: object) -> None:
        """Record a problem of this form."""
        self.problems.append(LocatedProblem(location, problem(location.file, location.line, code, **values)))

    def text(self, *path: str | int) -> str:
        """Return the text of a field, empty if the form does not have it."""
        return self.values[path].text if path in self.values else ""

    def describe_location(self, location: SourceLocation, mapping: FieldMapping, lang: str) -> str:
        """Return a cell, or a paragraph with the label above it, which people find more easily."""
        above = [
            (value.location.line, path) for path, value in self.values.items() if value.location.line <= location.line
        ]
        if location.column or not above:
            return location.label(lang)
        label = mapping.label_for(max(above, key=lambda line_and_path: line_and_path[0])[1])
        return MESSAGES.text("paragraph_below_label", lang, line=location.line, label=label)
