"""Loads a content folder: a ``Competition`` with every reference resolved, or all problems at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.content.checks.competition import check_content
from plugins.content.checks.references import add_id_hints
from plugins.content.problems import ContentError, Problem, unknown
from plugins.content.reader import read_competition_config, read_content
from plugins.content.report import split_round
from plugins.content.resolve import resolve
from plugins.content.sources import RawContent
from plugins.content.stage_view import Competition


@dataclass(frozen=True)
class LoadResult:
    """The competition, or None if there are errors; and all problems, sorted by file and line."""

    competition: Competition | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are not warnings."""
        return tuple(problem for problem in self.problems if not problem.is_warning)

    def require(self) -> Competition:
        """The competition. Raises ``ContentError`` if there is none."""
        if self.competition is None:
            raise ContentError(*self.problems)
        return self.competition


def load(content: Path, stage_id: str | None = None, meanwhile: Callable[[], object] = lambda: None) -> LoadResult:
    """Read and check all content, as of a stage or of the current one.

    ``meanwhile`` is called by this process while others read.
    """
    return check_and_resolve(read_content(content, meanwhile=meanwhile), stage_id)


def load_before_results(content: Path) -> LoadResult:
    """Load without the files that a tally writes, as of the first stage: an old result must not block a new one.

    ``content`` can also be the folder of a round, which gives the competition as it is in this round.
    """
    content, round_id = split_round(content)
    raw = read_content(content, include_results=False)
    loaded = check_and_resolve(raw, raw.config.record.stages[0].id if raw.config else None)
    if round_id and loaded.competition:
        return replace(loaded, competition=loaded.competition.earlier[round_id])
    return loaded


def choose_round(content: Path, round_id: str | None) -> Path:
    """The folder with the results of a round, by default that of the current stage; the content itself for the last.

    Raises ``ContentError`` for an unknown round.
    """
    config = read_competition_config(content)
    ids = [part.id for part in config.rounds] if config else []
    current = config.round_of(config.current_stage) if config else None
    chosen = round_id or (current.id if current else None)
    if config is None or chosen is None:
        return content
    if chosen not in ids:
        raise ContentError(unknown("--round", 0, "round", chosen, ids or ["—"]))
    return content if chosen == ids[-1] else content / config.rounds[ids.index(chosen)].folder


def check_and_resolve(raw: RawContent, stage_id: str | None = None) -> LoadResult:
    """The same as ``load`` for content that was read before, for instance to check several stages."""
    problems = tuple(sorted({*add_id_hints(raw), *check_content(raw, stage_id)}))
    has_errors = any(not problem.is_warning for problem in problems)
    return LoadResult(None if has_errors else resolve(raw), problems)
