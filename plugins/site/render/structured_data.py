"""What pages say of themselves to machines: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from plugins.site.language_site import Edition, Page
from plugins.site.views.page_views import ArticleView, CatalogueView, EntryView, InfoView

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def json_ld(edition: Edition, page: Page) -> Markup:
    """The page's JSON-LD, safe inside a script element."""
    data = {"@context": "https://schema.org", **_about(edition, page)}
    return Markup(ENCODE(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _about(edition: Edition, page: Page) -> dict[str, Any]:
    address = edition.addresses.absolute(edition.addresses.in_language(page.path, page.lang))
    common = {
        "url": address,
        "name": edition.plain(page.title or edition.contest.name),
        "description": page.description,
        "inLanguage": page.lang,
    }
    if page.image:
        common["image"] = edition.addresses.absolute(page.image.src)
    match page.view:
        case ArticleView():
            return common | _article(edition, page.view)
        case EntryView():
            return common | _entry(edition, page.view)
        case InfoView() if page.view.info.event:
            return common | {"@type": "Event", "startDate": page.view.info.event.starts.isoformat()}
        case CatalogueView():
            return common | {"@type": "CollectionPage", "numberOfItems": len(page.view.cards)}
    return common | (
        {"@type": "WebSite", "publisher": _organisers(edition)} if page.path == "" else {"@type": "WebPage"}
    )


def _organisers(edition: Edition) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": edition.plain(each.name)} for each in edition.contest.organisers]


def _article(edition: Edition, view: ArticleView) -> dict[str, Any]:
    article = view.article
    said: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": edition.plain(article.title),
        "datePublished": article.date.isoformat(),
    }
    if article.author:
        said["author"] = {"@type": "Person", "name": edition.plain(article.author)}
    if article.source_url:
        said["isBasedOn"] = article.source_url
    return said


def _entry(edition: Edition, view: EntryView) -> dict[str, Any]:
    units = [{"@type": "Organization", "name": edition.plain(unit.name)} for unit in view.entry.units]
    return {"@type": "CreativeWork", "creator": units, "position": view.stop.place}
