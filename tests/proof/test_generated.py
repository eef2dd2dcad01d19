"""Non-interference over competitions made up at random, in each of their stages; XUNZHAN_EXAMPLES says how many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.proof.interference import differences, files
from plugins.proof.other import write_other
from plugins.proof.scan import scan
from plugins.proof.secrets import secrets_of
from plugins.proof.stages import read_raw
from tests.proof.building import build_here
from tests.proof.generated import write_generated

pytestmark = pytest.mark.posix

SEEDS = range(int(os.environ.get("XUNZHAN_EXAMPLES", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_competition_shows_nothing_early(tmp_path: Path, seed: int) -> None:
    content = tmp_path / "content"
    for stage in write_generated(content, seed):
        raw = read_raw(content, stage)
        other = write_other(raw, tmp_path / f"other-{stage}")
        one, two = tmp_path / f"one-{stage}", tmp_path / f"two-{stage}"
        build_here(content, one, stage)
        build_here(other, two, stage)
        assert len(files(one)) > 10
        assert differences(one, two) == ()
        assert scan(one, secrets_of(raw)) == ()
