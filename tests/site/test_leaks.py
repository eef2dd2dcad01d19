"""What a stage hides is in no output byte: marks are planted in everything hidden, then looked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.builds import TINY, files, pelican
from tests.support.planted import (
    CASES,
    Plant,
    plant_ballots,
    plant_citations,
    plant_results,
    plant_shortlist,
    plant_tally,
)


def _leaks(site: Path) -> list[str]:
    # not in mixed case: a picture of 60 KB holds that by chance
    marks = (b"leak", b"LEAK", b"Leak")
    return [path for path, data in files(site).items() if any(mark in path.encode() + data for mark in marks)]


@pytest.mark.parametrize(("stage", "plant"), CASES)
def test_marks_in_hidden_content_are_in_no_byte(tmp_path: Path, stage: str, plant: Plant) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    plant(content)
    assert _leaks(pelican(content, tmp_path / "site", STAGE=stage)) == []


@pytest.mark.parametrize(
    ("stage", "plant"),
    [
        ("awards", plant_results),
        ("awards", plant_citations),
        ("notice", plant_tally),
        ("tour", plant_shortlist),
        ("vote", plant_ballots),
    ],
)
def test_marks_appear_once_their_stage_has_come(tmp_path: Path, stage: str, plant: Plant) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    plant(content)
    assert _leaks(pelican(content, tmp_path / "site", STAGE=stage)) != []


@pytest.mark.parametrize("stage", ["call", "tour", "vote", "review"])
def test_other_winners_change_no_byte_before_the_notice(tmp_path: Path, stage: str) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    before = files(pelican(content, tmp_path / "before", STAGE=stage))
    (content / "results" / "awards.yaml").write_text("awards:\n  gold: [rain-garden]\n  praise: [lift-watch]\n")
    assert files(pelican(content, tmp_path / "after", STAGE=stage)) == before


def test_other_shortlist_changes_no_byte_of_the_call(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    before = files(pelican(content, tmp_path / "before", STAGE="call"))
    (content / "results" / "shortlist.yaml").write_text("shortlist: [night-market, lift-watch, rain-garden]\n")
    assert files(pelican(content, tmp_path / "after", STAGE="call")) == before
