"""`tally --inspect` on exports as platforms write them: what it says is what the tally then counts by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.cli.tally import inspect
from plugins.content.problems import ContentError
from plugins.results.inspect_table import inspect_table, write_mapping
from plugins.results.names import EntryNames
from tests.results.tally_inputs import workbook
from tests.results.vote_inputs import FINALISTS, TITLES, count, make_entries

NAMES = EntryNames(make_entries(TITLES), FINALISTS)
GARDEN, LIFT, CANTEEN = (title for _, title in TITLES.values())
EXPORTS: dict[str, tuple[str, bytes, str, dict[str, Any]]] = {
    "问卷星, choices in a cell": (
        "a.csv",
        (
            "序号,提交答卷时间,所用时间,来源,来自IP,1、请选出您支持的项目\n"
            f"1,2024/3/1 8:00:01,20秒,微信,1.1.1.1,A.{GARDEN}┋{LIFT}\n2,2024/3/1 8:05:01,9秒,微信,1.1.1.2,{CANTEEN}\n"
        ).encode("gbk", "replace"),
        "问卷星",
        {
            "entry": "1、请选出您支持的项目",
            "id": "序号",
            "time": "提交答卷时间",
            "separator": "┋",
            "choices": {"at_most": 2},
        },
    ),
    "问卷星, totals per option": (
        "a.csv",
        f"选项,小计,比例\n{GARDEN},12,60%\n{LIFT},8,40%\n{CANTEEN},1,5%\n合计,21,\n本题有效填写人次,20,\n".encode(),
        "问卷星",
        {"entry": "选项", "votes": "小计", "totals": ["合计"]},
    ),
    "Microsoft Forms": (
        "a.xlsx",
        workbook(
            [
                ["ID", "开始时间", "完成时间", "电子邮件", "名称", "请选择"],
                ["1", "2024-03-01 08:00:00", "2024-03-01 08:01:00", "anonymous", "", f"{GARDEN};{LIFT};"],
                ["2", "2024-03-01 08:02:00", "2024-03-01 08:03:00", "anonymous", "", f"{CANTEEN};"],
            ]
        ),
        "Microsoft Forms",
        {"entry": "请选择", "id": "ID", "time": "完成时间", "separator": ";", "choices": {"at_most": 2}},
    ),
    "Google Forms": (
        "a.csv",
        f'Timestamp,Email Address,Choose\n2024/03/01 8:00:00 AM GMT+8,a@b.example,"{GARDEN}, {LIFT}"\n'
        f"2024/03/01 8:01:00 AM GMT+8,c@b.example,{CANTEEN}\n".encode(),
        "Google 表单",
        {"entry": "Choose", "time": "Timestamp", "separator": ",", "choices": {"at_most": 2}},
    ),
    "LimeSurvey": (
        "a.csv",
        '"Response ID","Date submitted","Last page","Seed",'
        f'"Choose [{GARDEN}]","Choose [{LIFT}]","Choose [{CANTEEN}]"\n'
        '"1","2024-03-01 08:00:00","1","7","Yes","Yes",""\n"2","2024-03-01 08:00:05","1","8","","","Yes"\n'.encode(),
        "LimeSurvey",
        {
            "id": "Response ID",
            "time": "Date submitted",
            "options": {f"Choose [{GARDEN}]": "garden", f"Choose [{LIFT}]": "lift", f"Choose [{CANTEEN}]": "canteen"},
        },
    ),
    "腾讯问卷": (
        "a.csv",
        f"编号,开始时间,结束时间,答题时长,IP,支持的项目\n5,2024-03-01 08:00:00,2024-03-01 08:00:09,9,1.1.1.1,{GARDEN}\n"
        f"6,2024-03-01 08:00:00,2024-03-01 08:00:19,19,1.1.1.2,{LIFT}\n"
        f"7,2024-03-01 08:00:00,2024-03-01 08:00:29,29,1.1.1.3,{CANTEEN}\n".encode(),
        "腾讯问卷",
        {"entry": "支持的项目", "id": "编号", "time": "结束时间"},
    ),
    "金数据": (
        "a.csv",
        f'序号,请投票,提交时间,修改时间,填写设备\n1,"{GARDEN},{LIFT}",2024-03-01 08:00:00,2024-03-01 08:00:00,手机\n'
        f"2,{CANTEEN},2024-03-01 08:00:00,2024-03-01 08:00:00,手机\n".encode(),
        "金数据",
        {"entry": "请投票", "id": "序号", "time": "提交时间", "separator": ",", "choices": {"at_most": 2}},
    ),
    "微信投票": (
        "a.csv",
        f"导出时间：3月\n选项,票数,占比\n{GARDEN},12,57%\n{LIFT},8,38%\n{CANTEEN},1,5%\n".encode(),
        "微信投票",
        {"entry": "选项", "votes": "票数"},
    ),
    "Nextcloud Forms": (
        "a.csv",
        '"User ID","User display name","Timestamp","Vote"\n'
        f'"","Anonymous","2024-03-01T08:00:00+08:00","{GARDEN}; {LIFT}"\n'
        f'"","Anonymous","2024-03-01T08:00:00+08:00","{CANTEEN}"\n'.encode(),
        "Nextcloud 表单",
        {"entry": "Vote", "time": "Timestamp", "separator": ";", "choices": {"at_most": 2}},
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_recognised_and_counted_as_it_was_seen(tmp_path: Path, name: str) -> None:
    file, data, platform, keys = EXPORTS[name]
    (tmp_path / file).write_bytes(data)
    inspection = inspect_table(tmp_path / file, NAMES)
    assert (inspection.preset and inspection.preset.name["zh-Hans"], inspection.keys) == (platform, keys)
    (table,) = yaml.safe_load(write_mapping(inspection, "app", "请填写"))["tables"]
    assert (table["as_of"], table["source"]) == (None, None)
    filled = {**table, "as_of": "2024-03-20", "source": "后台", "entry": table.get("entry")}
    (channel,) = count(tmp_path, {**filled, "text": data}, titles=TITLES)
    assert set(channel.valid) == set(FINALISTS)
    assert all(channel.valid.values())


def test_names_of_no_finalist_are_listed(tmp_path: Path) -> None:
    text = f"选项,票数\n{GARDEN},1\n{LIFT},1\n{CANTEEN},1\n1,1\n2,1\n10,1\n雨水花圆,2\n弃权,3\n合计,6\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    inspection = inspect_table(tmp_path / "a.csv", NAMES)
    assert inspection.unknown_names == ("雨水花圆",)
    assert inspection.keys == {"entry": "选项", "votes": "票数", "totals": ["合计"], "not_counted": {"弃权": "弃权"}}


def test_inspection_writes_votes_yaml_once_and_changes_none(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tiny / "results" / "app.csv"
    export.write_bytes("选项,票数\n雨水花园,1200\n电梯看护,822\n".encode("gbk"))
    written = tiny / "results" / "votes.yaml"
    assert inspect(tiny, export, "zh-Hans") == 0
    first = written.read_text(encoding="utf-8")
    assert "gbk" in first
    assert "as_of:  # 请填写" in first
    assert "列名在第 1 行" in capsys.readouterr().out
    written.write_text("tables: []\n", encoding="utf-8")
    assert inspect(tiny, export, "en") == 0
    assert written.read_text(encoding="utf-8") == "tables: []\n"
    assert "encoding: gbk" in capsys.readouterr().out


def test_table_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ContentError):
        inspect_table(tmp_path / "a.xlsx", NAMES)


def test_column_that_names_one_finalist_throughout_is_no_choice(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"班级,票数\n{GARDEN},1\n{GARDEN},2\n", encoding="utf-8")
    assert "entry" not in inspect_table(tmp_path / "a.csv", NAMES).keys


def test_option_can_be_marked_by_its_own_name(tmp_path: Path) -> None:
    rows = f"1,{GARDEN},\n2,,{LIFT}\n3,{GARDEN},{LIFT}\n"
    (tmp_path / "a.csv").write_text(f"序号,选项（{GARDEN}）,选项（{LIFT}）\n{rows}", encoding="utf-8")
    inspection = inspect_table(tmp_path / "a.csv", NAMES)
    assert inspection.keys["options"] == {f"选项（{GARDEN}）": "garden", f"选项（{LIFT}）": "lift"}


@pytest.mark.parametrize(("encoding", "keys"), [("utf-8", {}), ("gbk", {"encoding": "gbk"}), ("xlsx", {})])
def test_mapping_says_only_what_is_not_usual(tmp_path: Path, encoding: str, keys: dict[str, Any]) -> None:
    rows = [["选项", "票数"], [GARDEN, "1"], [LIFT, "2"], [CANTEEN, "3"]]
    path = tmp_path / ("a.xlsx" if encoding == "xlsx" else "a.csv")
    text = "".join(",".join(row) + "\n" for row in rows)
    path.write_bytes(workbook([list(row) for row in rows]) if encoding == "xlsx" else text.encode(encoding))
    inspection = inspect_table(path, NAMES)
    (table,) = yaml.safe_load(write_mapping(inspection, "", "请填写"))["tables"]
    nothing = dict.fromkeys(("channel", "as_of", "source"))
    assert table == {**nothing, "file": path.name, **keys, "entry": "选项", "votes": "票数"}
    assert (inspection.rows, inspection.header) == (3, 1)


def test_header_is_the_first_row_that_is_nearly_as_wide_as_the_widest(tmp_path: Path) -> None:
    rows = ["导出,,,,", "甲,乙,,,", "选项,票数,占比,,", f"{GARDEN},1,2,3,4", f"{LIFT},1,2,3,4"]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    inspection = inspect_table(tmp_path / "a.csv", NAMES)
    assert (inspection.header, inspection.rows, inspection.keys["entry"]) == (3, 2, "选项")
    (table,) = yaml.safe_load(write_mapping(inspection, "app", "请填写"))["tables"]
    assert table["header"] == 3


@pytest.mark.parametrize(("wrong", "is_count"), [(1, True), (2, False)])
def test_four_fifths_of_the_cells_decide_what_a_column_is(tmp_path: Path, wrong: int, is_count: bool) -> None:
    names = [GARDEN, LIFT, CANTEEN, GARDEN, LIFT]
    rows = "".join(f"{name},{'无' if number < wrong else 5}\n" for number, name in enumerate(names))
    (tmp_path / "a.csv").write_text(f"选项,票数\n{rows}", encoding="utf-8")
    assert ("votes" in inspect_table(tmp_path / "a.csv", NAMES).keys) is is_count
