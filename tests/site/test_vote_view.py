"""The state of the vote, also where there are several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plugins.content.schema.config import Stage, StageKind
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import BallotState
from plugins.site.views.vote import active_vote, vote_view
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


def _site(stage_id: str) -> LanguageSite:
    """A competition with two votes for four entries of choice, the second after a review."""
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    kinds = {
        "tour": (StageKind.TOUR,),
        "vote": (StageKind.PUBLIC_VOTE,),
        "review": (StageKind.EXPERT_REVIEW,),
        "pause": (StageKind.TOUR,),
        "final": (StageKind.TOUR, StageKind.PUBLIC_VOTE),
        "awards": (StageKind.AWARDS,),
    }
    stages = tuple(Stage(id=name, name=site.config.name, kinds=of_stage) for name, of_stage in kinds.items())
    rule = site.config.vote_rule
    assert rule
    config = replace(site.config, stages=stages, vote_rule=replace(rule, choices=4))
    return replace(site, snapshot=replace(site.snapshot, config=config, stage=config.stage(stage_id)))


@pytest.mark.parametrize(
    ("stage", "state", "voting", "following", "choices"),
    [
        ("tour", BallotState.COMING, "vote", None, 4),
        ("vote", BallotState.OPEN, "vote", None, 4),
        ("review", BallotState.REVIEW, "final", "final", None),
        ("pause", BallotState.CLOSED, "final", "final", None),
        ("final", BallotState.OPEN, "final", None, 4),
        ("awards", BallotState.ANNOUNCED, "final", None, None),
    ],
)
def test_after_a_vote_the_next_one_is_announced(
    stage: str, state: BallotState, voting: str, following: str | None, choices: int | None
) -> None:
    site = _site(stage)
    vote = vote_view(site, ())
    assert vote
    assert vote.stage
    assert (vote.state, vote.stage.id, vote.following and vote.following.id, vote.choices) == (
        state,
        voting,
        following,
        choices,
    )
    assert bool(active_vote(site)) is (state in (BallotState.COMING, BallotState.OPEN))


def test_an_archived_page_of_a_vote_leads_to_no_ballot() -> None:
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    ballots = site.cards[0].entry.ballots
    live, archived = vote_view(site, ballots), vote_view(replace(site, archived=date(2024, 3, 15)), ballots)
    assert live
    assert archived
    assert ([option.address for option in live.options], live.state) == (
        ["https://vote.example.com/rain"],
        BallotState.OPEN,
    )
    assert (archived.options, archived.state) == ((), BallotState.ARCHIVED)
