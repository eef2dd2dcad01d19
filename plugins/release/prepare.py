"""Prepares a release: builds a stage with what publishing must know of it, and adds its clearance."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copy

from plugins.content.load import check_and_resolve
from plugins.content.parsing.archives import list_archives, read_archive
from plugins.content.problems import Problem
from plugins.content.reader import read_content
from plugins.content.schema.config import Stage
from plugins.paths import ROOT
from plugins.publishing.release import Announcement, Clearance, SiteBuild
from plugins.release.gates import find_blockers
from plugins.site.build_process import build_stages
from plugins.site.files.statement import write_site_statement
from plugins.system import textfile

# reports of the embargo checks of everything that was published
REPORTS = ROOT / "proofs"
# names with a hash of their contents, as site/files makes them; an archive has the same below its folder
HASHED_NAMES = ("theme/*.????????????.*", "media/*", "*data/search*.????????????.json")
HASHED = (*HASHED_NAMES, *(f"archive/*/{pattern}" for pattern in HASHED_NAMES))


@dataclass(frozen=True, kw_only=True)
class ReleaseBuild(SiteBuild):
    """A built stage; ``blockers`` are sentences on what a public site must not have, such as samples."""

    blockers: tuple[str, ...]
    problems: tuple[Problem, ...]


def build_release(
    content: Path, stage: str | None, folder: Path, address: str, lang: str, archives: Path | None = None
) -> ReleaseBuild:
    """Build a stage (``None`` is the current one) and all stages before it, each into a new folder below this one.

    ``archives`` is the folder of the archived stages, if it is not in the content. Raises ``ContentError`` for errors
    in the content, ``OSError`` or ``BuildError`` if a build fails otherwise.
    """
    raw = read_content(content)
    if archives:
        raw.archives = [read_archive(path, path.as_posix()) for path in list_archives(archives)]
    competition = check_and_resolve(raw, stage).require()
    config = competition.config
    stages = tuple(stage.id for stage in config.stages)
    stage = stage or config.current_stage
    folders = {stage_id: folder / stage_id for stage_id in stages[: stages.index(stage) + 1]}
    results = list(build_stages(raw, folders, address.rstrip("/")))
    for result in results:
        result.raise_for_failure()
    public_from: dict[str, str] = {}
    for stage_id, output in folders.items():
        for path in output.rglob("*"):
            if path.is_file():
                public_from.setdefault(path.relative_to(output).as_posix(), stage_id)
    write_site_statement(folders[stage], config.id, stage, address)
    blockers = find_blockers(content, competition, stage, address)
    return ReleaseBuild(
        folder=folders[stage],
        contest=config.id,
        stage=stage,
        stages=stages,
        public_from=public_from,
        hashed=HASHED,
        commit=_read_commit(),
        announced={stage.id: _announcement(stage) for stage in config.stages},
        blockers=tuple(blocker.text(lang) for blocker in blockers),
        problems=results[-1].problems,
    )


def _announcement(stage: Stage) -> Announcement:
    opens, closes = (moment.isoformat() if moment else "" for moment in (stage.opens, stage.closes))
    return Announcement(opens, closes, len(stage.amendments))


def add_clearance(build: ReleaseBuild, report: Path) -> SiteBuild:
    """Keep the report of a passed embargo check, and return what to publish."""
    REPORTS.mkdir(exist_ok=True)
    report = Path(copy(report, REPORTS))
    return replace(build, clearance=Clearance(report, textfile.digest(report), build.blockers))


def _read_commit() -> str:
    """Return the revision of the project, or an empty string without git or a repository."""
    command = ["git", "rev-parse", "HEAD"]
    try:
        result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return ""
    return result.stdout.strip()
