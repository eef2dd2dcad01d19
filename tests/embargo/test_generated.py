"""Non-interference over competitions made up at random, in each of their stages; XUNZHAN_EXAMPLES says how many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.embargo.compare import find_differences, files
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import scan
from tests.embargo.built_stages import build_here
from tests.embargo.random_competitions import write_generated

pytestmark = pytest.mark.posix

SEEDS = range(int(os.environ.get("XUNZHAN_EXAMPLES", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_competition_shows_nothing_early(tmp_path: Path, seed: int) -> None:
    content = tmp_path / "content"
    for stage in write_generated(content, seed):
        raw = read_raw_stage(content, stage)
        other = write_counterfactual(raw, tmp_path / f"other-{stage}")
        one, two = tmp_path / f"one-{stage}", tmp_path / f"two-{stage}"
        build_here(content, one, stage)
        build_here(other, two, stage)
        assert len(files(one)) > 10
        assert find_differences(one, two) == ()
        assert scan(one, find_hidden_terms(raw)) == ()
