"""The proof passes what is right, finds every planted leak, and is the same each time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from plugins.embargo.check import check_for_leaks
from plugins.cli.embargo import report_path
from plugins.embargo.compare import find_differences
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.normalize import normalize
from plugins.embargo.raw_stages import read_raw_stage
from tests.embargo.mutants import MUTANTS, prove_with, write_mutant
from tests.support.builds import SHIPPED, TINY, TINY_STAGES, files, invoke, pelican, soup

# one for each way of finding: by comparison, in text, in metadata, in a name, behind an encoding
SAMPLED = {"order by rank", "comment with a winner", "EXIF in UTF-16", "file name", "base64", "packed sibling", "count"}
SHIPPED_STAGES = ("call", "tour", "review", "notice", "awards")


def _sampled(all_: Iterable[str], sample: set[str]) -> list[Any]:
    return [each if each in sample else pytest.param(each, marks=pytest.mark.exhaustive) for each in all_]


def _prove(content: Path, output: Path, stage: str, *options: str) -> tuple[int, dict[str, object], str]:
    done = invoke("prove", "--content", str(content), "--output", str(output), "--stage", stage, *options)
    return done.returncode, json.loads(report_path(output).read_text(encoding="utf-8")), done.stdout + done.stderr


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_every_stage_of_the_tiny_content_is_proven(tmp_path: Path, stage: str) -> None:
    status, report, _ = _prove(TINY, tmp_path / "site", stage)
    assert (status, report["passed"], report["leaks"], report["differences"]) == (0, True, [], [])


@pytest.mark.parametrize("stage", _sampled(SHIPPED_STAGES, {"tour"}))
def test_every_stage_of_the_shipped_content_is_proven(tmp_path: Path, stage: str) -> None:
    status, report, _ = _prove(SHIPPED, tmp_path / "site", stage)
    assert (status, report["passed"], report["leaks"], report["differences"]) == (0, True, [], [])


@pytest.mark.parametrize("name", _sampled(MUTANTS, SAMPLED))
def test_planted_leak_is_found(tmp_path: Path, name: str) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    project = write_mutant(tmp_path / "project", name, content)
    done = prove_with(project, content, "tour")
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads(report_path(project / "site").read_text(encoding="utf-8"))
    assert report["passed"] is False
    assert report["leaks"] or report["differences"]
    assert "must not be published" in done.stderr


def test_copy_of_the_project_without_a_leak_is_proven(tmp_path: Path) -> None:
    project = write_mutant(tmp_path / "project", "robots", TINY)
    generator = project / "plugins/site/generator.py"
    text = generator.read_text(encoding="utf-8")
    generator.write_text(text.replace("in _leaking(outputs", "in _harmless(outputs"), encoding="utf-8")
    with generator.open("a", encoding="utf-8") as opened:
        opened.write("\n\ndef _harmless(outputs, competition):\n    return outputs\n")
    assert prove_with(project, TINY, "tour").returncode == 0


def test_hidden_part_is_replaced_whole(tmp_path: Path) -> None:
    raw = read_raw_stage(TINY, "tour")
    other = write_counterfactual(raw, tmp_path / "other")
    texts = [data.decode() for path, data in files(other).items() if path.endswith((".md", ".yaml"))]
    told = normalize("".join(texts))
    terms = {secret.term for secret in find_hidden_terms(raw).terms}
    assert len(terms) > 10
    # folders keep their names: public texts may link to them
    assert {term for term in terms if term in told} <= {"nightmarket"}


def test_report_tells_the_site_it_speaks_of_and_is_the_same_each_time(tmp_path: Path) -> None:
    _, one, _ = _prove(TINY, tmp_path / "one", "vote")
    _, other, _ = _prove(TINY, tmp_path / "other", "vote")
    assert one == other
    assert (one["stage"], one["competition"], one["files"]) == ("vote", "tiny-2024", len(files(tmp_path / "one")))
    _, changed, _ = _prove(TINY, tmp_path / "changed", "tour")
    assert changed["site_sha256"] != one["site_sha256"]


def test_rehearsal_is_marked_on_every_page_and_never_proven(tmp_path: Path) -> None:
    output = tmp_path / "rehearsal"
    done = invoke("rehearse", "--content", str(TINY), "--output", str(output), "--stage", "awards")
    assert done.returncode == 0, done.stderr
    pages = [path for path in files(output) if path.endswith(".html")]
    assert len(pages) > 20
    for path in pages:
        page = soup(output, path)
        assert [each.get_text()[:2] for each in page.select(".watermark")] in (["演练"], ["Re"])
        assert page.select("html[data-rehearsal=awards]") != []


def test_rehearsal_has_made_up_winners_that_real_ones_do_not_change(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    sites = []
    for at, awards in enumerate(
        ("gold: [lift-watch]\n  praise: [rain-garden]", "gold: [rain-garden]\n  praise: [lift-watch]")
    ):
        (content / "results/awards.yaml").write_text(f"awards:\n  {awards}\n", encoding="utf-8")
        output = tmp_path / f"site{at}"
        assert (
            invoke("rehearse", "--content", str(content), "--output", str(output), "--stage", "notice").returncode == 0
        )
        sites.append(output)
    assert len(files(sites[0])) > 50
    assert find_differences(*sites) == ()


def test_site_of_another_stage_does_not_pass(tmp_path: Path) -> None:
    proof = check_for_leaks(pelican(TINY, tmp_path / "site", STAGE="awards"), TINY, "vote", "")
    assert not proof.passed
    assert {leak.source for leak in proof.leaks} >= {"articles/results/index.md"}
