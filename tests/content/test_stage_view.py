"""What each stage shows, exactly; what it hides is nowhere in its snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.schema.config import Stage, StageKind, UnknownStageError
from plugins.content.stage_view import Competition, StageSnapshot
from tests.content.mutations import AWARDS, NEWS, SHORTLIST, SITE, combine, replace_text
from tests.support.builds import TINY_STAGES
from tests.support.planted import CASES, Plant, plant_ballots, plant_results, plant_shortlist

BALLOTS = ("https://vote.example.com/rain", "https://vote.example.com/lift")
CHANNEL = "https://vote.example.com/"
PRIZES = (("gold", ("lift-watch",)), ("praise", ("rain-garden",)))


@dataclass(frozen=True)
class Shown:
    """The ids of what a stage shows; the defaults are those of most stages of the tiny competition."""

    entries: tuple[str, ...] = ("rain-garden", "lift-watch")
    halls: tuple[tuple[int, str], ...] = ((1, "water"), (2, "safety"))
    units: tuple[str, ...] = ("water-bureau", "east-office")
    levels: tuple[str, ...] = ("gold",)
    awards: tuple[tuple[str, tuple[str, ...]], ...] = ()
    articles: tuple[str, ...] = ("launch",)
    pages: tuple[str, ...] = ("privacy", "rules")
    ballots: tuple[str | None, ...] = (None, None)
    channels: tuple[str | None, ...] = (None,)


NOTICE = Shown(levels=("gold", "praise"), awards=PRIZES)
FINAL = Shown(levels=("gold", "praise"), awards=PRIZES, articles=("results", "launch"))
EXPECTED = {
    "call": Shown(entries=(), halls=(), units=(), ballots=()),
    "tour": Shown(),
    "vote": Shown(ballots=BALLOTS, channels=(CHANNEL,)),
    "review": Shown(),
    "notice": NOTICE,
    "awards": FINAL,
    "archive": FINAL,
}


def load_competition(content: Path) -> Competition:
    loaded = load(content)
    assert loaded.errors == ()
    assert loaded.competition
    return loaded.competition


def _summarize(snapshot: StageSnapshot) -> Shown:
    return Shown(
        entries=tuple(entry.slug for entry in snapshot.tour),
        halls=tuple((hall.position, hall.id) for hall in snapshot.halls),
        units=tuple(unit.id for unit in snapshot.units),
        levels=tuple(level.id for level in snapshot.config.award_levels),
        awards=tuple((award.level.id, tuple(entry.slug for entry in award.entries)) for award in snapshot.awards),
        articles=tuple(article.slug for article in snapshot.articles),
        pages=tuple(page.slug for page in snapshot.pages),
        ballots=tuple(ballot.address for entry in snapshot.tour for ballot in entry.ballots),
        channels=tuple(ballot.address for ballot in snapshot.ballots),
    )


def test_every_stage_and_kind_is_expected(tiny: Path) -> None:
    stages = load_competition(tiny).config.stages
    assert tuple(stage.id for stage in stages) == TINY_STAGES == tuple(EXPECTED)
    assert {kind for stage in stages for kind in stage.kinds} == set(StageKind)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_stage_shows_exactly_this(tiny: Path, stage: str) -> None:
    replace_text(SITE, ("name: 小城客户端}", f"name: 小城客户端, ballot: {CHANNEL}}}"))(tiny)
    snapshot = load_competition(tiny).at(stage)
    assert _summarize(snapshot) == EXPECTED[stage]
    assert (snapshot.stage.id, snapshot.config.current_stage) == (stage, stage)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_award_of_an_entry_is_the_level_that_lists_it(tiny: Path, stage: str) -> None:
    snapshot = load_competition(tiny).at(stage)
    awards = {entry.slug: snapshot.award_of(entry) for entry in snapshot.tour}
    expected = {slug: level for level, slugs in EXPECTED[stage].awards for slug in slugs}
    assert {slug: award.level.id for slug, award in awards.items() if award} == expected
    assert set(awards) == set(EXPECTED[stage].entries)


def test_at_raises_for_unknown_stage(tiny: Path) -> None:
    with pytest.raises(UnknownStageError, match="party"):
        load_competition(tiny).at("party")


# in halls the tour leads from rain-garden (water) to night-market and lift-watch (safety)
OTHER_ORDER = combine(
    replace_text(SHORTLIST, ("[rain-garden, lift-watch]", "[night-market, lift-watch, rain-garden]")),
    replace_text(
        AWARDS,
        (
            "  gold: [lift-watch]\n  praise: [rain-garden]",
            "  gold: [night-market]\n  praise: [lift-watch, rain-garden]",
        ),
    ),
)


@pytest.mark.parametrize(
    ("level", "order"),
    [
        ("size: 2, public_from: notice", ("rain-garden", "lift-watch")),
        ("size: 2, public_from: notice, ranked: true", ("lift-watch", "rain-garden")),
    ],
    ids=["unranked in the order of the tour", "ranked in the order of the file"],
)
def test_awarded_entries_are_in_order(tiny: Path, level: str, order: tuple[str, ...]) -> None:
    combine(OTHER_ORDER, replace_text(SITE, ("size: 1, public_from: notice", level)))(tiny)
    snapshot = load_competition(tiny).at("awards")
    assert tuple(entry.slug for entry in snapshot.tour) == ("rain-garden", "night-market", "lift-watch")
    assert tuple(entry.slug for entry in snapshot.awards[1].entries) == order


@pytest.mark.parametrize(
    ("kinds", "entries", "votes", "awards", "final"),
    [
        ("call", False, False, False, False),
        ("call tour", True, False, False, False),
        ("tour public_vote", True, True, False, False),
        ("public_vote", True, True, False, False),
        ("expert_review", True, False, False, False),
        ("expert_review public_notice", True, False, True, False),
        ("public_notice awards", True, False, True, True),
        ("awards", True, False, True, True),
        ("archive", True, False, True, True),
        ("public_vote archive", True, False, True, True),
    ],
)
def test_kinds_open_what_they_should(
    tiny: Path, kinds: str, entries: bool, votes: bool, awards: bool, final: bool
) -> None:
    replace_text(SITE, ("kinds: [tour, public_vote]", f"kinds: [{kinds.replace(' ', ', ')}]"))(tiny)
    stage: Stage = load_competition(tiny).config.stage("vote")
    assert (stage.shows_entries, stage.takes_votes, stage.shows_awards, stage.awards_are_final) == (
        entries,
        votes,
        awards,
        final,
    )


def _unlink_news(content: Path) -> None:
    """Remove the links of an article: a body holds their targets until a page resolves them (see test_leaks.py)."""
    path = content / NEWS
    path.write_text(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(("stage", "plant"), CASES)
def test_marks_in_what_is_hidden_are_not_in_the_snapshot(tiny: Path, stage: str, plant: Plant) -> None:
    plant(tiny)
    _unlink_news(tiny)
    loaded = load(tiny)
    assert loaded.competition, loaded.problems
    assert "leak" in repr(loaded.competition).lower()
    assert "leak" not in repr(loaded.competition.at(stage)).lower()


@pytest.mark.parametrize(
    ("stage", "plant"), [("awards", plant_results), ("tour", plant_shortlist), ("vote", plant_ballots)]
)
def test_marks_are_in_the_snapshot_once_their_stage_has_come(tiny: Path, stage: str, plant: Plant) -> None:
    plant(tiny)
    assert "leak" in repr(load_competition(tiny).at(stage)).lower()


def test_page_states_the_rule_before_there_is_a_result(tiny: Path) -> None:
    limits = "quotas: {gold: {water: 1}, praise: {safety: 1}}, levels: {gold: {most_per_unit: 1}, praise: {tied: all}}"
    rule = f"result_rule: {{public: 30, experts: 70, {limits}}}\n"
    combine(
        replace_text("competition.yaml", ("site:\n", f"{rule}site:\n")),
        replace_text("pages/rules/index.md", ("award_levels,", "award_levels, result_rule,")),
    )(tiny)
    competition = load_competition(tiny)
    announced = {stage: competition.at(stage).announced_rule for stage in ("call", "notice")}
    # limits of awards that are not public yet would name these
    assert {stage: (tuple(rule.quotas), tuple(rule.levels)) for stage, rule in announced.items() if rule} == {
        "call": (("gold",), ("gold",)),
        "notice": (("gold", "praise"), ("gold", "praise")),
    }
    # without a result nothing else may know of the rule
    assert competition.at("call").config.result_rule is None


def test_rule_is_not_announced_without_a_page_that_asks_for_it(tiny: Path) -> None:
    rule = "result_rule: {public: 30, experts: 70}\n"
    replace_text("competition.yaml", ("site:\n", f"{rule}site:\n"))(tiny)
    assert load_competition(tiny).at("call").announced_rule is None
