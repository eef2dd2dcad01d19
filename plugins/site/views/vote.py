"""The vote as a page shows it. Its state follows from the stage; only the page's own script reads a clock."""

from __future__ import annotations

from functools import partial

from plugins.content.model import Ballot, Count
from plugins.content.schema.config import Stage, StageKind
from plugins.content.stage_view import StageSnapshot
from plugins.images.qr import qr_png
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import BallotOption, BallotState, Vote
from plugins.voting.embedding import build_embedding


def vote_view(site: LanguageSite, ballots: tuple[Ballot, ...], count: Count | None = None) -> Vote:
    """What a visitor can do with these ballots in this stage."""
    snapshot = site.snapshot
    options = tuple(option for ballot in ballots if (option := _option(site, ballot)))
    return Vote(
        state=_state(site),
        stage=_voting_stage(snapshot),
        rule=snapshot.config.vote_rule,
        options=options,
        count=count,
    )


def active_vote(site: LanguageSite) -> Vote | None:
    """The vote if it has still to open or to close: every page then carries its clock."""
    vote = vote_view(site, ())
    return vote if vote.state in (BallotState.COMING, BallotState.OPEN) else None


def _option(site: LanguageSite, ballot: Ballot) -> BallotOption | None:
    if site.archived or not ballot.address:
        return None
    address = ballot.address
    qr_code = site.media.add_generated("png", ("qr", address), partial(qr_png, address))
    return BallotOption(ballot, address, qr_code, build_embedding(ballot))


def _voting_stage(snapshot: StageSnapshot) -> Stage | None:
    return next((stage for stage in snapshot.config.stages if stage.takes_votes), None)


def _state(site: LanguageSite) -> BallotState:
    state = _live_state(site.snapshot)
    return BallotState.ARCHIVED if site.archived and state in (BallotState.COMING, BallotState.OPEN) else state


def _live_state(snapshot: StageSnapshot) -> BallotState:
    stage, voting = snapshot.stage, _voting_stage(snapshot)
    if stage.takes_votes:
        return BallotState.OPEN
    if stage.awards_are_final:
        return BallotState.ANNOUNCED
    if stage.has(StageKind.EXPERT_REVIEW):
        return BallotState.REVIEW
    if voting and snapshot.config.is_reached(stage.id, voting.id):
        return BallotState.COMING
    return BallotState.CLOSED
