"""The order of a hall on a day can be recomputed; a wrong day or hall gets a sentence."""

from __future__ import annotations

import pytest

from tests.support.builds import TINY, run_task


def test_order_prints_the_seed_and_the_entries_of_the_hall() -> None:
    done = run_task("fair-order", "--content", str(TINY), "--date", "2024-03-11", "--track", "water")
    assert (done.returncode, done.stdout) == (0, "tiny-2024 2024-03-11 water\n  rain-garden\n")


@pytest.mark.parametrize(("day", "hall"), [("2024-02-30", "water"), ("tomorrow", "water"), ("2024-03-11", "watr")])
def test_order_of_no_day_or_no_hall_gets_a_sentence(day: str, hall: str) -> None:
    done = run_task("fair-order", "--content", str(TINY), "--date", day, "--track", hall)
    assert (done.returncode, "Traceback" in done.stderr, "请" in done.stdout or "可用" in done.stdout) == (
        1,
        False,
        True,
    )
