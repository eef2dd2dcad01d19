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

    ``line`` is the row or the paragraph, ``column`` the column of a cell, all counted from one; ``sheet`` is the name
    of its sheet in a workbook of several.
    """

    file: str
    line: int
    column: int | None = None
    sheet: str = ""

    def label(self, lang: str) -> str:
        """Return a short text such as C5 or 第12段."""
        if self.column:
            sheet = f"{self.sheet}!" if self.sheet else ""
            return f"{sheet}{_column_letters(self.column)}{self.line}"
        return MESSAGES.text("paragraph", lang, line=self.line)


def _column_letters(column: int) -> str:
    before, last = divmod(column - 1, 26)
    return (_column_letters(before) if before else "") + chr(ord("A") + last)


@dataclass(frozen=True)
class LocatedProblem:
    """A problem and its location in a submission form."""

    location: SourceLocation
    problem: Problem


def problem_at(location: SourceLocation, code: str, **values: object) -> Problem:
    """Create a problem at a location."""
    return problem(location.file, location.line, code, **values)


def locate_problem(location: SourceLocation, code: str, **values: object) -> LocatedProblem:
    """Create a problem together with its location."""
    return LocatedProblem(location, problem_at(location, code, **values))


# what a message quotes of a longer text
MAX_QUOTE = 300


@dataclass
class Losses:
    """What of a form does not end in its entry: problems with their places, and the words that they stand for."""

    problems: list[LocatedProblem] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, location: SourceLocation, code: str, **values: object) -> None:
        """Record a problem whose values are words of the form; long ones are quoted in part."""
        self.texts += [str(value) for value in values.values()]
        quoted = {key: quote(value) if isinstance(value, str) else value for key, value in values.items()}
        self.problems.append(locate_problem(location, code, **quoted))


def quote(text: str) -> str:
    """Return a text on one line, cut if it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTE else f"{line[:MAX_QUOTE]}…"


def submission_at(submissions: Sequence[Submission], line: int) -> Submission:
    """Return the submission of a Word file that a paragraph belongs to."""
    before = [submission for submission in submissions if submission.location.line <= line]
    return before[-1] if before else submissions[0]


def reading_order(located: LocatedProblem) -> tuple[int, int]:
    """Return the sort key that lists problems in the order in which a form is read."""
    return (located.location.line, located.location.column or 0)


@dataclass(frozen=True)
class ImageView:
    """How a form shows a picture: the shares cut off left, top, right and bottom, then mirrored, then turned.

    ``angle`` is in degrees clockwise.
    """

    crop: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    angle: float = 0.0
    is_mirrored: bool = False
    is_upside_down: bool = False


WHOLE_IMAGE = ImageView()


@dataclass(frozen=True)
class EmbeddedImage:
    """A picture inside a form; ``file_name`` is what stands in the place of ``alt`` but is only a name of a file."""

    data: bytes
    alt: str
    location: SourceLocation
    caption: str = ""
    view: ImageView = WHOLE_IMAGE
    file_name: str = ""


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
    accounted: list[str] = field(default_factory=list)
    """Words of the form that need not be in the entry: its labels, what the mapping ignores, what problems quote."""

    left_out: list[tuple[SourceLocation, str]] = field(default_factory=list)
    """What the mapping file keeps off the site, as the form shows it, with its places."""

    def leave_out(self, location: SourceLocation, text: str) -> None:
        """Record words that the mapping file keeps off the site; a label without a value says nothing."""
        self.accounted.append(text)
        if text.rstrip()[-1:] not in {":", "："}:
            self.left_out.append((location, quote(text)))

    def report_left_out(self) -> None:
        """Report all words that the mapping file keeps off the site, in one message at the first of them."""
        if self.left_out:
            location = min(self.left_out)[0]
            self.add_problem(location, "warn_intake_ignored", text="；".join(text for _, text in self.left_out))

    def add_problem(self, location: SourceLocation, code: str, **values: object) -> None:
        """Record a problem of this form."""
        self.problems.append(locate_problem(location, code, **values))

    def add_loss(self, location: SourceLocation, code: str, **values: object) -> None:
        """Record a problem whose values are words of the form; long ones are quoted in part."""
        Losses(self.problems, self.accounted).add(location, code, **values)

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
