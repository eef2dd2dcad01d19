"""The editors' papers as they lie in ``content/``: each record with its document, nothing resolved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.cache.sqlite import CACHE
from plugins.content.body_store import BodyRef
from plugins.content.checks.privacy import PrivacyFile
from plugins.content.checks.wording import WordingFile
from plugins.content.model import MediaFile
from plugins.content.parsing.yaml_lines import Document, read_yaml
from plugins.content.problems import LANGS, Problem, ContentError
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, UnitsFile
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.providers import Provider, ProvidersFile
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
)
from plugins.content.schema.validate import validate
from plugins.paths import ROOT
from plugins.system import textfile

# data of the room above, read like the editors' own file of the same form
BUILTIN_PROVIDERS = ROOT / "plugins" / "voting" / "providers.yaml"

Record = TypeVar("Record")
Result = TypeVar("Result")


@dataclass(frozen=True)
class DataFile(Generic[Record]):
    """A record and the YAML document that it was read from."""

    record: Record
    document: Document


@dataclass(frozen=True)
class MarkdownSource:
    """The Markdown of one language, where it stands, and what its translator said of title and summary."""

    file: str
    first_line: int
    markdown: str
    title: str | None = None
    summary: str | None = None


@dataclass(frozen=True)
class SourceDocument(Generic[Record]):
    """A folder with an ``index.md``: its record, with the titles and summaries that translations beside it bring along.

    How it was written is asked for only where something is wrong with it, or where it is exported: ``source.py``.
    """

    record: Record
    slug: str
    folder: str
    title: TranslatedText
    summary: TranslatedText


@dataclass(frozen=True)
class DocumentAssets:
    """What a document has besides its record: bodies by language, the default one first, and media by file name.

    ``digest`` is the hash of all that the folder says apart from its bodies.
    """

    bodies: dict[str, BodyRef]
    media: dict[str, MediaFile]
    digest: str = ""


@dataclass
class RawContent:
    """Everything that could be read, and the problems with what could not. ``texts`` are those of single files."""

    content: Path
    # none where competition.yaml does not tell; then every language passes
    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, DocumentAssets] = field(default_factory=dict)
    # documents that bodies link to, each with what is wrong where there is none
    links: list[tuple[str, Problem]] = field(default_factory=list)
    contest: DataFile[CompetitionConfig] | None = None
    units: DataFile[UnitsFile] | None = None
    wording: DataFile[WordingFile] | None = None
    privacy: DataFile[PrivacyFile] | None = None
    shortlist: DataFile[ShortlistFile] | None = None
    awards: DataFile[AwardsFile] | None = None
    counts: DataFile[CountsFile] | None = None
    notice: DataFile[NoticeFile] | None = None
    certificates: DataFile[CertificatesFile] | None = None
    published: DataFile[PublishedFile] | None = None
    custom_providers: DataFile[ProvidersFile] | None = None
    entries: list[SourceDocument[EntryRecord]] = field(default_factory=list)
    articles: list[SourceDocument[ArticleRecord]] = field(default_factory=list)
    pages: list[SourceDocument[PageRecord]] = field(default_factory=list)
    slugs: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def providers(self) -> dict[str, Provider]:
        """Every vote platform by its id; the content's own come after those that the software knows."""
        own = self.custom_providers.record.providers if self.custom_providers else ()
        return {provider.id: provider for provider in (*builtin_providers(), *own)}

    def collect(self, make: Callable[..., Result], *arguments: Any) -> Result | None:
        """The result, or nothing and a note of what was wrong: all problems are wanted, not the first."""
        try:
            return make(*arguments)
        except ContentError as refused:
            self.problems.extend(refused.problems)
            return None


def builtin_providers() -> tuple[Provider, ...]:
    """The platforms that come with the software."""

    def read() -> tuple[Provider, ...]:
        document = read_yaml(BUILTIN_PROVIDERS.name, textfile.read_text(BUILTIN_PROVIDERS))
        return validate(ProvidersFile, document, LANGS).providers

    return CACHE.get_or_create(cache_key("known providers", code_digest()), read)
