"""What commands print: what takes a while, tables, questions, and what stops them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from plugins.cli.console import MESSAGES, TABLE_WIDTH, confirm, print_table, report_check, report_errors, spinner
from plugins.content.problems import ContentError, problem
from plugins.publishing.messages import publish_error


class _Stream(io.StringIO):
    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "is_quiet", "is_shown"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_a_terminal_shows_what_takes_a_while(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, is_quiet: bool, is_shown: bool
) -> None:
    for name in ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = _Stream(is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with spinner("build_running", "zh-Hans", quiet=is_quiet) as show:
        show("另一句")
    assert ("另一句" in stream.getvalue()) is is_shown
    assert bool(stream.getvalue()) is is_shown


def test_table_shows_brackets_and_folds_what_is_long(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["page", "title"], [("/", "[red] x"), ("y" * 2 * TABLE_WIDTH, "")], "tour → awards")
    printed = capsys.readouterr().out
    assert printed.splitlines()[0].strip() == "tour → awards"
    assert "[red] x" in printed
    assert printed.count("y") == 2 * TABLE_WIDTH
    assert max(map(len, printed.splitlines())) == TABLE_WIDTH


@pytest.mark.parametrize(
    ("answer", "yes", "result"),
    [("y", False, True), (" YES ", False, True), ("是", False, True), ("n", False, False), ("n", True, True)],
)
def test_answer_at_a_terminal_decides_unless_it_was_given(
    monkeypatch: pytest.MonkeyPatch, answer: str, yes: bool, result: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", _Stream(True))
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert confirm("?", "say --yes", yes=yes) is result


def test_question_that_nobody_answers_is_a_no(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # an empty stream ends at once
    monkeypatch.setattr(sys, "stdin", _Stream(True))
    assert confirm("?", "say --yes", yes=False) is False
    monkeypatch.setattr(sys, "stdin", _Stream(False))
    assert confirm("?", "say --yes", yes=False) is False
    assert capsys.readouterr() == ("?", "say --yes\n")


def test_command_prints_the_problems_and_the_sentence_that_stop_it(capsys: pytest.CaptureFixture[str]) -> None:
    @report_errors
    def command(content: Path, error: Exception | None, lang: str) -> int:  # noqa: ARG001 - read by the decorator
        if error:
            raise error
        return 3

    problems = problem("units.yaml", 2, "missing_key", key="name"), problem("--slug", 0, "missing_key", key="slug")
    assert command(Path("demo"), ContentError(*problems), lang="en") == 1
    option, unit, _ = capsys.readouterr().err.splitlines()
    assert option.startswith("--slug: ")
    assert unit.startswith("demo/units.yaml:2: ")
    assert command(Path("demo"), publish_error("nothing_published", target="public"), "en") == 1
    assert "public" in capsys.readouterr().err
    assert command(Path("demo"), None, "en") == 3
    with pytest.raises(ValueError, match="fault"):
        command(Path("demo"), ValueError("a fault of the program"), "en")


@pytest.mark.parametrize(("code", "status"), [("missing_key", 1), ("warn_within_all", 0)])
def test_check_prints_for_people_or_for_programs(code: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    results = [([problem("competition.yaml", 2, code, key="name", levels="gold")], Path("demo"))]
    assert report_check(results, "text", "en") == status
    printed = capsys.readouterr()
    assert printed.err.startswith("demo/competition.yaml:2: ")
    assert printed.out == ("" if status else MESSAGES.text("check_good", "en") + "\n")
    assert report_check(results, "json", "en") == status
    assert [item["code"] for item in json.loads(capsys.readouterr().out)] == [code]
