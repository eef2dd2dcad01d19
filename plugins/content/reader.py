"""The way from a content folder to ``Papers``: every file of the editors' read, past whatever is wrong in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.cache.files import key
from plugins.cache.fingerprints import code_digest, file_signature
from plugins.cache.sqlite import SHELF
from plugins.content.checks.privacy import PrivacyFile
from plugins.content.checks.text import TextRules
from plugins.content.checks.wording import WordingFile
from plugins.content.documents import Dossier, Reading, dossier, dossiers, named_folders
from plugins.content.parsing.files import is_there, read_text
from plugins.content.parsing.yaml_lines import Document, read_yaml
from plugins.content.problems import Problem, Refused
from plugins.content.schema.config import Contest, is_language
from plugins.content.schema.documents import UnitsFile
from plugins.content.schema.providers import ProvidersFile
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
)
from plugins.content.schema.validate import validate
from plugins.content.sources import Paper, Papers, Sheet


@dataclass(frozen=True)
class SheetRead:
    """What a single file gave: its text, its record or why there is none, and the languages if it names them."""

    text: str
    sheet: Sheet[Any] | None
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]


def gather(content: Path, *, tallied: bool = True, meanwhile: Callable[[], object] = lambda: None) -> Papers:
    """Read every file of the editors', keeping going past whatever is wrong; before a tally, not what it will write."""
    papers = gather_sheets(content, tallied=tallied)
    papers.entries = _folders(papers, "entries", meanwhile)
    papers.articles = _folders(papers, "articles")
    papers.pages = _folders(papers, "pages")
    return papers


def gather_sheets(content: Path, *, tallied: bool = True) -> Papers:
    """The same without the folders: what is said once for all of them."""
    papers = Papers(content)
    papers.contest = _sheet(papers, Contest, "competition.yaml")
    papers.units = _sheet(papers, UnitsFile, "units.yaml")
    papers.wording = _optional(papers, WordingFile, "wording.yaml")
    papers.privacy = _optional(papers, PrivacyFile, "privacy.yaml")
    papers.shortlist = _optional(papers, ShortlistFile, "results/shortlist.yaml")
    if tallied:
        papers.awards = _optional(papers, AwardsFile, "results/awards.yaml")
        papers.published = _optional(papers, PublishedFile, "results/published.yaml")
    papers.notice = _optional(papers, NoticeFile, "results/notice.yaml")
    papers.certificates = _optional(papers, CertificatesFile, "results/certificates.yaml")
    papers.counts = _optional(papers, CountsFile, "results/counts.yaml")
    papers.own_providers = _optional(papers, ProvidersFile, "providers.yaml")
    return papers


def read_contest(content: Path) -> Contest | None:
    """What ``competition.yaml`` says, alone and at once; nothing where it cannot be read."""
    sheet = _sheet(Papers(content), Contest, "competition.yaml")
    return sheet.record if sheet else None


def text_rules(papers: Papers) -> TextRules:
    """What the editors laid down for all texts."""
    return TextRules(
        papers.wording.record if papers.wording else None, papers.privacy.record if papers.privacy else None
    )


def dossier_of(sheets: Papers, folder: str) -> Dossier:
    """One folder as it is now, such as ``entries/rain-garden``, read by what the sheets say."""
    return dossier(_reading(sheets), folder)


def _reading(papers: Papers) -> Reading:
    return Reading(papers.content, papers.languages, text_rules(papers))


def _optional(papers: Papers, record: type[Any], file: str) -> Sheet[Any] | None:
    return _sheet(papers, record, file) if is_there(papers.content, file) else None


def _sheet(papers: Papers, record: type[Any], file: str) -> Sheet[Any] | None:
    signature = file_signature(papers.content / file)
    of = (code_digest(), record.__name__, repr((papers.content, papers.languages)), file, signature)
    read = SHELF.recalled(key("sheet", *of) if signature else "", lambda: _read(papers, record, file))
    papers.problems += read.problems
    papers.languages = papers.languages or read.languages
    if read.text:
        papers.texts[file] = read.text
    return read.sheet


def _read(papers: Papers, record: type[Any], file: str) -> SheetRead:
    text, languages = "", papers.languages
    try:
        text = read_text(papers.content, file)
        document = read_yaml(file, text)
        if record is Contest:
            languages = _languages(document)
        return SheetRead(text, Sheet(validate(record, document, languages), document), (), languages)
    except Refused as refused:
        return SheetRead(text, None, refused.problems, languages)


def _languages(document: Document) -> tuple[str, ...]:
    """The languages that a contest says it has; they are needed to say what else is wrong with it."""
    named = document.data.get("languages") if isinstance(document.data, dict) else None
    return tuple(named) if isinstance(named, list) and named and all(map(is_language, named)) else ()


def _folders(papers: Papers, kind: str, meanwhile: Callable[[], object] = lambda: None) -> list[Paper[Any]]:
    papers.slugs[kind], misnamed = named_folders(papers.content, kind)
    papers.problems += misnamed
    found = []
    for each in dossiers(_reading(papers), kind, papers.slugs[kind], meanwhile):
        papers.problems += each.problems
        papers.links += each.links
        if each.paper:
            papers.parts[each.paper.folder] = each.parts
            found.append(each.paper)
    return found
