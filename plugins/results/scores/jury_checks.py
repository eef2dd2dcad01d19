"""Whether a jury's marks are all there: every judge scored exactly what is the judge's to score, or says why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from plugins.content.checks.references import check_reference
from plugins.content.parsing.yaml_lines import KeyPath, Locator
from plugins.content.problems import Problem, problem
from plugins.results.scores.score_file import SCORES_FILE, ScoresFile
from plugins.tables.folding import fold

# behind the name of a judge, folded
JUDGE_TITLE = re.compile(
    r"(?:副?(?:教授|研究员|主任|处长|科长|局长|院长|所长|会长|秘书长|书记|主编|总编)|老师|博士|先生|女士|律师|工程师|专家)+\Z"
)
# names in a message
MAX_NAMES = 8


@dataclass
class Jury:
    """State while the sheets of one part are read; ``judges`` are by folded name, as first written."""

    judges: dict[str, str] = field(default_factory=dict)
    # by the folded alias
    aliases: Mapping[str, str] = field(default_factory=dict)
    marks: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    criteria: dict[str, dict[str, dict[str, Fraction]]] = field(default_factory=dict)
    # the file and row of each mark, by judge and entry
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    # where a cell says that a judge does not score: by judge and entry
    recused_at: dict[tuple[str, str], Problem] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)

    def judge(self, name: str) -> str:
        """Return the judge's name as it was first written."""
        name = self.aliases.get(fold(name), name)
        return self.judges.setdefault(fold(name), name)


@dataclass(frozen=True)
class _Duty:
    """The entries that one judge has to score, and what became of them."""

    judge: str
    due: tuple[str, ...]
    recused: tuple[str, ...]
    scored: tuple[str, ...]

    @property
    def missing(self) -> list[str]:
        return [entry for entry in self.due if entry not in self.scored and entry not in self.recused]


def is_dropped(file: ScoresFile, judge: str) -> bool:
    """Whether the scores of this judge do not count."""
    return any(fold(dropped.judge) == fold(judge) for dropped in file.dropped)


def is_recused(file: ScoresFile, judge: str, entry: str) -> bool:
    """Whether scores.yaml says that this judge does not score this entry."""
    return any((fold(recusal.judge), recusal.entry) == (fold(judge), entry) for recusal in file.recusals)


def is_due(file: ScoresFile, judge: str, track: str) -> bool:
    """Whether this judge scores this track."""
    return track not in file.panels or fold(judge) in {fold(name) for name in file.panels[track]}


def list_named_judges(file: ScoresFile) -> Iterator[tuple[KeyPath, str]]:
    """List the judges that scores.yaml names outside of the sheets, and where."""
    for index, recusal in enumerate(file.recusals):
        yield ("recusals", index, "judge"), recusal.judge
    for index, dropped in enumerate(file.dropped):
        yield ("dropped", index, "judge"), dropped.judge
    for track, panel in file.panels.items():
        for index, judge in enumerate(panel):
            yield ("panels", track, index), judge


def check_juries(
    file: ScoresFile,
    juries: Sequence[Jury],
    document: Locator,
    tracks: Mapping[str, str],
    departed: Collection[str],
    finalists: Collection[str],
) -> list[Problem]:
    """Check the names in scores.yaml and the marks of each jury.

    ``tracks`` are those of the entries to be scored; those that ``departed`` need not be. Recusals can name any of the
    ``finalists``: judges declare them before a vote decides which go on.
    """
    judges = {folded: name for jury in juries for folded, name in jury.judges.items()}
    problems: list[Problem] = []
    for path, name in list_named_judges(file):
        if fold(name) not in judges:
            problems += check_reference(document, "judge", name, list(judges.values()), *path)
    for index, recusal in enumerate(file.recusals):
        problems += check_reference(document, "finalist", recusal.entry, finalists, "recusals", index, "entry")
    due = {entry: track for entry, track in tracks.items() if entry not in departed}
    for jury in juries:
        problems += _check_jury(file, jury, document, due)
    return problems


