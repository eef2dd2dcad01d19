"""The style guide: every component with named examples, made from the stage's own data; in preview builds only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.content.model import Entry
from plugins.content.stage_view import Award
from plugins.site.language_site import Edition, Page
from plugins.site.views.components import BallotState, Card, Vote
from plugins.site.views.page_views import StyleguideView
from plugins.site.views.vote import vote_on

LONG = 4


def styleguide(edition: Edition) -> Iterator[Page]:
    """The page, if there are entries to make examples from."""
    if edition.cards:
        view = StyleguideView(cards=_cards(edition), votes=_votes(edition), halls=edition.show.halls)
        yield Page(
            "styleguide/", "styleguide.html", "none", edition.lang, view, "Style guide", "Components and examples"
        )


def _cards(edition: Edition) -> tuple[tuple[str, Card], ...]:
    card = edition.cards[0]
    level = edition.contest.award_levels[0]
    return (
        ("usual", card),
        ("without a picture", replace(card, entry=replace(card.entry, cover=None))),
        ("with a long title", replace(card, entry=_with_long_title(card.entry))),
        ("with an award", replace(card, award=Award(level, (card.entry,)))),
        ("sample", replace(card, entry=replace(card.entry, sample=True))),
    )


def _with_long_title(entry: Entry) -> Entry:
    words = {lang: value * LONG for lang, value in entry.title.by_language.items()}
    return replace(entry, title=replace(entry.title, by_language=words))


def _votes(edition: Edition) -> tuple[Vote, ...]:
    vote = vote_on(edition, edition.cards[0].entry.ballots)
    closed = replace(vote, ways=())
    return tuple(replace(vote if state is BallotState.OPEN else closed, state=state) for state in BallotState)
