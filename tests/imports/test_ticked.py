"""A form may offer choices with boxes: the ticked one counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.imports.drafts.ticked import find_ticked
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("☑水 □安全", ["水"]),
        ("□水  √安全", ["安全"]),
        ("○水、●安全", ["安全"]),
        ("☐ 水\n☒ 安全", ["安全"]),
        ("水（√） 安全（ ）", ["水"]),
        ("水□ 安全☑", ["安全"]),
        ("[ ]水 [x]安全", ["安全"]),
        ("□水 □安全", []),
        ("■水 ■安全", ["水", "安全"]),
        ("水", None),
        ("水（河涌）", None),
        ("智慧√治水", None),
    ],
)
def test_ticked_choices(text: str, ticked: list[str] | None) -> None:
    assert find_ticked(text) == ticked


@pytest.mark.parametrize(
    ("track", "id_", "problems"),
    [
        ("□水 ☑安全", "safety", []),
        ("□水 □安全", "", [("D2", "intake_tick_one", "0")]),
        ("☑水 ☑安全", "", [("D2", "intake_tick_one", "2")]),
        ("□水 ☑火", "", [("D2", "unknown_track", None)]),
    ],
)
def test_track_is_the_only_ticked_one(
    tiny: Path, tmp_path: Path, track: str, id_: str, problems: list[tuple[str, str, str | None]]
) -> None:
    (tmp_path / "a.csv").write_text(
        f"编号,项目名称,申报单位,赛道,简介,做法\nA1,雨,水务局,{track},好,挖\n", encoding="utf-8"
    )
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping())
    reported = [
        (located.location.label("en"), located.problem.code, dict(located.problem.values).get("count"))
        for located in imported.problems
    ]
    assert (imported.drafts[0].text("track"), reported) == (id_, problems)
