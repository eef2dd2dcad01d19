"""Among which entries a rule compares that does not say so: tracks that do not compete are taken by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load_before_results
from tests.results.contests import levels, write_contest, write_scores, write_votes

TRACKS = {"a1": "ta", "a2": "ta", "b1": "tb", "b2": "tb"}
HALVES = {"public": 50, "experts": 50}
BY_TRACK = ({"id": "ga", "size": 1}, {"id": "gb", "size": 1})
FOR_TRACKS = {"quotas": {"ga": {"ta": 1}, "gb": {"tb": 1}}}


def _contest(folder: Path, rule: dict[str, Any], award_levels: tuple[dict[str, Any], ...]) -> Path:
    content = write_contest(folder, TRACKS, {**HALVES, **rule}, levels=award_levels)
    write_votes(content, app={"a1": 1000, "a2": 100, "b1": 100, "b2": 50})
    write_scores(content, {"甲": {"a1": 90, "a2": 80, "b1": 80, "b2": 88}})
    return content


@pytest.mark.parametrize(
    ("rule", "award_levels", "expected", "warning"),
    [
        (FOR_TRACKS, BY_TRACK, {"ga": ["a1"], "gb": ["b1"]}, ["warn_within_track"]),
        ({**FOR_TRACKS, "within": "track"}, BY_TRACK, {"ga": ["a1"], "gb": ["b1"]}, []),
        ({**FOR_TRACKS, "within": "all"}, BY_TRACK, {"ga": ["a1"], "gb": ["b2"]}, []),
        ({"levels": {"g": {"per_track": 1}}}, ({"id": "g", "size": 2},), {"g": ["a1", "b1"]}, ["warn_within_track"]),
        ({"quotas": {"g": {"ta": 1, "tb": 1}}}, ({"id": "g", "size": 2},), {"g": ["a1", "b1"]}, ["warn_within_track"]),
        (
            FOR_TRACKS,
            ({"id": "grand", "size": 1}, *BY_TRACK),
            {"grand": ["a1"], "ga": ["a2"], "gb": ["b2"]},
            ["warn_within_all"],
        ),
        ({}, ({"id": "g", "size": 2},), {"g": ["a1", "b2"]}, []),
    ],
)
def test_shares_go_within_tracks_that_do_not_compete(
    tmp_path: Path,
    rule: dict[str, Any],
    award_levels: tuple[dict[str, Any], ...],
    expected: dict[str, list[str]],
    warning: list[str],
) -> None:
    content = _contest(tmp_path, rule, award_levels)
    assert levels(content) == expected
    assert [problem.code for problem in load_before_results(content).problems] == warning
