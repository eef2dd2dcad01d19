"""Checks of decisions.yaml: lots and decisions name finalists, levels and what their kind needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.content.checks.references import check_reference, list_ids
from plugins.content.parsing.yaml_lines import KeyPath, Locator
from plugins.content.problems import Problem
from plugins.content.schema.result_rule import Tied
from plugins.content.stage_view import Competition
from plugins.results.decisions.decision_file import NAMING_KEYS, Decision, DecisionKind, DecisionsFile
from plugins.results.decisions.effects import LEAVING, summarize

# what a decision of each kind names
NEEDED: Mapping[DecisionKind, tuple[str, ...]] = {
    DecisionKind.DISQUALIFIED: ("entry",),
    DecisionKind.WITHDRAWN: ("entry",),
    DecisionKind.SWAPPED: ("entry", "with_entry"),
    DecisionKind.MOVED: ("entry",),
    DecisionKind.VACANT: ("level", "places"),
    DecisionKind.CORRECTED: ("entry", "before", "after"),
}
ALLOWED: Mapping[DecisionKind, tuple[str, ...]] = {
    **NEEDED,
    DecisionKind.MOVED: ("entry", "level"),
    DecisionKind.CORRECTED: ("entry", "before", "after", "judge", "channel"),
}


def check_decisions(file: DecisionsFile, document: Locator, competition: Competition) -> list[Problem]:
    """Check decisions and lots against the finalists, the levels and the channels."""
    finalists, config = competition.shortlist, competition.config
    levels, channels = list_ids(config.award_levels), list_ids(config.vote_channels)
    problems = [*_check_lots(file, document, competition)]
    departed = {record.entry for record in competition.departures}
    gone: set[str] = set()
    for index, decision in enumerate(file.decisions):
        path: KeyPath = ("decisions", index)
        if decision.entry in departed and decision.kind is not DecisionKind.CORRECTED:
            problems.append(document.problem("left_twice", *path, "entry", given=decision.entry))
        problems += _check_keys(decision, document, index)
        names = {key: name for key in ("entry", "with_entry") if (name := getattr(decision, key))}
        problems += _check_names(names, document, path, finalists, gone)
        if decision.level is not None:
            problems += check_reference(document, "award", decision.level, levels, *path, "level")
        problems += _check_places(decision, document, path, competition)
        if decision.channel is not None:
            problems += check_reference(document, "channel", decision.channel, channels, *path, "channel")
        gone |= {decision.entry} if decision.entry and decision.kind in LEAVING else set()
    problems += _check_moves(file, document, competition)
    for index, override in enumerate(file.overrides):
        path = ("overrides", index)
        problems += _check_names({"out": override.out, "into": override.into}, document, path, finalists, gone)
        problems += check_reference(document, "award", override.level, levels, *path, "level")
        gone.add(override.out)
    return problems


def _check_places(decision: Decision, document: Locator, path: KeyPath, competition: Competition) -> Iterator[Problem]:
    for level in competition.config.award_levels:
        if level.id == decision.level and (decision.places or 0) > level.size:
            values = {"level": level.id, "size": level.size, "places": decision.places}
            yield document.problem("vacant_over_size", *path, "places", **values)


def _check_moves(file: DecisionsFile, document: Locator, competition: Competition) -> Iterator[Problem]:
    """Find the first move into a level that has no place left for it."""
    rule = competition.config.result_rule
    limits = rule.levels if rule else {}
    moved = summarize(file.decisions).moved
    for level in competition.config.award_levels:
        entries = [entry for entry, target in moved.items() if target == level.id]
        if len(entries) > level.size and not (level.id in limits and limits[level.id].tied is Tied.ALL):
            index = next(index for index, item in enumerate(file.decisions) if item.entry == entries[level.size])
            values = {"level": level.id, "places": level.size, "entries": entries}
            yield document.problem("moved_over_size", "decisions", index, "level", **values)


def _check_lots(file: DecisionsFile, document: Locator, competition: Competition) -> Iterator[Problem]:
    choices = [*competition.shortlist, *(unit.id for unit in competition.units)]
    for index, lot in enumerate(file.lots):
        path: KeyPath = ("lots", index, "order")
        for name in lot.order:
            if name not in choices:
                yield from check_reference(document, "finalist", name, competition.shortlist, *path)
        if len(set(lot.order)) < len(lot.order):
            yield document.problem("lot_twice", *path, entries=lot.order)
        if set(lot.order) in [set(earlier.order) for earlier in file.lots[:index]]:
            yield document.problem("lot_again", *path, entries=sorted(lot.order))


def _check_keys(decision: Decision, document: Locator, index: int) -> list[Problem]:
    present = {key for key in NAMING_KEYS if getattr(decision, key) is not None}
    missing = [key for key in NEEDED[decision.kind] if key not in present]
    if decision.kind is DecisionKind.CORRECTED and (decision.judge is None) is (decision.channel is None):
        missing.append("judge / channel")
    other = [key for key in NAMING_KEYS if key in present and key not in ALLOWED[decision.kind]]
    if not (missing or other):
        return []
    values = {"kind": decision.kind.value, "missing": missing or "—", "unknown": other or "—"}
    return [document.problem("decision_keys", "decisions", index, **values)]


def _check_names(
    names: Mapping[str, str], document: Locator, path: KeyPath, finalists: Sequence[str], gone: set[str]
) -> Iterator[Problem]:
    for key, name in names.items():
        yield from check_reference(document, "finalist", name, finalists, *path, key)
        if name in gone and name in finalists:
            yield document.problem("decision_on_gone", *path, key, entry=name)
    if len(names) > len(set(names.values())):
        yield document.problem("decision_on_itself", *path, entry=next(iter(names.values())))
