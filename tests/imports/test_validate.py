"""Import of 77 Word forms and of a table with 30 planted faults: every fault is reported at its cell."""

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
from tests.imports.form_factory import MANY, cell_label, expected_entry, png, without_files, write_table, write_word

# number of the form, column, wrong value, code of the message
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
# the draft keeps these wrong values for the editor
KEPT_IN_DRAFT = {"not_number", "duplicate_number", "not_address", "not_length", "text_too_long"}


@pytest.fixture
def content(tiny: Path) -> Path:
    wording = tiny / "wording.yaml"
    more = "  - {words: 坏词, instead: 请换一个说法。}\n"
    wording.write_text(wording.read_text(encoding="utf-8") + more, encoding="utf-8")
    return tiny


def _errors(imported: ImportResult) -> list[tuple[str, str]]:
    return sorted(
        (located.location.label("zh-Hans"), located.problem.code)
        for located in imported.problems
        if not located.problem.is_warning
    )


def _documents(content: Path, imported: ImportResult) -> list[tuple[dict[str, Any], str]]:
    read = [
        read_front_matter("", (content / folder / "index.md").read_text(encoding="utf-8"))
        for folder in imported.writes.written
    ]
    return [(document.data, body) for document, body, _ in read]


def test_word_forms_become_entries_with_the_same_texts(content: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    for number in range(MANY):
        write_word(forms / f"{number:02d}.docx", number)
    imported = import_forms(content, forms, load_mapping())
    expected = {expected_entry(number).number: expected_entry(number) for number in range(MANY)}
    assert _errors(imported) == []
    assert {folder.partition("/")[0] for folder in imported.writes.written} == {"entries"}
    imported_data = {data["number"]: without_files(data) for data, _ in _documents(content, imported)}
    assert imported_data == {number: entry.data for number, entry in expected.items()}
    competition = load(content).competition
    assert competition
    texts = {entry.number: entry.body("zh-Hans").text for entry in competition.entries if entry.number in expected}
    assert texts == {number: entry.text for number, entry in expected.items()}


def _table(folder: Path) -> Path:
    rows = [dict(expected_entry(number).cells) for number in range(MANY)]
    for number, column, wrong, _ in FAULTS:
        rows[number][column] = wrong
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number}.png").write_bytes(png(number))
    (folder.parent / "outside.png").write_bytes(png(1))
    (folder / "broken.jpg").write_bytes(b"no picture")
    Image.new("1", (9000, 9000)).save(folder / "bomb.png")
    write_table(folder / "table.xlsx", rows)
    return folder / "table.xlsx"


def _expected_draft(number: int) -> dict[str, Any]:
    """Return the front matter of a draft: the values of its form without those that were not understood."""
    data = without_files(expected_entry(number).data)
    for column, wrong, code in [fault[1:] for fault in FAULTS if fault[0] == number]:
        *parents, key = PATHS.get(column, ())
        record = data[parents[0]] if parents else data
        record = record[0] if isinstance(record, list) else record
        if code in KEPT_IN_DRAFT:
            record[key] = unicodedata.normalize("NFKC", wrong) if column == "编号" else wrong
        else:
            record.pop(key, None)
    return data


def test_planted_faults_are_reported_at_their_cells_and_nothing_is_invented(content: Path, tmp_path: Path) -> None:
    imported = import_forms(content, _table(tmp_path / "table"), load_mapping())
    assert len(FAULTS) == 30
    assert _errors(imported) == sorted((cell_label(number, column), code) for number, column, _, code in FAULTS)
    kinds = [folder.partition("/")[0] for folder in imported.writes.written]
    assert (kinds.count("entries"), kinds.count("drafts")) == (MANY - 30, 30)
    read = [without_files(data) for data, _ in _documents(content, imported)]
    assert sorted(read, key=json.dumps) == sorted(map(_expected_draft, range(MANY)), key=json.dumps)
    assert load(content).errors == ()
