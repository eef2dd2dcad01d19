"""Messages about submission forms: each is tried, with its location."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from plugins.content.load import load
from plugins.content.problems import CATALOGUE, ContentError
from plugins.imports.forms.mapping import SECTIONS, load_mapping
from plugins.imports.forms.submission import FieldValue, SourceLocation, Submission
from plugins.imports.run import import_forms
from tests.imports.form_factory import expected_entry, png, write_table, write_word

# prefixes of message codes of imports, exports and new documents
FORMS = ("intake_", "warn_intake_", "new_", "export_", "unknown_unit_name")


def _import_problems(content: Path, source: Path) -> list[tuple[str, str, str]]:
    problems = import_forms(content, source, load_mapping()).problems
    return [(located.location.file, located.location.label("en"), located.problem.code) for located in problems]


def test_every_message_about_forms_is_tested() -> None:
    tried = {
        node.value
        for folder in ("imports", "scaffold")
        for path in (Path(__file__).parents[1] / folder).glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in CATALOGUE.texts if code.startswith(FORMS) and code not in tried] == []


def test_forms_in_unsupported_formats_are_reported_and_others_read(tiny: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    (forms / "东区").mkdir(parents=True)
    write_word(forms / "东区" / "1.docx", 1)
    for name in ("2.doc", "3.pdf", "~$1.docx", "photo.jpg"):
        (forms / name).write_bytes(b"x")
    imported = import_forms(tiny, forms, load_mapping())
    assert [(located.location.file, located.problem.code) for located in imported.problems] == [
        ("2.doc", "intake_wrong_kind"),
        ("3.pdf", "intake_fixed_layout"),
        ("东区/1.docx", "warn_intake_ignored"),
    ]
    assert len(imported.writes.written) == 1


@pytest.mark.parametrize("name", ["nowhere", "empty", "no-rows.xlsx"])
def test_source_without_forms_is_reported(tiny: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    write_table(tmp_path / "no-rows.xlsx", [])
    title = [(name, "A1", "warn_intake_above_head")] if name == "no-rows.xlsx" else []
    assert _import_problems(tiny, tmp_path / name) == [*title, (name, "paragraph 1", "intake_nothing_there")]


def test_rows_without_body_or_name_are_reported(tiny: Path, tmp_path: Path) -> None:
    empty = dict.fromkeys(("背景", "做法", "成效", "图片1", "图片1说明", "图片1图注"), "")
    nameless = {"编号": "", "项目名称": "", "简介": "有简介"}
    (tmp_path / "1.png").write_bytes(png(1))
    write_table(tmp_path / "table.xlsx", [expected_entry(1).cells | empty, expected_entry(1).cells | nameless])
    assert _import_problems(tiny, tmp_path / "table.xlsx") == [
        ("table.xlsx", "A1", "warn_intake_above_head"),
        ("table.xlsx", "R2", "warn_intake_ignored"),
        ("table.xlsx", "A4", "intake_nameless"),
        ("table.xlsx", "G3", "intake_no_body"),
    ]


@pytest.mark.parametrize(("track", "problems"), [("水", []), ("没有的", [("E3", "unknown_track")])])
def test_mistakes_of_the_text_are_reported_also_if_other_cells_are_wrong(
    tiny: Path, tmp_path: Path, track: str, problems: list[tuple[str, str]]
) -> None:
    (tmp_path / "1.png").write_bytes(png(1))
    write_table(tmp_path / "table.xlsx", [expected_entry(1).cells | {"赛道": track, "做法": "长" * 16_000}])
    reported = [item[1:] for item in _import_problems(tiny, tmp_path / "table.xlsx")]
    ignored = [("A1", "warn_intake_above_head"), ("R2", "warn_intake_ignored")]
    assert sorted(reported) == sorted([*ignored, *problems, ("H3", "paragraph_too_long")])


def _picture(document: Any) -> None:
    document.add_paragraph().add_run().add_picture(io.BytesIO(png(1)))


def _picture_cell(document: Any) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "图片"
    for _ in range(2):
        table.cell(0, 1).add_paragraph().add_run().add_picture(io.BytesIO(png(1)))


def _cover(document: Any) -> None:
    paragraph = document.add_paragraph("封面：")
    for _ in range(2):
        paragraph.add_run().add_picture(io.BytesIO(png(1)))


def _words_left_empty(document: Any) -> None:
    table = document.add_table(2, 2)
    for index, label in enumerate(("图片1", "图片1说明")):
        table.cell(index, 0).text = label
    table.cell(0, 1).paragraphs[0].add_run().add_picture(io.BytesIO(png(1)))


@pytest.mark.parametrize(
    ("add", "expected"),
    [
        (_words_left_empty, [("paragraph 9", "intake_alt_missing")]),
        (_picture, [("paragraph 8", "intake_alt_missing")]),
        (_picture_cell, [("paragraph 10", "intake_alt_missing"), ("paragraph 11", "intake_alt_missing")]),
        (_cover, [("paragraph 8", "intake_alt_missing"), ("paragraph 8", "warn_intake_unmapped")]),
    ],
    ids=["its words left empty", "in the text", "in a cell for several", "two covers"],
)
def test_pictures_without_alternative_text_are_reported_at_their_location(
    tiny: Path, tmp_path: Path, add: Callable[[Any], None], expected: list[tuple[str, str]]
) -> None:
    document = docx.Document()
    for line in ("编号：Z1", "项目名称：雨", "申报单位：水务局", "赛道：水", "简介：好", "", "做法：挖沟"):
        document.add_paragraph(line)
    add(document)
    document.save(str(tmp_path / "form.docx"))
    assert _import_problems(tiny, tmp_path / "form.docx") == [("form.docx", *problem) for problem in expected]


def test_problems_of_a_mapping_file_have_lines(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("columns:\n  - {key: title, names: []}\nsection: []\n", encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load_mapping(tmp_path / "form.yaml")
    assert [(problem.file, problem.line, problem.code) for problem in raised.value.problems] == [
        ("form.yaml", 2, "list_empty"),
        ("form.yaml", 3, "unknown_key_near"),
    ]


def test_custom_mapping_file_is_used(tiny: Path, tmp_path: Path) -> None:
    mapping = """
