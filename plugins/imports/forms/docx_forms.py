"""A submission from a Word file: a table of labels, lines such as "项目名称：…", and sections under headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.imports.drafts.markdown_escape import to_paragraphs
from plugins.imports.forms.docx_blocks import Block, DocxCell, DocxTable, Paragraph, iter_paragraphs, to_markdown
from plugins.imports.forms.docx_reader import read_docx
from plugins.imports.forms.mapping import FieldMapping, KeyPath
from plugins.imports.forms.submission import FieldValue, SourceLocation, Submission

COLON = re.compile(r"[:：]")
MAX_LABEL_LENGTH = 80
# fields that may have several labels; their values are joined
REPEATABLE = {"units", "gallery"}


def read_docx_form(folder: Path, file: str, mapping: FieldMapping, languages: Sequence[str]) -> Submission:
    """Read a Word form. Raises ``ContentError`` if it is not a valid Word file."""
    blocks, problems = read_docx(folder, file)
    reader = _FormReader(mapping, languages, Submission(SourceLocation(file, 1)))
    for block in blocks:
        reader.read_block(block)
    reader.finish_field()
    reader.submission.problems += problems
    return reader.submission


@dataclass
class _FormReader:
    """Reads a form from top to bottom; ``path`` is the field that the next blocks may continue."""

    mapping: FieldMapping
    languages: Sequence[str]
    submission: Submission
    path: KeyPath | None = None
    location: SourceLocation | None = None
    blocks: tuple[Block, ...] = ()

    def read_block(self, block: Block) -> None:
        """Read one block outside the tables of labels."""
        if isinstance(block, DocxTable) and any(self.find_path(cell.text) for row in block.rows for cell in row):
            self.finish_field()
            self.read_form_table(block)
        elif isinstance(block, Paragraph) and (field := self.split_label(block)):
            self.finish_field()
            self.path, rest = field
            self.location, self.blocks = rest.location, (rest,)
        elif isinstance(block, Paragraph) and self.is_ignored(block):
            self.finish_field()
        elif self.path:
            self.blocks = (*self.blocks, block)
        else:
            self.report_unmapped(block)

    def finish_field(self) -> None:
        """Store the current field, if there is one."""
        if self.path and self.location:
            self.set_value(self.path, self.location, self.blocks)
        self.path, self.location, self.blocks = None, None, ()

    def find_path(self, label: str) -> KeyPath | None:
        """Return the key path for a label, or None for a text that is not one."""
        return self.mapping.find_path(label, self.languages) if 0 < len(label) <= MAX_LABEL_LENGTH else None

    def split_label(self, paragraph: Paragraph) -> tuple[KeyPath, Paragraph] | None:
        """Split a paragraph that begins with a label, if it does, into the key path and the rest."""
        if path := self.find_path(paragraph.text):
            return (path, replace(paragraph, text="", lines=(), level=None)) if not self.has_value(path) else None
        label, _, rest = COLON.sub(":", paragraph.text, count=1).partition(":")
        path = self.find_path(label) if COLON.search(paragraph.text) else None
        if not path or self.has_value(path):
            return None
        rest = rest.strip()
        return path, replace(paragraph, text=rest, lines=tuple(to_paragraphs(rest)), style="", level=None)

    def is_ignored(self, paragraph: Paragraph) -> bool:
        """Return whether this is a line such as "联系人：…", which must not become part of the text above it."""
        return bool(COLON.search(paragraph.text)) and self.mapping.ignores(COLON.split(paragraph.text, maxsplit=1)[0])

    def has_value(self, path: KeyPath) -> bool:
        """Return whether a field has its value already: a text may mention the label again."""
        value = self.submission.values.get(path)
        return path == self.path or bool(value and not value.is_empty and path[0] not in REPEATABLE)

    def read_form_table(self, table: DocxTable) -> None:
        """Read a table of labels and values."""
        waiting: KeyPath | None = None
        for row in table.rows:
            cells = [cell for cell in row if not cell.is_empty]
            if waiting and cells and not self.find_path(cells[0].text):
                self.set_value(waiting, cells[0].location, cells[0].blocks)
                cells = cells[1:]
            waiting = self.read_row(cells)

    def read_row(self, cells: list[DocxCell]) -> KeyPath | None:
        """Pair each label with the cell to its right; return a last label, whose value is in the next row."""
        index = 0
        while index < len(cells):
            cell, following = cells[index], cells[index + 1] if index + 1 < len(cells) else None
            path = self.find_path(cell.text)
            if path and not following:
                return path
            if path and following and not self.find_path(following.text):
                self.set_value(path, following.location, following.blocks)
                index += 1
            elif not path:
                index += self.read_unlabelled(cell, following)
            index += 1
        return None

    def read_unlabelled(self, cell: DocxCell, following: DocxCell | None) -> int:
        """Read a cell that is not a label alone; return the number of cells after it that belong to it."""
        if field := self.split_label(cell.paragraphs[0]):
            path, rest = field
            self.set_value(path, cell.location, (rest, *cell.blocks[1:]))
            return 0
        if following and self.find_path(following.text):
            # the name of a group of rows
            return 0
        for block in cell.blocks:
            self.report_unmapped(block)
        return 1 if cell.text and following else 0

    def set_value(self, path: KeyPath, location: SourceLocation, blocks: Sequence[Block]) -> None:
        """Store a value; a second one is joined to the first if the field is repeatable, else reported."""
        text = "\n".join(paragraph.text for paragraph in iter_paragraphs(blocks) if paragraph.text)
        value = FieldValue(text, location, tuple(to_markdown(blocks)))
        if text and self.mapping.is_blank(text) and len(value.blocks) == 1:
            value = FieldValue("", location)
        existing = self.submission.values.get(path)
        if existing and not existing.is_empty and not value.is_empty:
            if path[0] not in REPEATABLE:
                self.submission.add_problem(location, "intake_said_twice", text=self.mapping.label_for(path))
                return
            value = FieldValue(f"{existing.text}\n{value.text}", location, (*existing.blocks, *value.blocks))
        if not existing or not value.is_empty:
            self.submission.values[path] = value

    def report_unmapped(self, block: Block) -> None:
        """Report paragraphs that belong to no known label, unless the mapping ignores them."""
        for paragraph in iter_paragraphs([block]):
            label = COLON.split(paragraph.text, maxsplit=1)[0]
            is_ignored = self.mapping.ignores(paragraph.text) or self.mapping.ignores(label)
            if (paragraph.text or paragraph.pictures) and not is_ignored:
                text = paragraph.text[:60] or "图片 picture"
                self.submission.add_problem(paragraph.location, "warn_intake_unmapped", text=text)
