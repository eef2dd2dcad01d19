"""The bar: 77 Word forms and a table with 30 planted faults: 77 entries, every fault at its cell, nothing invented."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.content.load import load
from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import ImportResult, import_forms
from tests.imports.form_factory import MANY, cell_of, png, told, without_files, write_table, write_word

# form, column, what stands there instead, the code of the message
FAULTS = [
    (0, "申报单位", "水物局", "unknown_unit_name_near"),
    (1, "申报单位", "某某研究院", "unknown_unit_name"),
    (2, "申报单位", "", "missing_key"),
    (3, "推荐单位", "西区办", "unknown_unit_name_near"),
    (4, "赛道", "安全生产", "unknown_track_near"),
    (6, "赛道", "", "missing_key"),
    (7, "项目名称", "", "missing_key"),
    (8, "项目名称", '=HYPERLINK("https://example.com")', "intake_formula"),
    (9, "项目名称", "长" * 4001, "text_too_long"),
    (11, "简介", "", "missing_key"),
    (12, "简介", "@SUM(A1)", "intake_formula"),
    (13, "编号", "", "missing_key"),
    (14, "编号", "X 14！", "not_number"),
    (16, "编号", "X11", "duplicate_number"),
    (17, "编号", "X12", "duplicate_number"),
    (18, "图片1", "没有.png", "missing_file"),
    (19, "图片1", "broken.jpg", "intake_picture_unreadable"),
    (21, "图片1", "../outside.png", "outside_content"),
    (22, "图片1", "bomb.png", "too_many_pixels"),
    (23, "图片1", "", "missing_key"),
    (24, "图片1说明", "", "missing_key"),
    (26, "图片1说明", "无", "missing_key"),
    (30, "影片链接", "films.example/30", "not_address"),
    (35, "影片封面", "", "missing_key"),
    (40, "影片文字稿", "", "missing_key"),
    (45, "片长", "三分钟", "not_length"),
    (50, "影片标题", "", "missing_key"),
    (27, "做法", "=1+1", "intake_formula"),
    (28, "成效", "某地“坏词”已改", "forbidden_wording"),
    (29, "网址代号", "雨水 花园", "not_slug"),
]

PATHS = {
    "编号": ("number",),
    "项目名称": ("title",),
    "申报单位": ("units",),
    "推荐单位": ("recommending_unit",),
    "赛道": ("track",),
    "简介": ("summary",),
    "图片1": ("gallery", "file"),
    "图片1说明": ("gallery", "alt"),
    "影片链接": ("video", "url"),
    "影片标题": ("video", "title"),
    "影片封面": ("video", "poster"),
    "影片文字稿": ("video", "transcript"),
    "片长": ("video", "duration"),
    "做法": ("body",),
    "成效": ("body",),
    "网址代号": ("slug",),
}
# these were understood, and are wrong: the draft has them for the editor to see
TAKEN_AS_GIVEN = {"not_number", "duplicate_number", "not_address", "not_length", "text_too_long"}


@pytest.fixture
def content(tiny: Path) -> Path:
    wording = tiny / "wording.yaml"
    more = "  - {words: 坏词, instead: 请换一个说法。}\n"
    wording.write_text(wording.read_text(encoding="utf-8") + more, encoding="utf-8")
    return tiny


def _errors(imported: ImportResult) -> list[tuple[str, str]]:
    return sorted(
        (each.location.written("zh-Hans"), each.problem.code) for each in imported.problems if not each.problem.is_warning
    )


def _papers(content: Path, imported: ImportResult) -> list[tuple[dict[str, Any], str]]:
    read = [
        read_front_matter("", (content / folder / "index.md").read_text(encoding="utf-8"))
        for folder in imported.written.written
    ]
    return [(document.data, body) for document, body, _ in read]


def test_word_forms_become_entries_that_say_what_they_said(content: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    for at in range(MANY):
        write_word(forms / f"{at:02d}.docx", at)
    imported = import_forms(content, forms, load_mapping())
    expected = {told(at).number: told(at) for at in range(MANY)}
    assert _errors(imported) == []
    assert {each.partition("/")[0] for each in imported.written.written} == {"entries"}
    found = {data["number"]: without_files(data) for data, _ in _papers(content, imported)}
    assert found == {number: each.data for number, each in expected.items()}
    competition = load(content).competition
    assert competition
    texts = {entry.number: entry.body("zh-Hans").text for entry in competition.entries if entry.number in expected}
    assert texts == {number: each.text for number, each in expected.items()}


def _table(folder: Path) -> Path:
    rows = [dict(told(at).cells) for at in range(MANY)]
    for at, column, wrong, _ in FAULTS:
        rows[at][column] = wrong
    folder.mkdir()
    for at in range(MANY):
        (folder / f"{at}.png").write_bytes(png(at))
    (folder.parent / "outside.png").write_bytes(png(1))
    (folder / "broken.jpg").write_bytes(b"no picture")
    Image.new("1", (9000, 9000)).save(folder / "bomb.png")
    write_table(folder / "table.xlsx", rows)
    return folder / "table.xlsx"


def _left(at: int) -> dict[str, Any]:
    """The front matter of a form's draft: its own words, without what was not understood."""
    data = without_files(told(at).data)
    for column, wrong, code in [each[1:] for each in FAULTS if each[0] == at]:
        *around, key = PATHS.get(column, ())
        location = data[around[0]] if around else data
        location = location[0] if isinstance(location, list) else location
        if code in TAKEN_AS_GIVEN:
            location[key] = unicodedata.normalize("NFKC", wrong) if column == "编号" else wrong
        else:
            location.pop(key, None)
    return data


def test_planted_faults_are_told_at_their_cells_and_nothing_is_invented(content: Path, tmp_path: Path) -> None:
    imported = import_forms(content, _table(tmp_path / "table"), load_mapping())
    assert len(FAULTS) == 30
    assert _errors(imported) == sorted((cell_of(at, column), code) for at, column, _, code in FAULTS)
    kinds = [each.partition("/")[0] for each in imported.written.written]
    assert (kinds.count("entries"), kinds.count("drafts")) == (MANY - 30, 30)
    read = [without_files(data) for data, _ in _papers(content, imported)]
    assert sorted(read, key=json.dumps) == sorted(map(_left, range(MANY)), key=json.dumps)
    assert load(content).errors == ()
