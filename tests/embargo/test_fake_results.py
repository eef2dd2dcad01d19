"""Made-up results for a rehearsal."""

from __future__ import annotations

from pathlib import Path

import yaml

from plugins.content.load import load
from plugins.embargo.fake_results import write_content_with_fake_results
from tests.shapes.shapes import read_shape, write_shape
from tests.support.builds import TINY
from tests.support.published_result import write_explained_result


def _awards(content: Path) -> dict[str, list[str]]:
    awards: dict[str, list[str]] = yaml.safe_load((content / "results/awards.yaml").read_text(encoding="utf-8"))[
        "awards"
    ]
    return awards


def test_every_level_gets_winners_of_the_shortlist_and_the_content_has_no_errors(tmp_path: Path) -> None:
    content = write_content_with_fake_results(TINY, "awards", tmp_path / "fake")
    assert load(content, "awards").errors == ()
    awards = _awards(content)
    assert list(awards) == ["gold", "praise"]
    assert sorted(slug for winners in awards.values() for slug in winners) == ["lift-watch", "rain-garden"]


def test_inputs_of_a_tally_are_not_copied(tiny: Path, tmp_path: Path) -> None:
    (tiny / "results/votes.yaml").write_text("no votes", encoding="utf-8")
    (tiny / "results/shortlist.yaml").unlink()
    content = write_content_with_fake_results(tiny, "awards", tmp_path / "fake")
    names = [path.name for path in sorted((content / "results").iterdir())]
    assert names == ["awards.yaml", "certificates.yaml", "notice.yaml", "shortlist.yaml"]
    # before there is a shortlist every entry is on it
    shortlist = yaml.safe_load((content / "results/shortlist.yaml").read_text(encoding="utf-8"))
    assert shortlist == {"shortlist": ["lift-watch", "night-market", "rain-garden"]}
    assert [len(winners) for winners in _awards(content).values()] == [1, 1]


def test_competition_with_special_awards_loses_its_result_rule(tmp_path: Path) -> None:
    content = write_content_with_fake_results(write_explained_result(tmp_path), "awards", tmp_path / "fake")
    assert load(content, "awards").errors == ()


def test_rounds_lose_their_rules_and_their_results(tmp_path: Path) -> None:
    shape = write_shape(read_shape("two_rounds"), tmp_path / "content")
    (shape / "results/shortlist.yaml").unlink()
    content = write_content_with_fake_results(shape, "awards", tmp_path / "fake")
    config = yaml.safe_load((content / "competition.yaml").read_text(encoding="utf-8"))
    assert [part.get("result_rule") for part in config["rounds"]] == [None, None]
    assert [part["id"] for part in config["rounds"]] == ["first", "final"]
    names = [path.name for path in (content / "rounds/first/results").iterdir()]
    assert names == ["shortlist.yaml"]
    shortlist = yaml.safe_load((content / "results/shortlist.yaml").read_text(encoding="utf-8"))
    assert shortlist == {"shortlist": ["lamp", "rain", "lift"]}
