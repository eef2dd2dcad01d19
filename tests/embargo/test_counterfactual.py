"""The counterfactual content has nothing of the hidden part, and all of the public part."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.embargo.counterfactual import EXTRA_SLUG, write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms, normalize
from plugins.embargo.raw_stages import read_raw_stage
from tests.support.builds import TINY, TINY_STAGES, files


def test_hidden_part_is_replaced_completely(tmp_path: Path) -> None:
    raw = read_raw_stage(TINY, "tour")
    content = write_counterfactual(raw, tmp_path / "other")
    texts = [data.decode() for path, data in files(content).items() if path.endswith((".md", ".yaml"))]
    text = normalize("".join(texts))
    terms = {term.text for term in find_hidden_terms(raw).terms}
    assert len(terms) > 10
    # slugs stay: public texts may link to them
    assert {term for term in terms if term in text} <= {"nightmarket"}


def test_hidden_winners_change_places(tmp_path: Path) -> None:
    content = write_counterfactual(read_raw_stage(TINY, "tour"), tmp_path / "other")
    assert (content / "results/awards.yaml").read_text(encoding="utf-8") == (
        "awards:\n  gold:\n  - rain-garden\n  other-1:\n  - lift-watch\n"
    )


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_counterfactual_content_has_no_errors_and_one_more_entry(tmp_path: Path, stage: str) -> None:
    loaded = load(write_counterfactual(read_raw_stage(TINY, stage), tmp_path / "other"), stage)
    assert loaded.errors == ()
    assert loaded.competition
    slugs = {entry.slug for entry in loaded.competition.entries}
    assert slugs == {"lift-watch", "night-market", "rain-garden", EXTRA_SLUG}
