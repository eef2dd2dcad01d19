"""Which lines of a file are read for characters that look like others."""

from __future__ import annotations

import pytest

from plugins.content.checks.text import check_confusable_characters, check_front_matter_marks

# with a Cyrillic i
LOOKALIKE = "L\u0456ft"


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("units.yaml", f"name: {LOOKALIKE}\nid: a\nshort: {LOOKALIKE}", [1, 3]),
        ("units.yaml", f"id: a\n---\nname: {LOOKALIKE}\n", [3]),
        ("entries/a/index.md", f"---\ntitle: a\nsummary: {LOOKALIKE}\n---\n{LOOKALIKE}\n", [3]),
        ("entries/a/index.md", f"title: a\nsummary: {LOOKALIKE}", [2]),
        ("entries/a/index.md", f"{LOOKALIKE}\n---\n{LOOKALIKE}", []),
    ],
    ids=["the last line of YAML", "a second document", "front matter alone", "without fences", "one fence"],
)
def test_words_of_two_alphabets_are_found_in_yaml(file: str, text: str, lines: list[int]) -> None:
    problems = check_confusable_characters(file, text)
    assert [(problem.line, problem.code) for problem in problems] == [(line, "warn_lookalike") for line in lines]


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("a\u200bb\u202e\u200b", "warn_invisible", {"character": "U+200B, U+202E"}),
        ("a\ufffdb\ue5e5", "warn_no_character", {"character": "U+FFFD, U+E5E5"}),
        ("\U000f0001", "warn_no_character", {"character": "U+F0001"}),
        ("\ufeffa", "warn_invisible", {"character": "U+FEFF"}),
        ("⻓⻓⻛", "warn_radical", {"signs": "⻓⻛", "correct": "长风"}),
        ("\u0456" + "L" * 70, "warn_lookalike", {"word": "\u0456" + "L" * 59}),
    ],
)
def test_character_is_named_with_what_it_should_be(text: str, code: str, values: dict[str, str]) -> None:
    (problem,) = check_confusable_characters("a.yaml", f"b\n{text}")
    assert (problem.file, problem.line, problem.code, dict(problem.values)) == ("a.yaml", 2, code, values)


@pytest.mark.parametrize("text", ["μm 5μm", "L\u0456", "Привет", "👨\u200d👩", "长风", "αβγ abc"])
def test_usual_characters_are_no_problem(text: str) -> None:
    assert list(check_confusable_characters("a.yaml", text)) == []


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("title: <b>雨水</b>", "<b>"),
        ("title: 雨水</FONT>", "</FONT>"),
        ('title: <font color="red">雨</font>', '<font color="red">'),
        ("summary: 雨水<br/>花园", "<br/>"),
        ("title: 雨&nbsp;水", "&nbsp;"),
        ("title: 雨&#12288;水", "&#12288;"),
        ("title: 雨**水**园", "**水**"),
        ("summary: 见[公告](https://a.example/)", "[公告](https://a.example/)"),
    ],
)
def test_mark_in_the_data_of_a_document_is_reported(line: str, mark: str) -> None:
    text = f"---\n{line}\n---\n\n**粗** &amp; <b>\n"
    problems = check_front_matter_marks("entries/a/index.md", text)
    assert [(item.line, item.code, dict(item.values)) for item in problems] == [
        (2, "warn_mark_in_data", {"text": mark})
    ]
    assert list(check_front_matter_marks("units.yaml", text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "title: 雨水<wbr>花园",
        "# title: <b>",
        "title: 3<5 且 7>2",
        "title: R&D; 3**4",
        "url: https://a.cn/?a=1&b=2",
        "title: <条例>",
    ],
)
def test_usual_signs_in_the_data_of_a_document_are_no_problem(line: str) -> None:
    assert list(check_front_matter_marks("entries/a/index.md", f"---\n{line}\n---\n\n<b>\n")) == []


def test_body_without_data_has_no_marks_of_data() -> None:
    assert list(check_front_matter_marks("entries/a/index.md", "甲\n---\n<b>\n")) == []
