"""Votes as platforms export them: what counts, what does not and why, and what is refused at which row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.content.problems import ContentError
from plugins.results.votes import id_store
from tests.results.tally_inputs import workbook
from tests.results.vote_inputs import VOID, count, problems_of

ROWS = "流水,项目\n11,1\n12,2\n13,10\n14,1\n"
COUNTS = "项目,票数\n1,10\n2,20\n10,5\n"
BY_COUNT = {"votes": "票数"}
BY_ID = {"id": "流水"}


def valid(folder: Path, *tables: dict[str, Any], **values: Any) -> list[int]:
    """The valid votes of garden, lift and canteen."""
    (channel,) = count(folder, *tables, **values)
    return [channel.valid.get(entry, 0) for entry in ("garden", "lift", "canteen")]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("雨水花园(试点)", "garden"),
        ("雨水花园 （试点）", "garden"),
        ("01", "garden"),
        ("1、", "garden"),
        ("01号", "garden"),
        ("第1号", "garden"),
        ("No. 1", "garden"),
        ("1.0", "garden"),
        ("１", "garden"),
        ("①", "garden"),
        ("(1)", "garden"),
        ("10.0", "canteen"),
        ("1.雨水花园（试点）", "garden"),
        ("01 雨水花园（试点）", "garden"),
        ("雨水花园（试点）（1号）", "garden"),
        ("A.雨水花园（试点）", "garden"),
        ('"352"工作法', "lift"),
        ("＂352＂工作法", "lift"),
        ("「352」工作法", "lift"),
        ("2、“352”工作法", "lift"),
        ("接力棒:民生事项", "canteen"),
        ("LIFT", "lift"),
    ],
)
def test_name_in_any_dress_is_understood(tmp_path: Path, name: str, slug: str) -> None:
    others = [entry for entry in ("garden", "lift", "canteen") if entry != slug]
    cell = '"' + name.replace('"', '""') + '"'
    (channel,) = count(tmp_path, {"text": f"项目,票数\n{cell},7\n{others[0]},1\n{others[1]},1\n", **BY_COUNT})
    assert channel.valid[slug] == 7


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("雨水花园", "cell_unknown_entry_near"),
        ("接力棒：民生事顷", "cell_unknown_entry_near"),
        ("完全不同的名字", "cell_unknown_entry"),
        ("3", "cell_unknown_entry"),
        ("4", "cell_not_finalist"),
        ("夜间班车", "cell_not_finalist"),
        ("1、接力棒：民生事项", "cell_ambiguous_entry"),
        ("=1+1", "cell_formula"),
    ],
)
def test_name_of_no_finalist_or_of_two_is_refused_at_its_row(tmp_path: Path, name: str, code: str) -> None:
    assert problems_of(tmp_path, {"text": COUNTS + f"{name},1\n", **BY_COUNT}) == [("results/t0.csv", 5, code)]


SAME_TITLES = {"a": ("1", "社区食堂"), "b": ("2", "社区食堂"), "c": ("3", "乙")}


def test_title_of_two_finalists_is_refused_where_it_is_used(tmp_path: Path) -> None:
    rows = "".join(f"{number},社区食堂\n" for number in range(3)) + "8,乙\n"
    assert problems_of(tmp_path, {"text": "流水,项目\n" + rows, **BY_ID}, titles=SAME_TITLES) == [
        ("results/t0.csv", row, "cell_ambiguous_entry") for row in (2, 3, 4)
    ]


def test_title_of_two_finalists_with_its_number_is_understood(tmp_path: Path) -> None:
    (channel,) = count(tmp_path, {"text": "项目\n1 社区食堂\n2 社区食堂\n2、社区食堂\n乙\n"}, titles=SAME_TITLES)
    assert channel.valid == {"a": 1, "b": 2, "c": 1}


def test_alias_of_a_table_goes_before_other_names(tmp_path: Path) -> None:
    table = {"text": "项目\n社区食堂\n社区食堂\n1\n3\n", "aliases": {"社区食堂": "2"}}
    (channel,) = count(tmp_path, table, titles=SAME_TITLES)
    assert channel.valid == {"a": 1, "b": 2, "c": 1}
    assert problems_of(tmp_path, table | {"aliases": {"社区食堂": "9"}}, titles=SAME_TITLES)[0][2] == "no_such_finalist"


@pytest.mark.parametrize("column", ["票数（张）", "票数(张)", " 票数（张） "])
def test_column_is_found_whatever_the_width_of_its_signs(tmp_path: Path, column: str) -> None:
    text = f"项目,{column}\n1,10\n2,20\n10,5\n"
    assert valid(tmp_path, {"text": text, "votes": "票数（张）"}) == [10, 20, 5]
    assert valid(tmp_path, {"text": text, "votes": "票数(张)"}) == [10, 20, 5]


@pytest.mark.parametrize("cell", ["10", "10.0", "10.00", " 10 ", "１０", "10票", "10 人次", "10张"])
def test_whole_number_of_votes_is_read_in_any_dress(tmp_path: Path, cell: str) -> None:
    assert valid(tmp_path, {"text": f"项目,票数\n1,{cell}\n2,20\n10,5\n", **BY_COUNT}) == [10, 20, 5]


@pytest.mark.parametrize("cell", ["10.5", "10%", "-1", "十", "1e3", '"1,23"', "NaN"])
def test_what_is_no_whole_number_of_votes_is_refused(tmp_path: Path, cell: str) -> None:
    text = f"项目,票数\n1,{cell}\n2,20\n10,5\n"
    assert problems_of(tmp_path, {"text": text, **BY_COUNT}) == [("results/t0.csv", 2, "cell_not_count")]


def test_comma_in_a_number_without_quotes_is_refused(tmp_path: Path) -> None:
    text = "项目,票数\n1,1,234\n2,2,020\n10,1,005\n合计,4,259\n"
    table = {"text": text, **BY_COUNT, "totals": ["合计"]}
    assert problems_of(tmp_path, table) == [("results/t0.csv", row, "surplus_cells") for row in (2, 3, 4, 5)]


def test_totals_are_compared_with_all_rows_or_those_since_the_total_before(tmp_path: Path) -> None:
    text = "项目,票数\n1,10\n2,20\n小计,30\n10,5\n弃权,3\n小计,8\n合计,38\n"
    table = {"text": text, **BY_COUNT, "totals": ["小计", "合计"], "not_counted": {"弃权": "弃权票"}}
    assert valid(tmp_path, table) == [10, 20, 5]
    assert problems_of(tmp_path, table | {"text": text.replace("合计,38", "合计,35")}) == [
        ("results/t0.csv", 8, "total_differs")
    ]


def test_row_of_persons_counts_voters_and_no_votes(tmp_path: Path) -> None:
    table = {"text": COUNTS + "本题有效填写人次,21\n", **BY_COUNT, "choices": {"at_most": 2}}
    (channel,) = count(tmp_path, table)
    assert (sum(channel.valid.values()), channel.ballots) == (35, 21)
    for persons in (19, 17):
        text = table["text"].replace("人次,21", f"人次,{persons}")
        assert problems_of(tmp_path, table | {"text": text}) == [("results/t0.csv", 5, "persons_differ")]
    exact = table | {"choices": {"exactly": 2}, "text": COUNTS.replace("10,5", "10,6") + "本题有效填写人次,20\n"}
    assert problems_of(tmp_path, exact) == [("results/t0.csv", 5, "persons_differ")]


@pytest.mark.parametrize("text", ["项目,票数\n1,10\n2,20\n", "流水,项目\n1,1\n2,2\n"])
def test_entry_without_a_row_is_reported_unless_it_is_declared_zero(tmp_path: Path, text: str) -> None:
    table = {"text": text, **(BY_COUNT if "票数" in text else BY_ID)}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["entries_without_votes"]
    assert valid(tmp_path, table | {"zero": ["接力棒：民生事项"]})[2] == 0
    assert [code for _, _, code in problems_of(tmp_path, table | {"zero": ["10", "1"]})] == ["zero_with_votes"]
    assert [code for _, _, code in problems_of(tmp_path, table | {"zero": ["9"]})] == ["no_such_finalist"]


def test_table_without_rows_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {"text": "项目,票数\n", **BY_COUNT}) == [("results/t0.csv", 1, "table_without_votes")]
    assert valid(tmp_path, {"text": "项目,票数\n", **BY_COUNT, "zero": ["1", "2", "10"]}) == [0, 0, 0]


def test_channel_of_zeros_is_refused_unless_said(tmp_path: Path) -> None:
    table = {"text": "项目,票数\n1,0\n2,0\n10,0\n", **BY_COUNT}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["channel_without_votes"]
    assert valid(tmp_path, table | {"zero": ["1", "2", "10"]}) == [0, 0, 0]


def test_abstentions_and_withdrawn_entries_are_known_and_not_counted(tmp_path: Path) -> None:
    reasons = {"弃权": "弃权票", "4": "项目已退出"}
    (rows,) = count(tmp_path, {"text": ROWS + "15,弃权\n16,4\n17,弃权\n", **BY_ID, "not_counted": reasons})
    assert (rows.valid, rows.not_counted) == ({"garden": 2, "lift": 1, "canteen": 1}, {"4": 1, "弃权": 2})
    (counts,) = count(tmp_path, {"text": COUNTS + "4,7\n", **BY_COUNT, "not_counted": reasons})
    assert (counts.not_counted, counts.reason_not_counted("4").by_language) == ({"4": 7}, {"zh-Hans": "项目已退出"})


def test_totals_of_rows_of_single_votes_are_refused(tmp_path: Path) -> None:
    table = {"text": ROWS + "15,弃权\n", **BY_ID, "totals": ["弃权"]}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["totals_without_votes"]


BALLOTS: dict[str, dict[str, Any]] = {
    "one cell": {"text": "流水,项目\n11,1┋2\n12,2┋10\n", "separator": "┋"},
    "one cell, full-width": {"text": "流水,项目\n11,1；2\n12,2;10;\n", "separator": ";"},
    "one cell, lines": {"text": '流水,项目\n11,"1\n2"\n12,"2\n10"\n', "separator": "\n"},
    "one cell, with separators in titles": {
        "text": '流水,项目\n11,"雨水花园, 试点, 2"\n12,"2, 10"\n',
        "separator": ",",
        "aliases": {"雨水花园, 试点": "1"},
    },
    "column each": {"text": "流水,甲,乙,丙\n11,1,2,\n12,,2,10\n", "entry": None, "entries": ["甲", "乙", "丙"]},
    "column for each option": {
        "text": "流水,A,B,C\n11,1,是,0\n12,,√,C\n",
        "entry": None,
        "options": {"A": "1", "B": "2", "C": "10"},
    },
    "several rows": {"text": "票号,项目\nx,1\ny,2\nx,2\ny,10\n", "ballot": "票号", "id": None},
}


@pytest.mark.parametrize("layout", BALLOTS)
def test_ballot_with_several_choices_is_read_in_any_layout(tmp_path: Path, layout: str) -> None:
    table = {**BY_ID, **BALLOTS[layout], "choices": {"exactly": 2}}
    (channel,) = count(tmp_path, table)
    assert (channel.valid, channel.ballots) == ({"garden": 1, "lift": 2, "canteen": 1}, 2)


@pytest.mark.parametrize(("persons", "ballots"), [(12, 12), (11, None)])
def test_no_fewer_people_than_an_entry_has_votes(tmp_path: Path, persons: int, ballots: int | None) -> None:
    table = {"text": f"项目,票数\n1,12\n2,8\n10,1\n投票人数,{persons}\n", "votes": "票数"}
    if ballots is None:
        assert [code for _, _, code in problems_of(tmp_path, table)] == ["persons_differ"]
    else:
        (channel,) = count(tmp_path, table)
        assert channel.ballots == ballots


def test_ballot_that_continues_in_another_file_is_one(tmp_path: Path) -> None:
    tables = [
        {"text": text, "ballot": "票号", "choices": {"exactly": 2}}
        for text in ("票号,项目\nx,1\n", "票号,项目\nx,2\ny,2\ny,10\n")
    ]
    (channel,) = count(tmp_path, *tables)
    assert (channel.valid, channel.ballots) == ({"garden": 1, "lift": 2, "canteen": 1}, 2)


@pytest.mark.parametrize("layout", BALLOTS)
@pytest.mark.parametrize("choices", [{"exactly": 3}, {"at_least": 3}, {"at_most": 1}])
def test_ballot_with_another_number_of_choices_is_refused_at_its_row(
    tmp_path: Path, layout: str, choices: dict[str, int]
) -> None:
    table = {**BY_ID, **BALLOTS[layout], "choices": choices}
    problems = problems_of(tmp_path, table)
    assert {code for _, _, code in problems} == {"wrong_number_of_choices"}
    assert len(problems) == 2


def test_ballot_that_names_an_entry_twice_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {"text": "项目\n1┋1\n2┋10\n", "separator": "┋"}) == [
        ("results/t0.csv", 2, "choice_twice")
    ]
    assert problems_of(tmp_path, {"text": "票,项目\nx,1\ny,2\nx,1\ny,10\n", "ballot": "票"}) == [
        ("results/t0.csv", 4, "choice_twice")
    ]


def test_several_choices_in_a_cell_without_separator_are_refused_with_it(tmp_path: Path) -> None:
    table = {"text": "流水,项目\n11,1┋2\n12,2┋10\n13,没有\n", **BY_ID}
    assert problems_of(tmp_path, table) == [
        ("results/t0.csv", 2, "cell_several_entries"),
        ("results/t0.csv", 3, "cell_several_entries"),
        ("results/t0.csv", 4, "cell_unknown_entry"),
    ]


def test_void_ballot_may_have_any_number_of_choices(tmp_path: Path) -> None:
    table = {"text": "项目\n1┋2┋10\n1\n2┋10\n1┋2\n", "separator": "┋", "choices": {"exactly": 2}}
    (channel,) = count(tmp_path, table | {"voided": [{**VOID, "first_row": 2, "last_row": 3}]})
    assert (channel.valid, channel.ballots, channel.voided) == ({"garden": 1, "lift": 2, "canteen": 1}, 2, 4)


def test_mark_that_says_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    table = {**BY_ID, **BALLOTS["column for each option"]}
    problems = problems_of(tmp_path, table | {"text": "流水,A,B,C\n11,1,可能,0\n12,,1,1\n"})
    assert problems == [("results/t0.csv", 2, "cell_not_mark")]


TIMED = (
    "流水,时间,IP,项目\n1,2024-03-20 17:59:59,1.1.1.1,1\n2,2024-03-20 18:00:00,1.1.1.2,1\n"
    "3,2024-03-19 08:00:00,1.1.1.1,2\n4,2024-03-18 08:00:00,1.1.1.3,10\n5,2024-03-18 08:00:01,1.1.1.3,1\n"
)
FULL = {"text": TIMED, **BY_ID, "time": "时间"}
CLOSES = datetime(2024, 3, 20, 10, tzinfo=UTC)


def test_votes_after_the_closing_instant_do_not_count(tmp_path: Path) -> None:
    (channel,) = count(tmp_path, FULL, closes=CLOSES)
    assert (channel.valid["garden"], channel.late, channel.voided) == (2, 1, 1)
    (channel,) = count(tmp_path, FULL | {"closes": "2024-03-20T17:59:59+08:00"}, closes=CLOSES)
    assert (channel.valid["garden"], channel.late) == (1, 2)


def test_times_without_a_zone_are_of_the_competitions(tmp_path: Path) -> None:
    closes = datetime(2024, 3, 20, 17, tzinfo=UTC)
    in_berlin = count(tmp_path, FULL, closes=closes, timezone="Europe/Berlin")
    in_beijing = count(tmp_path, FULL, closes=closes)
    assert [channel.late for channel in (*in_berlin, *in_beijing)] == [1, 0]


def test_a_closing_day_and_voided_days_are_of_the_competitions_zone(tmp_path: Path) -> None:
    votes = ("31T21:59:59Z,1", "31T22:00:00Z,1", "30T23:00:00Z,2", "30T22:00:00Z,10")
    text = "流水,时间,项目\n" + "".join(f"{number},2024-03-{vote}\n" for number, vote in enumerate(votes))
    table = {"text": text, **BY_ID, "time": "时间", "closes": "2024-03-31"}
    (channel,) = count(tmp_path, table, timezone="Europe/Berlin")
    assert (channel.valid["garden"], channel.valid["lift"], channel.late) == (1, 1, 1)
    void = {**VOID, "since": "2024-03-31"}
    (channel,) = count(tmp_path, table | {"closes": None, "voided": [void]}, timezone="Europe/Berlin")
    assert (channel.valid.get("garden", 0), channel.valid.get("lift", 0), channel.voided) == (0, 0, 3)
    assert channel.valid["canteen"] == 1


@pytest.mark.parametrize(
    "late",
    [
        "2024/3/20 18:00",
        "2024年3月20日 18:00",
        "2024-03-20T10:00:00Z",
        "2024/03/20 下午 6:00:00 GMT+8",
        "2024/03/20 18:00:00",
    ],
)
def test_time_is_read_as_services_write_it(tmp_path: Path, late: str) -> None:
    text = f"时间,项目\n2024-03-20 17:59,1\n{late},1\n2024/3/1 9:05,2\n2024-03-01 09:05:11.5,10\n"
    (channel,) = count(tmp_path, {"text": text, "time": "时间"}, closes=CLOSES)
    assert (channel.valid["garden"], channel.late) == (1, 1)


@pytest.mark.parametrize("cell", ["", "昨天", "3/20/24 18:00", "2024-13-01 10:00", "18:00"])
def test_time_that_cannot_be_read_is_refused(tmp_path: Path, cell: str) -> None:
    text = TIMED.replace("2024-03-19 08:00:00", cell)
    assert problems_of(tmp_path, FULL | {"text": text}, closes=CLOSES) == [("results/t0.csv", 4, "cell_not_time")]


VOIDS: dict[str, tuple[dict[str, Any], int, list[int]]] = {
    "rows": ({"first_row": 2, "last_row": 3}, 2, [1, 1, 1]),
    "one row": ({"first_row": 6}, 1, [2, 1, 1]),
    "ids": ({"ids_file": "void.txt"}, 2, [2, 0, 1]),
    "since": ({"since": "2024-03-20T17:00+08:00"}, 2, [1, 1, 1]),
    "until": ({"until": "2024-03-19"}, 2, [2, 1, 0]),
    "entry": ({"entry": "garden"}, 3, [0, 1, 1]),
    "entry by number": ({"entry": "garden", "votes": 2}, 2, [1, 1, 1]),
    "source": ({"where": {"IP": ["1.1.1.1", "9.9.9.9"]}}, 2, [2, 0, 1]),
    "source and entry": ({"where": {"IP": ["1.1.1.3"]}, "entry": "garden"}, 1, [2, 1, 1]),
    "source and time": ({"where": {"IP": ["1.1.1.1"]}, "since": "2024-03-20"}, 1, [2, 1, 1]),
}


@pytest.mark.parametrize("name", VOIDS)
def test_votes_are_voided_by_any_mark_with_its_effect(tmp_path: Path, name: str) -> None:
    marks, effect, votes = VOIDS[name]
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "void.txt").write_text("\ufeff1\n 3 \n\n77\n", encoding="utf-8")
    (channel,) = count(tmp_path, FULL | {"voided": [{**VOID, **marks}]})
    assert [channel.valid[entry] for entry in ("garden", "lift", "canteen")] == votes
    assert [(void.decision.reason.by_language["zh-Hans"], void.votes) for void in channel.voids] == [
        ("机器刷票", effect)
    ]


def test_vote_is_void_by_the_first_decision_on_it(tmp_path: Path) -> None:
    marks = [{"first_row": 3, "last_row": 4}, {"first_row": 2, "last_row": 6}, {"where": {"IP": ["1.1.1.3"]}}]
    text = TIMED + "6,2024-03-18 08:00:01,1.1.1.3,1\n"
    (channel,) = count(tmp_path, FULL | {"text": text, "voided": [{**VOID, **mark} for mark in marks]})
    assert [void.votes for void in channel.voids] == [2, 3, 1]


INEFFECTIVE: dict[str, tuple[dict[str, Any], str]] = {
    "backward": ({"first_row": 4, "last_row": 3}, "void_rows_backwards"),
    "end alone": ({"last_row": 3}, "void_rows_backwards"),
    "header": ({"first_row": 1, "last_row": 1}, "void_of_header"),
    "nothing": ({}, "void_without_mark"),
    "below the table": ({"first_row": 9, "last_row": 12}, "void_without_effect"),
    "no such source": ({"where": {"IP": ["8.8.8.8"]}}, "void_without_effect"),
    "no such time": ({"since": "2025-01-01"}, "void_without_effect"),
    "rows and a number": ({"first_row": 2, "entry": "garden", "votes": 1}, "void_votes_with_rows"),
    "number alone": ({"votes": 1}, "void_without_mark"),
    "too many": ({"entry": "garden", "votes": 4}, "more_voided_than_cast"),
}


@pytest.mark.parametrize("name", INEFFECTIVE)
def test_void_without_effect_is_refused_at_its_line(tmp_path: Path, name: str) -> None:
    marks, code = INEFFECTIVE[name]
    ((file, line, found_code),) = problems_of(tmp_path, FULL | {"voided": [{**VOID, **marks}]})
    assert (file, found_code) == ("results/votes.yaml", code)
    assert line > 10


def test_second_void_of_the_same_rows_is_refused(tmp_path: Path) -> None:
    voided = [{**VOID, "first_row": 2, "last_row": 4}, {**VOID, "first_row": 3}]
    assert [code for _, _, code in problems_of(tmp_path, FULL | {"voided": voided})] == ["void_without_effect"]


@pytest.mark.parametrize(("key", "marks"), [("id", {"ids_file": "x.txt"}), ("time", {"since": "2024-03-01"})])
def test_void_that_needs_a_column_says_so(tmp_path: Path, key: str, marks: dict[str, str]) -> None:
    table = FULL | {key: None, "voided": [{**VOID, **marks}]}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["void_needs_column"]


def test_rows_of_a_table_of_counts_cannot_be_voided(tmp_path: Path) -> None:
    table = {"text": COUNTS, **BY_COUNT, "voided": [{**VOID, "first_row": 2}]}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["void_of_rows_in_counts"]
    (channel,) = count(tmp_path, table | {"voided": [{**VOID, "entry": "lift", "votes": 3}]})
    assert (channel.valid["lift"], channel.voided) == (17, 3)


def test_files_of_a_channel_are_added(tmp_path: Path) -> None:
    tables = [{"text": ROWS, **BY_ID}, {"text": "流水,项目\n21,10\n22,10\n", **BY_ID}]
    (channel,) = count(tmp_path, *tables)
    assert (channel.valid, channel.notes) == ({"garden": 2, "lift": 1, "canteen": 3}, ())


def test_same_file_twice_is_refused(tmp_path: Path) -> None:
    table = {"text": COUNTS, **BY_COUNT}
    ((file, line, code),) = problems_of(tmp_path, table, table)
    assert (file, code) == ("results/votes.yaml", "table_twice")
    assert line > 10


def test_same_columns_of_a_file_do_not_count_in_two_channels(tmp_path: Path) -> None:
    table = {"text": "项目,票数,周末\n1,10,1\n2,20,2\n10,5,3\n", **BY_COUNT}
    problems = problems_of(tmp_path, table, table | {"channel": "paper"})
    assert [(file, code) for file, _, code in problems] == [("results/votes.yaml", "table_in_two_channels")]
    app, paper = count(tmp_path, table, table | {"channel": "paper", "votes": "周末"})
    assert (app.valid, paper.valid) == (
        {"garden": 10, "lift": 20, "canteen": 5},
        {"garden": 1, "lift": 2, "canteen": 3},
    )


@pytest.mark.parametrize(
    ("other", "notes"),
    [
        ("项目,票数\n10,5\n2,20\n1,10\n", ["warn_channels_alike"]),
        ("项目,票数\n10,5\n2,20\n1,11\n", []),
    ],
)
def test_channels_with_the_same_votes_are_reported(tmp_path: Path, other: str, notes: list[str]) -> None:
    tables = [{"text": COUNTS, **BY_COUNT}, {"text": other, **BY_COUNT, "channel": "paper"}]
    first, second = count(tmp_path, *tables)
    assert (first.notes, [note.code for note in second.notes]) == ((), notes)


def test_channels_in_which_all_entries_are_equal_need_not_be_the_same(tmp_path: Path) -> None:
    tables = [{"text": "项目,票数\n1,1\n2,1\n10,1\n", **BY_COUNT, "channel": channel} for channel in ("app", "paper")]
    channels = count(tmp_path, tables[0], tables[1] | {"text": "项目,票数\n2,1\n1,1\n10,1\n"})
    assert [channel.notes for channel in channels] == [(), ()]


def test_rows_of_words_and_numbers_of_other_entries_are_noted(tmp_path: Path) -> None:
    text = "编号,项目,票数\n1,雨水花园（试点）,10\n10,2,20\n2,10,5\n统计人：李某\n,注：截至周五\n"
    (channel,) = count(tmp_path, {"text": text, **BY_COUNT})
    assert channel.valid == {"garden": 10, "lift": 20, "canteen": 5}
    assert [(note.line, note.code, dict(note.values)) for note in channel.notes] == [
        (5, "warn_row_of_words", {"column": "项目", "given": "统计人：李某"}),
        (6, "warn_row_of_words", {"column": "项目", "given": "注：截至周五"}),
        (3, "warn_names_differ", {"column": "编号", "given": "10", "entry": "2"}),
    ]


def test_void_of_votes_for_no_finalist_is_refused(tmp_path: Path) -> None:
    table = {"text": COUNTS, **BY_COUNT, "voided": [{**VOID, "entry": "02", "votes": 1}]}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["unknown_finalist"]


def test_mistakes_of_cells_and_of_whole_rows_are_reported_together(tmp_path: Path) -> None:
    text = "项目,票数\n1,一打\n2,1,234\n10,1,001\n"
    assert problems_of(tmp_path, {"text": text, **BY_COUNT}) == [
        ("results/t0.csv", 2, "cell_not_count"),
        ("results/t0.csv", 3, "surplus_cells"),
        ("results/t0.csv", 4, "surplus_cells"),
    ]
    rows = "流水,项目\n1,谁\n2,1,1\n"
    assert [code for _, _, code in problems_of(tmp_path, {"text": rows, **BY_ID})] == [
        "cell_unknown_entry", "surplus_cells"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("vote_id", "code"),
    [
        ("1.23457E+17", "cell_id_cut"),
        ("2e+15", "cell_id_cut"),
        ("1234567890123450", "cell_id_cut"),
        ("123456789012345", "cell_vote_twice"),
        ("1234567890123456", "cell_vote_twice"),
        ("12000", "cell_vote_twice"),
    ],
)
def test_long_ids_that_a_spreadsheet_program_cut_are_no_votes_twice(tmp_path: Path, vote_id: str, code: str) -> None:
    text = f"流水,项目\n{vote_id},1\n7,2\n{vote_id},10\n"
    assert problems_of(tmp_path, {"text": text, **BY_ID}) == [("results/t0.csv", 4, code)]


def test_vote_in_two_files_of_a_channel_is_refused_at_its_row(tmp_path: Path) -> None:
    other = {"text": "流水,项目\n21,10\n12,2\n", **BY_ID}
    assert problems_of(tmp_path, {"text": ROWS, **BY_ID}, other) == [("results/t1.csv", 3, "cell_vote_twice")]
    voided = other | {"voided": [{**VOID, "first_row": 3}]}
    assert valid(tmp_path, {"text": ROWS, **BY_ID}, voided) == [2, 1, 2]


def test_counts_of_the_same_entries_in_two_files_are_added_and_reported(tmp_path: Path) -> None:
    other = {"text": COUNTS.replace("20", "21"), **BY_COUNT}
    (channel,) = count(tmp_path, {"text": COUNTS, **BY_COUNT}, other)
    assert channel.valid == {"garden": 20, "lift": 41, "canteen": 10}
    assert [(note.code, note.is_warning) for note in channel.notes] == [("warn_votes_added", True)]


def test_keys_of_rows_do_not_go_with_counts(tmp_path: Path) -> None:
    table = {"text": COUNTS, **BY_COUNT, "separator": "┋"}
    assert [code for _, _, code in problems_of(tmp_path, table)] == ["keys_of_rows_with_votes"]
    assert [code for _, _, code in problems_of(tmp_path, {"text": ROWS, "entry": None})] == ["one_layout"]


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    text = "项目\n" + "没有这个\n" * 150
    problems = problems_of(tmp_path, {"text": text})
    assert len(problems) == 101
    assert [code for _, _, code in problems].count("more_cells_wrong") == 1


def test_workbook_counts_as_a_text_table_does(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["项目", "票数"], [1, 10.0], ["02", 20], ["接力棒:民生事项", "5"], [None, None]]
    assert valid(tmp_path, {"text": workbook(rows), "file": "t.xlsx", **BY_COUNT}) == [10, 20, 5]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("项目,票数,备注\n1,1,234\n02,999,\n10,3,\n", [2]),
        ("项目,票数,备注\n1,1,234\n02,2,345\n10,3,456\n", [2, 3, 4]),
        ("项目,票数,名次\n1,1,234\n02,999,\n10,3\n", [2]),
        ("项目,票数,人数\n1,120,234\n02,100,150\n10,90,100\n", []),
        ("项目,票数,备注\n1,1234,已核\n02,999,\n10,3,\n", []),
        ("项目,备注,票数\n1,234,1\n02,,999\n10,,3\n", []),
    ],
)
def test_number_that_its_comma_split_in_two_cells_is_refused(tmp_path: Path, text: str, rows: list[int]) -> None:
    expected = [("results/t0.csv", row, "cell_number_split") for row in rows]
    assert problems_of(tmp_path, {"text": text, "votes": "票数"}) == expected


def test_total_above_all_rows_is_compared_with_them(tmp_path: Path) -> None:
    table = {"text": "项目,票数\n合计,22\n1,12\n02,7\n10,3\n", "votes": "票数", "totals": ["合计"]}
    (channel,) = count(tmp_path, table)
    assert sum(channel.valid.values()) == 22
    wrong = {**table, "text": table["text"].replace("22", "23")}
    assert problems_of(tmp_path, wrong) == [("results/t0.csv", 2, "total_differs")]


@pytest.mark.parametrize(
    "text", ["项目;票数\n1;12\n02;7\n10;3\n".encode("gbk"), "项目,票数\n10,3\n1,12\n02,7\n".encode()]
)
def test_same_votes_in_another_dress_are_refused_unless_the_source_differs(tmp_path: Path, text: bytes) -> None:
    first = {"text": "项目,票数\n1,12\n02,7\n10,3\n", "votes": "票数"}
    second = {"text": text, "votes": "票数", "encoding": "gbk" if b";" in text else "utf-8"}
    assert [code for _, _, code in problems_of(tmp_path, first, second)] == ["tables_alike"]
    (channel,) = count(tmp_path, first, {**second, "source": "第二周后台"})
    assert sum(channel.valid.values()) == 44


PARTS = {"ballot": "票", "choices": {"exactly": 2}}
# tables with one wrong cell, and its column
WRONG_CELLS: dict[str, tuple[dict[str, Any], str, str]] = {
    "name in a table of counts": ({"text": COUNTS + "没有,1\n", **BY_COUNT}, "项目", "cell_unknown_entry"),
    "entry twice": ({"text": COUNTS + "1,1\n", **BY_COUNT}, "项目", "cell_entry_twice"),
    "number": ({"text": COUNTS + "1,多\n", **BY_COUNT}, "票数", "cell_not_count"),
    "total": ({"text": COUNTS + "合计,1\n", **BY_COUNT, "totals": ["合计"]}, "票数", "total_differs"),
    "total above": (
        {"text": "项目,票数\n合计,1\n1,10\n2,20\n10,5\n", **BY_COUNT, "totals": ["合计"]}, "票数", "total_differs"
    ),
    "persons": ({"text": COUNTS + "投票人数,1\n", **BY_COUNT}, "票数", "persons_differ"),
    "name in a row": ({"text": ROWS + "15,没有\n", **BY_ID}, "项目", "cell_unknown_entry"),
    "name in a column": (
        {"text": "甲,乙\n1,2\n10,没有\n", "entry": None, "entries": ["甲", "乙"]}, "乙", "cell_unknown_entry"
    ),
    "mark": ({"text": "A,B\n1,1\n可能,1\n", "entry": None, "options": {"A": "1", "B": "2"}}, "A", "cell_not_mark"),
    "id twice": ({"text": ROWS + "14,2\n", **BY_ID}, "流水", "cell_vote_twice"),
    "no id": ({"text": ROWS + ",2\n", **BY_ID}, "流水", "cell_empty"),
    "time": ({"text": "时间,项目\n昨天,1\n", "time": "时间", "closes": "2024-03-20"}, "时间", "cell_not_time"),
    "no ballot": ({"text": "票,项目\nx,1\n,2\nx,2\n", **PARTS}, "票", "cell_empty"),
    "choice twice": ({"text": "票,项目\nx,1\nx,1\ny,2\ny,10\n", **PARTS}, "票", "choice_twice"),
    "number of choices": ({"text": "票,项目\nx,1\ny,1\ny,2\n", **PARTS}, "票", "wrong_number_of_choices"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "column", "code"), WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_problem_of_a_cell_names_its_column(tmp_path: Path, table: dict[str, Any], column: str, code: str) -> None:
    with pytest.raises(ContentError) as refused:
        count(tmp_path, table)
    assert [(dict(wrong.values)["column"], wrong.code) for wrong in refused.value.problems] == [(column, code)]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ({"text": "流水,项目\n" + "11,1\n12,2\n" * 2, **BY_ID}, "流水"),
        ({"text": "票,项目\n" + "x,1\ny,2\n" * 2, "ballot": "票"}, "票"),
        ({"text": "票,项目\nx,1\ny,2\n", **PARTS}, "票"),
    ],
)
def test_ids_that_mostly_repeat_are_refused_with_their_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: dict[str, Any], column: str
) -> None:
    monkeypatch.setattr(id_store, "MAX_SUSPECTS", 1)
    with pytest.raises(ContentError) as refused:
        count(tmp_path, table)
    (wrong,) = refused.value.problems
    assert (wrong.line, wrong.code, dict(wrong.values)) == (1, "ids_repeated", {"column": column, "count": "2"})
