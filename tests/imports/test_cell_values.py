"""The value of a cell is its text, its Markdown and its pictures; what cannot be read is reported and accounted for."""

from __future__ import annotations

import pytest

from plugins.content.problems import Problem
from plugins.imports.forms.mapping import BODY, SECTIONS, KeyPath, load_mapping
from plugins.imports.forms.submission import EmbeddedImage, FieldValue, SourceLocation, Submission
from plugins.imports.sheets.cell_values import read_value
from plugins.tables.cells import TableCell, TextRun

PLACE = SourceLocation("a.xlsx", 2, 3)
PICTURE = EmbeddedImage(b"", "河", PLACE)
TITLE: KeyPath = ("title",)
SECTION: KeyPath = (SECTIONS, "做法")
STRUCK = TableCell("雨水", runs=[TextRun("雨", True), TextRun("水")])


def _read(path: KeyPath, cell: TableCell, *pictures: EmbeddedImage) -> tuple[FieldValue, list[Problem], list[str]]:
    submission = Submission(PLACE)
    value = read_value(submission, load_mapping(), path, cell, PLACE, pictures)
    assert {located.location for located in submission.problems} <= {PLACE}
    return value, [located.problem for located in submission.problems], submission.accounted


@pytest.mark.parametrize(
    ("path", "cell", "text", "blocks"),
    [
        (TITLE, TableCell(" 雨\r\n 水 "), "雨\n水", ()),
        ((BODY,), TableCell("\n  雨\n  水 \n"), "  雨\n  水 ", ()),
        (SECTION, TableCell("雨\n水"), "雨\n水", ()),
        (TITLE, TableCell("'=1"), "=1", ()),
        (TITLE, TableCell("''@a"), "'@a", ()),
        (TITLE, TableCell("'雨"), "'雨", ()),
        (TITLE, TableCell("m2", runs=[TextRun("m"), TextRun("2", position="super")]), "m²", ()),
        (SECTION, STRUCK, "雨水", ("~~雨~~水",)),
        (TITLE, TableCell("雨" * 40_000), "雨" * 40_000, ()),
    ],
)
def test_text_is_read_as_its_field_takes_it(path: KeyPath, cell: TableCell, text: str, blocks: tuple[str, ...]) -> None:
    assert _read(path, cell) == (FieldValue(text, PLACE, blocks), [], [])


@pytest.mark.parametrize(
    ("cell", "text", "problem", "accounted"),
    [
        (TableCell("#N/A", is_error=True), "", ("intake_cell_error", {"text": "#N/A"}), ["#N/A"]),
        (TableCell("=" + "1" * 70), "", ("intake_formula", {"given": "=" + "1" * 59}), ["=" + "1" * 70]),
        (TableCell("@a"), "", ("intake_formula", {"given": "@a"}), ["@a"]),
        (
            TableCell("雨" * 40_001),
            "",
            ("text_too_long", {"key": "项目名称", "length": "40001", "limit": "40000"}),
            ["雨" * 40_001],
        ),
        (STRUCK, "水", ("intake_struck", {"text": "雨"}), ["雨"]),
    ],
)
def test_what_cannot_be_read_is_reported(
    cell: TableCell, text: str, problem: tuple[str, dict[str, str]], accounted: list[str]
) -> None:
    value, problems, words = _read(TITLE, cell)
    assert (value, [(entry.file, entry.line, entry.code, dict(entry.values)) for entry in problems]) == (
        FieldValue(text, PLACE),
        [("a.xlsx", 2, *problem)],
    )
    # a field without a text is blank, which is accounted for as well
    assert [word for word in words if word] == accounted


def test_word_for_nothing_is_accounted_for() -> None:
    assert _read(TITLE, TableCell("无")) == (FieldValue("", PLACE), [], ["无"])


def test_pictures_of_a_section_follow_its_text() -> None:
    assert _read(SECTION, TableCell("雨\n# 水"), PICTURE)[0] == FieldValue(
        "雨\n# 水", PLACE, ("雨", "&#35; 水", PICTURE)
    )
    assert _read(SECTION, STRUCK, PICTURE)[0] == FieldValue("雨水", PLACE, ("~~雨~~水", PICTURE))
    assert _read(SECTION, TableCell("无"), PICTURE)[0] == FieldValue("", PLACE, (PICTURE,))


def test_picture_takes_the_place_of_its_name() -> None:
    value, problems, accounted = _read(("cover", "file"), TableCell("a.png"), PICTURE)
    assert value == FieldValue("", PLACE, (PICTURE,))
    assert [(entry.code, dict(entry.values)) for entry in problems] == [("warn_intake_unmapped", {"text": "a.png"})]
    assert accounted == ["a.png"]
    assert _read(("cover", "file"), TableCell(""), PICTURE)[1] == []


@pytest.mark.parametrize(
    ("text", "number", "is_reported"),
    [
        ("1.10105E+17", "110105194912310000", True),
        ("1234567890123450", "1234567890123450", True),
        ("-1.0E+15", "-1000000000000000", True),
        ("999999999999999", "999999999999999", False),
        ("13800138000.125", "13800138000.125", False),
        ("110105194912310021", "", False),
    ],
)
def test_number_that_has_lost_its_last_digits_is_reported(text: str, number: str, is_reported: bool) -> None:
    value, problems, _ = _read(TITLE, TableCell(text, number))
    assert value.text == text
    expected = [Problem("a.xlsx", 2, "warn_intake_long_number", (("text", text),), is_warning=True)]
    assert problems == (expected if is_reported else [])
