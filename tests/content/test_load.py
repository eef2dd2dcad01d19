"""A load gives a competition, or everything that is wrong with it."""

from __future__ import annotations

import pytest

from plugins.content.load import LoadResult, load
from plugins.content.problems import ContentError, problem
from tests.support.builds import TINY

WARNING, ERROR = problem("units.yaml", 1, "warn_not_read"), problem("units.yaml", 2, "yaml_tab")


def test_a_competition_without_errors_can_be_required() -> None:
    loaded = load(TINY)
    assert loaded.competition
    assert loaded.require() is loaded.competition


def test_all_problems_are_raised_where_there_is_no_competition() -> None:
    loaded = LoadResult(None, (WARNING, ERROR))
    assert loaded.errors == (ERROR,)
    with pytest.raises(ContentError) as refused:
        loaded.require()
    assert refused.value.problems == (WARNING, ERROR)
