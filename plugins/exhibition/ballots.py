"""The vote as a page shows it: its state follows from the stage, never from a clock."""

from __future__ import annotations

from plugins.competition.contest import Stage, StageKind
from plugins.competition.exhibition import Exhibition
from plugins.competition.model import Ballot
from plugins.exhibition.pieces import BallotState, Vote


def vote_on(show: Exhibition, ballots: tuple[Ballot, ...]) -> Vote:
    """What a visitor can do with these ballots in this stage."""
    return Vote(_state(show), _voting_stage(show), show.contest.vote_rule, ballots)


def _voting_stage(show: Exhibition) -> Stage | None:
    return next((stage for stage in show.contest.stages if stage.takes_votes), None)


def _state(show: Exhibition) -> BallotState:
    stage, voting = show.stage, _voting_stage(show)
    if stage.takes_votes:
        return BallotState.OPEN
    if stage.awards_are_final:
        return BallotState.ANNOUNCED
    if stage.has(StageKind.EXPERT_REVIEW):
        return BallotState.REVIEW
    if voting and show.contest.is_reached(stage.id, voting.id):
        return BallotState.COMING
    return BallotState.CLOSED
