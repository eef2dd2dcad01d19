"""The page that explains a result: what it was computed from, and the figures that it shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from plugins.site.pages.results import _lead, _values


def _rule(*, votes: bool, scores: bool) -> Any:
    return SimpleNamespace(counts_votes=votes, counts_scores=scores)


@pytest.mark.parametrize(
    ("rule", "lead"),
    [
        (None, "method.lead"),
        (_rule(votes=True, scores=True), "method.lead"),
        (_rule(votes=True, scores=False), "method.lead_votes"),
        (_rule(votes=False, scores=True), "method.lead_scores"),
    ],
)
def test_page_says_what_a_result_was_computed_from(rule: Any, lead: str) -> None:
    assert _lead(rule) == lead


def test_figures_are_in_the_order_of_their_columns_and_empty_where_none_is_published() -> None:
    row: Any = SimpleNamespace(points={"jury": "80", "votes": "9"}, votes="7", rank="1", total=None)
    columns = {"rank": "Rank", "votes": "Votes", "jury": "Jury", "total": "Total", "points": "Points"}
    assert _values(row, columns) == ("1", "9", "80", "", "")
