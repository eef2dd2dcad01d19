"""The embargo check passes right sites, finds every planted leak, and gives the same report each time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from plugins.cli.build import build_with_fake_results
from plugins.cli.stages import check_embargo
from plugins.embargo.check import check_for_leaks, report_path
from plugins.embargo.compare import find_differences, hash_files, list_files
from plugins.site.files.statement import STATEMENT, write_site_statement
from tests.conftest import Site
from tests.embargo.mutants import MUTANTS, LeakingSite, install_mutant
from tests.support.builds import SHIPPED, TINY, TINY_STAGES, files, pelican, soup
from tests.support.published_result import write_explained_result
from tests.support.scanning import read_files_once

# one for each way of finding: by comparison, in text, in metadata, in a name, behind an encoding
SAMPLED = {
    "order by rank",
    "comment with a winner",
    "EXIF in UTF-16",
    "file name",
    "base64",
    "compressed page",
    "count",
}
SHIPPED_STAGES = ("call", "tour", "review", "notice", "awards")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    read_files_once(monkeypatch)


def _mark_rest_exhaustive(names: Iterable[str], sample: set[str]) -> list[Any]:
    return [name if name in sample else pytest.param(name, marks=pytest.mark.exhaustive) for name in names]


def _check(content: Path, output: Path, stage: str) -> tuple[int, dict[str, Any]]:
    status = check_embargo(content, output, stage, "", "en")
    return status, json.loads(report_path(output).read_text(encoding="utf-8"))


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_every_stage_of_the_tiny_content_passes(tmp_path: Path, stage: str) -> None:
    status, report = _check(TINY, tmp_path / "site", stage)
    assert (status, report["passed"], report["leaks"], report["differences"]) == (0, True, [], [])


@pytest.mark.parametrize("stage", _mark_rest_exhaustive(SHIPPED_STAGES, {"tour"}))
def test_every_stage_of_the_shipped_content_passes(tmp_path: Path, shipped_site: Site, stage: str) -> None:
    # the pictures are encoded once for all test processes
    shipped_site(stage)
    status, report = _check(SHIPPED, tmp_path / "site", stage)
    assert (status, report["passed"], report["leaks"], report["differences"]) == (0, True, [], [])


@pytest.mark.posix
@pytest.mark.parametrize("name", _mark_rest_exhaustive(MUTANTS, SAMPLED))
def test_planted_leak_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    install_mutant(monkeypatch, MUTANTS[name])
    status, report = _check(TINY, tmp_path / "site", "tour")
    assert (status, report["passed"], report["replaced"]) == (1, False, True)
    assert report["leaks"] or report["differences"]
    assert "must not be published" in capsys.readouterr().err


@pytest.mark.posix
def test_change_without_a_leak_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_comment(site: LeakingSite) -> None:
        site.comment("harmless")

    install_mutant(monkeypatch, add_comment)
    assert _check(TINY, tmp_path / "site", "tour")[0] == 0
    assert "<!-- harmless -->" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_report_identifies_its_site_and_is_the_same_each_time(tmp_path: Path) -> None:
    _, one = _check(TINY, tmp_path / "one", "vote")
    _, other = _check(TINY, tmp_path / "other", "vote")
    assert one == other
    assert (one["stage"], one["competition"], one["files"]) == ("vote", "tiny-2024", len(files(tmp_path / "one")))
    _, changed = _check(TINY, tmp_path / "changed", "tour")
    assert changed["site_sha256"] != one["site_sha256"]


def test_statement_of_a_site_follows_from_its_public_part_alone(tmp_path: Path) -> None:
    address = "https://www.small-town.gov.cn/zt"
    site = pelican(TINY, tmp_path / "site", STAGE="tour", SITEURL=address)
    write_site_statement(site, "tiny-2024", "tour", address)
    report = check_for_leaks(site, TINY, "tour", address)
    assert (report.passed, report.leaks, report.differences) == (True, (), ())
    # the digest of the content would tell whoever guesses the winners that the guess is right
    hidden = hash_files(TINY, list_files(TINY))
    stated = json.loads((site / STATEMENT).read_bytes()) | {"content": hidden}
    (site / STATEMENT).write_text(json.dumps(stated, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    report = check_for_leaks(site, TINY, "tour", address)
    assert [difference.path for difference in report.differences] == [STATEMENT]


def test_site_of_a_later_stage_does_not_pass(tmp_path: Path) -> None:
    report = check_for_leaks(pelican(TINY, tmp_path / "site", STAGE="awards"), TINY, "vote", "")
    assert not report.passed
    assert {leak.source for leak in report.leaks} >= {"articles/results/index.md"}


def test_rehearsal_is_marked_on_every_page_and_never_passes(tmp_path: Path) -> None:
    output = tmp_path / "rehearsal"
    assert build_with_fake_results(TINY, output, "awards", "en") == 0
    pages = [path for path in files(output) if path.endswith(".html")]
    assert len(pages) > 20
    for path in pages:
        page = soup(output, path)
        assert [element.get_text()[:2] for element in page.select(".watermark")] in (["演练"], ["Re"])
        assert page.select("html[data-rehearsal=awards]") != []
    report = check_for_leaks(output, TINY, "awards", "")
    assert (report.rehearsal, report.passed) == (True, False)


def test_rehearsal_does_not_depend_on_real_winners(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    sites = [tmp_path / "one", tmp_path / "other"]
    for site, winners in zip(sites, (("lift-watch", "rain-garden"), ("rain-garden", "lift-watch")), strict=True):
        awards = "awards:\n  gold: [{}]\n  praise: [{}]\n".format(*winners)
        (content / "results/awards.yaml").write_text(awards, encoding="utf-8")
        assert build_with_fake_results(content, site, "notice", "en") == 0
    assert len(files(sites[0])) > 50
    assert find_differences(*sites) == ()


def test_competition_with_special_awards_can_be_rehearsed(tmp_path: Path) -> None:
    assert build_with_fake_results(write_explained_result(tmp_path), tmp_path / "site", "awards", "en") == 0
    assert "最受欢迎奖" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")
