"""Lots and decisions in words, as the page of the result shows them, with what each changed."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.content.schema.results import PublishedChange, PublishedDecision, PublishedLot
from plugins.results.explain import CATALOGUE
from plugins.system.messages import LANGS

# what is said of one entry or unit in an award
Names = Mapping[str, str]


def explain_lot(lot: PublishedLot, names: Names, lang: str) -> str:
    """Say in which order the tied were drawn; ``names`` are the titles of entries and the names of units."""
    order = [names.get(winner, winner) for winner in lot.order]
    return _say("lot", lang, order=_say("separator", lang).join(order))


def explain_decision(decision: PublishedDecision, names: Names, awards: Names, lang: str) -> str:
    """Say what was decided; ``names`` are the titles of entries, ``awards`` the names of award levels."""
    level = awards.get(decision.level or "", decision.level or "")
    moved_to_none = decision.kind == "moved" and not decision.level
    return _say(
        "decision_moved_to_none" if moved_to_none else f"decision_{decision.kind}",
        lang,
        entry=names.get(decision.entry or "", decision.entry or ""),
        other=names.get(decision.with_entry or "", decision.with_entry or ""),
        level=level,
        places=decision.places,
        before=decision.before,
        after=decision.after,
        source=decision.judge or decision.channel,
    )


def explain_change(change: PublishedChange, names: Names, awards: Names, lang: str) -> str:
    """Say which award an entry had before a decision, and which since."""
    none = _say("no_award", lang)
    before, after = (awards.get(award, award) or none for award in (change.before, change.after))
    return _say("change", lang, winner=names.get(change.winner, change.winner), before=before, after=after)


def explain_no_change(lang: str) -> str:
    """Say that a decision changed no award."""
    return _say("no_change", lang)


def _say(phrase: str, lang: str, **values: object) -> str:
    return CATALOGUE.text(phrase, lang if lang in LANGS else LANGS[-1], **values)
