"""The stages that can be looked at: what there is of each, in which order they come, and which is the front page's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from plugins.content.problems import Problem, unknown
from plugins.content.reader import read_contest
from plugins.preview.build.protocol import Finding

HERE = "/"
KINDS_OF_PAGES = {"entries": "entries/", "news": "articles/"}
# pages that no folder stands behind
FILES = {"": "competition.yaml", "units": "units.yaml", "winners": "results/", "vote": "competition.yaml"}
FILES |= {"tour": "results/shortlist.yaml", "tracks": "competition.yaml"}


@dataclass(frozen=True)
class Stages:
    """All stages in order by id with their names, the one that ``/`` shows, and the site's languages."""

    names: dict[str, str]
    front: str
    languages: tuple[str, ...] = ()

    def base(self, stage: str) -> str:
        """The path below which a stage stands on this machine; it ends in a slash."""
        return HERE if stage == self.front else f"/.stage/{stage}/"

    def pairs(self) -> list[tuple[str, str]]:
        """Each stage with the one that follows it."""
        ids = list(self.names)
        return list(pairwise(ids))


@dataclass(frozen=True)
class Site:
    """What there is of a stage. ``state`` is the number of the saved state that it was last tried with, ``number``
    counts its good builds: without one there is nothing in ``folder``."""

    folder: Path
    state: int = 0
    number: int = 0
    ok: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> int:
        return sum(not each.is_warning for each in self.findings)

    @property
    def warnings(self) -> int:
        return sum(each.is_warning for each in self.findings)


def stages_of(content: Path, chosen: str, lang: str, before: Stages) -> Stages:
    """The stages as the content tells them now, or as before while it tells nothing; ``chosen`` overrides the front."""
    contest = read_contest(content)
    if contest is None:
        return before
    names = {stage.id: stage.name.in_language(lang).value for stage in contest.stages}
    return Stages(names, chosen or contest.current_stage, contest.languages)


def wrong_stage(stages: Stages, chosen: str) -> tuple[Problem, ...]:
    """What is wrong with the stage that was asked for, if anything is."""
    wrong = chosen and stages.names and chosen not in stages.names
    return (unknown("competition.yaml", 1, "stage", chosen, stages.names),) if wrong else ()


def source_of(path: str, languages: tuple[str, ...]) -> str:
    """The folder or file of the content that a page is mostly made from."""
    for lang in languages[1:]:
        path = path.removeprefix(f"{lang.lower()}/")
    first, _, rest = path.rstrip("/").partition("/")
    if first in KINDS_OF_PAGES:
        return f"{KINDS_OF_PAGES[first]}{rest}/" if rest else KINDS_OF_PAGES[first]
    return FILES.get(first, f"pages/{first}/")
