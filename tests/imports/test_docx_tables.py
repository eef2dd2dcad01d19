"""Tables of labels and values in a Word form, however these lie to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import Submission
from tests.imports.word_package import cell, paragraph, table, write_package

FIELDS = [["编号", "A1"], ["项目名称", "雨水花园"], ["赛道", "水"], ["简介", "好。"], ["做法", "挖沟，种草。"]]
VALUES = {"number": "A1", "title": "雨水花园", "track": "水", "summary": "好。", "sections": "挖沟，种草。"}


def _read(folder: Path, body: str) -> list[Submission]:
    write_package(folder / "form.docx", body)
    return read_docx_form(folder, "form.docx", load_mapping(), ("zh-Hans", "en"))


def _values(submission: Submission) -> dict[str, str]:
    return {str(path[0]): value.text for path, value in submission.values.items()}


def _codes(submission: Submission) -> list[tuple[int, str]]:
    return [(located.location.line, located.problem.code) for located in submission.problems]


@pytest.mark.parametrize(
    "body",
    [
        table(*FIELDS),
        table([cell(table(*FIELDS))]),
        table([cell(paragraph("创新项目申报表"), table([cell(table(*FIELDS))]))]),
        table(["编号", "项目名称", "赛道"], ["A1", "雨水花园", "水"], *FIELDS[3:]),
        table([label for label, _ in FIELDS], [value for _, value in FIELDS]),
        table(["编号", "项目名称"], ["A1", "雨水花园"], ["赛道", "简介"], ["水", "好。"], *FIELDS[4:]),
    ],
    ids=["beside", "in a frame", "in a frame in a frame", "some below", "all below", "rows of labels and of values"],
)
def test_values_lie_beside_or_below_their_labels(tmp_path: Path, body: str) -> None:
    (submission,) = _read(tmp_path, body)
    assert _values(submission) == VALUES


def test_row_of_labels_with_an_empty_cell_is_no_head(tmp_path: Path) -> None:
    (submission,) = _read(tmp_path, table(["编号", "", "赛道", ""], ["项目名称", "雨", "简介", "好"]))
    assert _values(submission) == {"number": "", "track": "", "title": "雨", "summary": "好"}


def test_table_with_a_project_in_each_row_is_several_projects(tmp_path: Path) -> None:
    rows = [["1", *(value for _, value in FIELDS)], ["2", "A2", "电梯", "安全", "行。", "装梯。"]]
    one, other = _read(tmp_path, table(["序号", *(label for label, _ in FIELDS)], *rows))
    assert _values(one) == VALUES
    assert _values(other) == {**VALUES, "number": "A2", "title": "电梯", "track": "安全", "summary": "行。",
                              "sections": "装梯。"}  # fmt: skip
    assert (_codes(one), _codes(other)) == ([(1, "warn_intake_ignored")], [(14, "warn_intake_several_projects")])


def test_lines_to_write_on_are_no_value(tmp_path: Path) -> None:
    rows = [["编号", "__A1__"], ["项目名称", "＿＿雨_水＿＿"], ["推荐单位", "______"], ["申报单位", "甲____"]]
    (submission,) = _read(tmp_path, table(*rows))
    assert _values(submission) == {"number": "A1", "title": "雨_水", "recommending_unit": "", "units": "甲"}
