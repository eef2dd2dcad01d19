"""Invalid and hostile votes, scores and decisions, with the file, row and error code to be reported."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from tests.content.mutations import (
    SITE,
    Change,
    InvalidCase,
    combine,
    invalid_case,
    posix_only,
    remove_file,
    replace_text,
)
from tests.results.tally_inputs import (
    APP,
    BY,
    DECISIONS,
    PLAIN_SCORES,
    PLAIN_VOTES,
    SCORES,
    SHEET,
    TABLE,
    VOTES,
    WHEN,
    score_sheet,
    vote_table,
    with_tally,
    workbook,
    yaml_file,
)

BOOK = "app.xlsx"
BEYOND = {
    "id": "online",
    "name": "网络投票",
    "by": "votes",
    "weight": 100,
    "per_vote": {"points": 1},
    "beyond": {"factor": 0.5, "sizes": {"water-bureau": 5}},
}
HEAD = "选项,票数\n"
EACH = "流水号,选项\n1,雨水花园\n2,电梯看护\n"


def invalid_votes(name: str, text: str | bytes, row: int, code: str, **keys: Any) -> InvalidCase:
    """An export with one mistake in this row."""
    return invalid_case(
        name, with_tally(vote_table(text, **keys)), (f"results/{keys.get('file', 'app.csv')}", row, code)
    )


def invalid_scores(name: str, text: str, row: int, code: str) -> InvalidCase:
    """A score sheet with one mistake in this row."""
    return invalid_case(name, with_tally(score_sheet(text)), (SHEET, row, code))


def with_row(row: str) -> str:
    return PLAIN_VOTES + row + "\n"


def in_book(**members: str) -> bytes:
    """A workbook with some of its inner files written by hand."""
    out = io.BytesIO(workbook([["选项", "票数"], ["雨水花园", 1], ["电梯看护", 2]]))
    with zipfile.ZipFile(out) as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    inside |= {name.replace("__", "/"): text.encode() for name, text in members.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, raw in inside.items():
            opened.writestr(name, raw)
    return packed.getvalue()


def sheet_xml(row: str, before: str = "") -> bytes:
    """A workbook whose sheet has a header and a row that calls itself by this number."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in cells) + "</row>"
        for number, cells in (("1", ("选项", "票数")), (row, ("雨水花园", "1")))
    )
    return in_book(
        **{"xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'}
    )


def huge(name: str) -> Change:
    """A file that claims to be enormous and takes no room."""

    def change(content: Path) -> None:
        with (content / name).open("wb") as opened:
            opened.truncate(500_000_000)

    return change


PAGE = "<html><script>alert(1)</script></html>\n"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
TEXTS = [
    invalid_votes("formula as an entry", with_row("=cmd|' /C calc'!A0,1"), 4, "cell_formula"),
    invalid_votes("formula as a count", HEAD + "雨水花园,=1+1\n电梯看护,2\n", 2, "cell_formula"),
    invalid_votes("formula by a plus", with_row("+1+cmd,1"), 4, "cell_formula"),
    invalid_votes("formula by a sign for names", with_row("@SUM(A1),1"), 4, "cell_formula"),
    invalid_votes("full-width formula", with_row("＝1+1,1"), 4, "cell_formula"),
    invalid_votes("unknown entry", with_row("别的项目,1"), 4, "cell_unknown_entry"),
    invalid_votes("entry that is no finalist", with_row("03,1"), 4, "cell_not_finalist"),
    invalid_votes("row without an entry", with_row(",1"), 4, "cell_without_entry"),
    invalid_votes("entry twice", with_row("01,1"), 4, "cell_entry_twice"),
    invalid_votes("negative count", HEAD + "雨水花园,-5\n电梯看护,1\n", 2, "cell_not_count"),
    invalid_votes("count with decimals", HEAD + "雨水花园,1.5\n电梯看护,1\n", 2, "cell_not_count"),
    invalid_votes("count in words", HEAD + "雨水花园,一千\n电梯看护,1\n", 2, "cell_not_count"),
    invalid_votes("count of a million digits", HEAD + f"雨水花园,{'9' * 100_000}\n电梯看护,1\n", 2, "cell_not_count"),
    invalid_votes("thousands in the wrong places", HEAD + '雨水花园,"1,23"\n电梯看护,1\n', 2, "cell_not_count"),
    invalid_votes("total that differs", with_row("合计,2023"), 4, "total_differs", totals=["合计"]),
    invalid_votes("total that nobody announced", with_row("合计,2022"), 4, "cell_unknown_entry"),
    invalid_votes("vote twice", EACH + "1,雨水花园\n", 4, "cell_vote_twice", votes=None, id="流水号"),
    invalid_votes("vote without an id", EACH + ",雨水花园\n", 4, "cell_empty", votes=None, id="流水号"),
    invalid_case(
        "too many voided",
        with_tally(vote_table(voided=[{**BY, "entry": "rain-garden", "votes": 1201}])),
        (VOTES, 1, "more_voided_than_cast"),
    ),
    invalid_votes("GBK read as UTF-8", PLAIN_VOTES.encode("gbk"), 1, "table_encoding", encoding="utf-8"),
    invalid_votes("UTF-8 read as UTF-16", PLAIN_VOTES.encode() + b"x", 1, "table_encoding", encoding="utf-16"),
    invalid_votes("quote that never ends", HEAD + '雨水花园,"1\n', 2, "table_quotes"),
    invalid_votes("cell of a megabyte", HEAD + f"{'x' * 1_000_000},1\n", 2, "table_long_line"),
    invalid_case(
        "page called CSV",
        with_tally(vote_table(PAGE)),
        (APP, 1, "table_other_kind"),
    ),
    invalid_case(
        "page called XLS", with_tally(vote_table(PAGE, file="app.xls")), ("results/app.xls", 1, "table_other_kind")
    ),
    invalid_votes("NUL in a table", HEAD + "雨水\0花园,1\n", 2, "cell_unknown_entry_near"),
    invalid_votes("no rows at all", "", 1, "table_without_header"),
    invalid_votes("header further down than the table", PLAIN_VOTES, 1, "table_without_header", header=9),
    invalid_votes("column twice", "选项,票数,票数\n雨水花园,1,2\n", 1, "column_twice"),
]
BOOKS = [
    invalid_votes("sheet that is not there", workbook([["选项", "票数"]]), 1, "sheet_missing", file=BOOK, sheet="别的"),
    invalid_votes(
        "formula in a workbook", workbook([["选项", "票数"], ["雨水花园", "=1+1"]]), 2, "cell_formula", file=BOOK
    ),
    invalid_votes("text called a workbook", PLAIN_VOTES, 1, "table_broken", file=BOOK),
    invalid_votes("ZIP called a workbook", in_book(**{"xl/workbook.xml": "x"}), 1, "table_broken", file=BOOK),
    invalid_votes("entities in a workbook", sheet_xml("1", LAUGHS), 1, "table_broken", file=BOOK),
    invalid_votes("row of a number without end", sheet_xml("99999999999"), 1, "table_too_large", file=BOOK),
    invalid_case("line of 500 MB", with_tally(huge(APP)), (APP, 1, "table_long_line")),
    invalid_case("table that is not there", with_tally(remove_file(APP)), (VOTES, 1, "missing_file")),
    posix_only(
        invalid_case(
            "table outside",
            with_tally(remove_file(APP), lambda content: (content / APP).symlink_to("/etc/passwd")),
            (VOTES, 1, "outside_content"),
        )
    ),
]
SCORE_SHEETS = [
    invalid_scores("score out of range", PLAIN_SCORES.replace("90", "101"), 2, "cell_out_of_range"),
    invalid_scores("negative score", PLAIN_SCORES.replace("90", "-1"), 2, "cell_out_of_range"),
    invalid_scores("score in words", PLAIN_SCORES.replace("90", "优秀"), 2, "cell_not_score"),
    invalid_scores("score that is not a number", PLAIN_SCORES.replace("90", "NaN"), 2, "cell_not_score"),
    invalid_scores("score without end", PLAIN_SCORES.replace("90", "1e9"), 2, "cell_not_score"),
    invalid_scores("score missing", PLAIN_SCORES.replace("90", ""), 2, "cell_empty"),
    invalid_scores("judge without a name", PLAIN_SCORES.replace("甲,01", ",01"), 2, "cell_empty"),
    invalid_scores("judge that is a formula", PLAIN_SCORES.replace("甲,01", "=A1,01"), 2, "cell_formula"),
    invalid_scores("judge as above", PLAIN_SCORES + "同上,02,88\n", 6, "cell_ditto"),
    invalid_scores("entry as above", PLAIN_SCORES + "丙,〃,88\n", 6, "cell_ditto"),
    invalid_scores("signature of a judge", PLAIN_SCORES + "评委签名：,,\n", 6, "cell_no_score"),
    invalid_scores("note behind the scores", PLAIN_SCORES + ",注：满分100,\n", 6, "cell_no_score"),
    invalid_scores("unknown entry scored", PLAIN_SCORES.replace("甲,01", "甲,77"), 2, "cell_unknown_scored"),
    invalid_scores(
        "entry misspelt in scores", PLAIN_SCORES.replace("甲,01", "甲,雨水花圆"), 2, "cell_unknown_scored_near"
    ),
    invalid_scores("entry scored twice", PLAIN_SCORES + "甲,01,70\n", 6, "cell_entry_twice"),
]
ALL_100 = "评委,项目,创新性\n甲,01,100\n甲,02,100\n"
SAME = "评委,项目,创新性\n甲,01,90\n甲,02,90\n"
OVERRIDE = {"level": "gold", "out": "lift-watch", "into": "elsewhere", **BY}
POPULAR = {"id": "popular", "name": "人气奖", "kind": "popularity", "size": 1, "public_from": "notice"}
HALVES = {"app": 50, "paper": 50}
PAPER = replace_text(SITE, ("name: 小城客户端}", "name: 小城客户端}\n  - {id: paper, name: 小城日报}"))
# cases that only make sense alone, because one problem hides another
ALONE = [
    invalid_case(
        "judge who forgot one",
        with_tally(score_sheet(PLAIN_SCORES.replace("甲,02,88\n", ""))),
        (SCORES, 1, "score_missing"),
    ),
    invalid_case(
        "recused but scored",
        with_tally(score_sheet(recusals=[{"judge": "甲", "entry": "rain-garden", "reason": "本单位"}])),
        (SCORES, 1, "recused_but_scored"),
    ),
    invalid_case("range backwards", with_tally(score_sheet(ALL_100, low=100)), (SCORES, 1, "range_backwards")),
    invalid_case(
        "criterion that is none",
        with_tally(score_sheet(criteria={"novelty": "创新性", "xyz": "创新性"})),
        (SCORES, 1, "criteria_differ"),
    ),
    invalid_case("too few judges", with_tally(trim=1), (SCORES, 1, "too_few_judges"), (SCORES, 1, "too_few_judges")),
    invalid_case(
        "sizes of some units",
        with_tally(remove_file(SCORES), parts=[BEYOND], public=None, experts=None),
        (SITE, 1, "sizes_missing"),
    ),
    invalid_case(
        "scores without a part",
        with_tally(parts=[BEYOND], public=None, experts=None),
        (SCORES, 1, "scores_not_counted"),
    ),
    invalid_case("no votes", with_tally(remove_file(VOTES)), (VOTES, 1, "tally_needs_file")),
    invalid_case("no scores", with_tally(remove_file(SCORES)), (SCORES, 1, "tally_needs_file")),
    invalid_case("no rule", with_tally(public=None, experts=None), ("competition.yaml", 1, "no_result_rule")),
    invalid_case("votes of no channel", with_tally(vote_table(channel="xyz")), (VOTES, 1, "unknown_channel")),
    invalid_case(
        "channel twice", with_tally(yaml_file(VOTES, {"tables": [{**TABLE, **WHEN}] * 2})), (VOTES, 1, "table_twice")
    ),
    invalid_case(
        "weights of other channels",
        combine(PAPER, with_tally(channel_weights=HALVES)),
        (SITE, 1, "channel_weights_differ"),
    ),
    invalid_case(
        "override by an entry that is no finalist",
        with_tally(yaml_file(DECISIONS, {"overrides": [OVERRIDE]})),
        (DECISIONS, 1, "unknown_finalist"),
    ),
    invalid_case(
        "tie without a lot",
        with_tally(vote_table(HEAD + "01,5\n02,5\n"), score_sheet(SAME)),
        (DECISIONS, 1, "tie_undecided"),
    ),
    invalid_case(
        "special award tied",
        with_tally(vote_table(HEAD + "01,5\n02,5\n"), special_awards=[POPULAR]),
        (DECISIONS, 1, "special_tied"),
    ),
]
INVALID_TABLES = [*TEXTS, *BOOKS, *SCORE_SHEETS, *ALONE]
