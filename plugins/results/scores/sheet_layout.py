"""The layout of a score sheet by the names of its columns, where scores.yaml says another one or forgets a column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.content.problems import ContentError, Problem, problem
from plugins.results.names import EntryNames
from plugins.results.scores.score_file import ScoreTable
from plugins.tables.folding import fold

SUMMARY = re.compile(
    r"平均|均分|均值|合计|总分|总计|小计|总评|去掉|排名|名次|得分率|综合分|综合得分|最终|最高分|最低分|\A最[高低]\Z"
    # nothing but such words, because Min and Max are names
    r"|\A\s*(?:(?:final|overall|judges?|trimmed)\s*)?(?:average|avg|mean|median|max(?:imum)?|min(?:imum)?|highest|lowest"
    r"|(?:sub-?)?total|sum|rank(?:ing)?)\s*(?:score|mark|point|value)?s?\W*\Z",
    re.I,
)
TOTAL_HEAD = re.compile(r"(?:总分|总得分|合计|总计|合计得分|得分合计|合计分|total(?: score)?|sum)(?:\(.*\))?\Z")
# words in the names of judges' columns, beside a number or a name
JUDGE_WORDS = ("评委", "评审", "评分人", "打分人", "专家", "委员", "judge", "juror", "expert", "reviewer")
# columns that number or describe the rows
DESCRIPTION = re.compile(
    r"(?:序号|编号|项目编号|作品编号|号码?|项目名称|作品名称|名称|赛道|类别|组别|单位|单位名称|申报单位|推荐单位|负责人|联系人"
    r"|地区|区县|街道|年份|备注|说明|no\.?|id|number|#|title|name|unit|track|note)\Z"
)


@dataclass(frozen=True)
class KnownNames:
    """What the names of columns are compared with: the finalists, and the judges that scores.yaml names, folded."""

    entries: EntryNames
    judges: Collection[str] = ()


def looks_like_summary(text: str) -> bool:
    """Whether a cell in place of a judge or an entry looks like the head of averages, totals and the like."""
    return bool(SUMMARY.search(fold(text)))


def recognise_layout(table: ScoreTable, heads: Sequence[str], known: KnownNames) -> ScoreTable:
    """Return the table as its columns are: entries × judges or judges × entries, where it is said to have a row each.

    Raises ``ContentError`` where a layout is likely, but the names of the columns alone do not show it.
    """
    folded = set(map(fold, heads))
    if table.is_wide or len(table.score_columns) != 1 or fold(table.score_columns[0]) in folded:
        return table
    has_judges, has_entries = (bool(name) and fold(name or "") in folded for name in (table.judge, table.entry))
    if has_entries and table.judge and not has_judges:
        return _entries_by_judges(table, heads, known)
    if has_judges and table.entry and not has_entries:
        return _judges_by_entries(table, heads, known)
    return table


def _entries_by_judges(table: ScoreTable, heads: Sequence[str], known: KnownNames) -> ScoreTable:
    judges = _other_heads(heads, [table.entry or "", *table.summaries])
    words = (*JUDGE_WORDS, fold(table.judge or ""))
    if not judges:
        return table
    if all(any(word in fold(name) for word in words) or fold(name) in known.judges for name in judges):
        return replace(table, judge=None, judges=judges)
    raise ContentError(_layout_problem(table, "judges", judges))


def _judges_by_entries(table: ScoreTable, heads: Sequence[str], known: KnownNames) -> ScoreTable:
    columns = _other_heads(heads, [table.judge or "", *table.summaries])
    entries = [known.entries.find(name).slug for name in columns]
    if not any(entries):
        return table
    if all(entries) and len(set(entries)) == len(entries):
        return replace(table, entry=None, entries=columns)
    raise ContentError(_layout_problem(table, "entries", columns))


def _layout_problem(table: ScoreTable, key: str, columns: Sequence[str]) -> Problem:
    missing = [name for name in (table.judge if key == "judges" else table.entry, *table.score_columns) if name]
    listed = f"{key}: [{', '.join(columns)}]"
    return problem(table.table_source.file, table.header, "sheet_looks_wide", missing=missing, listed=listed)


def _other_heads(heads: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are not named, nor those of averages, numbers and descriptions."""
    folded = set(map(fold, named))
    return tuple(
        head
        for head in heads
        if fold(head) not in folded and not looks_like_summary(head) and not DESCRIPTION.match(fold(head))
    )


def find_total_column(table: ScoreTable, heads: Mapping[int, str]) -> int | None:
    """Return the column in which a sheet of criteria has its own totals, None if there is none or several."""
    named = set(map(fold, table.columns))
    columns = [column for column, head in heads.items() if TOTAL_HEAD.match(fold(head)) and fold(head) not in named]
    return columns[0] if table.criteria and not table.is_wide and len(columns) == 1 else None


def unread_columns(
    table: ScoreTable, heads: Mapping[int, str], rows: Sequence[Mapping[int, str | None]], highest: int
) -> Iterator[Problem]:
    """Find the columns beside those of the judges or entries that seem to have scores, but are not named.

    ``heads`` and the numbers in ``rows`` are by column; ``highest`` is the highest score that is allowed.
    """
    unnamed = _other_heads(
        list(heads.values()), [table.judge or "", table.entry or "", *table.score_columns, *table.summaries]
    )
    for column, head in heads.items() if table.is_wide else ():
        numbers = [row.get(column) for row in rows]
        if head in unnamed and numbers and all(number and 0 <= float(number) <= highest for number in numbers):
            key = "judges" if table.judges else "entries"
            yield problem(table.table_source.file, table.header, "column_unread", given=head, key=key)
