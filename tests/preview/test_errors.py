"""Exceptions become problems at the last line of the project that they passed."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError

from plugins.paths import ROOT
from plugins.preview.build.errors import problem_from_exception
from plugins.preview.build.protocol import DisplayProblem

HERE = "tests/preview/test_errors.py"


def _line_of(text: str) -> int:
    lines = (ROOT / HERE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_exception_is_at_the_last_line_of_the_project() -> None:
    try:
        Path("none of these").read_text(encoding="utf-8")
    except OSError as error:
        problem = problem_from_exception(error, "en")
    assert (problem.file, problem.line, problem.display_path) == (HERE, _line_of('Path("none of these")'), HERE)
    assert "FileNotFoundError" in problem.message
    assert "none of these" in problem.message


def test_only_the_first_line_of_a_reason_is_shown() -> None:
    problem = problem_from_exception(ValueError("first\nsecond"), "en")
    assert ("first" in problem.message, "second" in problem.message) == (True, False)
    assert (problem.file, problem.line) == ("", 0)
    assert problem_from_exception(ValueError(), "zh-Hans").message.count("ValueError") == 1


def test_syntax_error_is_at_its_own_line() -> None:
    file = str(ROOT / "plugins" / "broken.py")
    with pytest.raises(SyntaxError) as raised:
        compile("x = 1\nx = = 2\n", file, "exec")
    problem = problem_from_exception(raised.value, "en")
    assert (problem.file, problem.line) == ("plugins/broken.py", 2)


def test_error_of_a_whole_file_is_at_its_first_line() -> None:
    with pytest.raises(SyntaxError) as raised:
        compile(b"# coding: no-such-encoding\n", str(ROOT / "plugins" / "broken.py"), "exec")
    problem = problem_from_exception(raised.value, "en")
    assert (problem.file, problem.line) == ("plugins/broken.py", 1)


def test_template_error_is_at_its_own_line() -> None:
    with pytest.raises(TemplateSyntaxError) as raised:
        Environment().parse("{% if %}", "entry.html", str(ROOT / "theme" / "templates" / "entry.html"))
    problem = problem_from_exception(raised.value, "en")
    assert (problem.file, problem.line) == ("theme/templates/entry.html", 1)


def test_file_of_a_library_keeps_its_whole_path() -> None:
    library = str(ROOT / ".venv" / "library.py")
    with pytest.raises(SyntaxError) as raised:
        compile("=", library, "exec")
    problem = problem_from_exception(raised.value, "en")
    assert problem == DisplayProblem(library, 1, problem.message, display_path=library)
