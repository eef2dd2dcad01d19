"""The build behind an archive: which stage and which day."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing.archives import read_archive
from plugins.content.problems import ContentError
from plugins.embargo.check import check_for_leaks
from plugins.publishing.archive import freeze
from plugins.release.archive import ArchiveBuild, ArchiveError, build_archive, write_manifest
from plugins.site.build_process import start_build
from plugins.site.build_result import BuildOptions, BuildResult
from tests.content.mutations import LIFT, replace_text
from tests.support.builds import TINY, files, soup


@pytest.mark.parametrize(
    ("stage", "day", "code"),
    [("tuor", "", "no_stage"), ("review", "", "no_closing_date"), ("tour", "soon", "bad_date")],
)
def test_impossible_archive_is_an_error(tmp_path: Path, stage: str, day: str, code: str) -> None:
    with pytest.raises(ArchiveError) as error:
        build_archive(TINY, stage, day, tmp_path / "site")
    assert error.value.code == code
    assert "{" not in error.value.text("zh-Hans") + error.value.text("en")
    assert not (tmp_path / "site").exists()


def test_content_with_errors_is_not_archived(tiny: Path, tmp_path: Path) -> None:
    replace_text(LIFT, ("track: safety", "track: saftey"))(tiny)
    with pytest.raises(ContentError):
        build_archive(tiny, "tour", "", tmp_path / "site")


def test_archive_has_the_last_day_of_its_stage(tmp_path: Path) -> None:
    build_archive(TINY, "tour", "", tmp_path / "site")
    assert "截至2024年3月9日" in str(soup(tmp_path / "site", "index.html").select_one("#archived"))


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> list[BuildOptions]:
    """What would be built as an archive."""
    asked: list[BuildOptions] = []

    def build(options: BuildOptions, _: object) -> BuildResult:
        asked.append(options)
        return BuildResult(output=options.output, stage=options.stage or "")

    monkeypatch.setattr("plugins.release.archive.build_site", build)
    return asked


@pytest.mark.parametrize(
    ("stage", "day", "archived"),
    [
        ("tour", "", date(2024, 3, 9)),
        ("tour", "2024-03-05", date(2024, 3, 5)),
        # midnight has passed where the contest is
        ("vote", "", date(2024, 3, 20)),
    ],
)
def test_archive_is_of_a_day_where_the_contest_is(
    tiny: Path, tmp_path: Path, unbuilt: list[BuildOptions], stage: str, day: str, archived: date
) -> None:
    replace_text("competition.yaml", ("2024-03-20T18:00:00+08:00", "2024-03-19T20:00:00+00:00"))(tiny)
    replace_text("competition.yaml", ("https://small-town.example/zt", "https://small-town.example/zt/"))(tiny)
    build = build_archive(tiny, stage, day, tmp_path / "site")
    address = f"https://small-town.example/zt/archive/{stage}"
    (options,) = unbuilt
    assert (options.stage, options.site_url, options.archived) == (stage, address, archived)
    assert build == ArchiveBuild(
        folder=tmp_path / "site",
        contest="tiny-2024",
        stage=stage,
        day=archived,
        address=address,
        findings=("samples", "placeholder"),
        problems=(),
    )


def test_manifest_has_the_digest_of_every_file(tmp_path: Path) -> None:
    for name in ("b/c.html", "a.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    write_manifest(
        ArchiveBuild(
            folder=tmp_path,
            contest="town",
            stage="tour",
            day=date(2024, 3, 9),
            address="https://town.example/archive/tour",
            findings=("samples",),
            problems=(),
        )
    )
    text = (tmp_path / "archive.json").read_text(encoding="utf-8")
    assert text.startswith('{\n "format": 1,\n "contest": "town",\n')
    assert json.loads(text) == {
        "format": 1,
        "contest": "town",
        "stage": "tour",
        "day": "2024-03-09",
        "address": "https://town.example/archive/tour",
        "checks": {"embargo": "passed", "findings": ["samples"]},
        "files": {name: sha256(name.encode()).hexdigest() for name in ("a.html", "b/c.html")},
    }


def archive_stage(content: Path, stage: str, day: str, folder: Path) -> Path:
    """Archive a stage of a content beside it, as the command does."""
    build = build_archive(content, stage, day, folder / stage)
    write_manifest(build)
    return freeze(build.folder, stage, content / "archives")


def _build(content: Path, output: Path, stage: str) -> Path:
    result = start_build(BuildOptions(content=content, output=output, stage=stage))()
    assert result.ok, result.problems
    return output


def test_archive_carries_contest_stage_day_and_findings(tiny: Path, tmp_path: Path) -> None:
    path = archive_stage(tiny, "tour", "2024-03-09", tmp_path)
    archive = read_archive(path, path.name)
    assert (archive.contest, archive.stage, str(archive.day)) == ("tiny-2024", "tour", "2024-03-09")
    assert archive.checks
    assert archive.checks.findings == ("samples", "placeholder")
    assert archive.samples > 0


def test_same_stage_is_archived_to_the_same_bytes_whatever_is_archived_already(tiny: Path, tmp_path: Path) -> None:
    first = archive_stage(tiny, "tour", "", tmp_path / "one").read_bytes()
    archive_stage(tiny, "call", "", tmp_path / "one")
    assert archive_stage(tiny, "tour", "", tmp_path / "two").read_bytes() == first


def test_site_leads_to_its_archives_and_holds_them(tiny: Path, tmp_path: Path) -> None:
    path = archive_stage(tiny, "tour", "", tmp_path / "frozen")
    site = _build(tiny, tmp_path / "site", "vote")
    page = soup(site, "archive/index.html")
    links = [str(link["href"]) for link in page.select("main a")]
    assert links == ["tour/", "tour.zip"]
    assert (site / "archive/tour.zip").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        assert files(site / "archive/tour") == {
            name.removeprefix("tour/"): packed.read(name) for name in packed.namelist()
        }
    link = soup(site, "en/archive/index.html").select_one("main a")
    assert link
    assert link["href"] == "../../archive/tour/en/"
    assert soup(site, "news/index.html").select_one('.footer a[href="../archive/"]')
    assert not (_build(tiny, tmp_path / "before", "call") / "archive").exists()


def test_embargo_check_of_a_site_covers_its_archives(tiny: Path, tmp_path: Path) -> None:
    archive_stage(tiny, "tour", "", tmp_path / "frozen")
    archive_stage(tiny, "awards", "2024-05-31", tmp_path / "frozen")
    site = _build(tiny, tmp_path / "site", "vote")
    assert check_for_leaks(site, tiny, "vote", "").passed


def test_winners_in_a_zip_of_another_name_never_become_public(tiny: Path, tmp_path: Path) -> None:
    path = archive_stage(tiny, "awards", "2024-05-31", tmp_path / "frozen")
    renamed = path.rename(path.with_name("tour.zip"))
    assert [problem.code for problem in load(tiny).problems] == ["archive_renamed"]
    # the same with every name in it changed, and without the manifest
    with zipfile.ZipFile(renamed) as packed:
        members = {name.replace("awards/", "tour/", 1): packed.read(name) for name in packed.namelist()}
    del members["tour/archive.json"]
    with zipfile.ZipFile(renamed, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    assert load(tiny).problems == ()
    report = check_for_leaks(_build(tiny, tmp_path / "site", "vote"), tiny, "vote", "")
    assert not report.passed
    assert {leak.source for leak in report.leaks} >= {"articles/results/index.md"}


def test_archived_site_passes_the_embargo_check_of_its_stage(tiny: Path, tmp_path: Path) -> None:
    build = build_archive(tiny, "tour", "", tmp_path / "tour")
    report = check_for_leaks(build.folder, tiny, "tour", build.address, archived=build.day)
    assert (report.leaks, report.differences, report.passed) == ((), (), True)


def test_archive_that_cannot_be_says_why() -> None:
    error = ArchiveError("no_closing_date", stage="vote")
    assert error.text("en").startswith('The stage "vote" has no last day (closes).')
    assert "“vote”" in error.text("zh-Hans")
