"""Any input leads to problems at lines of the files, never to an exception."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.load import load
from plugins.content.problems import Problem
from plugins.system.messages import LANGS
from tests.content.mutations import AWARDS, GARDEN, GARDEN_EN, LIFT, NEWS, RULES, SHORTLIST, SITE, UNITS, WORDING
from tests.content.strategies import CHARACTERS, MARKDOWN, SHORT, VALUES, YAML, mixed_text
from tests.support.builds import TINY

FRONT_MATTER = [LIFT, GARDEN, GARDEN_EN, NEWS, RULES]
WHOLE = [SITE, UNITS, WORDING, SHORTLIST, AWARDS]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all examples: each puts back what it changed."""
    return Path(shutil.copytree(TINY, tmp_path_factory.mktemp("properties") / "content"))


@contextmanager
def _replace_bytes(path: Path, data: bytes) -> Iterator[None]:
    former = path.read_bytes()
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(former)


def _count_lines(path: Path) -> int:
    return len(re.split(rb"\r\n|\r|\n", path.read_bytes()))


def _assert_has_message_and_line(problem: Problem, content: Path) -> None:
    assert all(problem.message(lang).strip() for lang in LANGS)
    path = content / problem.file
    assert 1 <= problem.line <= (_count_lines(path) + 1 if path.is_file() else 1)


def _assert_only_problems(content: Path, file: str, data: bytes) -> None:
    with _replace_bytes(content / file, data):
        loaded = load(content)
        assert (loaded.competition is None) == bool(loaded.errors)
        for problem in loaded.problems:
            _assert_has_message_and_line(problem, content)
        if loaded.competition:
            loaded.competition.at(loaded.competition.config.current_stage)


def _halves(content: Path, file: str) -> tuple[str, str]:
    _, head, body = (content / file).read_text(encoding="utf-8").split("---\n", 2)
    return head, body


@pytest.mark.parametrize("file", [*WHOLE, LIFT])
@SHORT
@given(text=mixed_text(YAML) | CHARACTERS)
def test_any_text_for_a_whole_file_makes_problems_only(content: Path, file: str, text: str) -> None:
    _assert_only_problems(content, file, text.encode())


@pytest.mark.parametrize("file", [SITE, LIFT])
@SHORT
@given(data=st.binary(max_size=60))
def test_any_bytes_for_a_whole_file_make_problems_only(content: Path, file: str, data: bytes) -> None:
    _assert_only_problems(content, file, data)


@pytest.mark.parametrize("file", FRONT_MATTER)
@SHORT
@given(text=mixed_text(YAML))
def test_any_text_for_front_matter_makes_problems_only(content: Path, file: str, text: str) -> None:
    _assert_only_problems(content, file, f"---\n{text}\n---\n{_halves(content, file)[1]}".encode())


@pytest.mark.parametrize("file", [LIFT, GARDEN_EN, RULES])
@SHORT
@given(text=mixed_text(MARKDOWN))
def test_any_text_for_a_body_makes_problems_only(content: Path, file: str, text: str) -> None:
    _assert_only_problems(content, file, f"---\n{_halves(content, file)[0]}---\n{text}".encode())


@pytest.mark.parametrize("file", [*WHOLE, GARDEN])
@SHORT
@given(position=st.integers(0, 5000), text=mixed_text(YAML))
def test_any_text_put_into_a_good_file_makes_problems_only(content: Path, file: str, position: int, text: str) -> None:
    good = (content / file).read_text(encoding="utf-8")
    index = position % (len(good) + 1)
    _assert_only_problems(content, file, f"{good[:index]}{text}{good[index:]}".encode())


def _setters(data: Any) -> list[Callable[[Any], None]]:
    """A function for each value in a tree of mappings and lists, which replaces that value."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    setters: list[Callable[[Any], None]] = []
    for key, value in items:
        setters += [lambda new, key=key: data.__setitem__(key, new), *_setters(value)]  # type: ignore[misc]
    return setters


def _with_value(text: str, position: int, value: Any) -> str:
    data = yaml.load(text, yaml.CBaseLoader)
    setters = _setters(data)
    setters[position % len(setters)](value)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


@pytest.mark.parametrize("file", WHOLE)
@SHORT
@given(position=st.integers(0, 500), value=VALUES)
def test_any_value_in_a_whole_file_makes_problems_only(content: Path, file: str, position: int, value: Any) -> None:
    text = _with_value((content / file).read_text(encoding="utf-8"), position, value)
    _assert_only_problems(content, file, text.encode("utf-8", "replace"))


@pytest.mark.parametrize("file", FRONT_MATTER)
@SHORT
@given(position=st.integers(0, 500), value=VALUES)
def test_any_value_in_front_matter_makes_problems_only(content: Path, file: str, position: int, value: Any) -> None:
    head, body = _halves(content, file)
    _assert_only_problems(
        content, file, f"---\n{_with_value(head, position, value)}---\n{body}".encode("utf-8", "replace")
    )


@pytest.mark.parametrize("key", ["video", "downloads", "unknown", "cover", "links"])
@SHORT
@given(value=VALUES)
def test_any_value_of_a_new_key_makes_problems_only(content: Path, key: str, value: Any) -> None:
    head, body = _halves(content, LIFT)
    added = yaml.safe_dump({key: value}, allow_unicode=True)
    _assert_only_problems(content, LIFT, f"---\n{head}{added}---\n{body}".encode("utf-8", "replace"))
