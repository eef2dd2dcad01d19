"""The way in: from a content folder to a ``Competition`` with every reference resolved, or to every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.content.checks.competition import check
from plugins.content.checks.id_hints import add_id_hints
from plugins.content.problems import Problem
from plugins.content.reader import read_content
from plugins.content.resolve import resolve
from plugins.content.sources import RawContent
from plugins.content.stage_view import Competition


@dataclass(frozen=True)
class LoadResult:
    """The competition, or nothing where there are errors; and all problems, sorted by file and line."""

    competition: Competition | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if not each.is_warning)


def load(content: Path, stage_id: str | None = None, meanwhile: Callable[[], object] = lambda: None) -> LoadResult:
    """Read and check all content, as of a stage or of the current one; the problems are never only the first.

    ``meanwhile`` is done by this process while others read.
    """
    return check_and_resolve(read_content(content, meanwhile=meanwhile), stage_id)


def load_before_results(content: Path) -> LoadResult:
    """All content but what a tally writes: the call for entries needs no result, and an old one must not hinder."""
    papers = read_content(content, tallied=False)
    return check_and_resolve(papers, papers.contest.record.stages[0].id if papers.contest else None)


def check_and_resolve(papers: RawContent, stage_id: str | None = None) -> LoadResult:
    """What these papers say as of a stage: for who has them read once, and asks of several stages."""
    problems = tuple(sorted({*add_id_hints(papers), *check(papers, stage_id)}))
    loaded = LoadResult(None, problems)
    return loaded if loaded.errors else LoadResult(resolve(papers), problems)
