"""A load gives a competition, or everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import LoadResult, load
from plugins.content.problems import ContentError, Problem, problem
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


def test_units_of_one_name_are_a_warning_at_each_but_the_first(tiny: Path) -> None:
    path = tiny / "units.yaml"
    more = "".join(
        f"  - {{id: {id_}, name: {name}, kind: district}}\n" for id_, name in [("a", "水 务局"), ("b", "水务局二")]
    )
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    loaded = load(tiny)
    values = (("given", "a"), ("other", "water-bureau"), ("name", "水 务局"))
    assert loaded.problems == (Problem("units.yaml", 9, "warn_unit_name_twice", values, is_warning=True),)
    assert loaded.competition


@pytest.mark.parametrize(
    ("length", "problems"),
    [(150, []), (151, [(3, "warn_title_long", (("length", "151"), ("limit", "150")))])],
)
def test_title_of_a_paragraph_is_a_warning(
    tiny: Path, length: int, problems: list[tuple[int, str, tuple[tuple[str, str], ...]]]
) -> None:
    path = tiny / "entries" / "lift-watch" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("电梯看护", "长" * length, 1), encoding="utf-8")
    assert [(item.line, item.code, item.values) for item in load(tiny).problems] == problems