def _check_jury(file: ScoresFile, jury: Jury, document: Locator, tracks: Mapping[str, str]) -> list[Problem]:
    duties = [
        _duty(file, jury, folded, judge, tracks)
        for folded, judge in sorted(jury.judges.items())
        if not is_dropped(file, judge)
    ]
    for duty in duties:
        if duty.scored and len(duty.recused) * 2 > len(duty.due):
            values = {"judge": duty.judge, "count": len(duty.scored), "due": len(duty.due)}
            jury.notes.append(document.problem("warn_judge_recused", "recusals", **values))
    if panels := _likely_panels(file, duties, tracks):
        listed = ", ".join(f"{track}: [{', '.join(judges)}]" for track, judges in panels.items())
        return [problem(SCORES_FILE, 1, "panels_missing", listed=listed)]
    jury.notes += _alike_judges(duties)
    halves = [pair for pair in combinations(duties, 2) if _are_halves(*pair)]
    if halves:
        return [
            problem(
                SCORES_FILE, 1, "judges_alike", judge=judge.judge, other=other.judge, entries=judge.missing[:MAX_NAMES]
            )
            for judge, other in halves
        ]
    return [wrong for duty in duties for wrong in _check_duty(jury, duty, document, tracks)]


def _are_halves(one: _Duty, other: _Duty) -> bool:
    """Whether each of two judges lacks exactly what the other scored: most likely one judge under two names."""
    return bool(one.missing) and (set(one.missing), set(one.scored)) == (set(other.scored), set(other.missing))


def _alike_judges(duties: Sequence[_Duty]) -> Iterator[Problem]:
    """Find judges whose names differ by a title alone."""
    names: dict[str, str] = {}
    for duty in duties:
        name = JUDGE_TITLE.sub("", fold(duty.judge))
        first = names.setdefault(name, duty.judge)
        if first != duty.judge and len(name) > 1:
            yield problem(SCORES_FILE, 1, "warn_judges_alike", judge=first, other=duty.judge)


def _duty(file: ScoresFile, jury: Jury, folded: str, judge: str, tracks: Mapping[str, str]) -> _Duty:
    marks = jury.marks.get(judge, {})
    return _Duty(
        judge,
        due=tuple(entry for entry, track in tracks.items() if is_due(file, folded, track)),
        recused=tuple(entry for entry in tracks if is_recused(file, judge, entry)),
        scored=tuple(entry for entry in tracks if entry in marks),
    )


def _check_duty(jury: Jury, duty: _Duty, document: Locator, tracks: Mapping[str, str]) -> Iterator[Problem]:
    judge, both = duty.judge, [entry for entry in duty.scored if entry in duty.recused]
    if both and set(duty.due) <= set(duty.recused):
        places = [jury.places[judge, entry] for entry in both][:MAX_NAMES]
        yield document.problem("recused_from_all", "recusals", judge=judge, places=places)
        return
    for entry in both:
        place = jury.places[judge, entry]
        yield document.problem("recused_but_scored", "recusals", judge=judge, entry=entry, place=place)
    for entry in (entry for entry in duty.scored if entry not in (*duty.due, *both)):
        values = {"judge": judge, "entry": entry, "track": tracks[entry]}
        yield document.problem("scored_outside_panel", "panels", tracks[entry], **values)
    yield from _missing_scores(jury, duty)


def _missing_scores(jury: Jury, duty: _Duty) -> Iterator[Problem]:
    """What a judge did not score: entry by entry, or in one sentence where it is most of what was due."""
    judge = duty.judge
    yield from (jury.recused_at[judge, entry] for entry in duty.missing if (judge, entry) in jury.recused_at)
    unexplained = [entry for entry in duty.missing if (judge, entry) not in jury.recused_at]
    if len(unexplained) * 2 > len(duty.due) and len(unexplained) > 1:
        values = {"judge": judge, "count": len(duty.scored), "due": len(duty.due), "entries": unexplained[:MAX_NAMES]}
        yield problem(SCORES_FILE, 1, "judge_scored_few", **values)
    else:
        yield from (problem(SCORES_FILE, 1, "score_missing", judge=judge, entry=entry) for entry in unexplained)


def _likely_panels(file: ScoresFile, duties: Sequence[_Duty], tracks: Mapping[str, str]) -> dict[str, list[str]]:
    """Return who scored which track, where every judge scored whole tracks and none all of them; empty otherwise."""
    panels: dict[str, list[str]] = {}
    for track in dict.fromkeys(tracks.values()):
        entries = {entry for entry in tracks if tracks[entry] == track}
        for duty in duties:
            missing = entries & set(duty.missing)
            if missing and missing != entries - set(duty.recused):
                return {}
            if not missing:
                panels.setdefault(track, []).append(duty.judge)
    are_apart = all(duty.scored and duty.missing for duty in duties)
    return panels if are_apart and not file.panels and set(panels) == set(tracks.values()) else {}
