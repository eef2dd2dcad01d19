"""Builds a stage as it was on a day, for an archive: relative links, no servers, no ballots."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from plugins.content.load import check_and_resolve
from plugins.content.parsing.archives import MANIFEST, ArchiveChecks, ArchiveManifest
from plugins.content.problems import Problem
from plugins.content.reader import read_content
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.dates import local_time
from plugins.release.gates import find_blockers
from plugins.site.build import build_site
from plugins.site.build_result import BuildOptions
from plugins.system import textfile
from plugins.system.messages import Catalogue, UserError

MESSAGES = Catalogue(__file__)


class ArchiveError(UserError):
    """A stage cannot be archived as asked."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def text(self, lang: str) -> str:
        """Say why, and what to do."""
        return MESSAGES.text(self.code, lang, **self.values)


@dataclass(frozen=True, kw_only=True)
class ArchiveBuild:
    """A stage that was built as an archive. ``findings`` are the codes of what keeps it from the public."""

    folder: Path
    contest: str
    stage: str
    day: date
    address: str
    findings: tuple[str, ...]
    problems: tuple[Problem, ...]


def build_archive(content: Path, stage: str, day: str, folder: Path) -> ArchiveBuild:
    """Build a stage into this folder as it is archived on this day; ``""`` is its last day.

    Raises ``ContentError`` for errors in the content and ``ArchiveError`` for an impossible stage or day.
    """
    raw = read_content(content)
    config = check_and_resolve(raw).require().config
    archived = _choose_day(config, stage, day)
    loaded = check_and_resolve(raw, stage)
    competition = loaded.require()
    address = f"{config.site.url.rstrip('/')}/archive/{stage}"
    options = BuildOptions(content=content, output=folder, stage=stage, site_url=address, archived=archived)
    result = build_site(options, loaded)
    result.raise_for_failure()
    findings = find_blockers(content, competition, stage, address, with_archives=False)
    return ArchiveBuild(
        folder=folder,
        contest=config.id,
        stage=stage,
        day=archived,
        address=address,
        findings=tuple(dict.fromkeys(blocker.code for blocker in findings)),
        problems=result.problems,
    )


def write_manifest(build: ArchiveBuild) -> None:
    """Write the manifest of an archive that passed the embargo check: its contest, its checks, every file's digest."""
    paths = sorted(path for path in build.folder.rglob("*") if path.is_file())
    manifest = ArchiveManifest(
        format=1,
        contest=build.contest,
        stage=build.stage,
        day=build.day,
        address=build.address,
        checks=ArchiveChecks("passed", build.findings),
        files={path.relative_to(build.folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths},
    )
    data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, default=date.isoformat)
    textfile.write_text(build.folder / MANIFEST, data + "\n")


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
    return date.fromisoformat(local_time(closes, config.zone).isoformat()[:10])
