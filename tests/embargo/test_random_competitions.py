"""No competition generated from a seed shows anything early, in any stage; XUNZHAN_EXAMPLES is the number of seeds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.embargo.compare import find_differences, list_files
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import scan
from tests.embargo.built_stages import build_in_fork
from tests.embargo.random_competitions import write_generated, write_generated_with_rounds
from tests.support.scanning import read_files_once

pytestmark = pytest.mark.posix

SEEDS = range(int(os.environ.get("XUNZHAN_EXAMPLES", "1")))


@pytest.mark.parametrize("write", [write_generated, write_generated_with_rounds])
@pytest.mark.parametrize("seed", SEEDS)
def test_generated_competition_shows_nothing_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, write: Callable[..., list[str]]
) -> None:
    read_files_once(monkeypatch)
    content = tmp_path / "content"
    for stage in write(content, seed):
        raw = read_raw_stage(content, stage)
        other = write_counterfactual(raw, tmp_path / f"other-{stage}")
        one, two = tmp_path / f"one-{stage}", tmp_path / f"two-{stage}"
        build_in_fork(content, one, stage)
        build_in_fork(other, two, stage)
        assert len(list_files(one)) > 10
        assert find_differences(one, two) == ()
        assert scan(one, find_hidden_terms(raw).terms) == ()
