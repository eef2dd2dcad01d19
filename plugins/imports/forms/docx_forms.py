"""Submissions from a Word file: a table of labels, lines such as "项目名称：…", and sections under headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.imports.forms.docx_lines import Instructions, divide_fields
from plugins.imports.forms.docx_tables import TableReader, count_pairs, label_pairs
from plugins.imports.forms.docx_values import SubmissionBuilder
from plugins.imports.forms.mapping import BODY, IDENTIFYING, SECTIONS, FieldMapping, KeyPath, LabelFinder, is_sentence
from plugins.imports.forms.submission import SourceLocation, Submission, quote, submission_at
from plugins.imports.word.blocks import Block, DocxTable, Paragraph, full_text, iter_paragraphs
from plugins.imports.word.reader import read_docx

# with two values beside their labels, a table in a section is part of the form
MIN_PAIRS = 2
SAMPLE: KeyPath = ("sample",)
# fields of one line, which own no paragraph after it
ONE_LINE = {"number", "slug", "title", "track", "recommending_unit"}


def read_docx_form(folder: Path, file: str, mapping: FieldMapping, languages: Sequence[str]) -> list[Submission]:
    """Read a Word form, which may hold several projects. Raises ``ContentError`` if it is not a valid Word file."""
    document = read_docx(folder, file)
    builder = SubmissionBuilder(LabelFinder(mapping, languages), document.notes, SourceLocation(file, 1))
    reader = _FormReader(builder)
    reader.read(document.blocks)
    builder.finish_field()
    reader.report_labels_in_sections()
    builder.submissions[0].accounted += document.losses.texts
    for submission in builder.submissions:
        submission.report_left_out()
    for located in document.losses.problems:
        submission_at(builder.submissions, located.location.line).problems.append(located)
    return builder.submissions


@dataclass(frozen=True)
class _LabelInSection:
    """A line that stays in its section; ``is_clear`` if that section's label stood on a line of its own."""

    submission: Submission
    path: KeyPath
    paragraph: Paragraph
    is_clear: bool


