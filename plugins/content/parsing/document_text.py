"""The texts of a document's folder: front matter with its lines, and Markdown by language.

They are read when the folder is loaded, and again when a problem needs a line: the cached result holds no lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.content.parsing.files import list_names, read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_front_matter
from plugins.content.problems import ContentError, Problem, problem, unknown
from plugins.content.schema.documents import TranslationRecord
from plugins.content.schema.localized import FALLBACK
from plugins.content.schema.validate import validate
from plugins.content.sources import MarkdownSource, RawContent

# without regard to case, because Windows opens a file by either spelling and Linux does not
TRANSLATION = re.compile(r"index\.(.+)\.md", re.I)


@dataclass(frozen=True)
class SourceTexts:
    """The front matter of ``index.md``, and the Markdown by language, the default language first."""

    document: YamlDocument
    markdown_sources: dict[str, MarkdownSource]


@dataclass(frozen=True)
class SourceLines:
    """The lines of the keys in a folder's ``index.md``, which is read only when one is asked for."""

    raw: RawContent
    folder: str

    @property
    def file(self) -> str:
        """The path of the file below the content folder."""
        return f"{self.folder}/index.md"

    def line(self, *path: str | int) -> int:
        """The line of this key, or of the nearest key around it."""
        try:
            # a text that is to be saved is not on the disk yet
            text = self.raw.texts.get(self.file) or read_text(self.raw.content, self.file)
            return read_front_matter(self.file, text)[0].line(*path)
        except ContentError:
            # the file has changed since it was loaded without a problem
            return 1

    def problem(self, code: str, *path: str | int, **values: Any) -> Problem:
        """A problem at the line of this key."""
        return problem(self.file, self.line(*path), code, **values)


def reread_source_texts(raw: RawContent, folder: str) -> SourceTexts:
    """The texts of a folder that was loaded before. Raises ``ContentError`` if it can no longer be read."""
    return read_source_texts(RawContent(raw.content, raw.languages), folder, list_names(raw.content, folder))


def read_source_texts(raw: RawContent, folder: str, names: Sequence[str]) -> SourceTexts:
    """The texts of a folder with these files; texts and problems of translations are added to ``raw``.

    Raises ``ContentError`` if ``index.md`` cannot be read.
    """
    file = f"{folder}/index.md"
    text = raw.texts[file] = read_text(raw.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    sources = {next(iter(raw.languages), FALLBACK[0]): MarkdownSource(file, first_line, markdown)}
    _check_translation_names(raw, folder, names)
    for lang in raw.languages[1:]:
        name = f"index.{lang}.md"
        if name in names and (translation := raw.collect(_read_translation, raw, f"{folder}/{name}")):
            sources[lang] = translation
    return SourceTexts(document, sources)


def _check_translation_names(raw: RawContent, folder: str, names: Sequence[str]) -> None:
    """Report translations that would never be read: into unknown languages, or with other capitals."""
    if not raw.languages:
        return
    expected = {f"index.{lang}.md".lower(): f"index.{lang}.md" for lang in raw.languages[1:]}
    for name in names:
        match = TRANSLATION.fullmatch(name)
        if not match or name in expected.values():
            continue
        file = f"{folder}/{name}"
        if correct_name := expected.get(name.lower()):
            raw.problems.append(problem(file, 1, "other_spelling", name=correct_name, found=name))
        else:
            raw.problems.append(unknown(file, 1, "language", match.group(1), raw.languages[1:]))


def _read_translation(raw: RawContent, file: str) -> MarkdownSource:
    text = raw.texts[file] = read_text(raw.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    record = validate(TranslationRecord, document, raw.languages)
    return MarkdownSource(file, first_line, markdown, record.title, record.summary)
