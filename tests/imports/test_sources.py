"""Files that are no forms are reported by name, with what to do; LibreOffice converts older ones where there is one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plugins.content.parsing.markdown import render
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from plugins.imports.writer import WriteResult
from tests.imports.form_factory import png, write_word
from tests.imports.word_package import paragraph, picture, write_package
from tests.support.programs import write_program

METADATA = "".join(map(paragraph, ("编号：Z1", "项目名称：雨", "申报单位：水务局", "赛道：水", "简介：好")))
# a stand-in for LibreOffice: copies a Word file that stands beside it, if the form has the words "good form"
OFFICE = """import pathlib, shutil, sys
profile = sys.argv[1].removeprefix("-env:UserInstallation=file://")
assert "DisableMacrosExecution" in pathlib.Path(profile, "user", "registrymodifications.xcu").read_text()
assert sys.argv[2:7] == ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx"]
if b"good form" in pathlib.Path(sys.argv[-1]).read_bytes():
    target = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
    target.mkdir()
    shutil.copy(pathlib.Path(__file__).with_name("converted.docx"), target / "form.docx")
"""


def _import(content: Path, source: Path) -> tuple[list[tuple[str, str]], WriteResult]:
    result = import_forms(content, source, load_mapping())
    return [(item.location.file, item.problem.code) for item in result.problems], result.writes


def test_every_file_that_is_no_form_is_reported_with_what_to_do(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    (tmp_path / "forms" / "附件").mkdir(parents=True)
    write_word(tmp_path / "forms" / "甲.docx", 1)
    names = ["乙.xlsx", "丙.zip", "丁.odt", "戊.txt", "己.rar", "庚.ofd", "辛.pages", "壬.csv", "癸.doc", "附件/子.pdf"]
    for name in [*names, "合影.jpg", "甲-problems.xlsx", ".DS_Store"]:
        (tmp_path / "forms" / name).write_bytes(b"x")
    problems, writes = _import(tiny, tmp_path / "forms")
    assert writes.written == ["entries/di-1-hao-hao-ban-fa-1"]
    assert dict(problems) == {
        "甲.docx": "warn_intake_ignored",
        "乙.xlsx": "intake_table_in_folder",
        "丙.zip": "intake_archive",
        "丁.odt": "intake_wrong_kind",
        "戊.txt": "intake_wrong_kind",
        "己.rar": "intake_archive",
        "庚.ofd": "intake_fixed_layout",
        "辛.pages": "intake_wrong_kind",
        "壬.csv": "intake_table_in_folder",
        "癸.doc": "intake_wrong_kind",
        "附件/子.pdf": "intake_fixed_layout",
    }


@pytest.mark.posix
def test_older_forms_are_converted_by_libreoffice(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    write_word(tmp_path / "bin" / "converted.docx", 1)
    write_program(tmp_path / "bin" / "soffice", OFFICE)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "forms" / "东区").mkdir(parents=True)
    (tmp_path / "forms" / "东区" / "-甲.doc").write_bytes(b"good form")
    (tmp_path / "forms" / "乙.wps").write_bytes(b"broken")
    problems, writes = _import(tiny, tmp_path / "forms")
    assert problems == [
        ("东区/-甲.doc", "warn_intake_converted"),
        ("乙.wps", "intake_conversion_failed"),
        ("东区/-甲.doc", "warn_intake_ignored"),
    ]
    assert writes.written == ["entries/di-1-hao-hao-ban-fa-1"]


def test_number_that_may_be_public_is_no_problem(tiny: Path, tmp_path: Path) -> None:
    write_package(tmp_path / "form.docx", METADATA + paragraph("做法") + paragraph("请打 020-87654321 报修。"))
    problems, writes = _import(tiny, tmp_path / "form.docx")
    assert (problems, writes.written) == ([("form.docx", "landline_number")], ["drafts/yu"])
    shutil.rmtree(tiny / "drafts")
    (tiny / "imported.yaml").unlink()
    allowed = "allowed:\n  - {file: entries/yu/index.md, what: 020-87654321, reason: 公开的服务电话}\n"
    (tiny / "privacy.yaml").write_text(allowed, encoding="utf-8")
    problems, writes = _import(tiny, tmp_path / "form.docx")
    assert (problems, writes.written) == ([], ["entries/yu"])


def test_drawings_and_names_of_files_as_descriptions_are_reported(tiny: Path, tmp_path: Path) -> None:
    body = METADATA + paragraph("做法") + paragraph(picture("1.emf")) + paragraph(picture("1.png", "图片1"))
    files = {"1.emf": b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60, "1.png": png(1)}
    write_package(tmp_path / "form.docx", body, files=files)
    problems, _ = _import(tiny, tmp_path / "form.docx")
    assert [code for _, code in problems] == ["intake_picture_vector", "intake_alt_is_a_file_name"]


@pytest.mark.parametrize("suffix", [".docm", ".dotx"])
def test_other_word_files_are_read_as_they_are(tiny: Path, tmp_path: Path, suffix: str) -> None:
    write_package(tmp_path / f"form{suffix}", METADATA + paragraph("做法") + paragraph("挖沟。"))
    assert _import(tiny, tmp_path / f"form{suffix}") == ([], WriteResult(written=["entries/yu"]))


def test_marks_that_a_word_form_shows_stay_text_without_advice_on_markdown(tiny: Path, tmp_path: Path) -> None:
    lines = ["（1）先问。", "＃ 号楼", "● 甲", "{.class}", "[公告](www.a.cn)", "⻓者食堂"]
    write_package(tmp_path / "form.docx", METADATA + paragraph("做法") + "".join(map(paragraph, lines)))
    problems, writes = _import(tiny, tmp_path / "form.docx")
    assert writes.written == ["entries/yu"]
    assert {code for _, code in problems} == {"warn_radical"}
    text = render((tiny / "entries" / "yu" / "index.md").read_text(encoding="utf-8").partition("## 做法")[2]).text
    assert text == " ".join(lines).replace("⻓", "长")
