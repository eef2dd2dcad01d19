"""Which lines of a file are read for characters that look like others."""

from __future__ import annotations

import pytest

from plugins.content.checks.text import check_confusable_characters

# with a Cyrillic i
LOOKALIKE = "L\u0456ft"


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("units.yaml", f"name: {LOOKALIKE}\nid: a\nshort: {LOOKALIKE}", [1, 3]),
        ("units.yaml", f"id: a\n---\nname: {LOOKALIKE}\n", [3]),
        ("entries/a/index.md", f"---\ntitle: a\nsummary: {LOOKALIKE}\n---\n{LOOKALIKE}\n", [3]),
        ("entries/a/index.md", f"title: a\nsummary: {LOOKALIKE}", [2]),
    ],
    ids=["the last line of YAML", "a second document", "front matter alone", "without fences"],
)
def test_words_of_two_alphabets_are_found_in_yaml(file: str, text: str, lines: list[int]) -> None:
    problems = check_confusable_characters(file, text)
    assert [(problem.line, problem.code) for problem in problems] == [(line, "warn_lookalike") for line in lines]
