"""The pages of the result: the one that explains it, and one for each certificate; ``winners.py`` has the gallery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from plugins.content.model import Entry
from plugins.content.schema.config import CompetitionConfig, VoteChannel
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.results import ChannelResult, EntryResult, PublishedFile
from plugins.content.stage_view import StageSnapshot
from plugins.content.url_scheme import ROUNDS, WINNERS
from plugins.results.certificates import Certificate
from plugins.results.explain import explain_changes, explain_decision, explain_lot, explain_rule
from plugins.site.language_site import LanguageSite
from plugins.site.pages import winners
from plugins.site.pages.page import Page, named_page
from plugins.site.views.certificates import verify_path
from plugins.site.views.components import Groups, View

# the figures of an entry that may be published, in the order in which they lead to the result
FIGURES = ("rank", "votes", "share", "public", "experts", "total")


def pages(site: LanguageSite) -> Iterator[Page]:
    """All of them, in the order of the site map."""
    yield from winners.pages(site)
    yield from method(site)
    yield from verifications(site)


class DecisionLine(NamedTuple):
    """A lot or a decision in words, and what it changed."""

    date: date
    sentence: str
    reason: TranslatedText
    author: TranslatedText
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MethodView(View):
    """How a result came about: the ``rule`` in words if it is public, the votes by channel, decisions and figures.

    ``columns`` are the names of the figures that are known of some entry; ``figures`` has one for each column, empty
    where it is not published. ``record`` is the hash of the whole record.
    """

    config: CompetitionConfig
    lead: str
    rule: tuple[str, ...]
    channels: tuple[tuple[VoteChannel, ChannelResult], ...]
    decisions: tuple[DecisionLine, ...]
    figures: Groups[Entry, str]
    columns: tuple[str, ...]
    record: str


def method(site: LanguageSite) -> Iterator[Page]:
    """The page on how the result came about, if any of that was published."""
    snapshot, published = site.snapshot, site.snapshot.published
    if published:
        view = _method_view(site, snapshot.config, published)
        yield replace(named_page(site, "method", view), path=f"{WINNERS}method/", section="winners")


def round_results(site: LanguageSite) -> Iterator[Page]:
    """The page on how the result of each earlier round came about, if any of that was published."""
    for result in site.snapshot.round_results:
        page = named_page(site, "method", _method_view(site, result.config, result.published))
        title = site.translations.translate("title.round_result", round=site.text_of(result.round.name))
        yield replace(page, path=f"{ROUNDS}{result.round.id}/", section="entries", title=title)


def _method_view(site: LanguageSite, config: CompetitionConfig, published: PublishedFile) -> MethodView:
    """What was published of a result, with the rule and the channels of this configuration."""
    rule, channels = config.result_rule, {channel.id: channel for channel in config.vote_channels}
    entries, columns = _listed_entries(site.snapshot), _columns(site, rule, published)
    return MethodView(
        config=config if rule is None or rule.counts_scores else replace(config, criteria=()),
        lead=_lead(rule),
        rule=explain_rule(rule, config, site.lang) if rule and (published.public or published.parts) else (),
        channels=tuple((channels[result.channel], result) for result in published.channels),
        decisions=tuple(_decisions(site, config, published)),
        figures=tuple((entries[row.entry], _values(row, columns)) for row in published.entries),
        columns=tuple(columns.values()),
        record=published.record,
    )


def _listed_entries(snapshot: StageSnapshot) -> dict[str, Entry]:
    """Every entry that a result can name: on the tour, out since an earlier round, or no longer in the competition."""
    former = [former.entry for former in snapshot.former]
    departed = [status.entry for status in snapshot.departures]
    return {entry.slug: entry for entry in (*former, *departed, *snapshot.tour)}


def _lead(rule: ResultRule | None) -> str:
    """The phrase that says what the result was computed from."""
    if rule is None or rule.counts_votes is rule.counts_scores:
        return "method.lead"
    return "method.lead_votes" if rule.counts_votes else "method.lead_scores"


def _columns(site: LanguageSite, rule: ResultRule | None, published: PublishedFile) -> dict[str, str]:
    """The names of the figures that are known of some entry, by their key; parts have keys of their own."""
    rows = published.entries
    columns: dict[str, str] = {}
    for name in FIGURES if rule is None else _figures_of(rule):
        if name == "total":
            parts = rule.parts if rule else ()
            columns |= {
                part.id: site.text_of(part.name) for part in parts if any(part.id in row.points for row in rows)
            }
        if any(getattr(row, name) for row in rows):
            columns[name] = site.translations.translate(f"figure.{name}")
    return columns


def _figures_of(rule: ResultRule) -> list[str]:
    """The figures that a rule leads to; without a vote, for instance, no votes."""
    parts = [part.id for part in rule.counted_parts]
    unknown = {"votes", "share"} if not rule.counts_votes else set[str]()
    return [name for name in FIGURES if name not in unknown | ({"public", "experts"} - {*parts})]


def _values(row: EntryResult, columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        row.points.get(name) or (getattr(row, name, None) if name in FIGURES else None) or "" for name in columns
    )


def _decisions(site: LanguageSite, config: CompetitionConfig, published: PublishedFile) -> Iterator[DecisionLine]:
    snapshot, lang = site.snapshot, site.lang
    names = {slug: site.text_of(entry.title) for slug, entry in _listed_entries(snapshot).items()}
    names |= {unit.id: site.text_of(unit.name) for unit in snapshot.units if unit.id not in names}
    awards = {level.id: site.text_of(level.name) for level in config.award_levels}
    for lot in published.lots:
        yield DecisionLine(lot.date, explain_lot(lot, names, lang), lot.reason, lot.author, ())
    for decision in published.decisions:
        sentence = explain_decision(decision, names, awards, lang)
        changes = explain_changes(decision.changes, names, awards, lang)
        yield DecisionLine(decision.date, sentence, decision.reason, decision.author, changes)


@dataclass(frozen=True)
class VerifyView(View):
    """The facts that one certificate states."""

    certificate: Certificate


def verifications(site: LanguageSite) -> Iterator[Page]:
    """A page for each certificate; its address is on the certificate, and the gallery links to it."""
    for certificate in site.certificates:
        page = named_page(site, "verify", VerifyView(certificate))
        yield replace(page, path=verify_path(certificate.id), section="none")
