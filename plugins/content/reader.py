"""The way from a content folder to ``Papers``: every file of the editors' read, past whatever is wrong in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, file_signature
from plugins.cache.sqlite import CACHE
from plugins.content.checks.privacy import PrivacyFile
from plugins.content.checks.text import TextRules
from plugins.content.checks.wording import WordingFile
from plugins.content.documents import DocumentResult, LoadContext, dossier, load_documents, list_documents
from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import Document, read_yaml
from plugins.content.problems import Problem, ContentError
from plugins.content.schema.config import CompetitionConfig, is_language
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
from plugins.content.sources import SourceDocument, RawContent, DataFile


@dataclass(frozen=True)
class DataFileResult:
    """What a single file gave: its text, its record or why there is none, and the languages if it names them."""

    text: str
    sheet: DataFile[Any] | None
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]


def read_content(content: Path, *, tallied: bool = True, meanwhile: Callable[[], object] = lambda: None) -> RawContent:
    """Read every file of the editors', keeping going past whatever is wrong; before a tally, not what it will write."""
    papers = read_data_files(content, tallied=tallied)
    papers.entries = _folders(papers, "entries", meanwhile)
    papers.articles = _folders(papers, "articles")
    papers.pages = _folders(papers, "pages")
    return papers


def read_data_files(content: Path, *, tallied: bool = True) -> RawContent:
    """The same without the folders: what is said once for all of them."""
    papers = RawContent(content)
    papers.contest = _sheet(papers, CompetitionConfig, "competition.yaml")
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
    papers.custom_providers = _optional(papers, ProvidersFile, "providers.yaml")
    return papers


def read_contest(content: Path) -> CompetitionConfig | None:
    """What ``competition.yaml`` says, alone and at once; nothing where it cannot be read."""
    sheet = _sheet(RawContent(content), CompetitionConfig, "competition.yaml")
    return sheet.record if sheet else None


def text_rules(papers: RawContent) -> TextRules:
    """What the editors laid down for all texts."""
    return TextRules(
        papers.wording.record if papers.wording else None, papers.privacy.record if papers.privacy else None
    )


def load_document(sheets: RawContent, folder: str) -> DocumentResult:
    """One folder as it is now, such as ``entries/rain-garden``, read by what the sheets say."""
    return dossier(_reading(sheets), folder)


def _reading(papers: RawContent) -> LoadContext:
    return LoadContext(papers.content, papers.languages, text_rules(papers))


def _optional(papers: RawContent, record: type[Any], file: str) -> DataFile[Any] | None:
    return _sheet(papers, record, file) if exists_or_dangling(papers.content, file) else None


def _sheet(papers: RawContent, record: type[Any], file: str) -> DataFile[Any] | None:
    signature = file_signature(papers.content / file)
    of = (code_digest(), record.__name__, repr((papers.content, papers.languages)), file, signature)
    read = CACHE.get_or_create(cache_key("sheet", *of) if signature else "", lambda: _read(papers, record, file))
    papers.problems += read.problems
    papers.languages = papers.languages or read.languages
    if read.text:
        papers.texts[file] = read.text
    return read.sheet


def _read(papers: RawContent, record: type[Any], file: str) -> DataFileResult:
    text, languages = "", papers.languages
    try:
        text = read_text(papers.content, file)
        document = read_yaml(file, text)
        if record is CompetitionConfig:
            languages = _languages(document)
        return DataFileResult(text, DataFile(validate(record, document, languages), document), (), languages)
    except ContentError as refused:
        return DataFileResult(text, None, refused.problems, languages)


def _languages(document: Document) -> tuple[str, ...]:
    """The languages that a contest says it has; they are needed to say what else is wrong with it."""
    named = document.data.get("languages") if isinstance(document.data, dict) else None
    return tuple(named) if isinstance(named, list) and named and all(map(is_language, named)) else ()


def _folders(
    papers: RawContent, kind: str, meanwhile: Callable[[], object] = lambda: None
) -> list[SourceDocument[Any]]:
    papers.slugs[kind], misnamed = list_documents(papers.content, kind)
    papers.problems += misnamed
    found = []
    for each in load_documents(_reading(papers), kind, papers.slugs[kind], meanwhile):
        papers.problems += each.problems
        papers.links += each.links
        if each.paper:
            papers.parts[each.paper.folder] = each.parts
            found.append(each.paper)
    return found