columns:
  - {key: number, names: [Nr.]}
  - {key: title, names: [Titel]}
  - {key: units, names: [Amt]}
  - {key: track, names: [Saal]}
  - {key: summary, names: [Kurz]}
sections:
  - {heading: Verlauf, names: [Was geschah]}
"""
    (tmp_path / "form.yaml").write_text(mapping, encoding="utf-8")
    table = "Nr.,Titel,Amt,Saal,Kurz,Was geschah\n9,Regen,Water Bureau,water,gut,viel\n"
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping(tmp_path / "form.yaml"))
    assert (imported.problems, imported.writes.written) == ([], ["entries/regen"])
    text = (tiny / "entries" / "regen" / "index.md").read_text(encoding="utf-8")
    assert text.endswith("---\n\n## Verlauf\n\nviel\n")


def test_paragraphs_are_described_with_the_label_above_and_cells_alone() -> None:
    submission = Submission(SourceLocation("a.docx", 1))
    submission.values = {
        ("title",): FieldValue("雨", SourceLocation("a.docx", 4)),
        (SECTIONS, "做法"): FieldValue("", SourceLocation("a.docx", 9)),
    }
    texts = [
        submission.describe_location(SourceLocation("a.docx", line), load_mapping(), "zh-Hans") for line in (2, 4, 12)
    ]
    assert texts == ["第2段", "第4段（项目名称）", "第12段（做法）"]
    assert submission.describe_location(SourceLocation("a.docx", 12), load_mapping(), "en") == "paragraph 12 (做法)"
    assert submission.describe_location(SourceLocation("a.xlsx", 5, 28), load_mapping(), "zh-Hans") == "AB5"


def test_table_imports_films_links_and_downloads(tiny: Path, tmp_path: Path) -> None:
    header = ["影片文件", "影片标题", "影片封面", "影片文字稿", "影片字幕", "links[1].label", "links[1].url"]
    header += ["downloads[1].label", "downloads[1].file", "项目名称.en", "图片", "图片1说明", "图片2说明"]
    values = ["f.mp4", "片", "院子.png", "文", "f.vtt", "新闻", "https://news.example/x"]
    values += ["附件", "x.pdf", "Rain", "a.png\n院子.png", "甲", "乙"]
    row = (
        expected_entry(1).cells
        | dict.fromkeys(("图片1", "图片1说明", "图片1图注"), "")
        | dict(zip(header, values, strict=True))
    )
    with (tmp_path / "t.csv").open("w", encoding="gb18030", newline="") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
    subfolder = tmp_path / "X01"
    subfolder.mkdir()
    files = {"a.png": png(1), "院子.png": png(2), "f.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.500\nRain\n"}
    files |= {"f.mp4": b"\0\0\0\x18ftypisom" + b"\0" * 9000, "x.pdf": b"%PDF-1.4\n" + b"% \n" * 9000 + b"%%EOF\n"}
    for name, data in files.items():
        (subfolder / name).write_bytes(data)
    assert _import_problems(tiny, tmp_path / "t.csv") == [("t.csv", "M1", "warn_intake_ignored")]
    competition = load(tiny).competition
    assert competition
    entry = next(entry for entry in competition.entries if entry.number == "X01")
    assert (entry.title.in_language("en").value, [link.url for link in entry.links]) == (
        "Rain",
        ["https://news.example/x"],
    )
    assert sorted(path.name for path in (tiny / "entries" / entry.slug).iterdir()) == [
        "a.png",
        "f.mp4",
        "f.vtt",
        "index.md",
        "picture-1.png",
        "poster.png",
        "x.pdf",
    ]
