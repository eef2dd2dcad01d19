"""Units are found by their names, whatever a form writes around and between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.lookup import load_reference_data
from plugins.imports.drafts.unit_names import split_units
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("水务局、东区办", ["水务局", "东区办"]),
        ("1.北区办\n2. 西区办", ["北区办", "西区办"]),
        ("（一）西区办；（二）北区办", ["西区办", "北区办"]),
        ("牵头单位：水务局；协办单位：西区办", ["水务局", "西区办"]),
        ("水务局（牵头）、西区办（协办单位）", ["水务局", "西区办"]),
        ("主办：西区办(盖章)", ["西区办"]),
        ("1、申报单位：西区办（公章）", ["西区办"]),
        ("水务局 东区办", ["水务局", "东区办"]),
        ("水务局/东区办", ["水务局", "东区办"]),
        ("水务局和东区办", ["水务局", "东区办"]),
        # a name may have what separates known ones, digits, or brackets that say no part
        ("水务局 西区办", ["水务局 西区办"]),
        # a cover sheet names one of them as well
        ("水务局\n水务局、东区办", ["水务局", "东区办"]),
        ("和平街", ["和平街"]),
        ("12345热线办", ["12345热线办"]),
        ("西区办（城管科）", ["西区办（城管科）"]),
        ("、\n", []),
    ],
)
def test_names_are_without_numbers_parts_and_seals(tiny: Path, text: str, names: list[str]) -> None:
    assert split_units(load_reference_data(tiny), text) == names


def test_registered_name_may_look_like_a_numbered_one(tiny: Path) -> None:
    units = tiny / "units.yaml"
    units.write_text(
        units.read_text(encoding="utf-8") + "  - {id: team, name: 1.支持单位, kind: department}\n", encoding="utf-8"
    )
    assert split_units(load_reference_data(tiny), "1.支持单位") == ["1.支持单位"]


def test_recommending_unit_may_have_a_seal_behind_it(tiny: Path, tmp_path: Path) -> None:
    row = {
        "编号": "Z1",
        "项目名称": "雨",
        "申报单位": "水务局",
        "推荐单位": "东区办（盖章）",
        "赛道": "水",
        "简介": "好",
    }
    row["做法"] = "挖沟"
    (tmp_path / "a.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping())
    assert (imported.problems, imported.proposals.units) == ([], ())
    assert imported.drafts[0].text("recommending_unit") == "east-office"
