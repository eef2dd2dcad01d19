"""The pages that stand where an entry was: it has left the competition, or has another address since it was renamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.content.model import EntryStatus
from plugins.content.url_scheme import ENTRIES
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page
from plugins.site.urls import url_path
from plugins.site.views.components import View


@dataclass(frozen=True)
class StatusView(View):
    """What became of an entry."""

    status: EntryStatus


def pages(site: LanguageSite) -> Iterator[Page]:
    """A page for each address at which there was an entry; only the entry that it leads to is in the site map."""
    for status in site.snapshot.statuses:
        if status.record.leaves:
            yield status_page(site, status, url_path(status.entry))
        if status.record.old_slug:
            yield status_page(site, status, f"{ENTRIES}{status.record.old_slug}/")


def status_page(site: LanguageSite, status: EntryStatus, path: str) -> Page:
    """The page at a former address."""
    return Page(
        path=path,
        template="status.html",
        section="none",
        lang=site.lang,
        view=StatusView(status),
        title=status.entry.title,
        description=site.translations.translate(f"status.{status.record.kind}"),
        updated=status.record.date,
    )
