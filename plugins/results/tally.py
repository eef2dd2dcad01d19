"""The tally: from the files of record to proposed awards, and to a record in which every step can be followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from plugins.content.parsing.files import is_there, read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import Problem, Refused, problem
from plugins.content.schema.result_rule import ResultRule
from plugins.content.schema.validate import validate
from plugins.content.stage_view import Competition
from plugins.results.formula import expert_points, public_points, total_points
from plugins.results.inputs import DecisionsFile, Override, ScoresFile, VotesFile
from plugins.results.ranking import Ranking, Standing, levels_of, rank, undecided
from plugins.results.scores import Marks, read_scores
from plugins.results.special_awards import special_awards
from plugins.results.votes import ChannelVotes, count_votes
from plugins.system import textfile

Record = TypeVar("Record")
VOTES, SCORES, DECISIONS = "results/votes.yaml", "results/scores.yaml", "results/decisions.yaml"
SITE, SHORTLIST = "competition.yaml", "results/shortlist.yaml"


@dataclass(frozen=True)
class Inputs:
    """Everything the result follows from: what was read, and the hash of every file it was read from."""

    competition: Competition
    rule: ResultRule
    votes: tuple[ChannelVotes, ...]
    scores: ScoresFile | None
    marks: Marks
    decisions: DecisionsFile
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """The result: the ranking, the levels as they come out, overrides done, and the special awards."""

    inputs: Inputs
    ranking: Ranking
    levels: Mapping[str, tuple[str, ...]]
    special: Mapping[str, tuple[str, ...]]


def read_inputs(content: Path, competition: Competition) -> Inputs:
    """Read votes, scores and decisions. Raises ``Refused`` with every problem of every file."""
    rule = _rule(competition)
    if not competition.shortlist:
        raise Refused(problem(SHORTLIST, 1, "tally_needs_file"))
    problems: list[Problem] = []
    names = _names(competition)

    def attempt(read: Any, empty: Any) -> Any:
        try:
            return read()
        except Refused as refused:
            problems.extend(refused.problems)
            return empty

    decisions = attempt(
        lambda: _sheet(content, DECISIONS, DecisionsFile, competition) or DecisionsFile(), DecisionsFile()
    )
    votes_file = attempt(lambda: _needed(content, VOTES, VotesFile, competition, rule.public), None)
    votes = attempt(lambda: count_votes(content, votes_file, names), ()) if votes_file else ()
    scores = attempt(lambda: _needed(content, SCORES, ScoresFile, competition, rule.experts), None)
    criteria, finalists = competition.contest.criteria, competition.shortlist
    marks = attempt(lambda: read_scores(content, scores, criteria, names, finalists), {}) if scores else {}
    if not problems:
        problems += _fit(competition, rule, votes, scores, marks)
    if problems:
        raise Refused(*problems)
    # not competition.yaml itself, which changes with every stage; the record holds what of it the result follows from
    read = [VOTES, SCORES, DECISIONS, SHORTLIST]
    read += [f"results/{table.file}" for file in (votes_file, scores) if file for table in file.tables]
    return Inputs(competition, rule, votes, scores, marks, decisions, _hashes(content, read))


def reckon(inputs: Inputs) -> Result:
    """The result of these inputs. Raises ``Refused`` where a tie that matters was broken by no rule and no lot."""
    ranking = rank(_standings(inputs), inputs.rule, inputs.decisions.lots)
    levels = levels_of(ranking, inputs.competition.contest.award_levels, inputs.rule)
    if ties := undecided(ranking, inputs.competition.contest.award_levels, levels):
        raise Refused(*(problem(DECISIONS, 1, "tie_undecided", entries=tie.entries) for tie in ties))
    decided = _overridden(levels, inputs.decisions.overrides)
    return Result(inputs, ranking, decided, special_awards(inputs.competition, inputs.rule, ranking, decided))


def with_weights(inputs: Inputs, public: int) -> Inputs:
    """The same inputs under other weights."""
    return replace(inputs, rule=replace(inputs.rule, public=public, experts=100 - public))


def _rule(competition: Competition) -> ResultRule:
    rule = competition.contest.result_rule
    if rule is None or rule.public is None or rule.experts is None:
        raise Refused(problem(SITE, 1, "no_result_rule"))
    return rule


def _names(competition: Competition) -> dict[str, str]:
    """Whatever an export may call a finalist: its slug, number or title in any language."""
    by_slug = {entry.slug: entry for entry in competition.entries}
    names: dict[str, str] = {}
    for slug in competition.shortlist:
        entry = by_slug[slug]
        for title in entry.title.by_language.values():
            names.setdefault(f"{entry.number} {title}", slug)
            names.setdefault(title, slug)
        names |= {slug: slug, entry.number: slug}
    return names


def _sheet(content: Path, file: str, record: type[Record], competition: Competition) -> Record | None:
    if not is_there(content, file):
        return None
    return validate(record, read_yaml(file, read_text(content, file)), competition.contest.languages)


def _needed(
    content: Path, file: str, record: type[Record], competition: Competition, weight: int | None
) -> Record | None:
    found = _sheet(content, file, record, competition)
    if found is None and weight:
        raise Refused(problem(file, 1, "tally_needs_file"))
    return found


def _fit(
    competition: Competition,
    rule: ResultRule,
    votes: Sequence[ChannelVotes],
    scores: ScoresFile | None,
    marks: Marks,
) -> list[Problem]:
    """What shows only when votes, scores and rule are held against each other."""
    found = []
    channels = [each.table.channel for each in votes]
    known = [channel.id for channel in competition.contest.vote_channels]
    found += [problem(VOTES, 1, "unknown_channel", given=each, choices=known) for each in channels if each not in known]
    found += [
        problem(VOTES, 1, "duplicate_id", given=each) for each in sorted(set(channels)) if channels.count(each) > 1
    ]
    if rule.channel_weights and set(rule.channel_weights) != set(channels):
        found.append(problem(SITE, 1, "channel_weights_differ", channels=channels))
    if scores and scores.lowest >= scores.highest:
        found.append(problem(SCORES, 1, "range_backwards"))
    for entry in competition.shortlist if marks else ():
        if sum(entry in given for given in marks.values()) <= 2 * rule.trim:
            found.append(problem(SCORES, 1, "too_few_judges", entry=entry, trim=rule.trim))
    return found


def _hashes(content: Path, files: Sequence[str]) -> dict[str, str]:
    return {file: textfile.digest(content / file) for file in sorted(set(files)) if is_there(content, file)}


def _standings(inputs: Inputs) -> list[Standing]:
    competition, rule = inputs.competition, inputs.rule
    tracks = {entry.slug: entry.track.id for entry in competition.entries}
    channels = {
        each.table.channel: {entry: each.valid.get(entry, 0) for entry in competition.shortlist}
        for each in inputs.votes
    }
    scores = inputs.scores
    public = public_points(channels, rule)
    experts = expert_points(inputs.marks, rule, scores.lowest, scores.highest) if scores and inputs.marks else {}
    return [
        Standing(
            entry=entry,
            track=tracks[entry],
            votes=sum(votes[entry] for votes in channels.values()),
            public=public.get(entry, Fraction()),
            experts=experts.get(entry, Fraction()),
            total=total_points(public.get(entry, Fraction()), experts.get(entry, Fraction()), rule),
        )
        for entry in competition.shortlist
    ]


def _overridden(levels: Mapping[str, tuple[str, ...]], overrides: Sequence[Override]) -> dict[str, tuple[str, ...]]:
    decided = dict(levels)
    for each in overrides:
        if each.out not in decided.get(each.level, ()):
            raise Refused(problem(DECISIONS, 1, "override_nobody", level=each.level, entry=each.out))
        swap = {each.out: each.into, each.into: each.out}
        decided = {level: tuple(swap.get(entry, entry) for entry in entries) for level, entries in decided.items()}
        if each.into not in decided[each.level]:
            raise Refused(problem(DECISIONS, 1, "override_nobody", level=each.level, entry=each.into))
    return decided
