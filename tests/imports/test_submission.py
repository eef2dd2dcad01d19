"""What is known of a submission while it is read: places, losses and values."""

from __future__ import annotations

import pytest

from plugins.content.problems import Problem
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.forms.submission import (
    EmbeddedImage,
    FieldValue,
    LocatedProblem,
    SourceLocation,
    Submission,
    quote,
    reading_order,
    submission_at,
)

PLACE = SourceLocation("a.docx", 4)


@pytest.mark.parametrize(
    ("location", "labels"),
    [
        (SourceLocation("a.xlsx", 5, 3), ["C5", "C5"]),
        (SourceLocation("a.xlsx", 5, 26), ["Z5", "Z5"]),
        (SourceLocation("a.xlsx", 5, 27, "表"), ["表!AA5", "表!AA5"]),
        (SourceLocation("a.xlsx", 5, 703), ["AAA5", "AAA5"]),
        (SourceLocation("a.docx", 12), ["第12段", "paragraph 12"]),
    ],
)
def test_place_is_a_cell_or_a_paragraph(location: SourceLocation, labels: list[str]) -> None:
    assert [location.label(lang) for lang in ("zh-Hans", "en")] == labels


@pytest.mark.parametrize(
    ("text", "quoted"), [(" 雨\n 水 ", "雨 水"), ("雨" * 300, "雨" * 300), ("雨" * 301, "雨" * 300 + "…")]
)
def test_quoted_text_is_one_line_of_limited_length(text: str, quoted: str) -> None:
    assert quote(text) == quoted


def test_loss_counts_in_whole_and_is_quoted_in_part() -> None:
    submission = Submission(PLACE)
    submission.add_loss(PLACE, "intake_unmapped", text="雨" * 301, count=3)
    assert submission.accounted == ["雨" * 301, "3"]
    values = (("text", "雨" * 300 + "…"), ("count", "3"))
    assert submission.problems == [LocatedProblem(PLACE, Problem("a.docx", 4, "intake_unmapped", values))]


def test_paragraph_belongs_to_the_submission_that_begins_before_it() -> None:
    submissions = [Submission(SourceLocation("a.docx", line)) for line in (3, 10)]
    assert [submission_at(submissions, line).location.line for line in (1, 3, 9, 10, 99)] == [3, 3, 3, 10, 10]


def test_problems_are_listed_by_row_and_column() -> None:
    places = [SourceLocation("a", 2, 1), SourceLocation("a", 1, 3), SourceLocation("a", 1), SourceLocation("a", 1, 2)]
    located = [LocatedProblem(place, Problem("a", 1, "x")) for place in places]
    order = [(entry.location.line, entry.location.column) for entry in sorted(located, key=reading_order)]
    assert order == [(1, None), (1, 2), (1, 3), (2, 1)]


@pytest.mark.parametrize(
    ("text", "blocks", "is_empty"),
    [("", (), True), ("雨", (), False), ("", ("雨",), False)],
)
def test_value_without_text_and_blocks_is_empty(text: str, blocks: tuple[str, ...], is_empty: bool) -> None:
    assert FieldValue(text, PLACE, blocks).is_empty is is_empty


def test_pictures_of_a_value_are_those_among_its_blocks() -> None:
    picture = EmbeddedImage(b"", "", PLACE)
    assert FieldValue("", PLACE, ("雨", picture)).pictures == [picture]


def test_what_stays_off_the_site_is_reported_once_at_the_first_place() -> None:
    submission = Submission(PLACE)
    submission.report_left_out()
    assert submission.problems == []
    submission.leave_out(SourceLocation("a.docx", 9), "电话：1")
    submission.leave_out(SourceLocation("a.docx", 6), "联系人：王五")
    submission.leave_out(SourceLocation("a.docx", 5), "邮箱： ")
    submission.leave_out(SourceLocation("a.docx", 5), "传真:")
    submission.report_left_out()
    assert submission.accounted == ["电话：1", "联系人：王五", "邮箱： ", "传真:"]
    problem = Problem("a.docx", 6, "warn_intake_ignored", (("text", "电话：1；联系人：王五"),))
    assert submission.problems == [LocatedProblem(SourceLocation("a.docx", 6), problem)]


def test_place_is_described_by_the_label_above_it() -> None:
    submission = Submission(PLACE)
    submission.values[("title",)] = FieldValue("雨水", SourceLocation("a.docx", 5))
    submission.values[("summary",)] = FieldValue("花园", SourceLocation("a.docx", 8))
    mapping = load_mapping()
    assert (submission.text("title"), submission.text("cover", "file")) == ("雨水", "")
    described = [
        submission.describe_location(SourceLocation("a.docx", line), mapping, "zh-Hans") for line in (4, 5, 8, 9)
    ]
    assert described == ["第4段", "第5段（项目名称）", "第8段（简介）", "第9段（简介）"]
    assert submission.describe_location(SourceLocation("a.xlsx", 9, 2), mapping, "zh-Hans") == "B9"
