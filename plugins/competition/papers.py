"""The editors' papers as they lie in ``content/``: each record with its document, nothing resolved yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from plugins.competition.contest import Contest, is_language
from plugins.competition.files import is_there, read_text
from plugins.competition.outcome import (
    AwardsFile,
    CertificatesFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
)
from plugins.competition.privacy import PrivacyFile
from plugins.competition.problems import LANGS, Problem, Refused, problem, unknown
from plugins.competition.providers import Provider, ProvidersFile
from plugins.competition.records import (
    ArticleRecord,
    EntryRecord,
    PageRecord,
    TranslationRecord,
    UnitsFile,
)
from plugins.competition.text import FALLBACK
from plugins.competition.validate import validate
from plugins.competition.values import DEVICE, is_slug
from plugins.competition.wording import WordingFile
from plugins.competition.yamlfile import Document, read_front_matter, read_yaml

# data of the room above, read like the editors' own file of the same form
KNOWN_PROVIDERS = Path(__file__).resolve().parents[1] / "voting" / "providers.yaml"

Record = TypeVar("Record")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Sheet(Generic[Record]):
    """A record and the YAML document that it was read from."""

    record: Record
    document: Document


@dataclass(frozen=True)
class Manuscript:
    """The Markdown of one language, where it stands, and what its translator said of title and summary."""

    file: str
    first_line: int
    markdown: str
    title: str | None = None
    summary: str | None = None


@dataclass(frozen=True)
class Paper(Sheet[Record]):
    """A folder with an ``index.md``: its record and its manuscripts by language, the default language first."""

    slug: str
    folder: str
    manuscripts: dict[str, Manuscript]


@dataclass
class Papers:
    """Everything that could be read, and the problems with what could not."""

    content: Path
    # none where competition.yaml does not tell; then every language passes
    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    contest: Sheet[Contest] | None = None
    units: Sheet[UnitsFile] | None = None
    wording: Sheet[WordingFile] | None = None
    privacy: Sheet[PrivacyFile] | None = None
    shortlist: Sheet[ShortlistFile] | None = None
    awards: Sheet[AwardsFile] | None = None
    counts: Sheet[CountsFile] | None = None
    notice: Sheet[NoticeFile] | None = None
    certificates: Sheet[CertificatesFile] | None = None
    published: Sheet[PublishedFile] | None = None
    own_providers: Sheet[ProvidersFile] | None = None
    entries: list[Paper[EntryRecord]] = field(default_factory=list)
    articles: list[Paper[ArticleRecord]] = field(default_factory=list)
    pages: list[Paper[PageRecord]] = field(default_factory=list)
    slugs: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def providers(self) -> dict[str, Provider]:
        """Every vote platform by its id; the content's own come after those that the software knows."""
        own = self.own_providers.record.providers if self.own_providers else ()
        return {provider.id: provider for provider in (*known_providers(), *own)}

    def attempt(self, make: Callable[..., Result], *arguments: Any) -> Result | None:
        """The result, or nothing and a note of what was wrong: all problems are wanted, not the first."""
        try:
            return make(*arguments)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None


def known_providers() -> tuple[Provider, ...]:
    """The platforms that come with the software."""
    document = read_yaml(KNOWN_PROVIDERS.name, KNOWN_PROVIDERS.read_text(encoding="utf-8"))
    return validate(ProvidersFile, document, LANGS).providers


def gather(content: Path, *, tallied: bool = True) -> Papers:
    """Read every file of the editors', keeping going past whatever is wrong; before a tally, not what it will write."""
    papers = Papers(content)
    papers.contest = papers.attempt(_contest, papers)
    papers.units = papers.attempt(_sheet, papers, UnitsFile, "units.yaml")
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
    papers.entries = list(_folder(papers, "entries", EntryRecord))
    papers.articles = list(_folder(papers, "articles", ArticleRecord))
    papers.pages = list(_folder(papers, "pages", PageRecord))
    return papers


def _contest(papers: Papers) -> Sheet[Contest]:
    document = _document(papers, "competition.yaml")
    languages = document.data.get("languages") if isinstance(document.data, dict) else None
    if isinstance(languages, list) and languages and all(map(is_language, languages)):
        papers.languages = tuple(languages)
    return Sheet(validate(Contest, document, papers.languages), document)


def _document(papers: Papers, file: str) -> Document:
    papers.texts[file] = read_text(papers.content, file)
    return read_yaml(file, papers.texts[file])


def _sheet(papers: Papers, record: type[Record], file: str) -> Sheet[Record]:
    document = _document(papers, file)
    return Sheet(validate(record, document, papers.languages), document)


def _optional(papers: Papers, record: type[Record], file: str) -> Sheet[Record] | None:
    return papers.attempt(_sheet, papers, record, file) if is_there(papers.content, file) else None


def _folder(papers: Papers, kind: str, record: type[Record]) -> Iterator[Paper[Record]]:
    papers.slugs[kind] = []
    for path in _subfolders(papers.content / kind):
        slug, folder = path.name, f"{kind}/{path.name}"
        if misnamed := _misnamed(slug, f"{folder}/index.md"):
            papers.problems.append(misnamed)
            continue
        papers.slugs[kind].append(slug)
        paper = papers.attempt(_paper, papers, record, slug, folder)
        if paper:
            yield paper


def _misnamed(slug: str, file: str) -> Problem | None:
    if DEVICE.match(slug):
        return problem(file, 1, "name_of_device", given=slug)
    return None if is_slug(slug) else problem(file, 1, "folder_not_slug", given=slug)


def _subfolders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _paper(papers: Papers, record: type[Record], slug: str, folder: str) -> Paper[Record]:
    file = f"{folder}/index.md"
    text = papers.texts[file] = read_text(papers.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    manuscripts = {next(iter(papers.languages), FALLBACK[0]): Manuscript(file, first_line, markdown)}
    _check_translations(papers, folder)
    for lang in papers.languages[1:]:
        translation = papers.attempt(_translation, papers, f"{folder}/index.{lang}.md")
        if translation:
            manuscripts[lang] = translation
    valid = validate(record, document, papers.languages)
    return Paper(valid, document, slug, folder, manuscripts)


def _check_translations(papers: Papers, folder: str) -> None:
    """A translation into a language that the site does not have would never be read."""
    for path in sorted((papers.content / folder).glob("index.*.md")):
        lang = path.name.removeprefix("index.").removesuffix(".md")
        if papers.languages and lang not in papers.languages[1:]:
            papers.problems.append(unknown(f"{folder}/{path.name}", 1, "language", lang, papers.languages[1:]))


def _translation(papers: Papers, file: str) -> Manuscript | None:
    if not is_there(papers.content, file):
        return None
    text = papers.texts[file] = read_text(papers.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    said = validate(TranslationRecord, document, papers.languages)
    return Manuscript(file, first_line, markdown, said.title, said.summary)
