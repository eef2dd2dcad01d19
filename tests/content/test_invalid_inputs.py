"""Each mistake is reported once, at its line, in both languages, and no competition is loaded."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing import files
from plugins.content.problems import CATALOGUE
from plugins.paths import ROOT
from plugins.system.messages import LANGS
from tests.content.invalid_inputs import INVALID_INPUTS, TESTED_ELSEWHERE
from tests.content.mutations import (
    AWARDS,
    COVER_OF_GARDEN,
    GARDEN,
    LIFT,
    NEWS,
    UNITS,
    InvalidCase,
    combine,
    remove_file,
    replace_text,
)
from tests.results.invalid_tables import INVALID_TABLES

PLUGINS = ROOT / "plugins"
MAX_SECONDS = 60
MAX_CPU_SECONDS = 2


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """End a test that reads from a pipe, which would block for ever."""
    signal.signal(signal.SIGALRM, _raise_timeout)
    signal.alarm(MAX_SECONDS)
    yield
    signal.alarm(0)


def _raise_timeout(*_: object) -> None:
    raise TimeoutError(f"still not done after {MAX_SECONDS} s")


def _apply(content: Path, case: InvalidCase, monkeypatch: pytest.MonkeyPatch) -> None:
    case.change(content)
    for limit, value in case.limits:
        monkeypatch.setattr(files, limit, value)


@pytest.mark.parametrize("case", INVALID_INPUTS, ids=lambda case: case.name)
def test_mistake_is_reported_once_at_its_line(tiny: Path, monkeypatch: pytest.MonkeyPatch, case: InvalidCase) -> None:
    _apply(tiny, case, monkeypatch)
    started = time.process_time()
    loaded = load(tiny)
    assert time.process_time() - started < MAX_CPU_SECONDS
    assert [(problem.file, problem.line, problem.code) for problem in loaded.problems] == sorted(case.expected)
    assert loaded.competition is None
    for problem in loaded.problems:
        for lang in LANGS:
            message = problem.message(lang)
            assert message.strip()
            assert "\n" not in message
            assert not re.search(r"\{[a-z_]+\}", message)


def test_tiny_content_has_no_problem(tiny: Path) -> None:
    assert load(tiny).problems == ()


def test_mistakes_cover_every_message() -> None:
    covered = {code for case in (*INVALID_INPUTS, *INVALID_TABLES) for _, _, code in case.expected}
    assert {code for code in set(CATALOGUE.texts) - covered if not _is_of_another_package(code)} == TESTED_ELSEWHERE
    assert covered & TESTED_ELSEWHERE == set()


@cache
def _sources() -> dict[str, str]:
    """The modules of each package, with one kind of quotes."""
    paths = sorted(PLUGINS.rglob("*.py"), key=_package)
    return {
        package: "".join(path.read_text(encoding="utf-8") for path in modules).replace("'", '"')
        for package, modules in groupby(paths, key=_package)
    }


def _package(path: Path) -> str:
    return path.relative_to(PLUGINS).parts[0]


def _is_of_another_package(code: str) -> bool:
    """Such a mistake appears when votes, forms or tables are read; the tests of that package make it."""
    packages = {package for package, source in _sources().items() if f'"{code}"' in source}
    return bool(packages) and "content" not in packages


def test_a_warning_does_not_prevent_loading(tiny: Path) -> None:
    path = tiny / "pages" / "rules" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n<b>粗</b>\n", encoding="utf-8")
    loaded = load(tiny)
    assert [(problem.file, problem.line, problem.code) for problem in loaded.problems] == [
        ("pages/rules/index.md", 11, "warn_raw_html")
    ]
    assert loaded.errors == ()
    assert loaded.competition is not None


def test_all_mistakes_are_reported_at_once_in_order(tiny: Path) -> None:
    combine(
        replace_text(UNITS, ("kind: department}", "kind: departmnt}")),
        replace_text(LIFT, ("track: safety", "track: saftey")),
        replace_text(NEWS, ("rain-garden", "rain-gardn")),
        replace_text(AWARDS, ("gold: [lift-watch]", "gold: [lift-wach]")),
        remove_file(COVER_OF_GARDEN),
    )(tiny)
    problems = load(tiny).problems
    assert [(problem.file, problem.code) for problem in problems] == [
        (NEWS, "broken_link"),
        (LIFT, "unknown_track_near"),
        (GARDEN, "missing_file"),
        (AWARDS, "unknown_entry_near"),
        (UNITS, "unknown_unit_kind_near"),
    ]
