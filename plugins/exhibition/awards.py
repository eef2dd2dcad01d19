"""The pages of the result: the winners' gallery, and a page to verify each certificate."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.competition.contest import Stage, StageKind
from plugins.competition.exhibition import Exhibition
from plugins.exhibition.edition import Edition, Page
from plugins.exhibition.lists import listing
from plugins.exhibition.views import VerifyView, WinnersView


def winners(edition: Edition) -> Page:
    show = edition.show
    proposed = not show.stage.awards_are_final
    shown = tuple((award, edition.cards_of(award.entries)) for award in show.awards)
    title = "title.winners_proposed" if proposed else "title.winners"
    return listing(edition, "winners", WinnersView(shown, proposed, _notice_stage(show), show.notice), title)


def _notice_stage(show: Exhibition) -> Stage:
    """The stage of the public notice, whose days are those to object in; the present one where there is none."""
    return next((stage for stage in show.contest.stages if stage.has(StageKind.PUBLIC_NOTICE)), show.stage)


def verifications(edition: Edition) -> Iterator[Page]:
    """A page for each certificate, linked from nowhere: whoever holds a certificate has its address."""
    say = edition.phrases.say
    for certificate in edition.certificates:
        view = VerifyView(certificate, edition.contest.organisers)
        path, words = verify_path(certificate.id), (say("title.verify"), edition.named("description.verify"))
        yield Page(path, "verify.html", "none", edition.lang, view, *words)


def verify_path(certificate_id: str) -> str:
    """Where a certificate is verified, within a language."""
    return f"verify/{certificate_id}/"
