"""The report of a result, before it is typeset: each section with the figures of the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.notary import report
from plugins.notary.report import make_report
from plugins.results.record import build_record, hash_record
from tests.results.tally_inputs import BY, DECISIONS, tally_result, vote_table, with_tally, yaml_file

SPECIAL = {"id": "liked", "name": "人气奖", "kind": "popularity", "size": 1, "public_from": "notice"}
LOT = {"order": ["rain-garden", "lift-watch"], "reason": "公开抽签", "author": "公证处", "date": "2024-03-22"}


def _data(content: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is typeset, and the record."""
    documents: list[Any] = []

    class Typeset:
        pdf = b"pdf"

    def typeset(_template: Path, _files: object, data: list[Any]) -> Any:
        documents.extend(data)
        return iter([Typeset])

    monkeypatch.setattr(report, "typeset", typeset)
    result = tally_result(content)
    record = build_record(result)
    assert make_report(result, record) == b"pdf"
    (data,) = documents
    return data, record


def test_report_has_every_section_of_the_record(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = vote_table(voided=[{"entry": "rain-garden", "votes": 2, **BY}])
    with_tally(votes, yaml_file(DECISIONS, {"lots": [LOT]}), special_awards=[SPECIAL])(tiny)
    data, record = _data(tiny, monkeypatch)
    sections = {section["title"]: (section["columns"], section["rows"]) for section in data.pop("sections")}
    assert data == {
        "name": "小城大赛 · 计票计分报告",
        "authors": ["小城甲委员会", "小城日报"],
        "lang": "zh",
        "region": "cn",
        "contest": "小城创新大赛",
        "title": "计票计分报告",
    }
    columns, rows = sections.pop("规则")
    assert (columns, rows[0]) == ([], ["总分由市民投票和专家评分组成：市民投票占20%，专家评分占80%。"])
    assert sections == {
        "投票渠道": (["渠道", "有效票", "作废"], [["app", "2020", "2"]]),
        "作废的票": (["票数", "原因", "决定者", "日期"], [["2", "重复投票", "公证处", "2024-03-21"]]),
        "名次": (
            ["名次", "项目", "票数", "总分"],
            [["1", "01 雨水花园", "1198", "88.00"], ["2", "02 电梯看护", "822", "83.32"]],
        ),
        "获奖建议": (
            ["奖项", "获奖者"],
            [["金奖", "01 雨水花园"], ["表扬奖", "02 电梯看护"], ["人气奖", "01 雨水花园"]],
        ),
        "抽签和决定": (["种类", "原因", "决定者", "日期"], [["lot", "公开抽签", "公证处", "2024-03-22"]]),
        "所用的文件": (["文件", "SHA-256"], [list(pair) for pair in sorted(record["inputs"].items())]),
        "计票记录的 SHA-256": ([], [[hash_record(record)]]),
    }


def test_decisions_and_places_without_a_winner_are_in_the_report(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vacant = {"kind": "vacant", "level": "gold", "places": 1, **BY}
    with_tally(yaml_file(DECISIONS, {"decisions": [vacant]}))(tiny)
    data, _ = _data(tiny, monkeypatch)
    rows = {section["title"]: section["rows"] for section in data["sections"]}
    assert rows["抽签和决定"] == [["vacant", "重复投票", "公证处", "2024-03-21"]]
    assert rows["获奖建议"] == [["金奖", ""], ["表扬奖", "01 雨水花园"]]
    assert {section["none"] for section in data["sections"]} == {"无"}
