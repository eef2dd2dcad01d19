"""What can be edited by a form: which file, which record of it, and which of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.content.kinds import KINDS
from plugins.content.schema.config import CompetitionConfig, is_language
from plugins.content.schema.documents import TranslationRecord, UnitRecord, UnitsFile
from plugins.content.schema.fields import DEVICE, is_slug
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CountsFile,
    NoticeFile,
    ShortlistFile,
    StatusesFile,
)
from plugins.editing.fields import FieldSpec, describe_record

UNITS = "units"
# the folder or the id of what has none yet; no name of a file
UNNAMED = "?"


@dataclass(frozen=True)
class EditTarget:
    """What a form edits: a file of the content, with Markdown or not, or one unit of ``units.yaml`` by its id.

    ``record`` is the record of the whole file, ``keys`` those that the form has, all if empty.
    """

    address: str
    file: str
    record: type[Any]
    keys: tuple[str, ...] = ()
    unit: str = ""

    @property
    def is_markdown(self) -> bool:
        return self.file.endswith(".md")

    @property
    def folder(self) -> str:
        """The folder of the file, in which its pictures are."""
        return self.file.rpartition("/")[0]

    @property
    def is_document(self) -> bool:
        """Whether it is an entry, an article or a page itself, not its translation."""
        return self.file.endswith("/index.md")

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """The fields of the form."""
        if self.unit:
            # its id never changes, and is asked like the name of a folder
            return tuple(spec for spec in describe_record(UnitRecord) if spec.key != "id")
        specs = {spec.key: spec for spec in describe_record(self.record)}
        return tuple(specs[key] for key in self.keys or specs)


# single files, by their address
FILES: Mapping[str, EditTarget] = {
    target.address: target
    for target in (
        EditTarget("shortlist", "results/shortlist.yaml", ShortlistFile),
        EditTarget("stages", "competition.yaml", CompetitionConfig, ("current_stage", "stages")),
        EditTarget("awards", "results/awards.yaml", AwardsFile),
        EditTarget("statuses", "results/statuses.yaml", StatusesFile),
        EditTarget("notice", "results/notice.yaml", NoticeFile),
        EditTarget("counts", "results/counts.yaml", CountsFile),
        EditTarget("certificates", "results/certificates.yaml", CertificatesFile),
    )
}


def new_target(kind: str) -> EditTarget | None:
    """What a form for a new document or unit describes, before it has a slug; None for an unknown kind."""
    if kind == UNITS:
        return EditTarget(f"new/{kind}", "units.yaml", UnitsFile, unit=UNNAMED)
    return EditTarget(f"new/{kind}", f"{kind}/{UNNAMED}/index.md", KINDS[kind].record) if kind in KINDS else None


def find_target(address: str) -> EditTarget | None:
    """What is edited at an address such as ``entries/rain-garden``, whether it exists or not; None if nothing is."""
    if address in FILES:
        return FILES[address]
    kind, _, rest = address.partition("/")
    slug, _, lang = rest.partition("/")
    if not is_slug(slug) or DEVICE.match(slug):
        return None
    if kind == UNITS and not lang:
        return EditTarget(address, "units.yaml", UnitsFile, unit=slug)
    if kind not in KINDS:
        return None
    if lang:
        file = f"{kind}/{slug}/index.{lang}.md"
        return EditTarget(address, file, TranslationRecord) if is_language(lang) else None
    return EditTarget(address, f"{kind}/{slug}/index.md", KINDS[kind].record)
