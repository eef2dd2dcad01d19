"""Problems of printed documents, at the file and line to change: text that does not fit, characters no font has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from plugins.content.checks.bodies import find_line
from plugins.content.kinds import ENTRIES
from plugins.content.model import Entry, Unit
from plugins.content.parsing.document_text import SourceTexts, reread_source_texts
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import Problem, problem
from plugins.content.reader import read_content
from plugins.content.sources import RawContent
from plugins.results.certificates import Certificate
from plugins.site.language_site import LanguageSite
from plugins.site.printing.typst import TypesetDocument
from plugins.system import textfile


class SourceLine(NamedTuple):
    """A line of a file of the content."""

    file: str
    line: int


class SourceText(NamedTuple):
    """A text and the line at which it is written."""

    text: str
    source: SourceLine


class PrintProblemFinder:
    """Finds the lines to change of text that did not fit or has characters that no font has."""

    def __init__(self, content: Path, site: LanguageSite) -> None:
        self.content = content
        self.site = site

    def of_certificate(self, certificate: Certificate, document: TypesetDocument) -> Iterator[Problem]:
        """The problems of one certificate."""
        unit, entry = self.site.text_of(certificate.unit.name), certificate.entry
        title = self.site.text_of(entry.title if entry else certificate.level.name)
        files = [*([self._title(entry).file] if entry else []), "units.yaml", "competition.yaml"]
        yield from self._missing_characters("no_glyph", document.missing, files)
        for note in document.overfull:
            longest = self._longest_issuer() if note["part"] == "issuers" else self._longest_text(certificate)
            yield problem(*longest.source, "certificate_overfull", unit=unit, entry=title, words=longest.text)

    def of_booklet(self, document: TypesetDocument) -> Iterator[Problem]:
        """The problems of the catalogue."""
        for note in document.overfull:
            if note["part"] == "table":
                yield problem(*self._table(note), "table_overfull", columns=note["columns"])
            else:
                key = "name" if note["part"] == "front" else "award_levels"
                yield problem(*self._config(key), "cover_overfull")
        entries = [f"{entry.folder}/index.md" for entry in self._raw.entries] if document.missing else []
        files = ["competition.yaml", "units.yaml", *entries]
        yield from self._missing_characters("warn_no_glyph", document.missing, files)

    def _missing_characters(self, code: str, characters: str, files: list[str]) -> Iterator[Problem]:
        for character in characters:
            for line in self._lines_with(character, files):
                yield problem(*line, code, sign=character, point=f"U+{ord(character):04X}")

    @cached_property
    def _raw(self) -> RawContent:
        return read_content(self.content)

    def _lines_with(self, character: str, files: list[str]) -> Iterable[SourceLine]:
        lines = [
            SourceLine(file, number)
            for file in files
            for number, line in enumerate(textfile.read_text(self.content / file).splitlines(), start=1)
            if character in line
        ]
        # written as an HTML entity, it is in no line
        return lines or [SourceLine(files[0], 1)]

    def _longest_text(self, certificate: Certificate) -> SourceText:
        text_of, config = self.site.text_of, self.site.config
        entry = certificate.entry
        texts = (
            *([SourceText(text_of(entry.title), self._title(entry))] if entry else []),
            SourceText(text_of(certificate.unit.name), self._unit(certificate.unit)),
            SourceText(text_of(config.name), self._config("name")),
            SourceText(text_of(certificate.level.name), self._level(certificate.level.id)),
        )
        return max(texts, key=lambda candidate: len(candidate.text))

    def _longest_issuer(self) -> SourceText:
        names = [self.site.text_of(organiser.name) for organiser in self.site.config.organisers]
        return SourceText(max(names, key=len), self._config("organisers"))

    def _level(self, level_id: str) -> SourceLine:
        """The line of the name of an award level or a special award."""
        config = self.site.config
        levels = [level.id for level in config.award_levels]
        if level_id in levels:
            return self._config("award_levels", levels.index(level_id), "name")
        awards = [award.id for award in config.result_rule.special_awards] if config.result_rule else []
        return self._config("result_rule", "special_awards", awards.index(level_id), "name")

    def _title(self, entry: Entry) -> SourceLine:
        return _line_of_key(self._texts(entry.slug).document, "title")

    def _table(self, note: Mapping[str, Any]) -> SourceLine:
        source = next(iter(self._texts(note["entry"]).markdown_sources.values()))
        return SourceLine(source.file, find_line(source, note["words"]))

    def _texts(self, slug: str) -> SourceTexts:
        return reread_source_texts(self._raw, f"{ENTRIES.folder}/{slug}")

    def _config(self, *path: str | int) -> SourceLine:
        assert self._raw.config
        return _line_of_key(self._raw.config.document, *path)

    def _unit(self, unit: Unit) -> SourceLine:
        assert self._raw.units
        ids = [record.id for record in self._raw.units.record.units]
        return _line_of_key(self._raw.units.document, "units", ids.index(unit.id), "name")


def _line_of_key(document: YamlDocument, *path: str | int) -> SourceLine:
    return SourceLine(document.file, document.line(*path))
