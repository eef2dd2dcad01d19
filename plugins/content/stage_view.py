"""The cut of the competition to what one stage shows: the only way from the content to a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from plugins.content.brand.brand import DEFAULT_BRAND, Brand
from plugins.content.languages.record import TranslationFile
from plugins.content.model import AnyDocument, Article, Ballot, Document, Download, Entry, EntryStatus, InfoPage, Unit
from plugins.content.parsing.archives import StageArchive
from plugins.content.schema.config import CompetitionConfig, Round, Stage
from plugins.content.schema.documents import Block
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.results import (
    CertificatesFile,
    CitationsFile,
    NoticeFile,
    PublishedFile,
    StatusRecord,
    Vacancy,
)
from plugins.content.stages.awards import (
    Award,
    SpecialAwardResult,
    list_awards,
    list_special_awards,
    public_citations,
)
from plugins.content.stages.halls import Hall, lay_out_halls
from plugins.content.stages.rounds import FormerEntry, RoundResult, public_round, round_result

DocumentType = TypeVar("DocumentType", bound=Document)


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
    archives: tuple[StageArchive, ...] = ()
    brand: Brand = DEFAULT_BRAND
    translations: Mapping[str, TranslationFile] = field(default_factory=dict)
    round: Round | None = None
    former: tuple[FormerEntry, ...] = ()
    round_results: tuple[RoundResult, ...] = ()
    citations: CitationsFile | None = None
    statuses: tuple[EntryStatus, ...] = ()
    notice_documents: tuple[Download, ...] = ()
    announced_rule: ResultRule | None = None
    """The rule that a page of this stage shows (block ``result_rule``), also before there is a result."""

    @property
    def documents(self) -> tuple[AnyDocument, ...]:
        """Every public document."""
        return (*self.entries, *self.articles, *self.pages)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry with a page of its own: those of the tour, then those of earlier rounds."""
        return (*self.tour, *(former.entry for former in self.former))

    @cached_property
    def tour(self) -> tuple[Entry, ...]:
        """The public entries in the order of the tour, hall after hall."""
        return tuple(entry for hall in self.halls for entry in hall.entries)

    def award_of(self, entry: Entry) -> Award | None:
        """The entry's award, if it has one."""
        return next((award for award in self.awards if entry in award.entries), None)

    @property
    def departures(self) -> tuple[EntryStatus, ...]:
        """The entries that are no longer in the competition."""
        return tuple(status for status in self.statuses if status.record.leaves)

    def statuses_of(self, entry: Entry) -> tuple[EntryStatus, ...]:
        """What the page of an entry says of it: that it was renamed, and what became a part of it."""
        return tuple(status for status in self.statuses if status.into and status.into.slug == entry.slug)

    def special_of(self, entry: Entry) -> tuple[SpecialAwardResult, ...]:
        """The special awards of this entry."""
        return tuple(special for special in self.special if entry in special.entries)


