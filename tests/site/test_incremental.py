"""Incremental builds: whatever is edited in whatever order, the output equals that of a clean build, byte for byte."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.cache import fingerprints
from plugins.cache.sqlite import CACHE
from plugins.site import build_result
from plugins.site.build import build_site, warm_up
from plugins.site.build_result import BuildOptions
from tests.content.mutations import replace_text
from tests.site.random_edits import random_edits, start_session
from tests.support.builds import files, run_task

pytestmark = pytest.mark.posix

SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(2, 500))]


# every build is a fork, which inherits this
warm_up()


def _build(content: Path, theme: Path, output: Path, cache: Path, settings: dict[str, Any]) -> int:
    """Build in a fork with a separate cache that has no racy window. Returns 0, 1 for errors, 70 for an exception."""
    child = os.fork()
    if child == 0:
        object.__setattr__(CACHE, "file", cache)
        fingerprints.RACY_WINDOW_NS = 0
        build_result.THEME = theme
        try:
            result = build_site(BuildOptions(content=content, output=output, **settings))
        except BaseException:
            # a fork must never return into the test process
            traceback.print_exc()
            os._exit(70)
        os._exit(0 if result.ok else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_incremental_build_equals_clean_build(tmp_path: Path, seed: int) -> None:
    session = start_session(tmp_path, seed)
    assert _build(session.content, session.theme, tmp_path / "incremental", tmp_path / "cache", session.settings) == 0
    done = []
    for number, edit in enumerate(random_edits(seed)):
        session.correct_mistakes()
        edit(session)
        done.append(edit.__name__)
        incremental = _build(
            session.content, session.theme, tmp_path / "incremental", tmp_path / "cache", session.settings
        )
        clean = _build(
            session.content, session.theme, tmp_path / f"{number}", tmp_path / f"cache-{number}", session.settings
        )
        assert incremental == clean, done
        assert clean in (0, 1), done
        if clean == 0:
            assert files(tmp_path / "incremental") == files(tmp_path / f"{number}"), done


@pytest.mark.parametrize("words", [("title: 电梯看护", "title: 电梯有人"), ("summary: ", "summary: 新")])
def test_pages_showing_an_entry_are_rebuilt_when_it_changes(tmp_path: Path, words: tuple[str, str]) -> None:
    session = start_session(tmp_path, 0)
    assert _build(session.content, session.theme, tmp_path / "incremental", tmp_path / "cache", session.settings) == 0
    replace_text("entries/lift-watch/index.md", words)(session.content)
    assert _build(session.content, session.theme, tmp_path / "incremental", tmp_path / "cache", session.settings) == 0
    assert _build(session.content, session.theme, tmp_path / "clean", tmp_path / "other-cache", session.settings) == 0
    assert files(tmp_path / "incremental") == files(tmp_path / "clean")


def test_modified_recycled_dir_is_not_reused(tmp_path: Path) -> None:
    session, spare = start_session(tmp_path, 0), tmp_path / ".site-spare"
    entry = session.content / "entries" / "lift-watch" / "index.md"
    for turn in range(6):
        entry.write_text(f"{entry.read_text(encoding='utf-8')}\n\n{turn}\n", encoding="utf-8")
        assert _build(session.content, session.theme, tmp_path / "site", tmp_path / "cache", session.settings) == 0
        assert (
            _build(session.content, session.theme, tmp_path / f"{turn}", tmp_path / f"cache-{turn}", session.settings)
            == 0
        )
        assert files(tmp_path / "site") == files(tmp_path / f"{turn}"), turn
        CHANGES[turn](spare)


CHANGES: list[Callable[[Path], object]] = [
    lambda _: None,
    lambda spare: (spare / "entries" / "stray.html").write_text("stray"),
    lambda spare: (spare / "units" / "index.html").unlink(),
    lambda spare: _rewrite(spare / "rules" / "index.html"),
    lambda spare: _rewrite(spare / "entries" / "lift-watch" / "index.html"),
    lambda spare: (spare / "news").rename(spare / "new"),
]


def _rewrite(file: Path) -> None:
    # not in place: the site may have a hard link to the file
    file.unlink()
    file.write_text("touched")


def test_modified_output_is_built_again(tmp_path: Path) -> None:
    session = start_session(tmp_path, 0)
    paths = (session.content, session.theme, tmp_path / "site", tmp_path / "cache")
    assert _build(*paths, session.settings) == 0
    before = files(tmp_path / "site")
    page = tmp_path / "site" / "entries" / "index.html"
    page.write_bytes(page.read_bytes().replace("电梯".encode(), "楼梯".encode()))
    (tmp_path / "site" / "stray.html").write_text("stray")
    assert _build(*paths, session.settings) == 0
    assert files(tmp_path / "site") == before


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_corrupt_cache_is_ignored(tmp_path: Path, data: bytes) -> None:
    session = start_session(tmp_path, 0)
    assert _build(session.content, session.theme, tmp_path / "one", tmp_path / "cache", session.settings) == 0
    (tmp_path / "cache").write_bytes(data)
    assert _build(session.content, session.theme, tmp_path / "two", tmp_path / "cache", session.settings) == 0
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_up_to_date_build_prints_the_same_output(tiny: Path, tmp_path: Path) -> None:
    command = ("build", "--content", str(tiny), "--output", str(tmp_path / "site"), "--lang", "en")
    (tiny / "entries" / "stray.md").write_text("a file where a folder should be")
    (tiny / "notes.txt").write_text("nobody reads this")
    (tiny / "entries" / "stray.md").unlink()
    first, again = run_task(*command), run_task(*command)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, first.stderr)
    assert "notes.txt" in again.stderr
