"""What the home page leads with in each stage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.site.language_site import LanguageSite
from plugins.site.pages.home import HomeView, home
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, TINY_STAGES

WAYS = ["news/", "tour/", "entries/", "vote/", "winners/", "rules/", "tracks/", "units/", "privacy/", "contents/"]


def _view(site: LanguageSite) -> HomeView:
    view = home(site).view
    assert isinstance(view, HomeView)
    return view


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_each_stage_leads_with_what_it_is_about(stage: str) -> None:
    view = _view(make_renderers(TINY, stage)["zh-Hans"].site)
    following = [*TINY_STAGES, None][TINY_STAGES.index(stage) + 1]
    assert (view.next_stage.id if view.next_stage else None) == following
    assert bool(view.daily) is (stage in ("tour", "vote"))
    assert bool(view.notice) is (stage == "notice")
    # the proposed winners are listed, but none is shown before it is certain
    assert [award.level.id for award in view.awards] == (["gold", "praise"] if stage in TINY_STAGES[4:] else [])
    assert [card.entry.slug for card in view.winners] == (["lift-watch"] if stage in ("awards", "archive") else [])
    assert [way.path for way in view.ways] == (WAYS if stage == "archive" else [])


def test_only_the_three_latest_articles_are_on_the_home_page() -> None:
    site = make_renderers(TINY, "awards")["zh-Hans"].site
    articles = tuple(replace(site.snapshot.articles[0], slug=f"a{number}") for number in range(5))
    view = _view(replace(site, snapshot=replace(site.snapshot, articles=articles)))
    assert [article.slug for article in view.articles] == ["a0", "a1", "a2"]
