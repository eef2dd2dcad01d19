"""Builds a series: an edition with the front page for publishing, or all editions to look at."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.reader import read_competition_config
from plugins.content.series.record import FILE, Series
from plugins.embargo.check import VERSION, LeakReport
from plugins.embargo.compare import find_differences, hash_files, list_files
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import scan
from plugins.publishing.release import SiteBuild
from plugins.site.build_process import start_build
from plugins.site.build_result import BuildOptions, BuildResult
from plugins.site.files.statement import write_site_statement
from plugins.site.series.front import write_front


@dataclass(frozen=True)
class SeriesFront:
    """The front page of a series that is to be built.

    ``stages`` are all editions that are public or about to be, each with its stage; ``moved`` are the pages of the
    edition that was at the root before.
    """

    series: Series
    stages: Mapping[str, str]
    address: str
    moved: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it into a folder, with its statement. Raises ``ContentError`` for errors in an edition."""
        write_front(self.series, self.stages, folder, self.address, self.moved)
        stages = ", ".join(f"{edition}/{stage}" for edition, stage in sorted(self.stages.items()))
        write_site_statement(folder, self.series.record.id, stages, self.address)


def moved_pages(series: Series, edition: str, edition_files: Iterable[str], public_files: Iterable[str]) -> list[str]:
    """The pages of the edition that was at the root before: as it is built now, or else as it is public."""
    former = series.record.formerly_at_root
    if former is None:
        return []
    if former == edition:
        paths = list(edition_files)
    else:
        paths = [path.removeprefix(f"{former}/") for path in public_files if path.startswith(f"{former}/")]
    return sorted(path for path in paths if path.endswith(".html"))


def add_edition(front: SeriesFront, build: SiteBuild, edition: str, folder: Path) -> SiteBuild:
    """Move the build of an edition into its folder below the front page, which is in ``folder``."""
    shutil.move(build.folder, folder / edition)
    prefix, formerly = f"{edition}/", front.series.record.formerly_at_root
    config = read_competition_config(front.series.content(formerly)) if formerly else None
    return replace(
        build,
        folder=folder,
        public_from={prefix + path: stage for path, stage in build.public_from.items()},
        hashed=(*build.hashed, *(prefix + pattern for pattern in build.hashed)),
        contest=front.series.record.id,
        former_contests=(config.id,) if config else (),
        edition=edition,
        other_editions={other: stage for other, stage in front.stages.items() if other != edition},
    )


def check_front_for_leaks(front: SeriesFront, site: Path) -> LeakReport:
    """Check a front page: it shows nothing that an edition hides in its stage."""
    raws = {edition: read_raw_stage(front.series.content(edition), stage) for edition, stage in front.stages.items()}
    hidden = [find_hidden_terms(raw, *(other for other in raws.values() if other is not raw)) for raw in raws.values()]
    terms = sorted({term for collected in hidden for term in collected.terms})
    with TemporaryDirectory() as folder:
        for edition, raw in raws.items():
            write_counterfactual(raw, Path(folder) / "series" / edition)
        counterfactual = replace(front, series=Series(Path(folder) / "series", front.series.record))
        counterfactual.write(Path(folder) / "site")
        differences = find_differences(site, Path(folder) / "site")
    paths = list_files(site)
    return LeakReport(
        version=VERSION,
        competition=front.series.record.id,
        stage=", ".join(f"{edition}: {stage}" for edition, stage in sorted(front.stages.items())),
        site_url=front.address,
        content_sha256=hash_files(front.series.folder, [FILE]),
        site_sha256=hash_files(site, paths),
        files=len(paths),
        bytes=sum((site / path).stat().st_size for path in paths),
        terms=len(terms),
        terms_sha256=hashlib.sha256("\n".join(term.text for term in terms).encode()).hexdigest(),
        pieces_too_short=sum(collected.too_short for collected in hidden),
        pieces_also_public=sum(collected.also_public for collected in hidden),
        rehearsal=False,
        replaced=True,
        leaks=scan(site, terms),
        differences=differences,
    )


def build_series(series: Series, output: Path, site_url: str | None) -> list[BuildResult]:
    """Build the front page and every edition at its current stage; nothing is replaced unless all succeed.

    Raises ``ContentError`` for errors in an edition of which the front page is made.
    """
    address = (site_url or series.record.url).rstrip("/")
    results: list[BuildResult] = []
    with TemporaryDirectory(dir=output.absolute().parent) as folder:
        for edition in (record.id for record in series.record.editions):
            options = BuildOptions(
                content=series.content(edition), output=Path(folder) / edition, site_url=f"{address}/{edition}"
            )
            results.append(start_build(options)())
        if not all(result.ok for result in results):
            return results
        stages = {result.output.name: result.stage for result in results}
        former = series.record.formerly_at_root
        moved = moved_pages(series, former, list_files(Path(folder) / former), ()) if former else []
        SeriesFront(series, stages, address, tuple(moved)).write(output)
        for result in results:
            shutil.move(result.output, output / result.output.name)
    return [replace(result, output=output / result.output.name) for result in results]
