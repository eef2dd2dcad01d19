"""The home page, which leads with what its stage is about."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.content.model import Article, InfoPage
from plugins.content.schema.config import Stage, StageKind
from plugins.content.schema.documents import Menu
from plugins.content.schema.results import NoticeFile
from plugins.content.stages.awards import Award, SpecialAwardResult
from plugins.content.stages.halls import Hall
from plugins.content.url_scheme import TRACKS, UNITS
from plugins.site.files.daily_entries import DAILY, rotation, rotation_seed, takes_turns
from plugins.site.language_site import LanguageSite
from plugins.site.pages.content_pages import stage_steps
from plugins.site.pages.page import Page
from plugins.site.pages.tour import visit_minutes
from plugins.site.views.components import Card, Progress, SiteLink, StageStep, View

MAX_ARTICLES = 3


@dataclass(frozen=True, kw_only=True)
class HomeView(View):
    """The home page. ``minutes`` is the time that the whole tour takes.

    ``guides`` are the editors' pages in the main menu. ``daily`` are the entries of the day without scripts, in the
    rotation of this ``seed``. ``winners`` are those of the highest award once it is final. ``ways`` lead through
    everything once it is an archive.
    """

    stages: tuple[StageStep, ...]
    next_stage: Stage | None
    articles: tuple[Article, ...]
    halls: tuple[Hall, ...]
    cards: tuple[Card, ...]
    guides: tuple[InfoPage, ...]
    daily: tuple[Card, ...]
    seed: str
    notice: NoticeFile | None
    winners: tuple[Card, ...]
    awards: tuple[Award, ...]
    special: tuple[SpecialAwardResult, ...]
    ways: tuple[SiteLink, ...]
    minutes: int


def home(site: LanguageSite) -> Page:
    """The home page."""
    snapshot = site.snapshot
    stage, steps, first = snapshot.stage, stage_steps(snapshot), snapshot.awards[:1]
    view = HomeView(
        stages=steps,
        next_stage=next((step.stage for step in steps if step.progress is Progress.COMING), None),
        articles=snapshot.articles[:MAX_ARTICLES],
        halls=snapshot.halls,
        cards=site.cards,
        guides=tuple(page for page in snapshot.pages if page.menu is Menu.MAIN),
        daily=rotation(site)[:DAILY] if takes_turns(site) else (),
        seed=rotation_seed(site),
        notice=snapshot.notice if stage.has(StageKind.PUBLIC_NOTICE) else None,
        winners=site.cards_of(first[0].entries) if first and stage.awards_are_final else (),
        awards=snapshot.awards,
        special=snapshot.special,
        ways=_ways(site) if stage.has(StageKind.ARCHIVE) else (),
        minutes=visit_minutes(snapshot.tour, site.lang),
    )
    purpose = site.text_of(snapshot.config.purpose)
    return Page(
        path="", template="home.html", section="home", lang=site.lang, view=view, title=None, description=purpose
    )


def _ways(site: LanguageSite) -> tuple[SiteLink, ...]:
    """Every part of the site, each once."""
    translate = site.translations.translate
    tracks = SiteLink(TRACKS, translate("title.tracks"))
    units = SiteLink(UNITS, site.phrase_for("title.units"))
    links = {link.path: link for link in (*site.main_menu, tracks, units, *site.footer_menu) if link.path}
    return tuple(links.values())
