"""Random contests agree with a recount that a second hand wrote from the manual alone."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from plugins.content.problems import ContentError
from plugins.results.published_figures import published_figures
from plugins.results.result import TallyResult
from tests.results.manual_oracle import Recount, recount
from tests.results.manual_points import round_figure
from tests.results.random_contests import prepare_folder, write_contest
from tests.results.tally_inputs import tally_result

SAMPLE = int(os.environ.get("XUNZHAN_EXAMPLES", "100"))
MANY = 10_000
LOTS_MISSING = {"tie_undecided", "special_tied"}
NO_FIGURES = {"entry", "points"}


def differences(content: Path) -> list[str]:
    """Where the software's awards and published figures are not those of the manual."""
    expected = recount(content)
    try:
        result = tally_result(content)
    except ContentError as refused:
        return _compare_refusal(expected, refused)
    if expected.demanded:
        return [f"no lot is demanded for {sorted(map(sorted, expected.demanded))}"]
    decimals = json.loads((content / "competition.yaml").read_text(encoding="utf-8"))["result_rule"]["decimals"]
    return [*_compare_figures(expected, published_figures(result), decimals), *_compare_awards(expected, result)]


def _compare_refusal(expected: Recount, refused: ContentError) -> list[str]:
    demanded = {
        frozenset(dict(problem.values)["entries"].split(", "))
        for problem in refused.problems
        if problem.code in LOTS_MISSING
    }
    if len(demanded) == len(refused.problems) and demanded == expected.demanded:
        return []
    return [str(problem) for problem in refused.problems] + [f"manual demands {sorted(map(sorted, expected.demanded))}"]


def _compare_figures(expected: Recount, published: dict[str, Any], decimals: int) -> list[str]:
    lines = []
    for row in published["entries"]:
        entry = row["entry"]
        shown = {
            key: Fraction(value) for key, value in {**row, **row.get("points", {})}.items() if key not in NO_FIGURES
        }
        wanted = _figures_of(expected, entry, decimals)
        lines += [
            f"{entry} {key}: manual {wanted.get(key)}, software {shown.get(key)}"
            for key in sorted({*wanted, *shown})
            if wanted.get(key) != shown.get(key)
        ]
    for row in published["channels"]:
        figures = (int(row["votes"]), int(row["voided"]))
        if figures != expected.channels[row["channel"]]:
            lines.append(f"{row['channel']}: manual {expected.channels[row['channel']]}, software {figures}")
    return lines


def _figures_of(expected: Recount, entry: str, decimals: int) -> dict[str, Fraction]:
    figures = {"votes": expected.votes[entry], "share": expected.shares[entry], "total": expected.totals[entry]}
    figures |= {"rank": Fraction(expected.ranks[entry])} if entry in expected.ranks else {}
    figures |= {part: values[entry] for part, values in expected.points.items()}
    return {key: round_figure(value, decimals) for key, value in figures.items()}


def _compare_awards(expected: Recount, result: TallyResult) -> list[str]:
    pairs: dict[str, tuple[Any, Any]] = {
        "awards": (expected.levels, {level: list(entries) for level, entries in result.levels.items()}),
        "special": (expected.special, {award: list(winners) for award, winners in result.special.items()}),
        "vacant": ({level: places for level, places in expected.vacant.items() if places}, result.vacancies),
    }
    return [f"{name}: manual {one}, software {other}" for name, (one, other) in pairs.items() if one != other]


def _run(folder: Path, seeds: range) -> None:
    content = prepare_folder(folder)
    for seed in seeds:
        write_contest(content, seed)
        assert (seed, differences(content)) == (seed, [])


def test_random_contests_agree_with_the_manual(tmp_path: Path) -> None:
    _run(tmp_path, range(SAMPLE))


@pytest.mark.exhaustive
def test_many_random_contests_agree_with_the_manual(tmp_path: Path) -> None:
    _run(tmp_path, range(SAMPLE, MANY))
