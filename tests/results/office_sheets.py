"""Tables of votes and score sheets as offices keep them, as rows of cells, with what is right of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Rows = list[list[Any]]
# the file (the table itself or the YAML file that describes it), the row in the table or None, and the code
Refusal = tuple[str, int | None, str]
TABLE, YAML = "table", "yaml"
VOID = {"reason": "机器刷票", "author": "公证处", "date": "2024-03-21"}


@dataclass(frozen=True)
class OfficeSheet:
    """A sheet: its rows, what the YAML file says of it, and the figures of each entry or why it is refused."""

    name: str
    rows: Rows
    keys: dict[str, Any]
    right: dict[str, Any] | tuple[Refusal, ...]
    # keys of the YAML file besides its table
    others: dict[str, Any] = field(default_factory=dict)


def _refusal(row: int | None, code: str, file: str = TABLE) -> tuple[Refusal, ...]:
    return ((file, row, code),)


COUNTED = {"entry": "项目", "votes": "票数"}
HEAD = ["项目", "票数"]
PLAIN: Rows = [["1", 12], ["02", 7], ["10", 3]]
RIGHT = {"garden": 12, "lift": 7, "canteen": 3}
MARKS: Rows = [["项目"], ["1"], ["1"], ["02"], ["10"]]
ROWS = {"garden": 2, "lift": 1, "canteen": 1}
IDS: Rows = [["流水号", "项目"], ["a1", "1"], ["a2", "1"], ["a3", "02"], ["a4", "10"]]
TIMES: Rows = [
    ["项目", "时间", "IP"],
    ["1", "2024-03-18 10:00:00", "10.0.0.1"],
    ["1", "2024-03-19 10:00:00", "10.0.0.2"],
    ["02", "2024-03-19 11:00:00", "10.0.0.1"],
    ["10", "2024-03-20 12:00:00", "10.0.0.3"],
]
TWO = {"separator": "┋", "choices": {"exactly": 2}}
COUNT_SHEETS = [
    OfficeSheet("numbers", [HEAD, *PLAIN], COUNTED, RIGHT),
    OfficeSheet(
        "titles", [HEAD, ["雨水花园（试点）", 12], ["“352”工作法", 7], ["接力棒：民生事项", 3]], COUNTED, RIGHT
    ),
    OfficeSheet(
        "titles-in-other-signs",
        [HEAD, ["雨水花园(试点)", 12], ['"352" 工作法', 7], ["接力棒:民生事项", 3]],
        COUNTED,
        RIGHT,
    ),
    OfficeSheet("numbers-dressed", [HEAD, ["1、", 12], ["第02号", 7], ["No. 10", 3]], COUNTED, RIGHT),
    OfficeSheet("numbers-full-width", [HEAD, ["１", "１２"], ["２", "７"], ["１０", "３"]], COUNTED, RIGHT),
    OfficeSheet(
        "numbers-and-titles", [HEAD, ["1.雨水花园（试点）", 12], ["02 “352”工作法", 7], ["10", 3]], COUNTED, RIGHT
    ),
    OfficeSheet(
        "counts-with-units", [HEAD, ["1", "1,200票"], ["02", "7 票"], ["10", "3.0"]], COUNTED, {**RIGHT, "garden": 1200}
    ),
    OfficeSheet("total-declared", [HEAD, *PLAIN, ["合计", 22]], {**COUNTED, "totals": ["合计"]}, RIGHT),
    OfficeSheet("total-undeclared", [HEAD, *PLAIN, ["合计", 22]], COUNTED, _refusal(5, "cell_unknown_entry")),
    OfficeSheet(
        "total-wrong", [HEAD, *PLAIN, ["合计", 23]], {**COUNTED, "totals": ["合计"]}, _refusal(5, "total_differs")
    ),
    OfficeSheet("persons", [HEAD, *PLAIN, ["本题有效填写人次", 15]], COUNTED, RIGHT),
    OfficeSheet("persons-too-few", [HEAD, *PLAIN, ["本题有效填写人次", 11]], COUNTED, _refusal(5, "persons_differ")),
    OfficeSheet("count-with-half", [HEAD, ["1", "12.5"], *PLAIN[1:]], COUNTED, _refusal(2, "cell_not_count")),
    OfficeSheet("count-blank", [HEAD, ["1", ""], *PLAIN[1:]], COUNTED, _refusal(2, "cell_empty")),
    OfficeSheet(
        "total-beside-the-entries",
        [["序号", *HEAD], *[["", *row] for row in PLAIN], ["合 计", "", 22]],
        {**COUNTED, "totals": ["合计"]},
        RIGHT,
    ),
    OfficeSheet(
        "total-beside-the-entries-wrong",
        [["序号", *HEAD], *[["", *row] for row in PLAIN], ["合计", "", 23]],
        {**COUNTED, "totals": ["合计"]},
        _refusal(5, "total_differs"),
    ),
    OfficeSheet(
        "total-beside-the-entries-undeclared",
        [["序号", *HEAD], *[["", *row] for row in PLAIN], ["合计", "", 22]],
        COUNTED,
        _refusal(5, "cell_without_entry"),
    ),
    OfficeSheet(
        "total-below-a-wrong-count",
        [HEAD, ["1", "一打"], *PLAIN[1:], ["合计", 22], ["参与人数", 1]],
        {**COUNTED, "totals": ["合计"]},
        _refusal(2, "cell_not_count"),
    ),
    OfficeSheet(
        "total-above-a-wrong-count",
        [HEAD, ["合计", 22], ["1", "一打"], *PLAIN[1:]],
        {**COUNTED, "totals": ["合计"]},
        _refusal(3, "cell_not_count"),
    ),
    OfficeSheet(
        "total-blank", [HEAD, *PLAIN, ["合计", ""]], {**COUNTED, "totals": ["合计"]}, _refusal(5, "cell_empty")
    ),
    OfficeSheet(
        "signatures-and-notes-below",
        [["序号", *HEAD], *[["", *row] for row in PLAIN], ["统计人：李某", "", ""], ["", "注：截至周五", ""]],
        COUNTED,
        RIGHT,
    ),
    OfficeSheet("misspelt-and-blank", [HEAD, ["雨水花圆（试点）", ""], *PLAIN[1:]], COUNTED, _refusal(2, "cell_empty")),
    OfficeSheet("count-in-words", [HEAD, ["1", "十二"], *PLAIN[1:]], COUNTED, _refusal(2, "cell_not_count")),
    OfficeSheet("count-negative", [HEAD, ["1", -12], *PLAIN[1:]], COUNTED, _refusal(2, "cell_not_count")),
    OfficeSheet("entry-twice", [HEAD, *PLAIN, ["01", 5]], COUNTED, _refusal(5, "cell_entry_twice")),
    OfficeSheet("withdrawn", [HEAD, *PLAIN, ["4", 5]], COUNTED, _refusal(5, "cell_not_finalist")),
    OfficeSheet("withdrawn-declared", [HEAD, *PLAIN, ["4", 5]], {**COUNTED, "not_counted": {"4": "项目已退出"}}, RIGHT),
    OfficeSheet("abstentions", [HEAD, *PLAIN, ["弃权", 5]], {**COUNTED, "not_counted": {"弃权": "弃权票"}}, RIGHT),
    OfficeSheet("absent", [HEAD, *PLAIN[:2]], COUNTED, _refusal(None, "entries_without_votes", YAML)),
    OfficeSheet("absent-declared", [HEAD, *PLAIN[:2]], {**COUNTED, "zero": ["canteen"]}, {"garden": 12, "lift": 7}),
    OfficeSheet("header-alone", [HEAD], COUNTED, _refusal(1, "table_without_votes")),
    OfficeSheet(
        "zeros", [HEAD, ["1", 0], ["02", 0], ["10", 0]], COUNTED, _refusal(None, "channel_without_votes", YAML)
    ),
    OfficeSheet("title-above", [["第一周投票结果", ""], HEAD, *PLAIN], {**COUNTED, "header": 2}, RIGHT),
    OfficeSheet(
        "title-above-undeclared",
        [["第一周投票结果", "截至周五"], HEAD, *PLAIN],
        COUNTED,
        (*_refusal(1, "column_missing"), *_refusal(1, "column_missing")),
    ),
    OfficeSheet(
        "head-of-two-rows",
        [["项目", "客户端", ""], ["", "票数", "占比"], *[[*row, "50%"] for row in PLAIN]],
        {**COUNTED, "header": 2},
        RIGHT,
    ),
    OfficeSheet(
        "head-of-groups",
        [
            ["项目", "客户端", "", "公众号", ""],
            ["", *["票数", "占比"] * 2],
            *[[row[0], 1, 1, row[1], 1] for row in PLAIN],
        ],
        {**COUNTED, "votes": "公众号 票数", "header": 2},
        RIGHT,
    ),
    OfficeSheet(
        "head-of-groups-without-the-group",
        [
            ["项目", "客户端", "", "公众号", ""],
            ["", *["票数", "占比"] * 2],
            *[[row[0], 1, 1, row[1], 1] for row in PLAIN],
        ],
        {**COUNTED, "header": 2},
        _refusal(2, "column_in_groups"),
    ),
    OfficeSheet("blank-rows", [HEAD, PLAIN[0], ["", ""], *PLAIN[1:]], COUNTED, RIGHT),
    OfficeSheet(
        "misspelt", [HEAD, ["雨水花圆（试点）", 12], *PLAIN[1:]], COUNTED, _refusal(2, "cell_unknown_entry_near")
    ),
    OfficeSheet("formula", [HEAD, ["1", "=6+6"], *PLAIN[1:]], COUNTED, _refusal(2, "cell_formula")),
    OfficeSheet("column-missing", [["项目", "得票"], *PLAIN], COUNTED, _refusal(1, "column_missing")),
    OfficeSheet(
        "column-twice", [["项目", "票数", "票 数"], *[[*row, 1] for row in PLAIN]], COUNTED, _refusal(1, "column_twice")
    ),
    OfficeSheet(
        "void-of-counts",
        [HEAD, *PLAIN],
        {**COUNTED, "voided": [{**VOID, "entry": "garden", "votes": 2}]},
        {**RIGHT, "garden": 10},
    ),
    OfficeSheet(
        "void-of-too-many",
        [HEAD, *PLAIN],
        {**COUNTED, "voided": [{**VOID, "entry": "garden", "votes": 13}]},
        _refusal(None, "more_voided_than_cast", YAML),
    ),
]
ROW_SHEETS = [
    OfficeSheet("row-a-vote", MARKS, {}, ROWS),
    OfficeSheet("ids", IDS, {"id": "流水号"}, ROWS),
    OfficeSheet("id-twice", [*IDS, ["a2", "1"]], {"id": "流水号"}, _refusal(6, "cell_vote_twice")),
    OfficeSheet("id-blank", [*IDS, ["", "1"]], {"id": "流水号"}, _refusal(6, "cell_empty")),
    OfficeSheet("several-in-a-cell", [["项目"], ["1┋02"], ["1┋10"]], TWO, {"garden": 2, "lift": 1, "canteen": 1}),
    OfficeSheet("several-without-separator", [["项目"], ["1┋02"], ["10"]], {}, _refusal(2, "cell_several_entries")),
    OfficeSheet("too-many-choices", [["项目"], ["1┋02"], ["1┋02┋10"]], TWO, _refusal(3, "wrong_number_of_choices")),
    OfficeSheet("choice-twice", [["项目"], ["1┋02"], ["10┋10"]], TWO, _refusal(3, "choice_twice")),
    OfficeSheet(
        "column-a-choice",
        [["第一", "第二"], ["1", "02"], ["1", "10"]],
        {"entry": None, "entries": ["第一", "第二"], "choices": {"exactly": 2}},
        ROWS,
    ),
    OfficeSheet(
        "column-an-option",
        [["甲", "乙", "丙"], [1, "", ""], ["是", "√", ""], ["", "", "Y"]],
        {"entry": None, "options": {"甲": "garden", "乙": "lift", "丙": "canteen"}},
        ROWS,
    ),
    OfficeSheet(
        "mark-unclear",
        [["甲", "乙", "丙"], [1, 1, 1], ["大概", "", ""]],
        {"entry": None, "options": {"甲": "garden", "乙": "lift", "丙": "canteen"}},
        _refusal(3, "cell_not_mark"),
    ),
    OfficeSheet(
        "ballot-of-rows",
        [["票号", "项目"], ["b1", "1"], ["b1", "02"], ["b2", "1"], ["b2", "10"]],
        {"ballot": "票号", "choices": {"exactly": 2}},
        ROWS,
    ),
    OfficeSheet(
        "ballot-of-too-few-rows",
        [["票号", "项目"], ["b1", "1"], ["b1", "02"], ["b2", "10"]],
        {"ballot": "票号", "choices": {"exactly": 2}},
        _refusal(4, "wrong_number_of_choices"),
    ),
    OfficeSheet(
        "late", TIMES, {"time": "时间", "closes": "2024-03-20T12:00+08:00"}, {"garden": 2, "lift": 1, "canteen": 0}
    ),
    OfficeSheet(
        "time-unreadable",
        [*TIMES, ["1", "昨天", "10.0.0.9"]],
        {"time": "时间", "closes": "2024-03-25"},
        _refusal(6, "cell_not_time"),
    ),
    OfficeSheet("void-rows", TIMES, {"voided": [{**VOID, "first_row": 2}]}, {"garden": 1, "lift": 1, "canteen": 1}),
    OfficeSheet("void-header", TIMES, {"voided": [{**VOID, "first_row": 1}]}, _refusal(None, "void_of_header", YAML)),
    OfficeSheet(
        "void-backward",
        TIMES,
        {"voided": [{**VOID, "first_row": 4, "last_row": 2}]},
        _refusal(None, "void_rows_backwards", YAML),
    ),
    OfficeSheet(
        "void-nothing", TIMES, {"voided": [{**VOID, "first_row": 99}]}, _refusal(None, "void_without_effect", YAML)
    ),
    OfficeSheet(
        "void-source",
        TIMES,
        {"voided": [{**VOID, "where": {"IP": ["10.0.0.1"]}}], "zero": ["lift"]},
        {"garden": 1, "lift": 0, "canteen": 1},
    ),
    OfficeSheet(
        "void-time",
        TIMES,
        {"time": "时间", "voided": [{**VOID, "since": "2024-03-19T00:00+08:00", "until": "2024-03-19T10:30+08:00"}]},
        {"garden": 1, "lift": 1, "canteen": 1},
    ),
    OfficeSheet("abstention-in-rows", [*MARKS, ["弃权"]], {"not_counted": {"弃权": "弃权票"}}, ROWS),
    OfficeSheet("abstention-undeclared", [*MARKS, ["弃权"]], {}, _refusal(6, "cell_unknown_entry")),
]
LONG = {"judge": "评委", "entry": "项目", "criteria": {"score": "得分"}}
SCORE_HEAD = ["评委", "项目", "得分"]
LONG_ROWS: Rows = [["甲", 1, 90], ["甲", 2, 80], ["甲", 3, 70], ["乙", 1, 92], ["乙", 2, 82], ["乙", 3, 72]]
MEANS = {"e1": "91", "e2": "81", "e3": "71"}
RECUSAL = {"judge": "甲", "entry": "e2", "reason": "本单位的项目"}
WITH_RECUSAL = {"e1": "91", "e2": "82", "e3": "71"}
DROPPED = {"judge": "乙", "reason": "中途退出", "author": "评委会", "date": "2024-05-01"}
WIDE: Rows = [[1, 90, 92], [2, 80, 82], [3, 70, 72]]
WIDE_HEAD = ["序号", "项目", "评委甲", "评委乙"]
WIDE_ROWS: Rows = [["", *row] for row in WIDE]
MEAN_ROW, SIGNED_ROW = ["平均分", "", 80, 82], ["评委签名", "", "张三", "李四"]
ACROSS: Rows = [["甲", 90, 80, 70], ["乙", 92, 82, 72]]
SCORE_SHEETS = [
    OfficeSheet("row-a-score", [SCORE_HEAD, *LONG_ROWS], LONG, MEANS),
    OfficeSheet("entries-by-judges-as-if-a-row-each", [["项目", "评委1", "评委2"], *WIDE], LONG, MEANS),
    OfficeSheet("entries-by-experts-as-if-a-row-each", [["项目", "专家甲", "专家乙"], *WIDE], LONG, MEANS),
    OfficeSheet(
        "entries-by-judges-with-numbers-and-means",
        [["序号", "项目", "评委一", "评委二", "平均分"], *[[row[0], *row, 50] for row in WIDE]],
        LONG,
        MEANS,
    ),
    OfficeSheet(
        "entries-by-judges-of-whom-one-is-recused",
        [["项目", "评委甲", "评委乙"], [1, 90, 92], [2, "回避", 82], [3, 70, 72]],
        LONG,
        WITH_RECUSAL,
        {"recusals": [{**RECUSAL, "judge": "评委甲"}]},
    ),
    OfficeSheet("entries-by-names", [["项目", "张三", "李四"], *WIDE], LONG, _refusal(1, "sheet_looks_wide")),
    OfficeSheet(
        "entries-by-names-declared",
        [["项目", "张三", "李四"], *WIDE],
        {"entry": "项目", "judges": ["张三", "李四"]},
        MEANS,
    ),
    OfficeSheet(
        "entries-by-names-of-whom-one-is-forgotten",
        [["项目", "张三", "李四", "王五"], *[[*row, 60] for row in WIDE]],
        {"entry": "项目", "judges": ["张三", "李四"]},
        _refusal(1, "column_unread"),
    ),
    OfficeSheet(
        "entries-by-names-with-one-that-does-not-count",
        [["项目", "张三", "李四", "工作人员"], *[[*row, 60] for row in WIDE]],
        {"entry": "项目", "judges": ["张三", "李四"], "summaries": ["工作人员"]},
        MEANS,
    ),
    OfficeSheet(
        "judges-below-a-common-head",
        [["序号", "项目", "评委", ""], ["", "", "张三", "李四"], *[["", *row] for row in WIDE]],
        {"entry": "项目", "judges": ["张三", "李四"], "header": 2},
        MEANS,
    ),
    OfficeSheet("mean-row-beside-the-names", [WIDE_HEAD, *WIDE_ROWS, MEAN_ROW], LONG, _refusal(5, "cell_summary")),
    OfficeSheet(
        "mean-row-beside-the-names-declared",
        [WIDE_HEAD, *WIDE_ROWS, MEAN_ROW],
        {**LONG, "summaries": ["平均分"]},
        MEANS,
    ),
    OfficeSheet("signatures-below", [WIDE_HEAD, *WIDE_ROWS, SIGNED_ROW], LONG, _refusal(5, "cell_no_score")),
    OfficeSheet(
        "signatures-below-declared",
        [WIDE_HEAD, *WIDE_ROWS, SIGNED_ROW],
        {**LONG, "summaries": ["评委签名"]},
        MEANS,
    ),
    OfficeSheet(
        "scores-without-an-entry", [WIDE_HEAD, *WIDE_ROWS, ["4", "", 90, 91]], LONG, _refusal(5, "cell_empty") * 2
    ),
    OfficeSheet(
        "judge-among-the-summaries",
        [["项目", "张三", "李四"], *WIDE],
        {"entry": "项目", "judges": ["张三", "李四"], "summaries": ["平均分", "李四"]},
        _refusal(None, "summary_is_name", YAML),
    ),
    OfficeSheet(
        "entry-among-the-summaries",
        [["项目", "张三", "李四"], *WIDE],
        {"entry": "项目", "judges": ["张三", "李四"], "summaries": ["2号"]},
        _refusal(None, "summary_is_name", YAML),
    ),
    OfficeSheet(
        "sheet-of-one-judge",
        [["项目", "得分"], *[row[1:] for row in LONG_ROWS[:3]]],
        LONG,
        _refusal(1, "judge_column_missing"),
    ),
    OfficeSheet(
        "judge-under-two-names",
        [SCORE_HEAD, *LONG_ROWS[:5], ["乙教授", 3, 72]],
        LONG,
        _refusal(None, "judges_alike", YAML),
    ),
    OfficeSheet(
        "judge-under-two-names-declared",
        [SCORE_HEAD, *LONG_ROWS[:5], ["乙 教授", 3, 72]],
        LONG,
        MEANS,
        {"judge_aliases": {"乙教授": "乙"}},
    ),
    OfficeSheet("judges-by-entries-as-if-a-row-each", [["评委", "1", "2", "3"], *ACROSS], LONG, MEANS),
    OfficeSheet(
        "judges-by-titles-as-if-a-row-each",
        [["评委", "项目e1", "2.项目e2", "3号", "合计"], *[[*row, 240] for row in ACROSS]],
        LONG,
        MEANS,
    ),
    OfficeSheet(
        "judges-by-entries-and-one-unknown",
        [["评委", "1", "2", "3", "别的"], *[[*row, 60] for row in ACROSS]],
        LONG,
        _refusal(1, "sheet_looks_wide"),
    ),
    OfficeSheet("mean-row", [SCORE_HEAD, *LONG_ROWS, ["平均分", 1, 91]], LONG, _refusal(8, "cell_summary")),
    OfficeSheet(
        "mean-row-declared", [SCORE_HEAD, *LONG_ROWS, ["平均分", 1, 91]], {**LONG, "summaries": ["平均分"]}, MEANS
    ),
    OfficeSheet(
        "recused-word",
        [SCORE_HEAD, ["甲", 1, 90], ["甲", 2, "回避"], *LONG_ROWS[2:]],
        LONG,
        WITH_RECUSAL,
        {"recusals": [RECUSAL]},
    ),
    OfficeSheet(
        "recused-word-unlisted",
        [SCORE_HEAD, ["甲", 1, 90], ["甲", 2, "回避"], *LONG_ROWS[2:]],
        LONG,
        _refusal(3, "cell_recused_unlisted"),
    ),
    OfficeSheet(
        "score-blank", [SCORE_HEAD, ["甲", 1, 90], ["甲", 2, ""], *LONG_ROWS[2:]], LONG, _refusal(3, "cell_empty")
    ),
    OfficeSheet(
        "score-out-of-range", [SCORE_HEAD, ["甲", 1, 190], *LONG_ROWS[1:]], LONG, _refusal(2, "cell_out_of_range")
    ),
    OfficeSheet("score-in-words", [SCORE_HEAD, ["甲", 1, "优"], *LONG_ROWS[1:]], LONG, _refusal(2, "cell_not_score")),
    OfficeSheet("score-twice", [SCORE_HEAD, *LONG_ROWS, ["乙", 1, 60]], LONG, _refusal(8, "cell_entry_twice")),
    OfficeSheet("judge-who-scored-few", [SCORE_HEAD, *LONG_ROWS[:4]], LONG, _refusal(None, "judge_scored_few", YAML)),
    OfficeSheet(
        "judge-who-left-as-recusals",
        [SCORE_HEAD, *LONG_ROWS[:4]],
        LONG,
        _refusal(None, "recused_from_all", YAML),
        {"recusals": [{"judge": "乙", "entry": entry, "reason": "中途退出"} for entry in ("e1", "e2", "e3")]},
    ),
    OfficeSheet(
        "judge-who-left",
        [SCORE_HEAD, *LONG_ROWS[:4]],
        LONG,
        {"e1": "90", "e2": "80", "e3": "70"},
        {"dropped": [DROPPED]},
    ),
    OfficeSheet(
        "judges-in-other-width",
        [["评委（姓名）", "项目", "得分（100分）"], *LONG_ROWS],
        {"judge": "评委(姓名)", "entry": "项目", "criteria": {"score": "得分(100分)"}},
        MEANS,
    ),
    OfficeSheet(
        "range-and-scale",
        [SCORE_HEAD, *LONG_ROWS],
        LONG,
        {"e1": "155/2", "e2": "105/2", "e3": "55/2"},
        {"lowest": 60, "scale": {"zero": 60, "hundred": 100}},
    ),
]
