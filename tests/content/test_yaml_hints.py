"""What is wrong with a YAML file is said at the line of the mistake, by its look."""

from __future__ import annotations

import pytest

from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError


def _problem(text: str, first_line: int = 1) -> tuple[int, str, str]:
    """The line, the code and the quoted text of the only problem."""
    with pytest.raises(ContentError) as refused:
        read_yaml("a.yaml", text, first_line)
    (problem,) = refused.value.problems
    return problem.line, problem.code, dict(problem.values).get("text", "")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb:\u3000x\nc: 2\n", 2, "yaml_wide_space"),
        ("a: 1\nb:x\nc: 2\n", 2, "yaml_colon"),
        ("a: 1\nb：x\nc: 2\n", 2, "yaml_colon"),
        ("a: 1\n\tb: x\n", 2, "yaml_tab"),
        ("a: 1\nb: x: y\n", 2, "yaml_quote"),
        ('a: 1\nb: "x\\y"\n', 2, "yaml_backslash"),
        ('a: 1\nb: "x\n', 2, "yaml_unclosed"),
        ("a: 1\nb: [x\n", 2, "yaml_unclosed"),
        ('a: 1\nb: "x" y\n', 2, "yaml_text_after_quotes"),
        ("a: 1\nb: @x\n", 2, "yaml_sign"),
        ("a: 1\n  b: x\n", 2, "yaml_indent"),
        ("a:\n  - x\n- y: 1\n", 3, "yaml_item"),
        ("a: 1\n———\nb: 2\n", 2, "front_matter_end"),
    ],
)
def test_mistake_is_named_at_its_line(text: str, line: int, code: str) -> None:
    quoted = "" if code == "yaml_unclosed" else text.split("\n")[line - 1].strip()
    assert _problem(text) == (line, code, quoted)
    # the front matter of a Markdown file begins on its second line
    assert _problem(text, first_line=2) == (line + 1, code, quoted)


def test_long_line_is_quoted_in_part() -> None:
    assert _problem("a: 1\nb: x: " + "y" * 70) == (2, "yaml_quote", "b: x: " + "y" * 54)
