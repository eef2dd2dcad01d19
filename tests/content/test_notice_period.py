"""How long a public notice must be up, in days or in working days."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.content.schema.results import NoticePeriod

# the first of April 2024 was a Monday; the fourth and fifth were public holidays, the seventh was worked
SPRING = {"holidays": (date(2024, 4, 4), date(2024, 4, 5)), "extra_working_days": (date(2024, 4, 7),)}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (NoticePeriod(1), date(2024, 4, 1), date(2024, 4, 1)),
        (NoticePeriod(7), date(2024, 4, 1), date(2024, 4, 7)),
        (NoticePeriod(5, working_days=True), date(2024, 4, 8), date(2024, 4, 12)),
        (NoticePeriod(5, working_days=True), date(2024, 4, 10), date(2024, 4, 16)),
        (NoticePeriod(1, working_days=True), date(2024, 4, 13), date(2024, 4, 15)),
        (NoticePeriod(5, True, **SPRING), date(2024, 4, 1), date(2024, 4, 8)),
        (NoticePeriod(1, True, **SPRING), date(2024, 4, 4), date(2024, 4, 7)),
    ],
)
def test_last_day_is_the_first_on_which_enough_days_have_passed(period: NoticePeriod, first: date, last: date) -> None:
    assert period.last_day(first) == last
    assert period.count(first, last) == period.days
    assert last == first or period.count(first, date.fromordinal(last.toordinal() - 1)) < period.days
