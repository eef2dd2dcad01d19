"""JSON-LD: what a page states about itself in the vocabulary of schema.org."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from plugins.content.model import Unit
from plugins.content.schema.documents import Entrant, EventRecord
from plugins.site.language_site import LanguageSite
from plugins.site.pages.content_pages import ArticleView, InfoView
from plugins.site.pages.entries import CatalogueView, EntryView
from plugins.site.pages.page import Page

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def json_ld(site: LanguageSite, page: Page, image: str) -> Markup:
    """The page's JSON-LD, safe inside a script element. ``image`` is the path of its picture from the site's root."""
    data = {"@context": "https://schema.org", **_common(site, page, image), **_by_kind(site, page)}
    return Markup(ENCODE(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _common(site: LanguageSite, page: Page, image: str) -> dict[str, Any]:
    common: dict[str, Any] = {
        "url": site.absolute_url(page.path),
        "name": site.text_of(page.title or site.config.name),
        "description": page.description,
        "inLanguage": page.lang,
        "image": site.urls.absolute(image),
    }
    if page.path:
        name = site.text_of(site.config.short_name)
        common["isPartOf"] = {"@type": "WebSite", "name": name, "url": site.absolute_url("")}
    if page.updated:
        common["dateModified"] = page.updated.isoformat()
    return common


def _by_kind(site: LanguageSite, page: Page) -> dict[str, Any]:
    match page.view:
        case ArticleView():
            return _article(site, page.view)
        case EntryView():
            return _entry(site, page.view)
        case InfoView() if page.view.info.event:
            return _event(site, page.view.info.event)
        case CatalogueView():
            return {"@type": "CollectionPage", "numberOfItems": len(page.view.cards)}
    if page.path == "":
        return {"@type": "WebSite", "publisher": _organisers(site)}
    return {"@type": "WebPage"}


def _event(site: LanguageSite, event: EventRecord) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Event", "startDate": event.starts.isoformat(), "organizer": _organisers(site)}
    if event.place:
        data["location"] = {"@type": "Place", "name": site.text_of(event.place)}
    return data


def _organisers(site: LanguageSite) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": site.text_of(organiser.name)} for organiser in site.config.organisers]


def _article(site: LanguageSite, view: ArticleView) -> dict[str, Any]:
    article = view.article
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": site.text_of(article.title),
        "datePublished": article.date.isoformat(),
    }
    if article.author:
        data["author"] = {"@type": "Person", "name": site.text_of(article.author)}
    if article.source_url:
        data["isBasedOn"] = article.source_url
    return data


def _entry(site: LanguageSite, view: EntryView) -> dict[str, Any]:
    entry = view.card.entry
    data: dict[str, Any] = {"@type": "CreativeWork", "position": view.card.position}
    if entry.cover:
        data["image"] = site.urls.absolute(site.media.image_for(entry.cover.file).src)
    if awards := site.award_names(entry):
        data["award"] = awards
    data["creator"] = [_participant(site, unit) for unit in entry.units]
    if entry.partners:
        data["contributor"] = [_participant(site, unit) for unit in entry.partners]
    return data


def _participant(site: LanguageSite, unit: Unit) -> dict[str, str]:
    kind = "Person" if unit.kind.entrant is Entrant.PERSON else "Organization"
    return {"@type": kind, "name": site.text_of(unit.name)}
