"""Word forms: supported content is converted, other content reported, hostile files do no harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from plugins.content.problems import ContentError
from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import SECTIONS, load_mapping
from plugins.imports.forms.submission import EmbeddedImage, Submission
from tests.imports.form_factory import png

LANGUAGES = ("zh-Hans", "en")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(path: Path) -> Submission:
    (submission,) = read_docx_form(path.parent, path.name, load_mapping(), LANGUAGES)
    return submission


def _save_and_read(folder: Path, fill: Callable[[Any], None]) -> Submission:
    """Read a form whose section 做法 a function has filled."""
    document = docx.Document()
    document.add_heading("做法", 1)
    fill(document)
    document.save(str(folder / "form.docx"))
    return _read(folder / "form.docx")


def _section(submission: Submission) -> list[object]:
    blocks = submission.values[SECTIONS, "做法"].blocks
    return [(block.alt, block.caption) if isinstance(block, EmbeddedImage) else block for block in blocks]


def _problems(submission: Submission) -> list[tuple[int, str]]:
    return [(located.location.line, located.problem.code) for located in submission.problems]


def test_nested_lists_become_markdown(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        for text, style in (
            ("甲", "List Bullet"),
            ("乙", "List Bullet 2"),
            ("丙", "List Bullet"),
            ("一", "List Number"),
            ("二", "List Number"),
        ):
            document.add_paragraph(text, style=style)
        document.add_paragraph("- 打字打的")

    assert _section(_save_and_read(tmp_path, fill)) == ["- 甲\n  - 乙\n- 丙", "1. 一\n2. 二", "&#45; 打字打的"]


def test_tables_become_markdown_with_merged_cells_in_their_columns(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"{index}|"
        table.cell(1, 0).merge(table.cell(1, 1)).text = "合"

    assert _section(_save_and_read(tmp_path, fill)) == [
        "| 0\\| | 1\\| | 2\\| |\n| --- | --- | --- |\n| 合 |  | 5\\| |\n| 6\\| | 7\\| | 8\\| |"
    ]


def test_pictures_have_their_description_and_the_caption_below(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        for description in ("院子", "", "图片包含 树\n\n描述已自动生成"):
            run = document.add_paragraph().add_run()
            run.add_picture(io.BytesIO(png(1)))
            run._r.xpath(".//wp:docPr")[0].set("descr", description)
            document.add_paragraph("图1 改造后" if description == "院子" else "不是图注")

    assert _section(_save_and_read(tmp_path, fill)) == [("院子", "改造后"), ("", ""), "不是图注", ("", ""), "不是图注"]


def test_only_web_links_are_kept(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        for url in ("https://example.com/a", "javascript:alert(1)", "file:///etc/passwd"):
            paragraph = document.add_paragraph("见")
            relation = document.part.relate_to(
                url,
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                is_external=True,
            )
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), relation)
            link.append(parse_xml(f"<w:r {W}><w:t>这里</w:t></w:r>"))
            paragraph._p.append(link)

    assert _section(_save_and_read(tmp_path, fill)) == ["见[这里](<https://example.com/a>)", "见这里", "见这里"]


def test_tracked_changes_are_accepted_and_reported(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("留下")
        paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>加上</w:t></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>删去</w:delText></w:r></w:del>"))

    submission = _save_and_read(tmp_path, fill)
    assert _section(submission) == ["留下加上"]
    assert _problems(submission) == [(2, "warn_intake_tracked_changes")]
    assert submission.problems[0].problem.message("en") == (
        'This form has 2 tracked changes and was read with all of them accepted: added "加上", deleted "删去". '
        "Check them."
    )


@pytest.mark.parametrize(
    ("inner", "lines", "codes"),
    [
        (
            "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>",
            ["文字", "后面", "> 框里"],
            ["warn_intake_text_box"],
        ),
        ("<w:object/>", ["文字", "后面"], ["intake_no_equivalent"]),
        ('<w:footnoteReference w:id="2"/>', ["文字", "后面"], ["intake_no_equivalent"]),
    ],
)
def test_unsupported_content_is_reported_with_its_paragraph(
    tmp_path: Path, inner: str, lines: list[str], codes: list[str]
) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("文字")
        document.add_paragraph("后面")._p.append(parse_xml(f"<w:r {W}><w:pict>{inner}</w:pict></w:r>"))

    submission = _save_and_read(tmp_path, fill)
    assert (_section(submission), _problems(submission)) == (lines, [(3, code) for code in codes])


def test_linked_picture_is_reported_and_not_fetched(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        run = document.add_paragraph().add_run()
        run.add_picture(io.BytesIO(png(1)))
        blip = run._r.xpath(".//a:blip")[0]
        relation = document.part.relate_to("http://127.0.0.1:9/x.png", blip.get(qn("r:embed")), is_external=True)
        del blip.attrib[qn("r:embed")]
        blip.set(qn("r:link"), relation)

    assert _problems(_save_and_read(tmp_path, fill)) == [(2, "intake_picture_linked")]


def test_labels_are_found_in_cells_lines_and_headings(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(4, 4)
    for index, words in enumerate(
        ["项目基本情况", "*项目名称", "雨水花园", "", "", "编 号：", "A1", "", "推荐单位：东区办"]
    ):
        table.cell(index // 4, index % 4).text = words
    table.cell(3, 0).merge(table.cell(3, 3)).text = "简介：\n做了一件事"
    document.add_paragraph("联系人：张三")
    document.add_heading("（一）项目背景", 2)
    document.add_paragraph("背景：原来不好")
    document.add_paragraph("联系电话：12345")
    document.save(str(tmp_path / "form.docx"))
    submission = _read(tmp_path / "form.docx")
    assert {path: value.text for path, value in submission.values.items()} == {
        ("title",): "雨水花园",
        ("number",): "A1",
        ("recommending_unit",): "东区办",
        ("summary",): "做了一件事",
        (SECTIONS, "背景"): "背景：原来不好",
    }
    assert _problems(submission) == [(17, "warn_intake_left_out"), (14, "warn_intake_ignored")]


@pytest.mark.parametrize(
    "label", ["项目简介（300字以内）", "简 介：", "3.简介", "（三）*内容简介（必填）", "简介\n（不超过300字）"]
)
def test_labels_are_found_with_trailing_notes(tmp_path: Path, label: str) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = label, "好"
    document.save(str(tmp_path / "form.docx"))
    assert _read(tmp_path / "form.docx").text("summary") == "好"


def test_text_in_nested_tables_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "简介"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "框里"
    document.save(str(tmp_path / "form.docx"))
    assert _read(tmp_path / "form.docx").text("summary") == "框里"


def test_second_value_and_unknown_label_are_reported(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for index, words in enumerate(["项目名称", "甲", "项目名称", "乙", "行政级别", "处级"]):
        table.cell(index // 2, index % 2).text = words
    document.save(str(tmp_path / "form.docx"))
    submission = _read(tmp_path / "form.docx")
    assert submission.text("title") == "甲"
    assert _problems(submission) == [(4, "intake_said_twice"), (5, "warn_intake_unmapped")]


def _package(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def _parts(folder: Path) -> dict[str, bytes]:
    docx.Document().save(str(folder / "good.docx"))
    with zipfile.ZipFile(folder / "good.docx") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "large text": (lambda parts: parts | {"word/document.xml": b" " * 30_000_000}, "intake_form_too_large"),
    "large in all": (
        lambda parts: parts | {f"word/media/{index}.png": b"\0" * 90_000_000 for index in range(5)},
        "intake_form_too_large",
    ),
    "many parts": (lambda parts: parts | {f"x/{index}": b"" for index in range(4000)}, "intake_form_too_large"),
    "no document": (lambda _: {"a.txt": b"a"}, "intake_broken_form"),
    "part elsewhere": (
        lambda parts: {
            **parts,
            "_rels/.rels": parts["_rels/.rels"].replace(b"word/document.xml", b"../../../../etc/passwd"),
        },
        "intake_broken_form",
    ),
    "broken XML": (lambda parts: parts | {"word/document.xml": b"<w:document"}, "intake_broken_form"),
    "a billion laughs": (
        lambda parts: {
            **parts,
            "word/document.xml": parts["word/document.xml"]
            .replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]><w:document", 1)
            .replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p>"),
        },
        "intake_broken_form",
    ),
    "a file of this machine": (
        lambda parts: {
            **parts,
            "word/document.xml": parts["word/document.xml"]
            .replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document', 1)
            .replace(b"<w:body>", "<w:body><w:p><w:r><w:t>简介：甲&f;</w:t></w:r></w:p>".encode()),
        },
        "",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packages_are_rejected_or_read_without_harm(tmp_path: Path, name: str) -> None:
    change, code = HOSTILE[name]
    _package(tmp_path / "form.docx", change(_parts(tmp_path)))
    try:
        submission = _read(tmp_path / "form.docx")
    except ContentError as error:
        assert [problem.code for problem in error.problems] == [code]
    else:
        assert (code, {path: value.text for path, value in submission.values.items()}) == ("", {("summary",): "甲"})


def test_file_that_is_not_a_zip_archive_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(b"\xd0\xcf\x11\xe0 an old .doc")
    with pytest.raises(ContentError) as raised:
        _read(tmp_path / "form.docx")
    assert [problem.code for problem in raised.value.problems] == ["intake_broken_form"]


@pytest.mark.posix
def test_symlink_out_of_the_folder_is_rejected(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "secret.docx"))
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "form.docx").symlink_to(tmp_path / "secret.docx")
    with pytest.raises(ContentError) as raised:
        _read(tmp_path / "forms" / "form.docx")
    assert [problem.code for problem in raised.value.problems] == ["outside_content"]
