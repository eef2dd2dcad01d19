"""What each stage shows, exactly; what it hides is nowhere in the Exhibition that it is cut to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.schema.config import Stage, StageKind
from plugins.content.stage_view import Competition, StageSnapshot
from tests.content.mutations import AWARDS, NEWS, SHORTLIST, SITE, both, replaced
from tests.site.test_leaks import CASES, Plant, plant_ballots, plant_results, plant_shortlist
from tests.support.builds import TINY_STAGES

BALLOTS = ("https://vote.example.com/rain", "https://vote.example.com/lift")
CHANNEL = "https://vote.example.com/"
PRIZES = (("gold", ("lift-watch",)), ("praise", ("rain-garden",)))


@dataclass(frozen=True)
class Shown:
    """What a stage shows; the defaults are what most stages of the tiny competition have in common."""

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


def competition_of(content: Path) -> Competition:
    loaded = load(content)
    assert loaded.problems == ()
    assert loaded.competition
    return loaded.competition


def _shown(show: StageSnapshot) -> Shown:
    return Shown(
        entries=tuple(entry.slug for entry in show.tour),
        halls=tuple((hall.position, hall.track.id) for hall in show.halls),
        units=tuple(unit.id for unit in show.units),
        levels=tuple(level.id for level in show.contest.award_levels),
        awards=tuple((award.level.id, tuple(entry.slug for entry in award.entries)) for award in show.awards),
        articles=tuple(article.slug for article in show.articles),
        pages=tuple(page.slug for page in show.pages),
        ballots=tuple(ballot.address for entry in show.tour for ballot in entry.ballots),
        channels=tuple(ballot.address for ballot in show.ballots),
    )


def test_every_stage_and_kind_is_expected(tiny: Path) -> None:
    stages = competition_of(tiny).contest.stages
    assert tuple(stage.id for stage in stages) == TINY_STAGES == tuple(EXPECTED)
    assert {kind for stage in stages for kind in stage.kinds} == set(StageKind)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_stage_shows_exactly_this(tiny: Path, stage: str) -> None:
    replaced(SITE, ("name: 小城客户端}", f"name: 小城客户端, ballot: {CHANNEL}}}"))(tiny)
    show = competition_of(tiny).at(stage)
    assert _shown(show) == EXPECTED[stage]
    assert (show.stage.id, show.contest.current_stage) == (stage, stage)


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_entries_of_awards_are_those_of_the_tour(tiny: Path, stage: str) -> None:
    show = competition_of(tiny).at(stage)
    assert [entry for award in show.awards for entry in award.entries if entry not in show.tour] == []
    assert {entry.slug: show.award_of(entry) for entry in show.tour} == {
        entry.slug: next((award for award in show.awards if entry in award.entries), None) for entry in show.tour
    }


def test_unknown_stage_is_no_stage(tiny: Path) -> None:
    with pytest.raises(StopIteration):
        competition_of(tiny).at("party")


# in halls the tour leads from rain-garden (water) to night-market and lift-watch (safety)
OTHER_ORDER = both(
    replaced(SHORTLIST, ("[rain-garden, lift-watch]", "[night-market, lift-watch, rain-garden]")),
    replaced(
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
    both(OTHER_ORDER, replaced(SITE, ("size: 1, public_from: notice", level)))(tiny)
    show = competition_of(tiny).at("awards")
    assert tuple(entry.slug for entry in show.tour) == ("rain-garden", "night-market", "lift-watch")
    assert tuple(entry.slug for entry in show.awards[1].entries) == order


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
    replaced(SITE, ("kinds: [tour, public_vote]", f"kinds: [{kinds.replace(' ', ', ')}]"))(tiny)
    stage: Stage = competition_of(tiny).contest.stage("vote")
    assert (stage.shows_entries, stage.takes_votes, stage.shows_awards, stage.awards_are_final) == (
        entries,
        votes,
        awards,
        final,
    )


def _unlink_news(content: Path) -> None:
    """A body keeps where its links lead until a page fills them in; test_leaks.py sees to those."""
    path = content / NEWS
    path.write_text(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(("stage", "plant"), CASES)
def test_marks_in_what_is_hidden_are_not_in_the_exhibition(tiny: Path, stage: str, plant: Plant) -> None:
    plant(tiny)
    _unlink_news(tiny)
    loaded = load(tiny)
    assert loaded.competition, loaded.problems
    assert "leak" in repr(loaded.competition).lower()
    assert "leak" not in repr(loaded.competition.at(stage)).lower()


@pytest.mark.parametrize(
    ("stage", "plant"), [("awards", plant_results), ("tour", plant_shortlist), ("vote", plant_ballots)]
)
def test_marks_are_in_the_exhibition_once_their_stage_has_come(tiny: Path, stage: str, plant: Plant) -> None:
    plant(tiny)
    assert "leak" in repr(competition_of(tiny).at(stage)).lower()