class _FormReader:
    """Reads a form from top to bottom."""

    def __init__(self, builder: SubmissionBuilder) -> None:
        self.builder = builder
        self.labels = builder.labels
        self.mapping = builder.labels.mapping
        self.tables = TableReader(builder, self.read)
        # lines that look like the label of another section, inside the section that they stand in
        self.labels_in_sections: list[_LabelInSection] = []
        self.instructions = Instructions()

    def read(self, blocks: Sequence[Block]) -> None:
        """Read blocks outside the tables of labels."""
        for index, block in enumerate(blocks):
            if isinstance(block, DocxTable):
                self.instructions.end()
                self._read_table(block)
            elif self.instructions.take(block, self.labels, is_free=self.builder.path is None):
                self.builder.finish_field()
                self.builder.submission.leave_out(block.location, block.full_text)
            else:
                self._read_line(block, blocks[index + 1 :])

    def _read_line(self, paragraph: Paragraph, following: Sequence[Block]) -> None:
        """Read a paragraph, which may hold several fields: "编号：A1   赛道：水"."""
        parts = [paragraph] if self._is_section_open() else divide_fields(paragraph, self.labels)
        for index, part in enumerate(parts):
            rest = [*parts[index + 1 :], *following]
            if not self._read_label(part, rest):
                self._read_text(part)

    def _read_table(self, table: DocxTable) -> None:
        if self._is_next_form(table):
            self.builder.finish_field()
            self.builder.start_next(next(iter_paragraphs([table])).location)
        if not table.frames_tables and self._is_form_table(table):
            self.builder.finish_field()
            self.tables.read(table)
        elif (table.is_box or table.frames_tables) and not self._is_section_open() and self._has_labels(table):
            self.read(table.rows[0][0].blocks)
        else:
            self._read_other_table(table)

    def _read_other_table(self, table: DocxTable) -> None:
        """Read a table that is no part of the form itself."""
        if table.is_box and self.builder.path:
            location = next(paragraph.location for paragraph in iter_paragraphs([table]))
            self.builder.submission.add_problem(location, "warn_intake_text_box", text=quote(full_text([table])))
        if self.builder.path:
            self.builder.add(table)
        else:
            self.builder.report_unmapped(table)

    def _is_form_table(self, table: DocxTable) -> bool:
        if self._is_section_open():
            return count_pairs(table, self.labels, self.builder.has_value) >= MIN_PAIRS
        cells = [cell for row in table.rows for cell in row]
        lines = [cell.paragraphs[0].text for cell in cells if cell.paragraphs]
        if sum(self.labels.find(self.labels.split(line) or "") is not None for line in lines) >= MIN_PAIRS:
            return True
        return any(
            self.labels.find(cell.text) or self.mapping.ignores(cell.text) or self.tables.holds_sections(cell)
            for cell in cells
        )

    def _is_next_form(self, table: DocxTable) -> bool:
        """Return whether a table below the sections of a form is the one of another project."""
        pairs = dict(label_pairs(table, self.labels))
        others = [path for path in IDENTIFYING if path in pairs and pairs[path] != self.builder.submission.text(*path)]
        return len(pairs) >= MIN_PAIRS and any(self.builder.is_identifying(path) for path in others)

    def _has_labels(self, table: DocxTable) -> bool:
        labels = (self.labels.split(paragraph.text) or paragraph.text for paragraph in iter_paragraphs([table]))
        return any(self.labels.find(label) for label in labels)

    def _is_section_open(self) -> bool:
        return self.builder.path is not None and self.builder.path[0] in {SECTIONS, BODY}

    def _read_text(self, paragraph: Paragraph) -> None:
        builder = self.builder
        has_text = any(text.text for text in iter_paragraphs(builder.blocks))
        if builder.path and builder.path[0] in ONE_LINE and has_text and not paragraph.is_empty:
            builder.finish_field()
        if builder.path:
            builder.add(paragraph)
        else:
            builder.report_unmapped(paragraph)

    def _read_label(self, paragraph: Paragraph, following: Sequence[Block]) -> bool:
        """Read a paragraph that is or begins with a label; return whether it does."""
        if path := self.labels.find(paragraph.text):
            return self._open(path, paragraph, is_bare=True, following=following)
        label = self.labels.split(paragraph.text)
        if label is None:
            return self._is_title_of_next_form(paragraph, following)
        if path := self.labels.find(label):
            return self._open(path, paragraph, is_bare=False, following=following)
        if self.mapping.ignores(label):
            return self._read_ignored(paragraph, following)
        return False

    def _open(self, path: KeyPath, paragraph: Paragraph, *, is_bare: bool, following: Sequence[Block]) -> bool:
        """Open the field of a label, unless the open section owns the line."""
        if not self._is_field(path, paragraph, is_bare=is_bare, following=following):
            return False
        self.builder.finish_field()
        rest = paragraph.without_text() if is_bare else paragraph.after_label()
        label = paragraph.text if is_bare else self.labels.split(paragraph.text) or ""
        self.builder.open(path, rest, label, is_bare=is_bare)
        return True

    def _is_field(self, path: KeyPath, paragraph: Paragraph, *, is_bare: bool, following: Sequence[Block]) -> bool:
        builder, is_section = self.builder, path[0] in {SECTIONS, BODY}
        if builder.has_value(path):
            if builder.is_identifying(path) and self._begins_with_label(following):
                return True
            if is_section and path != builder.path:
                self._keep(path, paragraph)
            return False
        if is_bare or not self._is_section_open():
            return True
        if is_section:
            is_owned = builder.is_bare and not builder.is_unfilled_line
            if is_owned:
                self._keep(path, paragraph)
            return not is_owned
        return path != SAMPLE and not is_sentence(paragraph.after_label().text)

    def _keep(self, path: KeyPath, paragraph: Paragraph) -> None:
        if self._is_section_open():
            is_clear = self.builder.is_bare or path == self.builder.path
            self.labels_in_sections.append(_LabelInSection(self.builder.submission, path, paragraph, is_clear))

    def _begins_with_label(self, blocks: Sequence[Block]) -> bool:
        """Return whether the next paragraph with text is the label of a field that is no section."""
        for block in blocks:
            if isinstance(block, DocxTable):
                return False
            if block.text:
                path = self.labels.find(block.text) or self.labels.find(self.labels.split(block.text) or "")
                return path is not None and path[0] not in {SECTIONS, BODY}
        return False

    def _is_title_of_next_form(self, paragraph: Paragraph, following: Sequence[Block]) -> bool:
        """Leave out the title of a form that begins inside an open section, if one does."""
        if self._is_section_open() and self.mapping.ignores(paragraph.text) and self._begins_with_label(following):
            self.builder.finish_field()
            self.builder.submission.leave_out(paragraph.location, paragraph.full_text)
            return True
        return False

    def _read_ignored(self, paragraph: Paragraph, following: Sequence[Block]) -> bool:
        """Leave out a line such as "联系人：…"; a sentence such as "备注：…" belongs to the section it stands in."""
        builder = self.builder
        if not self._is_section_open():
            builder.finish_field()
            builder.submission.leave_out(paragraph.location, paragraph.full_text)
            return True
        if is_sentence(paragraph.after_label().text):
            return False
        code = "intake_left_out_inside" if self._goes_on(following) else "warn_intake_left_out"
        builder.submission.add_loss(paragraph.location, code, text=paragraph.full_text)
        return True

    def _goes_on(self, following: Sequence[Block]) -> bool:
        """Return whether more text of the open section follows."""
        for block in following:
            if isinstance(block, DocxTable):
                return not self._is_form_table(block)
            label = self.labels.split(block.text) or block.text
            if block.is_empty or self.mapping.ignores(label):
                continue
            return self.labels.find(label) is None
        return False

    def report_labels_in_sections(self) -> None:
        """Report the lines that stayed in a section although another section, of their label, is empty."""
        for label in self.labels_in_sections:
            value = label.submission.values.get(label.path)
            if not (label.is_clear and value and not value.is_empty):
                code = "warn_intake_label_in_section" if label.is_clear else "intake_label_in_section"
                label.submission.add_problem(label.paragraph.location, code, text=quote(label.paragraph.text))
