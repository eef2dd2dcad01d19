"""All pages of a stage, in the order of the site map."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.site.language_site import LanguageSite
from plugins.site.pages import archives, content_pages, entries, results, tour
from plugins.site.pages.home import home
from plugins.site.pages.page import Page
from plugins.site.urls import url_path


def list_pages(site: LanguageSite) -> Iterator[Page]:
    """Every page in one language."""
    yield home(site)
    yield from content_pages.pages(site)
    yield from archives.pages(site)
    if site.snapshot.stage.shows_entries:
        yield from tour.pages(site)
        yield from entries.pages(site)
        yield from results.round_results(site)
    if site.snapshot.stage.shows_awards:
        yield from results.pages(site)


def find_page(site: LanguageSite, path: str) -> Page | None:
    """The page at a path within its language, or None."""
    # of most sites most pages are entries, which are found without making the other pages
    card = next((card for card in site.cards if url_path(card.entry) == path), None)
    if card:
        return entries.entry_page(site, card)
    return next((page for page in list_pages(site) if page.path == path), None)
