"""What a cell of a table may say for a finalist, and why another means none."""

from __future__ import annotations

import pytest

from plugins.content.load import load_before_results
from plugins.results.names import EntryNames, NameContradiction, find_contradictions
from tests.results.contests import one_track, write_contest

TITLES = {"e1": "雨水花园", "e2": "电梯 Lift", "e3": "夜市", "e10": "夜市"}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> EntryNames:
    """Ten entries; the last but one is no finalist, and two have one title."""
    content = write_contest(tmp_path_factory.mktemp("contest"), one_track(10), {"public": 100, "experts": 0})
    for slug, title in TITLES.items():
        path = content / "entries" / slug / "index.md"
        path.write_text(path.read_text(encoding="utf-8").replace(f"项目{slug}", title), encoding="utf-8")
    competition = load_before_results(content).competition
    assert competition
    return EntryNames(competition.entries, [slug for slug in competition.shortlist if slug != "e9"])


@pytest.mark.parametrize(
    ("cell", "slug"),
    [
        ("e1", "e1"),
        (" Ｅ１ ", "e1"),
        ("雨水花园", "e1"),
        ("电梯lift", "e2"),
        ("1", "e1"),
        ("01", "e1"),
        ("10.0", "e10"),
        ("第2号", "e2"),
        ("No. 2", "e2"),
        ("#3", "e3"),
        ("(3)", "e3"),
        ("3、", "e3"),
        ("1 雨水花园", "e1"),
        ("雨水花园（1号）", "e1"),
        ("A. 雨水花园", "e1"),
        ("3 夜市", "e3"),
        ("夜市 10", "e10"),
        ("《雨水花园》", "e1"),
        ("2.《电梯 Lift》", "e2"),
        ("选项3：雨水花园", "e1"),
    ],
)
def test_finalist_is_known_by_number_title_and_both(names: EntryNames, cell: str, slug: str) -> None:
    match = names.find(cell)
    assert (match.slug, match.code, dict(match.values)) == (slug, "", {})


@pytest.mark.parametrize(
    ("cell", "code", "values"),
    [
        ("", "cell_empty", {"given": ""}),
        ("=1+1", "cell_formula", {"given": "=1+1"}),
        ("夜市", "cell_ambiguous_entry", {"given": "夜市", "entries": "10 夜市, 3 夜市"}),
        ("2 雨水花园", "cell_ambiguous_entry", {"given": "2 雨水花园", "entries": "1 雨水花园, 2 电梯 Lift"}),
        ("9", "cell_not_finalist", {"given": "9"}),
        ("选项2", "cell_unknown_entry", {"given": "选项2"}),
        ("雨水花圆", "cell_unknown_entry_near", {"given": "雨水花圆", "near": "雨水花园"}),
        ("甲乙丙丁戊己庚辛", "cell_unknown_entry", {"given": "甲乙丙丁戊己庚辛"}),
        ("99", "cell_unknown_entry", {"given": "99"}),
        ("7x 雨水花园", "cell_unknown_entry_near", {"given": "7x 雨水花园", "near": "雨水花园"}),
    ],
)
def test_cell_that_means_no_finalist_says_why(names: EntryNames, cell: str, code: str, values: dict[str, str]) -> None:
    match = names.find(cell)
    assert (match.slug, match.code, dict(match.values)) == (None, code, values)


def test_alias_goes_before_all_other_names(names: EntryNames) -> None:
    with_aliases = names.with_aliases({"别名": "3", "雨水花园": "e2", "谁": "nobody"})
    slugs = [with_aliases.find(cell).slug for cell in ("别 名", "雨水花园", "谁", "1")]
    assert slugs == ["e3", "e2", None, "e1"]
    assert names.find("别名").slug is None


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        ("项目编号", {2: "1", 3: "3", 4: "2"}, [NameContradiction(3, "项目编号", "3", "电梯 Lift")]),
        ("编号", {2: "1", 3: "2", 4: "e3"}, []),
        ("编号", {2: "1", 3: "2", 4: "GZ-7"}, []),
        ("编号", {2: "", 3: "2"}, []),
        ("序号", {2: "3", 3: "1", 4: "2"}, []),
        ("得分", {2: "3", 3: "1", 4: "2"}, []),
    ],
)
def test_column_that_names_other_finalists_than_that_of_the_entry_is_found(
    names: EntryNames, head: str, cells: dict[int, str], expected: list[NameContradiction]
) -> None:
    titles = {2: "雨水花园", 3: "电梯 Lift", 4: "3 夜市"}
    rows = {number: {1: titles[number], 5: cell} for number, cell in cells.items()}
    assert list(find_contradictions(names, {1: "项目", 5: head}, rows, 1)) == expected
