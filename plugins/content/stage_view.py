"""The cut of the competition to what one stage shows: the only way from the content to a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from plugins.content.model import Article, Ballot, Document, Entry, InfoPage, Unit
from plugins.content.schema.config import AwardLevel, CompetitionConfig, Stage, Track
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind
from plugins.content.schema.results import CertificatesFile, NoticeFile, PublishedFile, Vacancy

DocumentType = TypeVar("DocumentType", bound=Document)


@dataclass(frozen=True)
class Hall:
    """A hall of the tour: a track with its public entries, in the order of the tour. ``position`` counts from 1."""

    position: int
    track: Track
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Award:
    """An award level and its entries, in order of rank if the level is ranked; ``vacancy`` if places are vacant."""

    level: AwardLevel
    entries: tuple[Entry, ...]
    vacancy: Vacancy | None = None


@dataclass(frozen=True)
class SpecialAwardResult:
    """A special award and its winners: entries, or units if it is for recommending."""

    award: SpecialAward
    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class StageSnapshot:
    """Everything that one stage shows, and nothing else: code that has only this can leak nothing."""

    config: CompetitionConfig
    stage: Stage
    units: tuple[Unit, ...]
    halls: tuple[Hall, ...]
    awards: tuple[Award, ...]
    special: tuple[SpecialAwardResult, ...]
    published: PublishedFile | None
    notice: NoticeFile | None
    certificates: CertificatesFile | None
    ballots: tuple[Ballot, ...]
    articles: tuple[Article, ...]
    pages: tuple[InfoPage, ...]

    @property
    def documents(self) -> tuple[Entry | Article | InfoPage, ...]:
        """Every public document."""
        return (*self.tour, *self.articles, *self.pages)

    @cached_property
    def tour(self) -> tuple[Entry, ...]:
        """The public entries in the order of the tour, hall after hall."""
        return _tour(self.halls)

    def award_of(self, entry: Entry) -> Award | None:
        """The entry's award, if it has one."""
        return next((award for award in self.awards if entry in award.entries), None)

    def special_of(self, entry: Entry) -> tuple[SpecialAwardResult, ...]:
        """The special awards of this entry."""
        return tuple(special for special in self.special if entry in special.entries)


@dataclass(frozen=True)
class Competition:
    """The whole content, secrets included. Pages are made only from what ``at`` returns."""

    config: CompetitionConfig
    units: tuple[Unit, ...]
    entries: tuple[Entry, ...]
    articles: tuple[Article, ...]
    pages: tuple[InfoPage, ...]
    shortlist: tuple[str, ...]
    awards: Mapping[str, tuple[str, ...]]
    special: Mapping[str, tuple[str, ...]]
    published: PublishedFile | None
    notice: NoticeFile | None
    certificates: CertificatesFile | None
    ballots: tuple[Ballot, ...]
    vacant: Mapping[str, Vacancy] = field(default_factory=dict)

    def with_document(self, document: Entry | Article | InfoPage) -> Competition:
        """The same competition, with this document in the place of the one of its kind that has its slug."""
        return replace(
            self,
            entries=_replace(self.entries, document),
            articles=_replace(self.articles, document),
            pages=_replace(self.pages, document),
        )

    def at(self, stage_id: str) -> StageSnapshot:
        """The part that is public in this stage. Raises ``UnknownStageError`` for an unknown stage."""
        stage = self.config.stage(stage_id)
        config = self._config_at(stage)
        entries = self._entries_at(stage)
        public_units = {unit.id for entry in entries for unit in (*entry.units, entry.recommending_unit) if unit}
        halls = _halls(config, entries)
        return StageSnapshot(
            config=config,
            stage=stage,
            units=tuple(unit for unit in self.units if unit.id in public_units),
            halls=halls,
            awards=_awards(config, self.awards, self.vacant, _tour(halls)) if stage.shows_awards else (),
            special=_special(config, self.special, _tour(halls), self.units),
            published=self._published_at(config, stage),
            notice=self.notice if stage.shows_awards else None,
            certificates=self.certificates if stage.awards_are_final else None,
            ballots=tuple(_ballot_at(ballot, stage) for ballot in self.ballots),
            articles=tuple(item for item in self.articles if config.is_reached(item.public_from, stage.id)),
            pages=tuple(page for page in self.pages if config.is_reached(page.public_from, stage.id)),
        )

    def _config_at(self, stage: Stage) -> CompetitionConfig:
        levels = tuple(
            level for level in self.config.award_levels if self.config.is_reached(level.public_from, stage.id)
        )
        channels = tuple(replace(channel, ballot=None) for channel in self.config.vote_channels)
        return replace(
            self.config,
            award_levels=levels,
            vote_channels=channels,
            result_rule=self._rule_at(stage),
            current_stage=stage.id,
        )

    def _rule_at(self, stage: Stage) -> ResultRule | None:
        """The result rule without awards that are not public yet; None before there is a result to explain."""
        rule, is_reached = self.config.result_rule, self.config.is_reached
        if rule is None or not stage.shows_awards:
            return None
        special = tuple(award for award in rule.special_awards if is_reached(award.public_from, stage.id))
        levels = {level.id for level in self.config.award_levels if is_reached(level.public_from, stage.id)}
        return replace(
            rule,
            special_awards=special,
            quotas={level: quota for level, quota in rule.quotas.items() if level in levels},
            levels={level: limits for level, limits in rule.levels.items() if level in levels},
        )

    def _published_at(self, config: CompetitionConfig, stage: Stage) -> PublishedFile | None:
        if not (self.published and stage.shows_awards):
            return None
        published, rule, public_rule = self.published, self.config.result_rule, config.result_rule
        # an entry's figures, lots and decisions could reveal who has an award that is not public yet
        hidden = len(config.award_levels) < len(self.config.award_levels)
        if hidden:
            published = replace(published, entries=())
        if hidden or (rule and public_rule and len(public_rule.special_awards) < len(rule.special_awards)):
            published = replace(published, lots=(), decisions=())
        return published

    def _entries_at(self, stage: Stage) -> tuple[Entry, ...]:
        if not stage.shows_entries:
            return ()
        by_slug = {entry.slug: entry for entry in self.entries}
        return tuple(self._entry_at(by_slug[slug], stage) for slug in self.shortlist)

    def _entry_at(self, entry: Entry, stage: Stage) -> Entry:
        rule = self.config.vote_rule
        counted = rule is not None and rule.shows_count and self._has_voted(stage)
        ballots = tuple(_ballot_at(ballot, stage) for ballot in entry.ballots)
        return replace(entry, ballots=ballots, count=entry.count if counted else None)

    def _has_voted(self, stage: Stage) -> bool:
        """True if the vote is open or over, so that there can be a count."""
        return any(self.config.is_reached(vote.id, stage.id) for vote in self.config.stages if vote.takes_votes)


