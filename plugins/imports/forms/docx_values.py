"""The submissions of one Word file while it is read: the open field, and the values so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plugins.imports.forms.mapping import (
    BODY,
    COLON,
    FILL_LINE,
    IDENTIFYING,
    PICTURE_FIELDS,
    REPEATABLE,
    SECTIONS,
    KeyPath,
    LabelFinder,
    is_sentence,
)
from plugins.imports.forms.submission import FieldValue, SourceLocation, Submission, quote
from plugins.imports.word.blocks import Block, DocxTable, Paragraph, full_text, iter_paragraphs
from plugins.imports.word.markdown import attach_captions, to_markdown

TEXTS = {SECTIONS, BODY}
SUMMARY = ("summary",)


@dataclass
class SubmissionBuilder:
    """Collects values. ``path`` is the open field, which the next blocks may continue.

    ``is_bare`` is whether the label of the open field stood on a line of its own.
    """

    labels: LabelFinder
    notes: dict[str, str]
    start: SourceLocation
    submissions: list[Submission] = field(default_factory=list)
    path: KeyPath | None = None
    location: SourceLocation | None = None
    blocks: list[Block] = field(default_factory=list)
    is_bare: bool = False
    label: str = ""

    def __post_init__(self) -> None:
        self.submissions.append(Submission(self.start))

    @property
    def submission(self) -> Submission:
        """The submission that is read now."""
        return self.submissions[-1]

    def open(self, path: KeyPath, rest: Paragraph, label: str, *, is_bare: bool) -> None:
        """Begin a field with what stands on the line of its label."""
        self.path, self.location, self.blocks = path, rest.location, [rest]
        self.is_bare, self.label = is_bare, label
        self.submission.accounted.append(label)

    @property
    def is_unfilled_line(self) -> bool:
        """Whether the open field has a label such as "做法：" and nothing yet: no heading, but a line of the form."""
        return bool(COLON.search(self.label)) and all(block.is_empty for block in iter_paragraphs(self.blocks))

    def add(self, block: Block) -> None:
        """Continue the open field."""
        self.blocks.append(block)

    def finish_field(self) -> None:
        """Store the open field, if there is one."""
        if self.path and self.location:
            self.set_value(self.path, self.location, self.blocks)
        self.path, self.location, self.blocks = None, None, []

    def has_value(self, path: KeyPath) -> bool:
        """Return whether a field has its value already: a text may mention the label again."""
        value = self.submission.values.get(path)
        return path == self.path or bool(value and not value.is_empty and path[0] not in REPEATABLE)

    def is_identifying(self, path: KeyPath) -> bool:
        """Return whether a second value of this field begins another project: the first one has a text already."""
        has_text = any(
            not value.is_empty for other, value in self.submission.values.items() if other[0] in {*TEXTS, "summary"}
        )
        return path in IDENTIFYING and (has_text or bool(self.path and self.path[0] in TEXTS))

    def start_next(self, location: SourceLocation) -> None:
        """Begin another project, whose form begins here."""
        self.submissions.append(Submission(location))
        self.submission.add_problem(location, "warn_intake_several_projects")

    def set_value(
        self, path: KeyPath, location: SourceLocation, blocks: Sequence[Block], *, is_continued: bool = False
    ) -> None:
        """Store a value; a second one is joined to the first if it continues it, else reported or another project's."""
        self.submission.accounted += [paragraph.caption_number for paragraph in iter_paragraphs(blocks)]
        if (path[0], path[-1]) in PICTURE_FIELDS:
            blocks = list(self._pictures_with_captions(blocks))
        words = "\n".join(_field_text(paragraph) for paragraph in iter_paragraphs(blocks) if paragraph.text)
        text = words if path[0] in TEXTS else FILL_LINE.sub("", words)
        value = FieldValue(text, location, (*to_markdown(blocks), *self._notes(path, blocks)))
        if words and self.labels.mapping.is_blank(text) and len(value.blocks) == 1:
            self.submission.accounted.append(words)
            value = FieldValue("", location)
        existing = self.submission.values.get(path)
        if existing and not existing.is_empty and not value.is_empty:
            if text == existing.text and text and not value.pictures and not is_continued:
                # a cover sheet says it as well
                self.submission.accounted.append(full_text(blocks))
                return
            if path[0] in REPEATABLE or is_continued:
                value = FieldValue(f"{existing.text}\n{value.text}", location, (*existing.blocks, *value.blocks))
            elif self.is_identifying(path) and text != existing.text:
                self.start_next(location)
            else:
                self.submission.add_loss(
                    location, "intake_said_twice", text=self.labels.mapping.label_for(path), value=full_text(blocks)
                )
                return
        if path not in self.submission.values or not value.is_empty:
            self._report_struck(path, blocks)
            self._report_tables(path, blocks)
            self.submission.values[path] = value

    def _notes(self, path: KeyPath, blocks: Sequence[Block]) -> Iterator[str]:
        """Iterate over the footnotes of a text; no other field can have any."""
        for paragraph in iter_paragraphs(blocks):
            for note in dict.fromkeys(paragraph.notes):
                if note in self.notes and path[0] in TEXTS:
                    yield f"[^{note}]: {self.notes[note]}"
                elif note in self.notes:
                    text = f"脚注 footnote：{self.notes[note]}"
                    self.submission.add_loss(paragraph.location, "intake_no_equivalent", text=text)

    def _report_struck(self, path: KeyPath, blocks: Sequence[Block]) -> None:
        """Report what is struck through in a field that cannot show it so."""
        for paragraph in iter_paragraphs(blocks) if path[0] not in TEXTS else ():
            if paragraph.struck:
                self.submission.add_loss(paragraph.location, "intake_struck", text=paragraph.struck)

    def _report_tables(self, path: KeyPath, blocks: Sequence[Block]) -> None:
        """Report a table in a summary, whose cells become lines of text."""
        for block in blocks if path == SUMMARY else ():
            paragraphs = [paragraph for paragraph in iter_paragraphs([block]) if paragraph.text]
            if isinstance(block, DocxTable) and not block.is_box and paragraphs:
                text = quote("；".join(paragraph.text for paragraph in paragraphs))
                self.submission.add_problem(paragraphs[0].location, "warn_intake_table_flat", text=text)

    def _pictures_with_captions(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Iterate over the blocks of a field for pictures; text that is no caption of one is reported."""
        if not any(paragraph.pictures for paragraph in iter_paragraphs(blocks)):
            yield from blocks
            return
        for block in attach_captions(list(_flatten(blocks)), any_text=True):
            if isinstance(block, Paragraph) and block.pictures and block.text:
                *others, last = block.pictures
                words = replace(last, caption=last.caption or block.caption)
                yield replace(block.without_text(), pictures=(*others, words))
                if last.caption:
                    self.report_unmapped(replace(block, pictures=()))
            elif isinstance(block, Paragraph) and not block.pictures:
                self.report_unmapped(block)
            else:
                yield block

    def report_unmapped_field(self, label: Sequence[Block], value: Sequence[Block]) -> None:
        """Report a label that is not known, together with its value."""
        location = next(paragraph.location for paragraph in iter_paragraphs(label) if not paragraph.is_empty)
        code = "intake_unmapped" if is_sentence(full_text(value)) else "warn_intake_unmapped"
        self.submission.add_loss(location, code, text=f"{full_text(label)}：{full_text(value)}")
        for paragraph in iter_paragraphs(value):
            if paragraph.pictures:
                self.submission.add_loss(paragraph.location, "warn_intake_unmapped", text="图片 picture")

    def report_unmapped(self, block: Block) -> None:
        """Report paragraphs that belong to no known label, unless the mapping ignores them."""
        for paragraph in iter_paragraphs([block]):
            if paragraph.is_empty:
                continue
            labels = (paragraph.text, self.labels.split(paragraph.text) or "")
            if paragraph.text and any(map(self.labels.mapping.ignores, labels)):
                self.submission.leave_out(paragraph.location, paragraph.full_text)
            elif paragraph.full_text:
                code = "intake_unmapped" if is_sentence(paragraph.full_text) else "warn_intake_unmapped"
                self.submission.add_loss(paragraph.location, code, text=paragraph.full_text)
            if paragraph.pictures:
                self.submission.add_loss(paragraph.location, "warn_intake_unmapped", text="图片 picture")


def _flatten(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Iterate over the paragraphs; those of tables are sorted so that captions below pictures follow them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        columns = max((len(row) for row in block.rows), default=0)
        for column in range(columns):
            for row in block.rows:
                yield from _flatten(row[column].blocks) if column < len(row) else ()


def _field_text(paragraph: Paragraph) -> str:
    """Return the text of a paragraph in a field that is no Markdown, with the number that Word shows before it."""
    marker = paragraph.marker.text if paragraph.marker else ""
    return f"{marker}{' ' * bool(marker and marker[-1].isascii())}{paragraph.text}"
