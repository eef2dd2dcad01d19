"""The tally from files to awards: exports of all kinds, voided votes, recusals, lots, overrides, verification."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.cli.tally import compare_record, show_weights, write_proposal
from tests.content.mutations import SITE, Change, combine, replace_text, write_file
from tests.results.tally_inputs import (
    BY,
    DECISIONS,
    PLAIN_SCORES,
    PLAIN_VOTES,
    VOTES,
    WHEN,
    score_sheet,
    tally_result,
    vote_table,
    with_tally,
    workbook,
    yaml_file,
)
from tests.support.builds import files

RECORD, AWARDS, PUBLISHED = "results/record.json", "results/awards.yaml", "results/published.yaml"
EVERYTHING = ["weights", "turnout", "voided", "votes", "shares", "points", "ranks"]
ONE_EACH = "流水号,选项\n1,雨水花园\n2,雨水花园\n3,电梯看护\n"
EXPORTS: dict[str, Change] = {
    "UTF-8": vote_table(),
    "UTF-8 with a mark": vote_table("\ufeff" + PLAIN_VOTES),
    "GBK": vote_table(PLAIN_VOTES.encode("gbk"), encoding="gbk"),
    "UTF-16": vote_table(PLAIN_VOTES.encode("utf-16"), encoding="utf-16"),
    "line ends of Windows": vote_table(PLAIN_VOTES.replace("\n", "\r\n")),
    "thousands": vote_table('选项,票数\n雨水花园,"1,200"\n电梯看护,822\n'),
    "full-width digits": vote_table("选项,票数\n雨水花园,１２００\n电梯看护,８２２\n"),
    "words behind the number": vote_table("选项,票数\n雨水花园,1200票\n电梯看护, 822 票\n"),
    "per cent beside": vote_table("选项,票数,比例\n雨水花园,1200,59.35%\n电梯看护,822,40.65%\n"),
    "total below": vote_table(PLAIN_VOTES + "合计,2022\n", totals=["合计"]),
    "empty rows": vote_table("选项,票数\n\n雨水花园,1200\n,\n电梯看护,822\n,\n"),
    "numbers for names": vote_table("选项,票数\n01,1200\n02,822\n"),
    "slugs for names": vote_table("选项,票数\nrain-garden,1200\nlift-watch,822\n"),
    "numbers and names": vote_table("选项,票数\n01 雨水花园,1200\n02 电梯看护,822\n"),
    "English names": vote_table("选项,票数\nRain Garden,1200\n02,822\n"),
    "header further down": vote_table("投票结果\n导出时间：3月20日\n" + PLAIN_VOTES, header=3),
    "workbook": vote_table(workbook([["选项", "票数"], ["雨水花园", 1200], ["电梯看护", 822.0]]), file="app.xlsx"),
    "sheet of a workbook": vote_table(
        workbook([["选项", "票数"], ["01", 1200], ["02", 822]], "结果"), file="app.xlsx", sheet="结果"
    ),
    "voided by number": vote_table(
        "选项,票数\n雨水花园,1234\n电梯看护,822\n", voided=[{**BY, "entry": "rain-garden", "votes": 34}]
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_export_of_any_kind_gives_the_same_votes(tiny: Path, name: str) -> None:
    with_tally(EXPORTS[name])(tiny)
    result = tally_result(tiny)
    assert [dict(channel.valid) for channel in result.inputs.votes] == [{"lift-watch": 822, "rain-garden": 1200}]


def test_votes_row_by_row_are_counted_and_voided_by_rows(tiny: Path) -> None:
    voided = [{**BY, "first_row": 3}, {**BY, "first_row": 4, "last_row": 9}]
    with_tally(vote_table(ONE_EACH, votes=None, id="流水号", voided=voided))(tiny)
    (channel,) = tally_result(tiny).inputs.votes
    assert (dict(channel.valid), channel.voided) == ({"lift-watch": 0, "rain-garden": 1}, 2)


def _recorded_points(content: Path) -> list[tuple[str, Fraction, Fraction, Fraction]]:
    """Each entry with its points for votes, its judges' points and its total, in the record's order, exact."""
    record = json.loads((content / RECORD).read_text(encoding="utf-8"))
    return [
        (row["entry"], *(_exact(row["points"].get(part, "0")) for part in ("public", "experts")), _exact(row["total"]))
        for row in record["ranking"]
    ]


def _exact(text: str) -> Fraction:
    return Fraction(text.rpartition("(")[2].rstrip(")"))


@pytest.mark.parametrize(
    ("rule", "sheet", "winner"),
    [
        # 100 and 68.5 for votes; means 85 and 87
        ({}, PLAIN_SCORES, ("rain-garden", 100, 85, 88)),
        ({"votes_as": "rank"}, PLAIN_SCORES, ("rain-garden", 100, 85, 88)),
        ({"public": 0, "experts": 100}, PLAIN_SCORES, ("lift-watch", Fraction("68.5"), 87, 87)),
        # 80 is left of 90, 80 and 10, and 88 of 88, 86 and 100
        ({"trim": 1}, PLAIN_SCORES + "丙,01,10\n丙,02,100\n", ("lift-watch", Fraction("68.5"), 88, Fraction("84.1"))),
        # one judge puts it first and the other last: z is 1 and -1, so both entries have 50
        ({"normalise": "z_score"}, PLAIN_SCORES, ("rain-garden", 100, 50, 60)),
    ],
)
def test_winner_has_the_figures_that_the_rule_gives(tiny: Path, rule: dict[str, Any], sheet: str, winner: Any) -> None:
    with_tally(score_sheet(sheet), **rule)(tiny)
    assert write_proposal(tiny, "en") == 0
    assert _recorded_points(tiny)[0] == winner


def test_share_of_the_total_is_exact_in_the_record(tiny: Path) -> None:
    with_tally(vote_table("选项,票数\n01,1\n02,2\n"), votes_as="share_of_total", public=100, experts=0)(tiny)
    assert write_proposal(tiny, "en") == 0
    assert [row[1] for row in _recorded_points(tiny)] == [Fraction(200, 3), Fraction(100, 3)]


def test_channels_are_weighed(tiny: Path) -> None:
    channel = replace_text(SITE, ("name: 小城客户端}", "name: 小城客户端}\n  - {id: paper, name: 小城日报}"))
    tables = [
        {"channel": "app", "file": "app.csv", "entry": "选项", "votes": "票数", **WHEN},
        {"channel": "paper", "file": "paper.csv", "entry": "选项", "votes": "票数", **WHEN},
    ]
    paper = combine(write_file("results/paper.csv", "选项,票数\n01,1\n02,4\n"), yaml_file(VOTES, {"tables": tables}))
    combine(channel, with_tally(paper, channel_weights={"app": 40, "paper": 60}))(tiny)
    assert write_proposal(tiny, "en") == 0
    # 100·40 + 25·60 and 68.5·40 + 100·60, per cent
    assert {row[0]: row[1] for row in _recorded_points(tiny)} == {"rain-garden": 55, "lift-watch": Fraction("87.4")}


def test_channel_weights_with_decimals_are_exact(tiny: Path) -> None:
    channel = replace_text(SITE, ("name: 小城客户端}", "name: 小城客户端}\n  - {id: paper, name: 小城日报}"))
    tables = [
        {"channel": name, "file": f"{name}.csv", "entry": "选项", "votes": "票数", **WHEN} for name in ("app", "paper")
    ]
    paper = combine(write_file("results/paper.csv", "选项,票数\n01,1\n02,4\n"), yaml_file(VOTES, {"tables": tables}))
    combine(channel, with_tally(paper, channel_weights={"app": 33.3, "paper": 66.7}))(tiny)
    assert write_proposal(tiny, "en") == 0
    # 100·33.3 + 25·66.7 and 68.5·33.3 + 100·66.7, per cent
    assert {row[0]: row[1] for row in _recorded_points(tiny)} == {
        "rain-garden": Fraction("49.975"),
        "lift-watch": Fraction("89.5105"),
    }


def test_recusal_leaves_a_mark_out(tiny: Path) -> None:
    recusals = [{"judge": "甲", "entry": "rain-garden", "reason": "本单位的项目"}]
    with_tally(score_sheet(PLAIN_SCORES.replace("甲,01,90\n", ""), recusals=recusals))(tiny)
    assert write_proposal(tiny, "en") == 0
    assert {row[0]: row[2] for row in _recorded_points(tiny)} == {"rain-garden": 80, "lift-watch": 87}


def test_lot_decides_a_tie_and_is_recorded(tiny: Path) -> None:
    same = "评委,项目,创新性\n甲,01,90\n甲,02,90\n"
    lot = {"order": ["lift-watch", "rain-garden"], "reason": "同分", "author": "公证处", "date": "2024-03-25"}
    with_tally(vote_table("选项,票数\n01,5\n02,5\n"), score_sheet(same), yaml_file(DECISIONS, {"lots": [lot]}))(tiny)
    assert write_proposal(tiny, "en") == 0
    record = json.loads((tiny / RECORD).read_text(encoding="utf-8"))
    assert record["awards"] == {"gold": ["lift-watch"], "praise": ["rain-garden"]}
    assert record["ties"] == [{"entries": ["lift-watch", "rain-garden"], "broken_by": "lot"}]
    assert record["lots"] == [lot]


def test_quota_keeps_a_place_for_a_track(tiny: Path) -> None:
    with_tally(quotas={"gold": {"safety": 1}})(tiny)
    assert {level: list(won) for level, won in tally_result(tiny).levels.items()} == {
        "gold": ["lift-watch"],
        "praise": ["rain-garden"],
    }


def test_special_awards_go_by_votes_and_by_recommendations(tiny: Path) -> None:
    special = [
        {"id": "popular", "name": "人气奖", "kind": "popularity", "size": 1, "public_from": "notice"},
        {"id": "best", "name": "组织奖", "kind": "organiser", "size": 1, "public_from": "notice"},
    ]
    with_tally(vote_table("选项,票数\n01,5\n02,9\n"), special_awards=special)(tiny)
    assert write_proposal(tiny, "en") == 0
    awards = yaml.safe_load((tiny / AWARDS).read_text(encoding="utf-8"))
    assert awards["special"] == {"popular": ["lift-watch"], "best": ["east-office"]}


def test_published_file_holds_what_the_rule_publishes(tiny: Path) -> None:
    with_tally(publish=EVERYTHING)(tiny)
    assert write_proposal(tiny, "en") == 0
    data = yaml.safe_load((tiny / PUBLISHED).read_text(encoding="utf-8"))
    assert (data["public"], data["experts"]) == ("20", "80")
    assert data["channels"][0]["votes"] == "2022"
    assert data["entries"][0] == {
        "entry": "rain-garden", "votes": "1200", "share": "59.35",
        "public": "100.00", "experts": "85.00", "total": "88.00", "rank": "1",
    }  # fmt: skip


def test_published_file_of_a_rule_that_publishes_nothing_holds_hashes_only(tiny: Path) -> None:
    with_tally()(tiny)
    assert write_proposal(tiny, "en") == 0
    assert set(yaml.safe_load((tiny / PUBLISHED).read_text(encoding="utf-8"))) == {"record", "awards", "figures"}


def test_order_of_rows_changes_no_award_and_no_figure(tiny: Path) -> None:
    with_tally(publish=EVERYTHING)(tiny)
    write_proposal(tiny, "en")
    before = _recorded_points(tiny)
    other_scores = "评委,项目,创新性\n乙,02,86\n甲,02,88\n乙,01,80\n甲,01,90\n"
    combine(vote_table("选项,票数\n电梯看护,822\n雨水花园,1200\n"), score_sheet(other_scores))(tiny)
    assert write_proposal(tiny, "en") == 0
    assert _recorded_points(tiny) == before


def test_tally_writes_the_same_bytes_each_time(tiny: Path) -> None:
    with_tally(publish=EVERYTHING)(tiny)
    write_proposal(tiny, "en")
    before = files(tiny)
    assert write_proposal(tiny, "zh-Hans") == 0
    assert files(tiny) == before


# 100 and 68.5 for votes, 85 and 87 from the judges
@pytest.mark.parametrize(
    ("weights", "rows"),
    [
        ("0/100", [["lift-watch", "2", "1", "87.00"], ["rain-garden", "1", "2", "85.00"]]),
        ("60/40", [["rain-garden", "1", "1", "94.00"], ["lift-watch", "2", "2", "75.90"]]),
        ("100/0", [["rain-garden", "1", "1", "100.00"], ["lift-watch", "2", "2", "68.50"]]),
    ],
)
def test_what_if_prints_the_ranking_under_other_weights_and_writes_nothing(
    tiny: Path, capsys: pytest.CaptureFixture[str], weights: str, rows: list[list[str]]
) -> None:
    with_tally()(tiny)
    before = files(tiny)
    assert show_weights(tiny, weights, "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1::2] for line in lines if "lift-watch" in line or "rain-garden" in line] == rows
    assert files(tiny) == before


@pytest.mark.parametrize("weights", ["50/60", "50/40", "50", "a/b", "-10/110"])
def test_what_if_refuses_weights_that_are_not_100_together(tiny: Path, weights: str) -> None:
    with_tally()(tiny)
    assert show_weights(tiny, weights, "en") == 1


@pytest.mark.parametrize("file", [RECORD, AWARDS, PUBLISHED])
def test_any_changed_byte_in_a_written_file_is_found(tiny: Path, file: str) -> None:
    with_tally(publish=EVERYTHING)(tiny)
    write_proposal(tiny, "en")
    path = tiny / file
    whole = path.read_bytes()
    assert compare_record(tiny, tiny / RECORD, "en") == 0
    for offset in range(0, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        assert compare_record(tiny, tiny / RECORD, "en") == 1, offset
    path.write_bytes(whole + b"\n")
    assert compare_record(tiny, tiny / RECORD, "en") == 1


def test_recount_reports_where_the_record_differs(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_tally()(tiny)
    write_proposal(tiny, "en")
    replace_text("results/app.csv", ("822", "823"))(tiny)
    assert compare_record(tiny, tiny / RECORD, "en") == 1
    output = capsys.readouterr().err
    assert 'votes[1].valid.lift-watch: recorded "822", recounted "823"' in output
    assert "inputs.results/app.csv: recorded" in output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("public: 20\n  experts: 80", "public: 30\n  experts: 70"),
        ("- votes", "- turnout"),
        ("decimals: 1", "decimals: 2"),
    ],
)
def test_rule_changed_after_the_tally_is_found(tiny: Path, old: str, new: str) -> None:
    with_tally(publish=["votes"], decimals=1)(tiny)
    write_proposal(tiny, "en")
    replace_text(SITE, (old, new))(tiny)
    assert compare_record(tiny, tiny / RECORD, "en") == 1


def test_unreadable_old_awards_do_not_block_a_new_tally(tiny: Path) -> None:
    with_tally()(tiny)
    write_file(AWARDS, "awards: {gold: [xyz]}\n")(tiny)
    write_file(PUBLISHED, "nonsense")(tiny)
    assert write_proposal(tiny, "en") == 0
