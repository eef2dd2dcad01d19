"""A page of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.content.model import Document
from plugins.content.schema.localized import TranslatedText
from plugins.site.language_site import LanguageSite
from plugins.site.urls import url_path
from plugins.site.views.components import ResponsiveImage, View


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its path within its language, its template, and what that shows.

    ``section`` is the entry of the menu that the page belongs to; pages of the section "none" are not in the site map.
    ``frames`` are the origins of other sites that it may show in a frame.
    """

    path: str
    template: str
    section: str
    lang: str
    view: View
    title: TranslatedText | str | None
    description: str
    updated: date | None = None
    image: ResponsiveImage | None = None
    frames: tuple[str, ...] = ()


def named_page(site: LanguageSite, name: str, view: View) -> Page:
    """A page of which everything follows from its name: path, section, template and the phrases of the theme.

    The title is the phrase ``title.<name>``, the description ``description.<name>``.
    """
    translate_as, contest = site.translations.translate_as, site.text_of(site.config.short_name)
    return Page(
        path=f"{name}/",
        template=f"{name}.html",
        section=name,
        lang=site.lang,
        view=view,
        title=translate_as(f"title.{name}", site.entrant),
        description=translate_as(f"description.{name}", site.entrant, name=contest),
    )


def document_page(site: LanguageSite, document: Document, template: str, section: str, view: View) -> Page:
    """The page of a document, under its title and with its summary as the description."""
    return Page(
        path=url_path(document),
        template=template,
        section=section,
        lang=site.lang,
        view=view,
        title=document.title,
        description=site.text_of(document.summary),
    )
