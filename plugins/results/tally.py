"""The inputs of a tally: votes, scores and decisions, read, checked against each other, and hashed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.report import split_round
from plugins.content.schema.dates import closing_instant
from plugins.content.schema.result_rule import ResultRule, RulePart
from plugins.content.schema.validate import validate
from plugins.content.stage_view import Competition
from plugins.results.decisions.checks import check_decisions
from plugins.results.decisions.corrections import check_corrections, correct_votes
from plugins.results.decisions.decision_file import DECISIONS_FILE, DecisionsFile, with_departures
from plugins.results.decisions.effects import list_decisions
from plugins.results.names import EntryNames
from plugins.results.points import qualified_entries
from plugins.results.scores.marks import JuryMarks, MarksRequest, read_scores
from plugins.results.scores.score_file import SCORES_FILE, ScoresFile
from plugins.results.votes.count import ChannelVotes, VoteCounting, count_votes, ignore_progress
from plugins.results.votes.row_votes import Progress
from plugins.results.votes.vote_files import VOTES_FILE, VotesFile
from plugins.system import textfile

Record = TypeVar("Record")
Value = TypeVar("Value")
COMPETITION_FILE, SHORTLIST_FILE, STATUSES_FILE = "competition.yaml", "results/shortlist.yaml", "results/statuses.yaml"
# marks by the part of the rule that they belong to
Juries = Mapping[str, JuryMarks]


@dataclass(frozen=True)
class TallyInputs:
    """Everything the result follows from: the validated contents and the SHA-256 of every file read."""

    competition: Competition
    rule: ResultRule
    votes: tuple[ChannelVotes, ...]
    scores: ScoresFile | None
    juries: Juries
    decisions: DecisionsFile
    hashes: Mapping[str, str]

    @property
    def notes(self) -> list[Problem]:
        """What was read or added up in a way that somebody should check."""
        of_votes = [note for channel in self.votes for note in channel.notes]
        return of_votes + self._uncounted_channels() + [note for jury in self.juries.values() for note in jury.notes]

    def _uncounted_channels(self) -> list[Problem]:
        """The channels that votes.yaml has no table of, although the rule takes all."""
        counted = [channel.channel for channel in self.votes]
        takes_all = any(not part.is_scored and not part.used_channels for part in self.rule.total_parts if part.share)
        declared = [channel.id for channel in self.competition.config.vote_channels]
        missing = [channel for channel in declared if channel not in counted]
        return [problem(VOTES_FILE, 1, "warn_channel_without_table", channels=missing)] if takes_all and missing else []

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The valid votes of every finalist, by channel."""
        return count_finalists(self.competition, self.votes)


def count_finalists(competition: Competition, votes: Sequence[ChannelVotes]) -> dict[str, dict[str, int]]:
    """Return the valid votes of every finalist, by channel."""
    return {
        channel.channel: {entry: channel.valid.get(entry, 0) for entry in competition.shortlist} for channel in votes
    }


def missing_rule(content: Path) -> Problem:
    """That a content, or the folder of a round, has no rule to tally by."""
    _, round_id = split_round(content)
    if round_id:
        return problem(COMPETITION_FILE, 1, "no_result_rule_of_round", round=round_id)
    return problem(COMPETITION_FILE, 1, "no_result_rule")


def read_inputs(content: Path, competition: Competition, progress: Progress = ignore_progress) -> TallyInputs:
    """Read votes, scores and decisions. Raises ``ContentError`` with every problem of every file.

    ``progress`` is called with the number of rows of votes whenever some were read.
    """
    rule = competition.config.result_rule
    if rule is None or not rule.is_complete:
        raise ContentError(missing_rule(content))
    if not competition.shortlist:
        raise ContentError(problem(SHORTLIST_FILE, 1, "tally_needs_file"))
    reader = _Reader(content, competition, rule)
    decisions = reader.read(DECISIONS_FILE, DecisionsFile, needed=False) or DecisionsFile()
    votes_file = reader.read(VOTES_FILE, VotesFile, needed=_is_needed(rule, scored=False))
    votes = reader.count(votes_file, progress) if votes_file else ()
    scores = reader.read(SCORES_FILE, ScoresFile, needed=_is_needed(rule, scored=True))
    juries = reader.read_marks(scores, votes, decisions) if scores else {}
    if not reader.problems:
        reader.problems += _cross_check(competition, rule, votes, juries)
        reader.problems += _check_decisions(reader, votes, juries, decisions, scores)
    decisions = with_departures(decisions, competition)
    if reader.problems:
        raise ContentError(*reader.problems)
    # not competition.yaml, which changes with every stage: the record itself holds what the result depends on
    files = [VOTES_FILE, SCORES_FILE, DECISIONS_FILE, SHORTLIST_FILE]
    files += [STATUSES_FILE] if competition.departures else []
    files += [f"results/{table.file}" for file in (votes_file, scores) if file for table in file.tables]
    files += [f"results/{name}" for name in votes_file.id_lists] if votes_file else []
    present = [file for file in sorted(set(files)) if exists_or_dangling(content, file)]
    hashes = {file: textfile.digest(content / file) for file in present}
    return TallyInputs(competition, rule, votes, scores, juries, decisions, hashes)


