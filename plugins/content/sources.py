"""The editors' papers as they lie in ``content/``: each record with its document, nothing resolved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from plugins.cache.files import key
from plugins.cache.fingerprints import code_digest
from plugins.cache.sqlite import SHELF
from plugins.content.body_store import BodyRef
from plugins.content.checks.privacy import PrivacyFile
from plugins.content.checks.wording import WordingFile
from plugins.content.model import MediaFile
from plugins.content.parsing.yaml_lines import Document, read_yaml
from plugins.content.problems import LANGS, Problem, Refused
from plugins.content.schema.config import Contest
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, UnitsFile
from plugins.content.schema.localized import Translated
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
KNOWN_PROVIDERS = ROOT / "plugins" / "voting" / "providers.yaml"

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
class Paper(Generic[Record]):
    """A folder with an ``index.md``: its record, with the titles and summaries that translations beside it bring along.

    How it was written is asked for only where something is wrong with it, or where it is exported: ``source.py``.
    """

    record: Record
    slug: str
    folder: str
    title: Translated
    summary: Translated


@dataclass(frozen=True)
class Parts:
    """What a document has besides its record: bodies by language, the default one first, and media by file name.

    ``digest`` is the hash of all that the folder says apart from its bodies.
    """

    bodies: dict[str, BodyRef]
    media: dict[str, MediaFile]
    digest: str = ""


@dataclass
class Papers:
    """Everything that could be read, and the problems with what could not. ``texts`` are those of single files."""

    content: Path
    # none where competition.yaml does not tell; then every language passes
    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)
    # documents that bodies link to, each with what is wrong where there is none
    links: list[tuple[str, Problem]] = field(default_factory=list)
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

    def read() -> tuple[Provider, ...]:
        document = read_yaml(KNOWN_PROVIDERS.name, textfile.read_text(KNOWN_PROVIDERS))
        return validate(ProvidersFile, document, LANGS).providers

    return SHELF.recalled(key("known providers", code_digest()), read)
