"""The tally: read votes, scores and decisions, and compute the proposed awards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.validate import validate
from plugins.content.stage_view import Competition
from plugins.results.formula import compute_expert_points, compute_public_points, compute_total_points
from plugins.results.inputs import (
    DECISIONS_FILE,
    SCORES_FILE,
    VOTES_FILE,
    DecisionsFile,
    Override,
    ScoresFile,
    VotesFile,
)
from plugins.results.ranking import (
    EntryScore,
    Ranking,
    allocate_awards,
    allocate_special_awards,
    rank,
    unresolved_ties,
)
from plugins.results.scores import Marks, read_scores
from plugins.results.votes import ChannelVotes, count_votes
from plugins.system import textfile

Record = TypeVar("Record")
Value = TypeVar("Value")
COMPETITION_FILE, SHORTLIST_FILE = "competition.yaml", "results/shortlist.yaml"


@dataclass(frozen=True)
class TallyInputs:
    """Everything the result follows from: the validated contents and the SHA-256 of every file read."""

    competition: Competition
    rule: ResultRule
    votes: tuple[ChannelVotes, ...]
    scores: ScoresFile | None
    marks: Marks
    decisions: DecisionsFile
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class TallyResult:
    """The ranking, the entries of each award level after overrides, and the winners of each special award."""

    inputs: TallyInputs
    ranking: Ranking
    levels: Mapping[str, tuple[str, ...]]
    special: Mapping[str, tuple[str, ...]]


def read_inputs(content: Path, competition: Competition) -> TallyInputs:
    """Read votes, scores and decisions. Raises ``ContentError`` with every problem of every file."""
    rule = _result_rule(competition)
    if not competition.shortlist:
        raise ContentError(problem(SHORTLIST_FILE, 1, "tally_needs_file"))
    problems: list[Problem] = []
    names = _names_in_exports(competition)
    no_votes: tuple[ChannelVotes, ...] = ()
    no_marks: Marks = {}

    def collect(read: Callable[[], Value], default: Value) -> Value:
        """Call ``read``; on ContentError record its problems and return the default, so that reading goes on."""
        try:
            return read()
        except ContentError as error:
            problems.extend(error.problems)
            return default

    def read_required(file: str, record: type[Record], weight: int | None) -> Record | None:
        return collect(lambda: _read_required(content, file, record, competition, weight), None)

    decisions = collect(
        lambda: _read_file(content, DECISIONS_FILE, DecisionsFile, competition) or DecisionsFile(), DecisionsFile()
    )
    votes_file = read_required(VOTES_FILE, VotesFile, rule.public)
    votes = collect(lambda: count_votes(content, votes_file, names), no_votes) if votes_file else no_votes
    scores = read_required(SCORES_FILE, ScoresFile, rule.experts)
    criteria, finalists = competition.contest.criteria, competition.shortlist
    marks = collect(lambda: read_scores(content, scores, criteria, names, finalists), no_marks) if scores else no_marks
    if not problems:
        problems += _cross_check(competition, rule, votes, scores, marks)
    if problems:
        raise ContentError(*problems)
    # not competition.yaml, which changes with every stage: the record itself holds what the result depends on
    files = [VOTES_FILE, SCORES_FILE, DECISIONS_FILE, SHORTLIST_FILE]
    files += [f"results/{table.file}" for file in (votes_file, scores) if file for table in file.tables]
    return TallyInputs(competition, rule, votes, scores, marks, decisions, _hash_files(content, files))


def compute_result(inputs: TallyInputs) -> TallyResult:
    """Compute the result. Raises ``ContentError`` where neither rule nor lot breaks a tie that matters."""
    levels = inputs.competition.contest.award_levels
    ranking = rank(_score_entries(inputs), inputs.rule, inputs.decisions.lots)
    allocated = allocate_awards(ranking, levels, inputs.rule)
    if ties := unresolved_ties(ranking, levels, allocated):
        raise ContentError(*(problem(DECISIONS_FILE, 1, "tie_undecided", entries=tie.entries) for tie in ties))
    awards = _apply_overrides(allocated, inputs.decisions.overrides)
    special = allocate_special_awards(inputs.competition, inputs.rule, ranking, awards)
    return TallyResult(inputs, ranking, awards, special)


def with_weights(inputs: TallyInputs, public: int) -> TallyInputs:
    """Return the inputs with ``public`` per cent for the votes and the rest for the judges."""
    return replace(inputs, rule=replace(inputs.rule, public=public, experts=100 - public))


def _result_rule(competition: Competition) -> ResultRule:
    rule = competition.contest.result_rule
    if rule is None or rule.public is None or rule.experts is None:
        raise ContentError(problem(COMPETITION_FILE, 1, "no_result_rule"))
    return rule


def _names_in_exports(competition: Competition) -> dict[str, str]:
    """Map whatever an export may call a finalist (slug, number, title in any language) to its slug."""
    by_slug = {entry.slug: entry for entry in competition.entries}
    names: dict[str, str] = {}
    for slug in competition.shortlist:
        entry = by_slug[slug]
        for title in entry.title.by_language.values():
            names.setdefault(f"{entry.number} {title}", slug)
            names.setdefault(title, slug)
        names |= {slug: slug, entry.number: slug}
    return names


def _read_file(content: Path, file: str, record: type[Record], competition: Competition) -> Record | None:
    if not exists_or_dangling(content, file):
        return None
    return validate(record, read_yaml(file, read_text(content, file)), competition.contest.languages)


def _read_required(
    content: Path, file: str, record: type[Record], competition: Competition, weight: int | None
) -> Record | None:
    """Read a file that may be absent only if its part of the result has no weight."""
    data = _read_file(content, file, record, competition)
    if data is None and weight:
        raise ContentError(problem(file, 1, "tally_needs_file"))
    return data


def _cross_check(
    competition: Competition,
    rule: ResultRule,
    votes: Sequence[ChannelVotes],
    scores: ScoresFile | None,
    marks: Marks,
) -> list[Problem]:
    """Check votes, scores and rule against each other."""
    channels = [channel.table.channel for channel in votes]
    known = [channel.id for channel in competition.contest.vote_channels]
    problems = [
        problem(VOTES_FILE, 1, "unknown_channel", given=channel, choices=known)
        for channel in channels
        if channel not in known
    ]
    problems += [
        problem(VOTES_FILE, 1, "duplicate_id", given=channel)
        for channel in sorted(set(channels))
        if channels.count(channel) > 1
    ]
    if rule.channel_weights and set(rule.channel_weights) != set(channels):
        problems.append(problem(COMPETITION_FILE, 1, "channel_weights_differ", channels=channels))
    if scores and scores.lowest >= scores.highest:
        problems.append(problem(SCORES_FILE, 1, "range_backwards"))
    for entry in competition.shortlist if marks else ():
        if sum(entry in judge_marks for judge_marks in marks.values()) <= 2 * rule.trim:
            problems.append(problem(SCORES_FILE, 1, "too_few_judges", entry=entry, trim=rule.trim))
    return problems


def _hash_files(content: Path, files: Sequence[str]) -> dict[str, str]:
    return {file: textfile.digest(content / file) for file in sorted(set(files)) if exists_or_dangling(content, file)}


def _score_entries(inputs: TallyInputs) -> list[EntryScore]:
    competition, rule = inputs.competition, inputs.rule
    tracks = {entry.slug: entry.track.id for entry in competition.entries}
    channels = {
        channel.table.channel: {entry: channel.valid.get(entry, 0) for entry in competition.shortlist}
        for channel in inputs.votes
    }
    scores = inputs.scores
    public = compute_public_points(channels, rule)
    experts = {}
    if scores and inputs.marks:
        experts = compute_expert_points(inputs.marks, rule, scores.lowest, scores.highest)
    none = Fraction()
    return [
        EntryScore(
            entry=entry,
            track=tracks[entry],
            votes=sum(votes[entry] for votes in channels.values()),
            public=public.get(entry, none),
            experts=experts.get(entry, none),
            total=compute_total_points(public.get(entry, none), experts.get(entry, none), rule),
        )
        for entry in competition.shortlist
    ]


def _apply_overrides(
    levels: Mapping[str, tuple[str, ...]], overrides: Sequence[Override]
) -> dict[str, tuple[str, ...]]:
    """Swap the two entries of each override, in order. Raises ``ContentError`` if the first is not in that level."""
    awards = dict(levels)
    for override in overrides:
        if override.out not in awards.get(override.level, ()):
            values = {"level": override.level, "entry": override.out}
            raise ContentError(problem(DECISIONS_FILE, 1, "override_nobody", **values))
        swap = {override.out: override.into, override.into: override.out}
        awards = {level: tuple(swap.get(entry, entry) for entry in entries) for level, entries in awards.items()}
    return awards
