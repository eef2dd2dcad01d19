"""What the renderers of all languages share, and what every template knows besides its view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.content.schema.config import CompetitionConfig, Stage
from plugins.content.schema.localized import TranslatedText
from plugins.results.certificates import Certificate
from plugins.site.files.media import MediaCollector
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.language_site import LanguageSite
from plugins.site.translations import Translations
from plugins.site.urls import UrlBuilder
from plugins.site.views.components import SiteLink, Vote
from plugins.site.views.vote import active_vote


@dataclass(frozen=True, kw_only=True)
class SiteContext:
    """What the renderers of all languages share."""

    urls: UrlBuilder
    translations: dict[str, Translations]
    assets: ThemeAssets
    media: MediaCollector
    certificates: tuple[Certificate, ...] = ()
    rehearsal: bool = False
    archived: date | None = None


@dataclass(frozen=True, kw_only=True)
class SiteTemplateContext:
    """What every template knows about the site, as ``site``."""

    config: CompetitionConfig
    stage: Stage
    lang: str
    languages: tuple[str, ...]
    name: TranslatedText
    menu: tuple[SiteLink, ...]
    footer: tuple[SiteLink, ...]
    vote: Vote | None
    has_news: bool
    archived: date | None
    base_url: str
    domain: str
    rehearsal: bool


def site_template_context(site: LanguageSite, *, rehearsal: bool) -> SiteTemplateContext:
    """What templates know about this site."""
    snapshot = site.snapshot
    return SiteTemplateContext(
        config=snapshot.config,
        stage=snapshot.stage,
        lang=site.lang,
        languages=site.urls.languages,
        name=snapshot.config.short_name,
        menu=site.main_menu,
        footer=site.footer_menu,
        vote=active_vote(site),
        has_news=bool(snapshot.articles) and not site.archived,
        archived=site.archived,
        base_url=site.urls.site_url,
        domain=site.urls.domain,
        rehearsal=rehearsal,
    )
