"""What cannot be printed as it is written, with the file and line to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.content.checks.bodies import line_of
from plugins.content.model import Unit
from plugins.content.parsing.document_text import Source, source_of
from plugins.content.parsing.yaml_lines import Document
from plugins.content.problems import Problem, problem
from plugins.content.reader import gather
from plugins.content.sources import Papers
from plugins.results.certificates import Certificate
from plugins.site.language_site import Edition
from plugins.site.printing.typst import Typeset
from plugins.system import textfile

Place = tuple[str, int]


class Misfits:
    """Finds where the words stand that did not fit, or have signs that the faces lack."""

    def __init__(self, content: Path, edition: Edition) -> None:
        self.content = content
        self.edition = edition

    def of_certificate(self, certificate: Certificate, made: Typeset) -> Iterator[Problem]:
        """The problems of one certificate."""
        unit, title = self.edition.plain(certificate.unit.name), self.edition.plain(certificate.entry.title)
        for sign in made.missing:
            for file, line in self._lines_with(sign, self._papers_of(certificate)):
                yield problem(file, line, "no_glyph", sign=sign, point=f"U+{ord(sign):04X}")
        for note in made.overfull:
            place, words = self._issuers() if note["part"] == "issuers" else self._longest(certificate)
            yield problem(*place, "certificate_overfull", unit=unit, entry=title, words=words)

    def of_booklet(self, made: Typeset) -> Iterator[Problem]:
        """The problems of the catalogue."""
        for note in made.overfull:
            if note["part"] == "table":
                yield problem(*self._table(note), "table_overfull", columns=note["columns"])
            else:
                key = "name" if note["part"] == "front" else "award_levels"
                yield problem(*self._contest(key), "cover_overfull")
        entries = [f"{paper.folder}/index.md" for paper in self._papers.entries] if made.missing else []
        for sign in made.missing:
            for file, line in self._lines_with(sign, ["competition.yaml", "units.yaml", *entries]):
                yield problem(file, line, "warn_no_glyph", sign=sign, point=f"U+{ord(sign):04X}")

    @cached_property
    def _papers(self) -> Papers:
        return gather(self.content)

    def _papers_of(self, certificate: Certificate) -> list[str]:
        return [self._title(certificate)[0], "units.yaml", "competition.yaml"]

    def _lines_with(self, sign: str, files: list[str]) -> Iterator[Place]:
        places = [
            (file, number)
            for file in files
            for number, line in enumerate(textfile.read_text(self.content / file).splitlines(), start=1)
            if sign in line
        ]
        # written as an entity, it stands in no line
        yield from places or [(files[0], 1)]

    def _longest(self, certificate: Certificate) -> tuple[Place, str]:
        plain, contest = self.edition.plain, self.edition.contest
        levels = [level.id for level in contest.award_levels]
        choices = (
            (plain(certificate.entry.title), self._title(certificate)),
            (plain(certificate.unit.name), self._unit(certificate.unit)),
            (plain(contest.name), self._contest("name")),
            (plain(certificate.level.name), self._contest("award_levels", levels.index(certificate.level.id), "name")),
        )
        words, place = max(choices, key=lambda choice: len(choice[0]))
        return place, words

    def _issuers(self) -> tuple[Place, str]:
        names = [self.edition.plain(organiser.name) for organiser in self.edition.contest.organisers]
        return self._contest("organisers"), max(names, key=len)

    def _title(self, certificate: Certificate) -> Place:
        return _place(self._source(certificate.entry.slug).document, "title")

    def _table(self, note: Mapping[str, Any]) -> Place:
        manuscript = next(iter(self._source(note["entry"]).manuscripts.values()))
        return manuscript.file, line_of(manuscript, note["words"])

    def _source(self, slug: str) -> Source:
        return source_of(self._papers, f"entries/{slug}")

    def _contest(self, *path: str | int) -> Place:
        assert self._papers.contest
        return _place(self._papers.contest.document, *path)

    def _unit(self, unit: Unit) -> Place:
        assert self._papers.units
        ids = [record.id for record in self._papers.units.record.units]
        return _place(self._papers.units.document, "units", ids.index(unit.id), "name")


def _place(document: Document, *path: str | int) -> Place:
    return document.file, document.line(*path)
