"""A folder's texts as they were written: its front matter with the lines, and its Markdown by language.

They are read with the folder, and again where a problem has to name its line: what is kept of a folder has no lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.content.parsing.files import names_in, read_text
from plugins.content.parsing.yaml_lines import Document, read_front_matter
from plugins.content.problems import Problem, ContentError, problem, unknown
from plugins.content.schema.documents import TranslationRecord
from plugins.content.schema.localized import FALLBACK
from plugins.content.schema.validate import validate
from plugins.content.sources import MarkdownSource, RawContent

# Windows opens it whatever its capitals, Linux does not
TRANSLATION = re.compile(r"index\.(.+)\.md", re.I)


@dataclass(frozen=True)
class Source:
    """The front matter of a folder's ``index.md``, and the manuscripts by language, the default language first."""

    document: Document
    manuscripts: dict[str, MarkdownSource]


@dataclass(frozen=True)
class SourceLines:
    """Where things stand in a folder's ``index.md``, which is read when something is asked."""

    papers: RawContent
    folder: str

    @property
    def file(self) -> str:
        return f"{self.folder}/index.md"

    def line(self, *path: str | int) -> int:
        try:
            return read_front_matter(self.file, read_text(self.papers.content, self.file))[0].line(*path)
        except ContentError:
            # it was changed since it was read without a problem
            return 1

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem:
        return problem(self.file, self.line(*path), code, **values)


def source_of(papers: RawContent, folder: str) -> Source:
    """The texts of a folder that could be read before. Raises ``Refused`` where that has changed."""
    desk = RawContent(papers.content, papers.languages)
    return read_source(desk, folder, names_in(papers.content, folder))


def read_source(desk: RawContent, folder: str, names: Sequence[str]) -> Source:
    """The texts of a folder with these files. Raises ``Refused``; the desk gets the texts and what is wrong beside."""
    file = f"{folder}/index.md"
    text = desk.texts[file] = read_text(desk.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    manuscripts = {next(iter(desk.languages), FALLBACK[0]): MarkdownSource(file, first_line, markdown)}
    _check_translations(desk, folder, names)
    for lang in desk.languages[1:]:
        name = f"index.{lang}.md"
        if name in names and (translation := desk.collect(_translation, desk, f"{folder}/{name}")):
            manuscripts[lang] = translation
    return Source(document, manuscripts)


def _check_translations(desk: RawContent, folder: str, names: Sequence[str]) -> None:
    """A translation into a language that the site does not have would never be read."""
    expected = {f"index.{lang}.md".lower(): f"index.{lang}.md" for lang in desk.languages[1:]}
    for name in names:
        match = TRANSLATION.fullmatch(name)
        if not (desk.languages and match) or name in expected.values():
            continue
        file = f"{folder}/{name}"
        if right := expected.get(name.lower()):
            desk.problems.append(problem(file, 1, "other_spelling", name=right, found=name))
        else:
            desk.problems.append(unknown(file, 1, "language", match.group(1), desk.languages[1:]))


def _translation(desk: RawContent, file: str) -> MarkdownSource:
    text = desk.texts[file] = read_text(desk.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    said = validate(TranslationRecord, document, desk.languages)
    return MarkdownSource(file, first_line, markdown, said.title, said.summary)