class _Reader:
    """Reads the files of a tally and collects their problems, so that reading goes on after the first."""

    def __init__(self, content: Path, competition: Competition, rule: ResultRule) -> None:
        self.content, self.competition, self.rule = content, competition, rule
        self.names = EntryNames(competition.entries_by_all_titles, competition.shortlist)
        # whoever has left needs neither votes nor scores
        self.departed = frozenset(record.entry for record in competition.departures)
        self.problems: list[Problem] = []
        self.documents: dict[str, YamlDocument] = {}

    def read(self, file: str, record: type[Record], *, needed: bool) -> Record | None:
        """Read a file; it may be absent unless its part of the result has a weight."""

        def read_file() -> Record | None:
            if not exists_or_dangling(self.content, file):
                if needed:
                    raise ContentError(problem(file, 1, "tally_needs_file"))
                return None
            document = self.documents[file] = read_yaml(file, read_text(self.content, file))
            return validate(record, document, self.competition.config.languages)

        return self._collect(read_file, None)

    def count(self, file: VotesFile, progress: Progress) -> tuple[ChannelVotes, ...]:
        """Count the votes."""
        document = self.documents[VOTES_FILE]
        closes = _closing_of_vote(self.competition)
        finalists = [entry for entry in self.competition.shortlist if entry not in self.departed]
        zone = self.competition.config.zone
        counting = VoteCounting(self.content, self.names, finalists, document, zone, closes, progress)
        no_votes: tuple[ChannelVotes, ...] = ()
        return self._collect(lambda: count_votes(counting, file), no_votes)

    def read_marks(self, file: ScoresFile, votes: Sequence[ChannelVotes], decisions: DecisionsFile) -> Juries:
        """Read the marks of the entries that are judged; none if votes decide which, and cannot be read."""
        if self.rule.qualify and self.problems:
            return {}
        if not any(part.is_scored for part in self.rule.total_parts):
            self.problems.append(problem(SCORES_FILE, 1, "scores_not_counted"))
            return {}
        competition = self.competition
        counts = correct_votes(count_finalists(competition, votes), list_decisions(decisions))
        judged = qualified_entries(competition, self.rule, counts)
        tracks = {entry.slug: entry.track.id for entry in competition.entries}
        request = MarksRequest(
            self.names,
            {entry: tracks[entry] for entry in competition.shortlist if judged is None or entry in judged},
            competition.config.criteria,
            [part.id for part in self.rule.total_parts if part.is_scored],
            self.documents[SCORES_FILE],
            competition.shortlist,
            [track.id for track in competition.config.tracks],
            self.departed,
        )
        no_marks: dict[str, JuryMarks] = {}
        return self._collect(lambda: read_scores(self.content, file, request), no_marks)

    def _collect(self, read: Callable[[], Value], default: Value) -> Value:
        """Call ``read``; on ContentError record its problems and return the default."""
        try:
            return read()
        except ContentError as error:
            self.problems.extend(error.problems)
            return default


def _is_needed(rule: ResultRule, *, scored: bool) -> bool:
    return any(part.share and part.is_scored is scored for part in rule.total_parts)


def _closing_of_vote(competition: Competition) -> datetime | None:
    """The instant at which the last stage with a public vote closes, if it is known."""
    closings = [
        closing_instant(stage.closes, competition.config.zone) for stage in competition.voting_stages if stage.closes
    ]
    return max(closings, default=None)


def _cross_check(
    competition: Competition,
    rule: ResultRule,
    votes: Sequence[ChannelVotes],
    juries: Juries,
) -> list[Problem]:
    """Check votes, scores and rule against each other."""
    problems = _check_channels(competition, rule, [channel.channel for channel in votes])
    for part in rule.total_parts:
        problems += _check_sizes(competition, part)
        marks = juries[part.id].marks if part.id in juries else {}
        departed = {record.entry for record in competition.departures}
        for entry in [entry for entry in competition.shortlist if entry not in departed] if marks else ():
            count = sum(entry in judge_marks for judge_marks in marks.values())
            if (count or not rule.qualify) and count <= 2 * part.trim:
                problems.append(problem(SCORES_FILE, 1, "too_few_judges", entry=entry, trim=part.trim))
    return problems


def _check_sizes(competition: Competition, part: RulePart) -> Iterator[Problem]:
    """A unit without a size would have all votes for its entries counted as votes beyond it."""
    finalists = [entry for entry in competition.entries if entry.slug in competition.shortlist]
    units = sorted({unit.id for entry in finalists for unit in entry.units})
    if part.beyond and (missing := [unit for unit in units if unit not in part.beyond.sizes]):
        yield problem(COMPETITION_FILE, 1, "sizes_missing", part=part.id, units=missing)


def _check_decisions(
    reader: _Reader,
    votes: Sequence[ChannelVotes],
    juries: Juries,
    decisions: DecisionsFile,
    scores: ScoresFile | None,
) -> list[Problem]:
    document = reader.documents.get(DECISIONS_FILE, YamlDocument(DECISIONS_FILE))
    problems = check_decisions(decisions, document, reader.competition)
    counts = count_finalists(reader.competition, votes)
    mark_range = scores.mark_range if scores else (0, 0)
    return problems or check_corrections(counts, juries, list_decisions(decisions), document, mark_range)


def _check_channels(competition: Competition, rule: ResultRule, channels: Sequence[str]) -> list[Problem]:
    """Check the channels of the tables: all are declared, and those of the rule are exactly those with votes."""
    known = [channel.id for channel in competition.config.vote_channels]
    problems = [
        problem(VOTES_FILE, 1, "unknown_channel", given=channel, choices=known)
        for channel in channels
        if channel not in known
    ]
    used = {channel for part in rule.total_parts for channel in part.used_channels}
    takes_all = any(not part.is_scored and not part.used_channels for part in rule.total_parts)
    expected = used | set(channels) if takes_all else used
    if used and expected != set(channels):
        problems.append(problem(COMPETITION_FILE, 1, "channel_weights_differ", channels=channels))
    return problems
