"""Made-up results for a rehearsal."""

from __future__ import annotations

from pathlib import Path

import yaml

from plugins.content.load import load
from plugins.embargo.fake_results import write_content_with_fake_results
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
    content = write_content_with_fake_results(tiny, "awards", tmp_path / "fake")
    names = [path.name for path in sorted((content / "results").iterdir())]
    assert names == ["awards.yaml", "certificates.yaml", "notice.yaml", "shortlist.yaml"]


def test_competition_with_special_awards_loses_its_result_rule(tmp_path: Path) -> None:
    content = write_content_with_fake_results(write_explained_result(tmp_path), "awards", tmp_path / "fake")
    assert load(content, "awards").errors == ()
