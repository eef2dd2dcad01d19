"""The awards of a stage: winners in an order that says no more than it should, and the jury's words on them alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plugins.content.load import load
from plugins.content.schema.config import AwardLevel, CompetitionConfig
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind
from plugins.content.schema.results import (
    CitationsFile,
    EntryResult,
    PublishedDecision,
    PublishedFile,
    PublishedLot,
    Vacancy,
)
from plugins.content.stage_view import Competition
from plugins.content.stages.awards import SpecialAwardResult, list_awards, list_special_awards, public_citations
from tests.support.builds import TINY

NAME = TranslatedText("zh-Hans", {"zh-Hans": "名"})
GARDEN, LIFT, MARKET = "rain-garden", "lift-watch", "night-market"
VACANCY = Vacancy(1, NAME)
POPULAR = SpecialAward("popular", NAME, SpecialKind.POPULARITY, 1, "awards")
ORGANISER = SpecialAward("organiser", NAME, SpecialKind.ORGANISER, 1, "awards")


@pytest.fixture(scope="module")
def competition() -> Competition:
    loaded = load(TINY).competition
    assert loaded
    return loaded


def _with_levels(competition: Competition, *levels: AwardLevel) -> CompetitionConfig:
    return replace(competition.config, award_levels=levels)


@pytest.mark.parametrize(("ranked", "expected"), [(True, (MARKET, GARDEN)), (False, (GARDEN, MARKET))])
def test_only_a_ranked_level_is_in_the_order_of_its_file(
    competition: Competition, ranked: bool, expected: tuple[str, ...]
) -> None:
    tour = tuple(sorted(competition.entries, key=lambda entry: entry.slug != GARDEN))
    config = _with_levels(
        competition, AwardLevel("gold", NAME, 3, "awards", ranked), AwardLevel("none", NAME, 1, "awards")
    )
    (award,) = list_awards(config, {"gold": (MARKET, "withdrawn", GARDEN)}, {}, tour)
    assert (award.level.id, tuple(entry.slug for entry in award.entries), award.vacancy) == ("gold", expected, None)


def test_a_level_that_nobody_has_is_shown_if_its_places_are_vacant(competition: Competition) -> None:
    config = _with_levels(competition, *(AwardLevel(id_, NAME, 1, "awards") for id_ in ("gold", "silver")))
    awards = list_awards(config, {}, {"silver": VACANCY}, competition.entries)
    assert [(award.level.id, award.entries, award.vacancy) for award in awards] == [("silver", (), VACANCY)]


def test_special_awards_have_entries_or_units_in_the_order_of_the_site(competition: Competition) -> None:
    rule = ResultRule(special_awards=(POPULAR, ORGANISER, replace(POPULAR, id="nobody")))
    winners = {"popular": (MARKET, LIFT), "organiser": ("water-bureau", "east-office")}
    config = replace(competition.config, result_rule=rule)
    popular, organiser = list_special_awards(config, winners, competition.entries, competition.units)
    entries = tuple(entry for entry in competition.entries if entry.slug != GARDEN)
    units = tuple(unit for unit in competition.units if unit.id in {"east-office", "water-bureau"})
    assert (popular.award, popular.entries, popular.units) == (POPULAR, entries, ())
    assert (organiser.award, organiser.entries, organiser.units) == (ORGANISER, (), units)
    assert len(units) == 2
    assert list_special_awards(competition.config, winners, competition.entries, competition.units) == ()


def test_an_entry_has_the_special_awards_that_it_won(competition: Competition) -> None:
    entry, other = competition.entries[:2]
    won = SpecialAwardResult(POPULAR, (entry,), ())
    snapshot = replace(competition.at("awards"), special=(SpecialAwardResult(ORGANISER, (), competition.units), won))
    assert (snapshot.special_of(entry), snapshot.special_of(other)) == ((won,), ())


LOT = PublishedLot((GARDEN, LIFT), NAME, NAME, date(2024, 5, 1))
DECISION = PublishedDecision("swap", NAME, NAME, date(2024, 5, 1))
PUBLISHED = PublishedFile("0" * 64, "0" * 64, entries=(EntryResult(GARDEN),), lots=(LOT,), decisions=(DECISION,))


@pytest.mark.parametrize(
    ("stage", "praise_from", "shown"),
    [
        ("vote", "notice", None),
        ("notice", "notice", PUBLISHED),
        ("notice", "awards", replace(PUBLISHED, entries=(), lots=(), decisions=())),
        ("awards", "awards", PUBLISHED),
    ],
)
def test_figures_are_public_once_all_awards_are(
    competition: Competition, stage: str, praise_from: str, shown: PublishedFile | None
) -> None:
    gold, praise = competition.config.award_levels
    config = _with_levels(competition, gold, replace(praise, public_from=praise_from))
    assert replace(competition, config=config, published=PUBLISHED).at(stage).published == shown


def test_the_jury_speaks_of_winners_alone(competition: Competition) -> None:
    rule = ResultRule(special_awards=(POPULAR, ORGANISER))
    config = replace(_with_levels(competition, AwardLevel("gold", NAME, 1, "awards")), result_rule=rule)
    awards = list_awards(config, {"gold": (GARDEN,)}, {}, competition.entries)
    winners = {"popular": (LIFT,), "organiser": ("east-office",)}
    special = list_special_awards(config, winners, competition.entries, competition.units)
    file = CitationsFile(NAME, dict.fromkeys((GARDEN, LIFT, MARKET, "east-office", "water-bureau"), NAME))
    shown = dict.fromkeys((GARDEN, LIFT, "east-office"), NAME)
    assert public_citations(file, awards, special) == CitationsFile(NAME, shown)
    assert public_citations(None, awards, special) is None
