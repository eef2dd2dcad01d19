"""The pages of the result: the winners' gallery, the page that explains it, and a page to verify each certificate."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.schema.config import Stage, StageKind
from plugins.content.stage_view import Exhibition
from plugins.site.language_site import Edition, Page
from plugins.site.pages.listings import listing
from plugins.site.views.page_views import MethodView, VerifyView, WinnersView

# what may be published of an entry, in the order in which it leads to the result
FIGURES = ("rank", "votes", "share", "public", "experts", "total")


def winners(edition: Edition) -> Page:
    show = edition.show
    proposed = not show.stage.awards_are_final
    shown = tuple((award, edition.cards_of(award.entries)) for award in show.awards)
    special = tuple((each, edition.cards_of(each.entries)) for each in show.special)
    view = WinnersView(shown, special, bool(show.published), proposed, _notice_stage(show), show.notice)
    return listing(edition, "winners", view, "title.winners_proposed" if proposed else "title.winners")


def _notice_stage(show: Exhibition) -> Stage:
    """The stage of the public notice, whose days are those to object in; the present one where there is none."""
    return next((stage for stage in show.contest.stages if stage.has(StageKind.PUBLIC_NOTICE)), show.stage)


def method(edition: Edition) -> Iterator[Page]:
    """How the result came about, if anything of it was published."""
    show, published = edition.show, edition.show.published
    if published:
        channels = {channel.id: channel for channel in show.contest.vote_channels}
        entries = {entry.slug: entry for entry in show.tour}
        view = MethodView(
            contest=show.contest,
            rule=show.contest.result_rule if published.public else None,
            channels=tuple((channels[each.channel], each) for each in published.channels),
            figures=tuple((entries[each.entry], each) for each in published.entries),
            columns=tuple(name for name in FIGURES if any(getattr(each, name) for each in published.entries)),
            record=published.record,
        )
        words = edition.phrases.say("title.method"), edition.named("description.method")
        yield Page("winners/method/", "method.html", "winners", edition.lang, view, *words)


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
