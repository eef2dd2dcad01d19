"""What the configuration says of its stages and rounds, and what holds where an editor has written nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.content.load import load
from plugins.content.schema.config import AwardLevel, CompetitionConfig, Round, StageKind, UnknownStageError, VoteRule
from plugins.content.schema.fields import StrictRecord
from plugins.content.schema.localized import TranslatedText
from plugins.content.series.record import EditionRecord
from tests.content.mutations import SITE, replace_text
from tests.support.builds import TINY

NAME = TranslatedText("zh-Hans", {"zh-Hans": "名"})
RULE = VoteRule(NAME, NAME)
FIRST, LAST = Round("first", NAME, vote_rule=RULE), Round("last", NAME)


@pytest.fixture(scope="module")
def config() -> CompetitionConfig:
    competition = load(TINY).competition
    assert competition
    return competition.config


@pytest.fixture(scope="module")
def of_rounds(config: CompetitionConfig) -> CompetitionConfig:
    """The stages from the fourth on, of seven, are of the last of two rounds."""
    stages = (*config.stages[:3], replace(config.stages[3], round="last"), *config.stages[4:])
    return replace(config, stages=stages, rounds=(FIRST, LAST))


def _records(kind: type[StrictRecord] = StrictRecord) -> set[type[StrictRecord]]:
    return {kind}.union(*map(_records, kind.__subclasses__()))


def test_only_these_keys_are_more_than_no_or_nothing_where_an_editor_has_not_written_them() -> None:
    written = {
        f"{record.__name__}.{key.name}": key.default
        for record in _records()
        if is_dataclass(record) and record.__module__.startswith("plugins.content.")
        for key in fields(record)
        if isinstance(key.default, int) and key.default
    }
    assert written == {
        "Frame.height": 900,
        "PageRecord.order": 100,
        "Provider.mainland": True,
        "ResultRule.decimals": 2,
        "Site.entry_cards": True,
    }
    assert not EditionRecord("2024").frozen


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ("call", ""),
        ("tour", "entries"),
        ("public_vote", "entries, votes"),
        ("public_vote archive", "entries, awards, final"),
        ("call public_notice", "entries, awards"),
        ("awards", "entries, awards, final"),
        ("archive", "entries, awards, final"),
    ],
)
def test_a_stage_shows_what_its_kinds_allow(config: CompetitionConfig, kinds: str, shown: str) -> None:
    stage = replace(config.stages[0], kinds=tuple(map(StageKind, kinds.split())))
    parts = {
        "entries": stage.shows_entries,
        "votes": stage.takes_votes,
        "awards": stage.shows_awards,
        "final": stage.awards_are_final,
    }
    assert ", ".join(name for name, is_shown in parts.items() if is_shown) == shown


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_days_begin_in_the_zone_of_the_competition(config: CompetitionConfig, zone: str) -> None:
    assert replace(config, timezone=zone).zone == ZoneInfo(zone)


def test_a_stage_is_found_by_its_id(config: CompetitionConfig) -> None:
    assert config.stage("vote") == config.stages[2]
    with pytest.raises(UnknownStageError):
        config.stage("voting")


def test_what_is_public_from_a_stage_on_is_public_in_it_and_later(config: CompetitionConfig) -> None:
    assert [config.is_reached("vote", stage) for stage in ("tour", "vote", "review")] == [False, True, True]


def test_a_stage_without_a_round_is_of_that_before(config: CompetitionConfig, of_rounds: CompetitionConfig) -> None:
    assert [of_rounds.round_of(stage.id) for stage in of_rounds.stages] == [FIRST] * 3 + [LAST] * 4
    assert [config.round_of(stage.id) for stage in config.stages] == [None] * 7
    assert [of_rounds.first_stage_of(round_id) for round_id in ("first", "last")] == ["archive", "review"]


def test_a_round_has_places_in_the_next_as_its_only_award(of_rounds: CompetitionConfig) -> None:
    first, last = (of_rounds.in_round(number) for number in (0, 1))
    assert first.award_levels == (AwardLevel("last", NAME, 1, "review"),)
    assert (first.vote_rule, first.vote_channels) == (RULE, of_rounds.vote_channels)
    assert (last.award_levels, last.vote_rule) == (of_rounds.award_levels, of_rounds.vote_rule)


def test_an_id_that_is_also_in_the_name_of_a_stage_is_an_id(tiny: Path) -> None:
    replace_text(SITE, ("name: 投票,", "name: {zh-Hans: 投票, en: People vote},"))(tiny)
    assert load(tiny).problems == ()
