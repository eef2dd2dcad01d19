"""Prepares a release: builds a stage with what publishing must know of it, and adds archives and clearance."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from urllib.parse import urlsplit

from plugins.content.load import check_and_resolve
from plugins.content.problems import ContentError, Problem
from plugins.content.reader import read_content
from plugins.content.stage_view import Competition
from plugins.embargo.check import REHEARSAL_MARK
from plugins.paths import ROOT
from plugins.publishing.archive import lay_out
from plugins.publishing.release import Clearance, SiteBuild
from plugins.site.build_process import build_stages
from plugins.system import textfile
from plugins.system.messages import Catalogue

MESSAGES = Catalogue(__file__)
# reports of the embargo checks of everything that was published
REPORTS = ROOT / "proofs"
# names with a hash of their contents, as site/files makes them; an archive has the same below its folder
HASHED_NAMES = ("theme/*.????????????.*", "media/*", "*data/search*.????????????.json")
HASHED = (*HASHED_NAMES, *(f"archive/*/{pattern}" for pattern in HASHED_NAMES))
# names that nobody can own, RFC 2606 and RFC 6761
RESERVED_HOSTS = ("example", "example.com", "example.org", "example.net", "test", "invalid", "localhost")


@dataclass(frozen=True, kw_only=True)
class ReleaseBuild:
    """A built stage. ``stages`` are the ids of all stages in order, ``public_from`` maps each path to the first stage
    that has it, ``blockers`` are sentences on what a public site must not have, such as sample entries."""

    folder: Path
    stage: str
    stages: tuple[str, ...]
    public_from: Mapping[str, str]
    blockers: tuple[str, ...]
    problems: tuple[Problem, ...]


def build_release(content: Path, stage: str | None, folder: Path, address: str, lang: str) -> ReleaseBuild:
    """Build a stage (``None`` is the current one) and all stages before it, each into a new folder below this one.

    Raises ``ContentError`` for errors in the content, ``OSError`` or ``BuildError`` if a build fails otherwise.
    """
    raw = read_content(content)
    loaded = check_and_resolve(raw, stage)
    if loaded.competition is None:
        raise ContentError(*loaded.problems)
    config = loaded.competition.config
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
    blockers = tuple(_find_blockers(loaded.competition, stage, address, lang))
    return ReleaseBuild(
        folder=folders[stage],
        stage=stage,
        stages=stages,
        public_from=public_from,
        blockers=blockers,
        problems=results[-1].problems,
    )


def add_clearance(build: ReleaseBuild, report: Path, archives: Path) -> SiteBuild:
    """Add the archives of the stages reached, keep the report of a passed embargo check, and return what to publish.

    Raises ``PublishError`` for an archive that must not be published.
    """
    REPORTS.mkdir(exist_ok=True)
    report = Path(copy(report, REPORTS))
    reached = build.stages[: build.stages.index(build.stage) + 1]
    archived = lay_out(archives, reached, build.folder, REHEARSAL_MARK)
    return SiteBuild(
        folder=build.folder,
        stage=build.stage,
        stages=build.stages,
        public_from={**build.public_from, **archived},
        hashed=HASHED,
        clearance=Clearance(report, textfile.digest(report), build.blockers),
        commit=_read_commit(),
    )


def _find_blockers(competition: Competition, stage: str, address: str, lang: str) -> Iterator[str]:
    snapshot, config = competition.at(stage), competition.config
    samples = [entry.slug for entry in snapshot.tour if entry.sample]
    if samples:
        yield MESSAGES.text("samples", lang, count=len(samples), slugs=", ".join(samples[:3]))
    for url in dict.fromkeys((address, config.site.url)):
        if _is_reserved(url):
            yield MESSAGES.text("placeholder", lang, url=url)
    ballots = [*snapshot.ballots, *(ballot for entry in snapshot.tour for ballot in entry.ballots)]
    for name in sorted({ballot.provider.id for ballot in ballots if ballot.provider.for_tests}):
        yield MESSAGES.text("test_poll", lang, name=name)
    if not config.is_reached(stage, config.current_stage):
        yield MESSAGES.text("not_reached", lang, current=config.current_stage, stage=stage)


def _is_reserved(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host in {"127.0.0.1", "::1", ""} or any(host == name or host.endswith(f".{name}") for name in RESERVED_HOSTS)


def _read_commit() -> str:
    """Return the revision of the project, or an empty string without git or a repository."""
    command = ["git", "rev-parse", "HEAD"]
    try:
        result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return ""
    return result.stdout.strip()
