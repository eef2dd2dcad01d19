"""Builds a stage as it was on a day, for an archive: relative links, no servers, no ballots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plugins.content.load import check_and_resolve
from plugins.content.problems import ContentError, Problem
from plugins.content.reader import read_content
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.dates import to_beijing_time
from plugins.site.build import build_site
from plugins.site.build_result import BuildOptions
from plugins.system.messages import Catalogue

MESSAGES = Catalogue(__file__)


class ArchiveError(Exception):
    """A stage cannot be archived as asked."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def text(self, lang: str) -> str:
        """Say why, and what to do."""
        return MESSAGES.text(self.code, lang, **self.values)


def build_archive(content: Path, stage: str, day: str, folder: Path) -> tuple[Problem, ...]:
    """Build a stage into this folder as it is archived on this day (``""`` is its last day); return the warnings.

    Raises ``ContentError`` for errors in the content and ``ArchiveError`` for an impossible stage or day.
    """
    raw = read_content(content)
    loaded = check_and_resolve(raw)
    if loaded.competition is None:
        raise ContentError(*loaded.problems)
    config = loaded.competition.config
    archived = _choose_day(config, stage, day)
    loaded = check_and_resolve(raw, stage)
    if loaded.competition is None:
        raise ContentError(*loaded.problems)
    options = BuildOptions(
        content=content,
        output=folder,
        stage=stage,
        site_url=f"{config.site.url.rstrip('/')}/archive/{stage}",
        archived=archived,
    )
    result = build_site(options, loaded)
    result.raise_for_failure()
    return result.problems


def _choose_day(config: CompetitionConfig, stage: str, day: str) -> date:
    stages = [stage.id for stage in config.stages]
    if stage not in stages:
        raise ArchiveError("no_stage", stage=stage, choices=", ".join(stages))
    if day:
        try:
            return date.fromisoformat(day)
        except ValueError:
            raise ArchiveError("bad_date", date=day) from None
    closes = config.stage(stage).closes
    if not closes:
        raise ArchiveError("no_closing_date", stage=stage)
    return date.fromisoformat(to_beijing_time(closes).isoformat()[:10])
