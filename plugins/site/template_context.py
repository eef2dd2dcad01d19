"""What every template knows besides its view: facts of the site and of the page at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from plugins.content.schema.config import Contest, Stage
from plugins.content.schema.localized import Translated
from plugins.site.views.components import Rendition, SiteLink, Vote


@dataclass(frozen=True)
class SiteFacts:
    """What every template knows of the site, as ``site``."""

    contest: Contest
    stage: Stage
    lang: str
    default_lang: str
    languages: tuple[str, ...]
    name: Translated
    menu: tuple[SiteLink, ...]
    footer: tuple[SiteLink, ...]
    shows_entries: bool
    awards_public: bool
    vote: Vote | None
    has_news: bool
    archived: date | None
    base_url: str
    domain: str
    rehearsal: bool


@dataclass(frozen=True)
class PageFacts:
    """What every template knows of its page, as ``page``."""

    path: str
    template: str
    section: str
    lang: str
    title: Translated | str | None
    description: str
    languages: tuple[str, ...]
    image: Rendition
    updated: date | None
    json_ld: Markup
    policy: str


@dataclass(frozen=True)
class MappedPage:
    """A page as the site map for machines lists it."""

    path: str
    lang: str
    languages: tuple[str, ...]
    updated: date | None
