"""Schema of ``results/judging.yaml``, and the panel that follows from it: who scores which entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.content.checks.references import check_reference, list_ids
from plugins.content.model import Entry
from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.schema.config import Criterion
from plugins.content.schema.fields import Slug, StrictRecord
from plugins.content.schema.validate import validate
from plugins.content.stage_view import Competition
from plugins.results.inputs import Column
from plugins.results.scores.score_file import Recusal
from plugins.tables.folding import fold

JUDGING_FILE = "results/judging.yaml"
Points = Annotated[int, Field(ge=0, le=1000)]


@dataclass(frozen=True)
class JudgingFile(StrictRecord):
    """``content/results/judging.yaml``: the judges, what they may give, and who does not score what."""

    judges: Annotated[tuple[Column, ...], Field(min_length=1, max_length=200)]
    """评委的姓名或代号。Names or codes of the judges."""
    lowest: Points
    """每项标准允许的最低分。Lowest score of each criterion."""
    highest: Points
    """每项标准允许的最高分。Highest score of each criterion."""
    maxima: Mapping[Slug, Points] = field(default_factory=dict)
    """各项标准的满分不同时写：标准代号: 满分。Where criteria have different maxima."""
    panels: Mapping[Slug, tuple[Column, ...]] = field(default_factory=dict)
    """各赛道由哪些评委评：赛道代号: [评委]；不写就是人人都评。Which judges score which track."""
    recusals: tuple[Recusal, ...] = ()
    """事先知道的回避。Recusals that are known before."""
    hidden: tuple[Column, ...] = ()
    """匿名评审时另外要隐去的字，如单位的简称、人名。Further words to withhold in a blind review."""


@dataclass(frozen=True)
class PanelJudge:
    """A judge: the name of the sheet's file, the entries on it, and those that the judge does not score."""

    name: str
    file: str
    entries: tuple[Entry, ...]
    recused: frozenset[str]


@dataclass(frozen=True)
class Panel:
    """Who scores which entries by which criteria."""

    competition: Competition
    file: JudgingFile

    @property
    def lang(self) -> str:
        """The language of the kit: the first one of the competition."""
        return self.competition.config.languages[0]

    @cached_property
    def judges(self) -> tuple[PanelJudge, ...]:
        """The judges as ``judging.yaml`` lists them, with their entries."""
        panels = {track: {fold(judge) for judge in judges} for track, judges in self.file.panels.items()}
        width = max(len(str(len(self.file.judges))), 2)
        return tuple(
            PanelJudge(
                name,
                f"scores-{number:0{width}}.xlsx",
                tuple(entry for entry in self.entries if fold(name) in panels.get(entry.track.id, {fold(name)})),
                frozenset(recusal.entry for recusal in self.file.recusals if fold(recusal.judge) == fold(name)),
            )
            for number, name in enumerate(self.file.judges, 1)
        )

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.competition.config.criteria

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The finalists, in their order."""
        by_slug = {entry.slug: entry for entry in self.competition.entries}
        return tuple(by_slug[slug] for slug in self.competition.shortlist)

    def score_range(self, criterion: str) -> tuple[int, int]:
        """Return the least and the most that a criterion may be given."""
        return (0, self.file.maxima[criterion]) if self.file.maxima else (self.file.lowest, self.file.highest)

    def explain_criteria(self) -> list[tuple[str, str, str, str]]:
        """Return the name, the weight, the range and the description of each criterion."""
        return [
            (
                criterion.name.in_language(self.lang).value,
                "" if criterion.weight is None else f"{criterion.weight}%",
                "–".join(map(str, self.score_range(criterion.id))),
                criterion.description.in_language(self.lang).value if criterion.description else "",
            )
            for criterion in self.criteria
        ]


def read_panel(content: Path, competition: Competition) -> Panel:
    """Read ``judging.yaml``. Raises ``ContentError`` with everything wrong in it."""
    document = read_yaml(JUDGING_FILE, read_text(content, JUDGING_FILE))
    file = validate(JudgingFile, document, competition.config.languages)
    problems = list(_check(document, file, competition))
    if problems:
        raise ContentError(*problems)
    return Panel(competition, file)


def _check(document: YamlDocument, file: JudgingFile, competition: Competition) -> Iterator[Problem]:
    config = competition.config
    if not config.criteria:
        yield problem("competition.yaml", 1, "judging_no_criteria")
    if not competition.shortlist:
        yield problem("results/shortlist.yaml", 1, "tally_needs_file")
    if file.lowest >= file.highest:
        yield document.problem("range_backwards", "lowest")
    names = [fold(name) for name in file.judges]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield document.problem("duplicate_id", "judges", index, given=file.judges[index])
    known = {criterion.id for criterion in config.criteria}
    if file.maxima and set(file.maxima) != known:
        missing, other = sorted(known - set(file.maxima)), sorted(set(file.maxima) - known)
        yield document.problem("criteria_differ", "maxima", name="maxima", missing=missing, unknown=other)
    yield from _check_names(document, file, competition)


def _check_names(document: YamlDocument, file: JudgingFile, competition: Competition) -> Iterator[Problem]:
    judges, tracks = {fold(name) for name in file.judges}, list_ids(competition.config.tracks)
    for track, panel in file.panels.items():
        yield from check_reference(document, "track", track, tracks, "panels", track)
        for index, judge in enumerate(panel):
            if fold(judge) not in judges:
                yield from check_reference(document, "judge", judge, file.judges, "panels", track, index)
    for index, recusal in enumerate(file.recusals):
        if fold(recusal.judge) not in judges:
            yield from check_reference(document, "judge", recusal.judge, file.judges, "recusals", index)
        yield from check_reference(document, "entry", recusal.entry, competition.shortlist, "recusals", index)
