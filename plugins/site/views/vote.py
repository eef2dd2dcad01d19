"""The vote as a page shows it: its state follows from the stage; only the page's own script has a clock."""

from __future__ import annotations

from functools import partial

from plugins.content.model import Ballot, Count
from plugins.content.schema.config import Stage, StageKind
from plugins.content.stage_view import Exhibition
from plugins.images.qr import qr_png
from plugins.site.language_site import Edition
from plugins.site.views.components import BallotState, Vote, Way
from plugins.voting.embedding import embedding


def vote_on(edition: Edition, ballots: tuple[Ballot, ...], count: Count | None = None) -> Vote:
    """What a visitor can do with these ballots in this stage."""
    show = edition.show
    ways = tuple(way for ballot in ballots if (way := _way(edition, ballot)))
    return Vote(_state(edition), _voting_stage(show), show.contest.vote_rule, ways, count)


def clocked_vote(edition: Edition) -> Vote | None:
    """The vote that is still to open or to close, for the clock that every page carries."""
    vote = vote_on(edition, ())
    return vote if vote.state in (BallotState.COMING, BallotState.OPEN) else None


def _way(edition: Edition, ballot: Ballot) -> Way | None:
    if edition.archived or not ballot.address:
        return None
    media, address = edition.media, ballot.address
    code = media.drawing("png", ("qr", address), partial(qr_png, address))
    return Way(ballot, address, code, embedding(ballot))


def _voting_stage(show: Exhibition) -> Stage | None:
    return next((stage for stage in show.contest.stages if stage.takes_votes), None)


def _state(edition: Edition) -> BallotState:
    state = _state_at(edition.show)
    return BallotState.ARCHIVED if edition.archived and state in (BallotState.COMING, BallotState.OPEN) else state


def _state_at(show: Exhibition) -> BallotState:
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
