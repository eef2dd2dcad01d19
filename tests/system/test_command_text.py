"""Commands as people type them on their system, in every message and in the start by a double click."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from plugins.cli.main import FORMER_NAMES, TASKS
from plugins.paths import ROOT
from plugins.publishing.messages import message
from plugins.system import command_text
from plugins.system.command_text import command

NAMES = sorted({*(task.name for task in TASKS), *FORMER_NAMES} - {"test"})
NAMED = "|".join(map(re.escape, NAMES))
# a task that is named as something to run, without what its command begins with
BARE = re.compile(
    rf"(?:\b[Rr]un |运行 ?|\buse |请用 ?|再用 ?|\bcommand |`)(?:{NAMED})(?![\w-])|\binvoke \w|python3 tasks\.py"
)
ON_LINUX = [
    (("check", "--content", "content"), "python3 tasks.py check --content content"),
    (("check", "--content", "大赛 内容"), "python3 tasks.py check --content '大赛 内容'"),
    (("check", "--content", "大赛"), "python3 tasks.py check --content 大赛"),
    (("new", "it's"), "python3 tasks.py new 'it'\"'\"'s'"),
    (("new", "a\\b"), "python3 tasks.py new 'a\\b'"),
]
ON_WINDOWS = [
    (("check", "--content", "content"), "py tasks.py check --content content"),
    (("check", "--content", "C:\\大赛\\内容 一"), 'py tasks.py check --content "C:\\大赛\\内容 一"'),
    (("check", "--content", "D:\\a b\\"), 'py tasks.py check --content "D:\\a b\\\\"'),
    (("check", "--content", "a&b"), 'py tasks.py check --content "a&b"'),
    (("check", "--content", "C:\\大赛"), "py tasks.py check --content C:\\大赛"),
]


@pytest.mark.parametrize(("arguments", "expected"), ON_LINUX)
def test_command_is_as_a_posix_shell_takes_it(
    arguments: tuple[str, ...], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_text, "IS_WINDOWS", False)
    monkeypatch.chdir(ROOT)
    assert command(*arguments) == expected


@pytest.mark.parametrize(("arguments", "expected"), ON_WINDOWS)
def test_command_is_as_windows_takes_it(
    arguments: tuple[str, ...], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_text, "IS_WINDOWS", True)
    monkeypatch.chdir(ROOT)
    assert command(*arguments) == expected


def test_command_names_the_project_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_text, "IS_WINDOWS", False)
    monkeypatch.setattr(command_text, "ROOT", tmp_path / "my contest")
    monkeypatch.chdir(tmp_path)
    assert command("check") == f"python3 '{tmp_path / 'my contest' / 'tasks.py'}' check"


@pytest.mark.posix
def test_command_names_the_project_from_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_text, "ROOT", tmp_path)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert command("check") == f"python3 {tmp_path / 'tasks.py'} check"


def test_publish_message_names_the_whole_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_text, "IS_WINDOWS", True)
    monkeypatch.chdir(ROOT)
    text = message("purge_failed", by="nginx", why="-", target="public").text("en")
    assert "run py tasks.py purge --target public later" in text


def _messages() -> Iterator[tuple[str, str]]:
    """Everything that can be said to people: the words in YAML, and all texts in code but docstrings."""
    for path in sorted((ROOT / "plugins").rglob("*.yaml")):
        if path.name in {"messages.yaml", "words.yaml"}:
            yield from ((path.name, text) for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for path in [
        *sorted((ROOT / "plugins").rglob("*.py")),
        *(ROOT / f"{name}.py" for name in ("tasks", "environment")),
    ]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
                yield path.name, node.value


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else ():
        yield from _strings(item)


def test_every_command_in_a_message_can_be_typed() -> None:
    assert [(place, text) for place, text in _messages() if BARE.search(text)] == []


@pytest.mark.parametrize(
    "text", ["Run poll first", "请先运行 poll，", "use rollback.", "再运行 invoke tally。", "run purge --target x"]
)
def test_bare_commands_are_detected(text: str) -> None:
    assert BARE.search(text)


def test_every_command_in_the_docs_can_be_typed() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    assert [page.name for page in pages if re.search(r"\binvoke [a-z]", page.read_text(encoding="utf-8"))] == []
