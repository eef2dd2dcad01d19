"""The layout of a score sheet by its heads: a row each, entries × judges, or judges × entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.content.problems import ContentError
from plugins.results.names import EntryNames
from plugins.results.scores.score_file import ScoreTable
from plugins.results.scores.sheet_layout import KnownNames, looks_like_summary, recognise_layout, unread_columns
from tests.results.vote_inputs import FINALISTS, TITLES, make_entries

KNOWN = KnownNames(EntryNames(make_entries(TITLES), FINALISTS), ("王五",))
TABLE = ScoreTable("scores.csv", judge="评委", entry="项目", total="得分")
GARDEN, LIFT, CANTEEN = (title for _, title in TITLES.values())
BY_JUDGES = replace(TABLE, judge=None)
BY_ENTRIES = replace(TABLE, entry=None)


@pytest.mark.parametrize(
    ("text", "is_summary"),
    [
        ("平均分", True),
        ("去掉最高分", True),
        ("Total Score", True),
        ("final average", True),
        ("max", True),
        ("Max Müller", False),
        ("Min", True),
        ("评委甲", False),
        ("totally new", False),
    ],
)
def test_heads_of_averages_and_totals_are_known(text: str, is_summary: bool) -> None:
    assert looks_like_summary(text) is is_summary


@pytest.mark.parametrize(
    ("table", "heads", "expected"),
    [
        (TABLE, ["评委", "项目", "得分"], TABLE),
        (TABLE, ["序号", "项目", "评委1", "专家2", "平均分"], replace(BY_JUDGES, judges=("评委1", "专家2"))),
        (TABLE, ["项目", "王五", "评委2"], replace(BY_JUDGES, judges=("王五", "评委2"))),
        (TABLE, ["项目", "备注"], TABLE),
        (TABLE, ["评委", GARDEN, LIFT, "合计"], replace(BY_ENTRIES, entries=(GARDEN, LIFT))),
        (TABLE, ["评委", "张三", "李四"], TABLE),
        (TABLE, ["甲", "乙"], TABLE),
        (
            replace(TABLE, summaries=("均",)),
            ["项目", "评委1", "均"],
            replace(BY_JUDGES, judges=("评委1",), summaries=("均",)),
        ),
        (replace(TABLE, total=None, criteria={"a": "甲", "b": "乙"}), ["项目", "评委1"], None),
        (replace(BY_JUDGES, judges=("x",)), ["项目", "评委1"], None),
    ],
)
def test_layout_is_that_of_the_columns(table: ScoreTable, heads: list[str], expected: ScoreTable | None) -> None:
    assert recognise_layout(table, heads, KNOWN) == (expected or table)


@pytest.mark.parametrize(
    ("heads", "missing", "listed"),
    [
        (["项目", "评委1", "张三"], "评委, 得分", "judges: [评委1, 张三]"),
        (["评委", GARDEN, "别的"], "项目, 得分", f"entries: [{GARDEN}, 别的]"),
        (["评委", GARDEN, f"1 {GARDEN}"], "项目, 得分", f"entries: [{GARDEN}, 1 {GARDEN}]"),
    ],
)
def test_layout_that_is_only_likely_is_asked_for(heads: list[str], missing: str, listed: str) -> None:
    with pytest.raises(ContentError) as error:
        recognise_layout(TABLE, heads, KNOWN)
    (problem,) = error.value.problems
    assert (problem.file, problem.line, problem.code) == ("results/scores.csv", 1, "sheet_looks_wide")
    assert {key: str(value) for key, value in problem.values} == {"missing": missing, "listed": listed}


@pytest.mark.parametrize(
    ("numbers", "unread"),
    [
        (["0", "100"], ["乙"]),
        (["100.5", "1"], []),
        (["-1", "1"], []),
        (["1", None], []),
        ([], []),
    ],
)
def test_column_of_scores_that_is_not_named_is_reported(numbers: list[str | None], unread: list[str]) -> None:
    heads = {1: "项目", 2: "甲", 3: "乙", 4: "平均分"}
    rows = [{2: "1", 3: number, 4: "1"} for number in numbers]
    for table, key in (
        (replace(BY_JUDGES, judges=("甲",)), "judges"),
        (replace(BY_ENTRIES, entries=("甲",), judge="项目"), "entries"),
    ):
        problems = [dict(problem.values) for problem in unread_columns(table, heads, rows, 100)]
        assert problems == [{"given": head, "key": key} for head in unread]
    assert list(unread_columns(TABLE, heads, rows, 100)) == []
