"""The content as read from its files: each record with its document, references not resolved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.cache.sqlite import CACHE
from plugins.content.body_store import BodyRef
from plugins.content.brand.record import BrandFile
from plugins.content.kinds import ARTICLES, ENTRIES, KINDS, PAGES
from plugins.content.languages.record import TranslationFile
from plugins.content.model import MediaFile
from plugins.content.parsing.archives import StageArchive
from plugins.content.parsing.yaml_lines import SectionDocument, YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, UnitsFile
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.policies import PrivacyFile, TextRules, WordingFile
from plugins.content.schema.providers import Provider, ProvidersFile
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CitationsFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
    StatusesFile,
)
from plugins.content.schema.validate import validate
from plugins.system import textfile
from plugins.system.messages import LANGS

# vote providers that come with the software, in the format of content/providers.yaml
BUILTIN_PROVIDERS = Path(__file__).parent / "providers.yaml"

Record = TypeVar("Record")
Result = TypeVar("Result")


@dataclass(frozen=True)
class DataFile(Generic[Record]):
    """A record and the YAML document that it was read from."""

    record: Record
    document: YamlDocument


@dataclass(frozen=True)
class MarkdownSource:
    """The Markdown of one language, with its position in the file, and the translated title and summary, if any."""

    file: str
    first_line: int
    markdown: str
    title: str | None = None
    summary: str | None = None


@dataclass(frozen=True)
class SourceDocument(Generic[Record]):
    """A folder: the front matter of its ``index.md``, with titles and summaries from its translations merged in.

    ``bodies`` are by language, the default one first, ``media`` by file name; ``digest`` is the hash of everything in
    the folder except its bodies. Lines are read only where they are needed: ``parsing/document_text.py``.
    """

    record: Record
    slug: str
    folder: str
    title: TranslatedText
    summary: TranslatedText
    bodies: dict[str, BodyRef]
    media: dict[str, MediaFile]
    digest: str


@dataclass
class RawContent:
    """Everything that could be read, and the problems of what could not.

    ``texts`` are those of single files, by file; ``slugs`` are by kind; ``links`` are the documents that bodies link
    to, each with the problem to report if there is no such document. ``earlier`` are the rounds before the last, by id,
    of which only the results are read. ``translations`` are by language, ``brand_media`` by key.
    """

    content: Path
    # empty if competition.yaml does not say; then every language is accepted
    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, Problem]] = field(default_factory=list)
    config: DataFile[CompetitionConfig] | None = None
    units: DataFile[UnitsFile] | None = None
    wording: DataFile[WordingFile] | None = None
    privacy: DataFile[PrivacyFile] | None = None
    shortlist: DataFile[ShortlistFile] | None = None
    statuses: DataFile[StatusesFile] | None = None
    awards: DataFile[AwardsFile] | None = None
    counts: DataFile[CountsFile] | None = None
    notice: DataFile[NoticeFile] | None = None
    notice_media: dict[str, MediaFile] = field(default_factory=dict)
    certificates: DataFile[CertificatesFile] | None = None
    citations: DataFile[CitationsFile] | None = None
    published: DataFile[PublishedFile] | None = None
    custom_providers: DataFile[ProvidersFile] | None = None
    brand: DataFile[BrandFile] | None = None
    brand_media: dict[str, MediaFile] = field(default_factory=dict)
    translations: dict[str, DataFile[TranslationFile]] = field(default_factory=dict)
    documents: dict[str, list[SourceDocument[Any]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    slugs: dict[str, list[str]] = field(default_factory=dict)
    archives: list[StageArchive] = field(default_factory=list)
    earlier: dict[str, RawContent] = field(default_factory=dict)

    @property
    def rounds(self) -> dict[str, RawContent]:
        """Each round as a content of its own, by its id; the last one's is empty, like that of the only one.

        All have the same documents and units, and the configuration as it is for them.
        """
        config = self.config
        if config is None or not config.record.rounds:
            return {"": self}
        return {
            round_id: replace(
                part,
                units=self.units,
                documents=self.documents,
                slugs=self.slugs,
                custom_providers=self.custom_providers,
                config=_config_of_round(config, number),
            )
            for number, (round_id, part) in enumerate([*self.earlier.items(), ("", self)])
        }

    @property
    def entries(self) -> list[SourceDocument[EntryRecord]]:
        """The entries that could be read, by slug."""
        return self.documents[ENTRIES.folder]

    @property
    def articles(self) -> list[SourceDocument[ArticleRecord]]:
        """The articles that could be read, by slug."""
        return self.documents[ARTICLES.folder]

    @property
    def pages(self) -> list[SourceDocument[PageRecord]]:
        """The pages that could be read, by slug."""
        return self.documents[PAGES.folder]

    @property
    def text_rules(self) -> TextRules:
        """The editors' rules for all texts."""
        return TextRules(self.wording.record if self.wording else None, self.privacy.record if self.privacy else None)

    @cached_property
    def providers(self) -> dict[str, Provider]:
        """Every vote provider by its id; those in the content override those that come with the software."""
        custom = self.custom_providers.record.providers if self.custom_providers else ()
        return {provider.id: provider for provider in (*builtin_providers(), *custom)}

    def collect(self, function: Callable[..., Result], *arguments: Any) -> Result | None:
        """Call the function; on ``ContentError`` record its problems and return None, so that loading continues."""
        try:
            return function(*arguments)
        except ContentError as error:
            self.problems.extend(error.problems)
            return None


def _config_of_round(config: DataFile[CompetitionConfig], number: int) -> DataFile[CompetitionConfig]:
    document = config.document
    section = SectionDocument(document.file, document.data, document.lines, ("rounds", number))
    return DataFile(config.record.in_round(number), section)


def builtin_providers() -> tuple[Provider, ...]:
    """The vote providers that come with the software."""

    def read() -> tuple[Provider, ...]:
        document = read_yaml(BUILTIN_PROVIDERS.name, textfile.read_text(BUILTIN_PROVIDERS))
        return validate(ProvidersFile, document, LANGS).providers

    return CACHE.get_or_create(cache_key("known providers", code_digest()), read)
