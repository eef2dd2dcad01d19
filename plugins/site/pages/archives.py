"""The page that lists the archived stages, and their files as parts of the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from plugins.content.parsing.archives import FOLDER, StageArchive
from plugins.content.schema.config import Stage
from plugins.content.stage_view import StageSnapshot
from plugins.content.url_scheme import ARCHIVE
from plugins.site.files.outputs import Output
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page, named_page
from plugins.site.views.components import View


@dataclass(frozen=True, kw_only=True)
class ArchivedStage:
    """An archived stage in the list: its pages and its zip by their paths from the site's root, its size in bytes."""

    stage: Stage
    day: date | None
    path: str
    download: str
    size: int


@dataclass(frozen=True)
class ArchiveListView(View):
    """The list of the archived stages, in their order."""

    archives: tuple[ArchivedStage, ...]


def pages(site: LanguageSite) -> Iterator[Page]:
    """The list, if there is anything to list."""
    if site.archives:
        listed = tuple(_list_stage(site, archive) for archive in site.archives)
        yield named_page(site, "archive", ArchiveListView(listed))


def _list_stage(site: LanguageSite, archive: StageArchive) -> ArchivedStage:
    has_language = f"{archive.stage}/{site.output_path('')}" in archive.names
    return ArchivedStage(
        stage=site.config.stage(archive.stage),
        day=archive.day,
        path=f"{ARCHIVE}{archive.stage}/{site.local_path('') if has_language else ''}",
        download=f"{ARCHIVE}{archive.stage}.zip",
        size=archive.size,
    )


def archive_files(snapshot: StageSnapshot) -> Iterator[Output]:
    """Every archive that the stage may show, as pages and as a zip."""
    for archive in snapshot.archives:
        source = f"{FOLDER}/{archive.path.name}"
        yield Output(f"{ARCHIVE}{archive.stage}.zip", source, archive.digest, archive.path.read_bytes)
        for name in archive.names:
            yield Output(f"{ARCHIVE}{name}", source, f"{archive.digest} {name}", partial(archive.read, name))