def _replace(documents: tuple[DocumentType, ...], new: Document) -> tuple[DocumentType, ...]:
    return tuple(
        new if isinstance(new, type(document)) and new.slug == document.slug else document for document in documents
    )


def _ballot_at(ballot: Ballot, stage: Stage) -> Ballot:
    address = ballot.address if stage.takes_votes else None
    return replace(ballot, channel=replace(ballot.channel, ballot=None), address=address)


def _halls(config: CompetitionConfig, entries: tuple[Entry, ...]) -> tuple[Hall, ...]:
    entries_by_track = [
        (track, tuple(entry for entry in entries if entry.track.id == track.id)) for track in config.tracks
    ]
    not_empty = [(track, hall_entries) for track, hall_entries in entries_by_track if hall_entries]
    return tuple(Hall(position, track, hall_entries) for position, (track, hall_entries) in enumerate(not_empty, 1))


def _tour(halls: tuple[Hall, ...]) -> tuple[Entry, ...]:
    return tuple(entry for hall in halls for entry in hall.entries)


def _awards(
    config: CompetitionConfig,
    slugs_by_level: Mapping[str, tuple[str, ...]],
    vacancies: Mapping[str, Vacancy],
    tour: tuple[Entry, ...],
) -> tuple[Award, ...]:
    by_slug = {entry.slug: entry for entry in tour}
    positions = {entry.slug: position for position, entry in enumerate(tour)}
    awards = []
    for level in config.award_levels:
        # an unranked level is shown in the order of the tour, so that the file's order is not mistaken for a rank
        slugs = slugs_by_level.get(level.id, ())
        ordered = slugs if level.ranked else tuple(sorted(slugs, key=lambda slug: positions[slug]))
        awards.append(Award(level, tuple(by_slug[slug] for slug in ordered), vacancies.get(level.id)))
    return tuple(award for award in awards if award.entries or award.vacancy)


def _special(
    config: CompetitionConfig,
    winners_by_award: Mapping[str, tuple[str, ...]],
    tour: tuple[Entry, ...],
    units: tuple[Unit, ...],
) -> tuple[SpecialAwardResult, ...]:
    """The special awards that are public in this stage, with their winners in an order that is not a rank."""
    results = []
    for award in config.result_rule.special_awards if config.result_rule else ():
        winners = winners_by_award.get(award.id, ())
        if award.kind is SpecialKind.POPULARITY:
            results.append(SpecialAwardResult(award, tuple(entry for entry in tour if entry.slug in winners), ()))
        else:
            results.append(SpecialAwardResult(award, (), tuple(unit for unit in units if unit.id in winners)))
    return tuple(result for result in results if result.entries or result.units)
