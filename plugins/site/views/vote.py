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


def vote_view(site: LanguageSite, ballots: tuple[Ballot, ...], count: Count | None = None) -> Vote | None:
    """What a visitor can do with these ballots in this stage; None if the competition has no vote."""
    snapshot = site.snapshot
    if not snapshot.config.has_vote:
        return None
    options = tuple(option for ballot in ballots if (option := _option(site, ballot)))
    state, coming = _state(site), _coming_vote(snapshot)
    rule = snapshot.config.vote_rule
    return Vote(
        state=state,
        stage=_voting_stage(snapshot),
        following=coming if state in (BallotState.CLOSED, BallotState.REVIEW) else None,
        choices=rule.choices if rule and state in (BallotState.COMING, BallotState.OPEN) else None,
        rule=rule,
        options=options,
        count=count,
    )


def active_vote(site: LanguageSite) -> Vote | None:
    """The vote if it has still to open or to close: every page then carries its clock."""
    vote = vote_view(site, ())
    return vote if vote and vote.state in (BallotState.COMING, BallotState.OPEN) else None


def _option(site: LanguageSite, ballot: Ballot) -> BallotOption | None:
    if site.archived or not ballot.address:
        return None
    address = ballot.address
    qr_code = site.media.add_generated("png", ("qr", address), partial(qr_png, address))
    return BallotOption(ballot, address, qr_code, build_embedding(ballot))


def _coming_vote(snapshot: StageSnapshot) -> Stage | None:
    """The next stage with a vote."""
    is_reached, stage = snapshot.config.is_reached, snapshot.stage
    return next((vote for vote in _voting_stages(snapshot) if not is_reached(vote.id, stage.id)), None)


def _voting_stage(snapshot: StageSnapshot) -> Stage | None:
    """The stage with the vote that is meant: the present one, else the next, else the last."""
    if snapshot.stage.takes_votes:
        return snapshot.stage
    return _coming_vote(snapshot) or next(reversed(_voting_stages(snapshot)), None)


def _voting_stages(snapshot: StageSnapshot) -> list[Stage]:
    return [stage for stage in snapshot.config.stages if stage.takes_votes]


def _state(site: LanguageSite) -> BallotState:
    state = _live_state(site.snapshot)
    return BallotState.ARCHIVED if site.archived and state in (BallotState.COMING, BallotState.OPEN) else state


def _live_state(snapshot: StageSnapshot) -> BallotState:
    stage = snapshot.stage
    if stage.takes_votes:
        return BallotState.OPEN
    if stage.awards_are_final:
        return BallotState.ANNOUNCED
    if _coming_vote(snapshot) is next(iter(_voting_stages(snapshot)), None):
        return BallotState.COMING
    return BallotState.REVIEW if stage.has(StageKind.EXPERT_REVIEW) else BallotState.CLOSED
