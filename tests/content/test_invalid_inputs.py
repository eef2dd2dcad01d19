"""Each mistake is reported at its line, once, in both languages, and nothing comes of the content."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing import files
from plugins.content.problems import LANGS, messages
from tests.content.invalid_inputs import BROKEN_INPUTS, ELSEWHERE
from tests.content.mutations import Broken
from tests.results.invalid_tables import BROKEN_TABLES

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
HANGS_AFTER = 60
LONGEST = 2


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """A pipe that is read would keep the test for ever; the alarm's own action ends it."""
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS_AFTER)
    yield
    signal.alarm(0)


def _hangs(*_: object) -> None:
    raise TimeoutError(f"still not done after {HANGS_AFTER} s")


def _spoil(content: Path, case: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    case.change(content)
    for limit, value in case.limits:
        monkeypatch.setattr(files, limit, value)


@pytest.mark.parametrize("case", BROKEN_INPUTS, ids=lambda case: case.name)
def test_mistake_is_reported_once_at_its_line(tiny: Path, monkeypatch: pytest.MonkeyPatch, case: Broken) -> None:
    _spoil(tiny, case, monkeypatch)
    started = time.process_time()
    loaded = load(tiny)
    assert time.process_time() - started < LONGEST
    assert [(each.file, each.line, each.code) for each in loaded.problems] == sorted(case.expected)
    assert loaded.competition is None
    for each in loaded.problems:
        for lang in LANGS:
            said = each.message(lang)
            assert said.strip()
            assert not set(said) & set("{}\n")


def test_tiny_content_has_no_problem(tiny: Path) -> None:
    assert load(tiny).problems == ()


def test_mistakes_cover_every_message() -> None:
    covered = {code for case in (*BROKEN_INPUTS, *BROKEN_TABLES) for _, _, code in case.expected}
    assert {code for code in set(messages()) - covered if not _is_of_a_room_above(code)} == ELSEWHERE
    assert covered & ELSEWHERE == set()


def _is_of_a_room_above(code: str) -> bool:
    """Such a mistake shows when votes, forms or tables are read; the tests of that room make it."""
    rooms = {path.parent.name for path in PLUGINS.glob("*/*.py") if f'"{code}"' in path.read_text(encoding="utf-8")}
    return bool(rooms) and "competition" not in rooms


def test_mistakes_have_names_of_their_own() -> None:
    assert [name for name, count in Counter(case.name for case in BROKEN_INPUTS).items() if count > 1] == []


def test_raw_html_is_a_warning_that_stops_nothing(tiny: Path) -> None:
    path = tiny / "pages" / "rules" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n<b>粗</b>\n", encoding="utf-8")
    loaded = load(tiny)
    assert [(each.file, each.line, each.code) for each in loaded.problems] == [
        ("pages/rules/index.md", 11, "warn_raw_html")
    ]
    assert loaded.errors == ()
    assert loaded.competition is not None


def test_all_mistakes_are_reported_at_once_in_order(tiny: Path) -> None:
    chosen = {
        "duplicate key",
        "unknown unit",
        "full-width colon in site",
        "misspelt",
        "no cover",
        "awarded twice",
        "broken link",
        "wording in a body",
    }
    cases = [case for case in BROKEN_INPUTS if case.name in chosen]
    for case in cases:
        case.change(tiny)
    problems = load(tiny).problems
    assert list(problems) == sorted(problems)
    assert len({each.file for each in problems}) >= 5
