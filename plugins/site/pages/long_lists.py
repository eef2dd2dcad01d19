"""The further pages of lists that are too long for one page: without a script, they are the way to the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.content.schema.localized import TranslatedText
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page
from plugins.site.views.components import Card, View

# entries on one page, and those that a script shows at a time
PAGE_SIZE = 24


@dataclass(frozen=True, kw_only=True)
class ListPageView(View):
    """A further page of a list. ``title`` is that of the list, ``pages`` are the paths of all its pages."""

    title: TranslatedText | str
    cards: tuple[Card, ...]
    pages: tuple[str, ...]
    number: int


def page_paths(path: str, count: int) -> tuple[str, ...]:
    """The paths of all pages of a list that begins at this path; none if one page is enough."""
    last = -(-count // PAGE_SIZE)
    return (path, *(f"{path}all/{number}/" for number in range(2, last + 1))) if last > 1 else ()


def further_pages(site: LanguageSite, first: Page, cards: Sequence[Card]) -> Iterator[Page]:
    """The pages after the first one."""
    pages, title = page_paths(first.path, len(cards)), first.title or ""
    for number, path in enumerate(pages[1:], start=2):
        view = ListPageView(
            title=title,
            cards=tuple(cards[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
            pages=pages,
            number=number,
        )
        name = site.translations.translate("lists.page", title=site.text_of(title), n=number, total=len(pages))
        yield replace(first, path=path, template="list_page.html", view=view, title=name)
