"""The order of a hall on a date can be recomputed; a wrong date or track gets a sentence."""

from __future__ import annotations

import pytest

from tests.support.builds import TINY, run_task


def test_order_prints_the_seed_and_the_entries_of_the_track() -> None:
    done = run_task("fair-order", "--content", str(TINY), "--date", "2024-03-11", "--track", "water")
    assert (done.returncode, done.stdout) == (0, "tiny-2024 2024-03-11 water\n  rain-garden\n")


@pytest.mark.parametrize(
    ("date", "track", "message"),
    [
        ("2024-02-30", "water", "“2024-02-30” is not a date. Write it like 2023-03-01."),
        ("tomorrow", "water", "“tomorrow” is not a date. Write it like 2023-03-01."),
        ("2024-03-11", "watr", "There is no track “watr”. Use one of: water, safety."),
    ],
)
def test_wrong_date_or_track_is_explained(date: str, track: str, message: str) -> None:
    done = run_task("fair-order", date, track, "--content", str(TINY), "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{message}\n")
