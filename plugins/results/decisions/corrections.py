"""Figures corrected after an objection: the sheet stays as it is, the decision says what it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from plugins.content.parsing.yaml_lines import Locator
from plugins.content.problems import Problem, unknown
from plugins.content.schema.figures import format_rounded
from plugins.results.decisions.decision_file import Decision, DecisionKind, Override
from plugins.results.scores.marks import JuryMarks
from plugins.tables.folding import fold

# votes by channel and entry
Votes = Mapping[str, Mapping[str, int]]


def correct_votes(votes: Votes, decisions: Sequence[Decision | Override]) -> dict[str, dict[str, int]]:
    """Return the votes with the corrections among these decisions."""
    corrected = {channel: dict(counts) for channel, counts in votes.items()}
    for decision in _corrections(decisions):
        if decision.channel in corrected and decision.entry and decision.after:
            corrected[decision.channel][decision.entry] = int(Fraction(decision.after))
    return corrected


def correct_marks(juries: Mapping[str, JuryMarks], decisions: Sequence[Decision | Override]) -> dict[str, JuryMarks]:
    """Return the marks with the corrections among these decisions; what a mark was made of is not corrected."""
    corrected = dict(juries)
    for decision in _corrections(decisions):
        for part, jury in corrected.items():
            judge = _find_judge(jury, decision)
            if judge and decision.entry and decision.after and decision.entry in jury.marks[judge]:
                marks = {**jury.marks[judge], decision.entry: Fraction(decision.after)}
                corrected[part] = JuryMarks({**jury.marks, judge: marks}, jury.criteria)
    return corrected


def check_corrections(
    votes: Votes,
    juries: Mapping[str, JuryMarks],
    decisions: Sequence[Decision | Override],
    document: Locator,
    mark_range: tuple[int, int],
) -> list[Problem]:
    """Check that what a correction says of the figure before is what the tables say, after earlier corrections.

    What it says of the figure after must differ, and a mark be in this range.
    """
    problems = []
    for number, decision in enumerate(decisions):
        if not (isinstance(decision, Decision) and decision.kind is DecisionKind.CORRECTED):
            continue
        earlier, path = decisions[:number], ("decisions", number)
        figures = _figures_before(correct_votes(votes, earlier), correct_marks(juries, earlier), decision)
        if decision.judge and not figures:
            judges = [judge for jury in juries.values() for judge in jury.marks]
            problems.append(unknown(document.file, document.line(*path, "judge"), "judge", decision.judge, judges))
        elif figures and decision.before and Fraction(decision.before) not in figures:
            values = {"entry": decision.entry, "before": decision.before, "current": format_rounded(figures[0], 4)}
            problems.append(document.problem("correction_differs", *path, "before", **values))
        elif decision.after and (code := _after_error(decision, mark_range)):
            lowest, highest = mark_range
            mark = {"lowest": lowest, "highest": highest}
            problems.append(document.problem(code, *path, "after", entry=decision.entry, after=decision.after, **mark))
    return problems


def _after_error(decision: Decision, mark_range: tuple[int, int]) -> str:
    """Return the code of what is wrong with the figure after a correction, or nothing."""
    after, (lowest, highest) = Fraction(decision.after or 0), mark_range
    if after == Fraction(decision.before or 0):
        return "correction_without_change"
    if decision.channel:
        return "correction_not_whole" if after.denominator != 1 else ""
    return "" if lowest <= after <= highest else "correction_out_of_range"


def _figures_before(votes: Votes, juries: Mapping[str, JuryMarks], decision: Decision) -> list[Fraction]:
    entry = decision.entry or ""
    if decision.channel:
        return [Fraction(votes.get(decision.channel, {}).get(entry, 0))]
    found_in = [(jury, _find_judge(jury, decision)) for jury in juries.values()]
    return [jury.marks[judge][entry] for jury, judge in found_in if judge and entry in jury.marks[judge]]


def _find_judge(jury: JuryMarks, decision: Decision) -> str | None:
    return next((judge for judge in jury.marks if decision.judge and fold(judge) == fold(decision.judge)), None)


def _corrections(decisions: Sequence[Decision | Override]) -> list[Decision]:
    return [
        decision for decision in decisions if isinstance(decision, Decision) and decision.kind is DecisionKind.CORRECTED
    ]
