"""The style guide: every component with named examples, made from the stage's own data; in preview builds only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plugins.content.stages.awards import Award
from plugins.content.stages.halls import Hall
from plugins.site.language_site import LanguageSite
from plugins.site.pages.page import Page
from plugins.site.views.components import BallotState, Card, View, Vote
from plugins.site.views.vote import vote_view

# how often a long title repeats the title
REPEATS = 4


@dataclass(frozen=True)
class StyleguideView(View):
    """Examples of components, the cards with what they are examples of."""

    cards: tuple[tuple[str, Card], ...]
    votes: tuple[Vote, ...]
    halls: tuple[Hall, ...]


def styleguide(site: LanguageSite) -> Iterator[Page]:
    """The page, if there are entries to make examples of."""
    if site.cards:
        yield Page(
            path="styleguide/",
            template="styleguide.html",
            section="none",
            lang=site.lang,
            view=StyleguideView(cards=_cards(site), votes=_votes(site), halls=site.snapshot.halls),
            title="Style guide",
            description="Components and examples",
        )


def _cards(site: LanguageSite) -> tuple[tuple[str, Card], ...]:
    card = site.cards[0]
    level, title = site.config.award_levels[0], card.entry.title
    long_title = replace(title, by_language={lang: text * REPEATS for lang, text in title.by_language.items()})
    return (
        ("usual", card),
        ("without a picture", replace(card, entry=replace(card.entry, cover=None))),
        ("with a long title", replace(card, entry=replace(card.entry, title=long_title))),
        ("with an award", replace(card, award=Award(level, (card.entry,)))),
        ("sample", replace(card, entry=replace(card.entry, sample=True))),
    )


def _votes(site: LanguageSite) -> tuple[Vote, ...]:
    vote = vote_view(site, site.cards[0].entry.ballots)
    if vote is None:
        return ()
    closed = replace(vote, options=())
    return tuple(replace(vote if state is BallotState.OPEN else closed, state=state) for state in BallotState)
