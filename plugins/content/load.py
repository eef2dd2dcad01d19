"""The way in: from a content folder to a ``Competition`` with every reference resolved, or to every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.content.checks.competition import check
from plugins.content.checks.id_hints import with_codes
from plugins.content.problems import Problem
from plugins.content.reader import gather
from plugins.content.resolve import assemble
from plugins.content.sources import Papers
from plugins.content.stage_view import Competition


@dataclass(frozen=True)
class Loaded:
    """The competition, or nothing where there are errors; and all problems, sorted by file and line."""

    competition: Competition | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if not each.is_warning)


def load(content: Path, stage_id: str | None = None, meanwhile: Callable[[], object] = lambda: None) -> Loaded:
    """Read and check all content, as of a stage or of the current one; the problems are never only the first.

    ``meanwhile`` is done by this process while others read.
    """
    return load_papers(gather(content, meanwhile=meanwhile), stage_id)


def load_to_tally(content: Path) -> Loaded:
    """All content but what a tally writes: the call for entries needs no result, and an old one must not hinder."""
    papers = gather(content, tallied=False)
    return load_papers(papers, papers.contest.record.stages[0].id if papers.contest else None)


def load_papers(papers: Papers, stage_id: str | None = None) -> Loaded:
    """What these papers say as of a stage: for who has them read once, and asks of several stages."""
    problems = tuple(sorted({*with_codes(papers), *check(papers, stage_id)}))
    loaded = Loaded(None, problems)
    return loaded if loaded.errors else Loaded(assemble(papers), problems)
