"""A submission from a Word file: the form's table, lines such as "项目名称：…", and sections under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.content.problems import Problem
from plugins.imports.drafts.markdown_escape import paragraphs
from plugins.imports.forms.docx_blocks import Block, Cell, Paragraph, Table, as_markdown, paragraphs_in
from plugins.imports.forms.docx_reader import read_word
from plugins.imports.forms.mapping import Form, KeyPath
from plugins.imports.forms.submission import Finding, Place, Said, Submission

COLON = re.compile(r"[:：]")
LONGEST_LABEL = 80
# these may be said in several places, and are then put together
SEVERAL = {"units", "gallery"}


def read_word_form(folder: Path, file: str, form: Form, languages: Sequence[str]) -> Submission:
    """What a Word form says. Raises ``Refused`` for what is no sound Word file."""
    blocks, problems = read_word(folder, file)
    reader = _Reader(form, languages, Submission(Place(file, 1)))
    for block in blocks:
        reader.read(block)
    reader.finish()
    reader.submission.findings += _findings(problems)
    return reader.submission


def _findings(problems: Sequence[tuple[Place, Problem]]) -> list[Finding]:
    return [Finding(place, problem) for place, problem in problems]


@dataclass
class _Reader:
    """Goes through a form from top to bottom; ``open`` is the label whose words may still go on."""

    form: Form
    languages: Sequence[str]
    submission: Submission
    open: KeyPath | None = None
    place: Place | None = None
    blocks: tuple[Block, ...] = ()

    def read(self, block: Block) -> None:
        if isinstance(block, Table) and any(self.path(cell.text) for row in block.rows for cell in row):
            self.finish()
            self.read_form_table(block)
        elif isinstance(block, Paragraph) and (found := self.labelled(block)):
            self.finish()
            path, rest = found
            self.open, self.place, self.blocks = path, rest.place, (rest,)
        elif isinstance(block, Paragraph) and self.is_ignored(block):
            self.finish()
        elif self.open:
            self.blocks = (*self.blocks, block)
        else:
            self.unmapped(block)

    def finish(self) -> None:
        """Nothing more belongs to the label that is open."""
        if self.open and self.place:
            self.say(self.open, self.place, self.blocks)
        self.open, self.place, self.blocks = None, None, ()

    def path(self, label: str) -> KeyPath | None:
        return self.form.place_of(label, self.languages) if 0 < len(label) <= LONGEST_LABEL else None

    def labelled(self, paragraph: Paragraph) -> tuple[KeyPath, Paragraph] | None:
        """The label that a paragraph is, or begins with, and the rest of it."""
        if path := self.path(paragraph.text):
            return (path, replace(paragraph, text="", lines=(), level=None)) if not self.is_said(path) else None
        label, _, rest = COLON.sub(":", paragraph.text, count=1).partition(":")
        path = self.path(label) if rest or COLON.search(paragraph.text) else None
        if not path or self.is_said(path):
            return None
        rest = rest.strip()
        return path, replace(paragraph, text=rest, lines=tuple(paragraphs(rest)), style="", level=None)

    def is_ignored(self, paragraph: Paragraph) -> bool:
        """Whether this is a line such as "联系人：…", which must not become part of the text above it."""
        return bool(COLON.search(paragraph.text)) and self.form.ignores(COLON.split(paragraph.text, maxsplit=1)[0])

    def is_said(self, path: KeyPath) -> bool:
        """Whether the words under a label are already known: a text may name the label again."""
        said = self.submission.said.get(path)
        return path == self.open or bool(said and (said.text or said.blocks) and path[0] not in SEVERAL)

    def read_form_table(self, table: Table) -> None:
        waiting: KeyPath | None = None
        for row in table.rows:
            cells = [cell for cell in row if not cell.is_empty()]
            if waiting and cells and not self.path(cells[0].text):
                self.say(waiting, cells[0].place, cells[0].blocks)
                cells = cells[1:]
            waiting = self.read_row(cells)

    def read_row(self, cells: list[Cell]) -> KeyPath | None:
        """Take each label with the cell to its right; a label that stands last waits for the row below."""
        at = 0
        while at < len(cells):
            cell, beside = cells[at], cells[at + 1] if at + 1 < len(cells) else None
            path = self.path(cell.text)
            if path and not beside:
                return path
            if path and beside and not self.path(beside.text):
                self.say(path, beside.place, beside.blocks)
                at += 1
            elif not path:
                at += self.read_other(cell, beside)
            at += 1
        return None

    def read_other(self, cell: Cell, beside: Cell | None) -> int:
        """A cell that is no label: one with its words inside, or one unknown; how many cells more it took."""
        first = cell.paragraphs[0]
        if found := self.labelled(first):
            path, rest = found
            self.say(path, cell.place, (rest, *cell.blocks[1:]))
            return 0
        if beside and self.path(beside.text):
            # the name of a group of rows
            return 0
        for block in cell.blocks:
            self.unmapped(block)
        return 1 if cell.text and beside else 0

    def say(self, path: KeyPath, place: Place, blocks: Sequence[Block]) -> None:
        markdown = tuple(as_markdown(blocks))
        text = "\n".join(each.text for each in paragraphs_in(blocks) if each.text)
        if text and self.form.says_nothing(text) and len(markdown) == 1:
            text, markdown = "", ()
        former = self.submission.said.get(path)
        if former and (former.text or former.blocks) and (text or markdown):
            if path[0] not in SEVERAL:
                self.submission.tell(place, "intake_said_twice", text=self.form.label_of(path))
                return
            text, markdown = f"{former.text}\n{text}", (*former.blocks, *markdown)
        if not former or text or markdown:
            self.submission.said[path] = Said(text, place, markdown)

    def unmapped(self, block: Block) -> None:
        for each in paragraphs_in([block]):
            label = COLON.split(each.text, maxsplit=1)[0]
            if (each.text or each.pictures) and not self.form.ignores(each.text) and not self.form.ignores(label):
                self.submission.tell(each.place, "warn_intake_unmapped", text=each.text[:60] or "图片 picture")