@dataclass(frozen=True)
class Competition:
    """The whole content, secrets included. Pages are made only from what ``at`` returns.

    With several rounds, vote, ballots, shortlist and result are those of the last; ``earlier`` are the others by id.
    """

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
    citations: CitationsFile | None = None
    statuses: tuple[StatusRecord, ...] = ()
    notice_documents: tuple[Download, ...] = ()
    archives: tuple[StageArchive, ...] = ()
    brand: Brand = DEFAULT_BRAND
    translations: Mapping[str, TranslationFile] = field(default_factory=dict)
    round: Round | None = None
    earlier: Mapping[str, Competition] = field(default_factory=dict)

    @property
    def documents(self) -> tuple[AnyDocument, ...]:
        """Every document, whether it is public or not."""
        return (*self.entries, *self.articles, *self.pages)

    @property
    def voting_stages(self) -> tuple[Stage, ...]:
        """The stages with a public vote, of this round if there are several."""
        config = self.config
        return tuple(stage for stage in config.stages if stage.takes_votes and config.round_of(stage.id) == self.round)

    def in_round_of(self, stage_id: str) -> Competition:
        """The competition as it is in the round of a stage. Raises ``UnknownStageError`` for an unknown stage."""
        part = self.config.round_of(self.config.stage(stage_id).id)
        return self.earlier.get(part.id, self) if part else self

    @property
    def departures(self) -> tuple[StatusRecord, ...]:
        """Who leaves before any award is public, and so has none: whoever leaves later keeps it until then."""
        first = next((stage for stage in self.config.stages if stage.shows_awards), self.config.stages[-1])
        reached = self._reached_statuses(first)
        return tuple(record for record in reached if record.leaves and record.entry in self.shortlist)

    @property
    def entries_by_all_titles(self) -> tuple[Entry, ...]:
        """Every entry, and once more under each title that it has later: tables may have either."""
        entries = {entry.slug: entry for entry in self.entries}
        titles = ((record.entry, record.title) for record in self.statuses if record.title)
        return (*self.entries, *(replace(entries[slug], title=title) for slug, title in titles))

    def with_document(self, document: AnyDocument) -> Competition:
        """The same competition, with this document in the place of the one of its kind that has its slug."""
        return replace(
            self,
            entries=_replace(self.entries, document),
            articles=_replace(self.articles, document),
            pages=_replace(self.pages, document),
            earlier={name: part.with_document(part._as_here(document)) for name, part in self.earlier.items()},
        )

    def _as_here(self, document: AnyDocument) -> AnyDocument:
        """A document with the ballots and the count that it has in this round."""
        same = next((entry for entry in self.entries if entry.slug == document.slug), None)
        if not (isinstance(document, Entry) and same):
            return document
        return replace(document, ballots=same.ballots, count=same.count)

    def at(self, stage_id: str) -> StageSnapshot:
        """The part that is public in this stage. Raises ``UnknownStageError`` for an unknown stage."""
        stage, competition = self.config.stage(stage_id), self.in_round_of(stage_id)
        rule = competition._rule_at(stage)
        if competition is not self:
            # the result of an earlier round is who goes on, which the next one shows: it has no awards
            config = replace(competition.config, award_levels=self.config.award_levels, result_rule=None)
            competition = replace(competition, config=config, awards={}, special={}, vacant={}, published=None)
        return competition._cut(stage, rule)

    def _cut(self, stage: Stage, rule: ResultRule | None) -> StageSnapshot:
        config = self._config_at(stage)
        entries = self._entries_at(stage)
        former = self._former_at(stage)
        shown = (*entries, *(item.entry for item in former))
        public_units = {unit.id for entry in shown for unit in entry.named_units}
        halls = lay_out_halls(config, entries)
        tour = tuple(entry for hall in halls for entry in hall.entries)
        awards = list_awards(config, self.awards, self.vacant, tour) if stage.shows_awards else ()
        special = list_special_awards(config, self.special, tour, self.units)
        pages = tuple(page for page in self.pages if config.is_reached(page.public_from, stage.id))
        archives = {item.stage: item for item in self.archives if config.is_reached(item.stage, stage.id)}
        return StageSnapshot(
            config=config,
            stage=stage,
            units=tuple(unit for unit in self.units if unit.id in public_units),
            halls=halls,
            awards=awards,
            special=special,
            citations=public_citations(self.citations, awards, special) if stage.awards_are_final else None,
            published=self._published_at(config, stage),
            notice=self.notice if stage.shows_awards else None,
            certificates=self.certificates if stage.awards_are_final else None,
            ballots=tuple(_ballot_at(ballot, stage) for ballot in self.ballots),
            articles=tuple(item for item in self.articles if config.is_reached(item.public_from, stage.id)),
            pages=pages,
            announced_rule=rule if any(Block.RESULT_RULE in page.blocks for page in pages) else None,
            archives=tuple(archives[item.id] for item in config.stages if item.id in archives),
            round=self.round,
            former=former,
            round_results=self._round_results_at(stage),
            statuses=self._statuses_at(stage, shown),
            notice_documents=self.notice_documents if stage.shows_awards else (),
            brand=self.brand,
            translations=self.translations,
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
            result_rule=self._rule_at(stage) if stage.shows_awards else None,
            rounds=tuple(public_round(part) for part in self.config.rounds),
            current_stage=stage.id,
        )

    def _rule_at(self, stage: Stage) -> ResultRule | None:
        """The result rule without awards that are not public yet."""
        rule, is_reached = self.config.result_rule, self.config.is_reached
        if rule is None:
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
        gone = self._gone_at(stage)
        return tuple(self._entry_at(by_slug[slug], stage) for slug in self.shortlist if slug not in gone)

    def _gone_at(self, stage: Stage) -> frozenset[str]:
        """The entries that have left the competition."""
        return frozenset(record.entry for record in self._reached_statuses(stage) if record.leaves)

    def _reached_statuses(self, stage: Stage) -> Iterator[StatusRecord]:
        return (record for record in self.statuses if self.config.is_reached(record.public_from, stage.id))

    def _statuses_at(self, stage: Stage, shown: tuple[Entry, ...]) -> tuple[EntryStatus, ...]:
        """What became of entries that were public in this stage or before it."""
        shortlists = (self.shortlist, *(part.shortlist for part in self.earlier.values()))
        listed = frozenset(slug for slugs in shortlists for slug in slugs) if stage.shows_entries else frozenset()
        entries = {entry.slug: entry for entry in self.entries if entry.slug in listed}
        public = {entry.slug: entry for entry in shown}
        levels = {
            slug: level for level in self._config_at(stage).award_levels for slug in self.awards.get(level.id, ())
        }
        statuses = []
        for record in self._reached_statuses(stage):
            if entry := entries.get(record.entry):
                named = entry if record.title else self._entry_at(entry, stage)
                level = levels.get(entry.slug) if record.leaves and stage.shows_awards else None
                into = public.get(record.into or "") if record.leaves else public.get(entry.slug, _name_only(entry))
                statuses.append(EntryStatus(record, _name_only(named), into, level))
        return tuple(statuses)

    def _round_results_at(self, stage: Stage) -> tuple[RoundResult, ...]:
        """What was published of the rounds before this one, in their order."""
        rounds = self.config.rounds
        finished = rounds[: rounds.index(self.round)] if self.round and stage.shows_entries else ()
        results = ((part, self.earlier[part.id].config, self.earlier[part.id].published) for part in finished)
        return tuple(round_result(part, config, published) for part, config, published in results if published)

    def _former_at(self, stage: Stage) -> tuple[FormerEntry, ...]:
        """The entries of the rounds before this one that are not in it, those that came farthest first."""
        rounds = self.config.rounds
        position = rounds.index(self.round) if self.round else 0
        if not (stage.shows_entries and position):
            return ()
        former: dict[str, FormerEntry] = {}
        known = {*self.shortlist, *self._gone_at(stage)}
        for part, missed in reversed(tuple(pairwise(rounds[: position + 1]))):
            earlier = self.earlier[part.id]
            by_slug = {entry.slug: entry for entry in earlier.entries}
            for slug in earlier.shortlist:
                if slug not in known and slug not in former:
                    entry = replace(earlier._entry_at(by_slug[slug], stage), ballots=())
                    former[slug] = FormerEntry(entry, part, missed)
        return tuple(former.values())

    def _entry_at(self, entry: Entry, stage: Stage) -> Entry:
        rule = self.config.vote_rule
        # there can be a count once the vote is open or over
        has_voted = any(self.config.is_reached(vote.id, stage.id) for vote in self.voting_stages)
        counted = rule is not None and rule.shows_count and has_voted
        ballots = tuple(_ballot_at(ballot, stage) for ballot in entry.ballots)
        titles = [
            record.title for record in self._reached_statuses(stage) if record.entry == entry.slug and record.title
        ]
        title = titles[-1] if titles else entry.title
        return replace(entry, ballots=ballots, count=entry.count if counted else None, title=title)


def _replace(documents: tuple[DocumentType, ...], new: Document) -> tuple[DocumentType, ...]:
    return tuple(
        new if isinstance(new, type(document)) and new.slug == document.slug else document for document in documents
    )


def _name_only(entry: Entry) -> Entry:
    """An entry reduced to what a notice about it shows."""
    nothing: dict[str, Any] = {"bodies": {}, "media": {}, "digest": "", "gallery": (), "links": (), "downloads": ()}
    return replace(entry, summary=entry.title, cover=None, video=None, ballots=(), count=None, **nothing)


def _ballot_at(ballot: Ballot, stage: Stage) -> Ballot:
    address = ballot.address if stage.takes_votes else None
    return replace(ballot, channel=replace(ballot.channel, ballot=None), address=address)
