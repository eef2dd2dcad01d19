"""The stages of the competition, what is built of each, and which part of the content a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from plugins.content.problems import Problem, unknown
from plugins.content.reader import read_competition_config
from plugins.content.url_scheme import CONTENT_SOURCES, ENTRIES, NEWS
from plugins.preview.build.protocol import DisplayProblem

StagePair = tuple[str, str]
"""A stage and the one after it."""


@dataclass(frozen=True)
class Stages:
    """The names of all stages by id, in order, the stage shown at ``/``, and the site's languages."""

    names: dict[str, str]
    default_stage: str
    languages: tuple[str, ...] = ()

    def base(self, stage: str) -> str:
        """Return the path of a stage's home page on this machine."""
        return "/" if stage == self.default_stage else f"/.stage/{stage}/"

    def pairs(self) -> list[StagePair]:
        """Pair each stage with its successor."""
        return list(pairwise(self.names))


@dataclass(frozen=True)
class StageBuild:
    """What is built of a stage.

    ``state`` is the number of the saved state that was built last, successfully or not; ``number`` counts the
    successful builds, and ``folder`` holds the last of them.
    """

    folder: Path
    state: int = 0
    number: int = 0
    ok: bool = False
    problems: tuple[DisplayProblem, ...] = ()

    @property
    def errors(self) -> int:
        return sum(not problem.is_warning for problem in self.problems)

    @property
    def warnings(self) -> int:
        return sum(problem.is_warning for problem in self.problems)


def read_stages(content: Path, chosen: str, lang: str, previous: Stages) -> Stages:
    """Read the stages from the content; return the previous ones while it has errors.

    ``chosen`` is the default stage instead of the current one, unless it is empty.
    """
    config = read_competition_config(content)
    if config is None:
        return previous
    names = {stage.id: stage.name.in_language(lang).value for stage in config.stages}
    return Stages(names, chosen or config.current_stage, config.languages)


def check_stage(stages: Stages, chosen: str) -> tuple[Problem, ...]:
    """Return a problem if the chosen stage is not one of the known stages."""
    is_unknown = chosen and stages.names and chosen not in stages.names
    return (unknown("competition.yaml", 1, "stage", chosen, stages.names),) if is_unknown else ()


def find_source(path: str, languages: tuple[str, ...]) -> str:
    """Return the folder or file of the content that a page mostly shows."""
    for lang in languages[1:]:
        path = path.removeprefix(f"{lang.lower()}/")
    name, _, rest = path.rstrip("/").partition("/")
    source = CONTENT_SOURCES.get(f"{name}/" if name else "", f"pages/{name}/")
    return f"{source}{rest}/" if rest and f"{name}/" in (ENTRIES, NEWS) else source
