"""Whatever is edited in whatever order: a build upon a former one makes what a clean build makes, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.cache import fingerprints
from plugins.cache.sqlite import CACHE
from plugins.site import build as building
from plugins.site.build import build
from tests.content.mutations import replace_text
from tests.site.random_edits import desk, ways
from tests.support.builds import files, run_task

pytestmark = pytest.mark.posix

SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(4, 500))]


# every build is a fork: what each would begin with is done once before they part
building.warm_up()


def _built(content: Path, theme: Path, output: Path, shelf: Path, settings: dict[str, Any]) -> int:
    """Build in a fork with a shelf of its own, trusting the disk's clock at once; return the exit status."""
    child = os.fork()
    if child == 0:
        # nothing of the test's own terminal, whatever happens in here
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        object.__setattr__(CACHE, "file", shelf)
        fingerprints.RACY_WINDOW_NS = 0
        building.THEME = theme
        try:
            build(content=str(content), output=str(output), lang="en", quiet=True, **settings)
        except SystemExit as end:
            os._exit(1 if end.code else 0)
        except BaseException:
            os._exit(70)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_built_upon_a_former_build_is_what_a_clean_build_makes(tmp_path: Path, seed: int) -> None:
    at = desk(tmp_path, seed)
    assert _built(at.content, at.theme, tmp_path / "upon", tmp_path / "shelf", at.settings) == 0
    done = []
    for number, way in enumerate(ways(seed)):
        at.mend()
        way(at)
        done.append(way.__name__)
        upon = _built(at.content, at.theme, tmp_path / "upon", tmp_path / "shelf", at.settings)
        clean = _built(at.content, at.theme, tmp_path / f"{number}", tmp_path / f"shelf-{number}", at.settings)
        assert upon == clean, done
        assert clean in (0, 1), done
        if clean == 0:
            assert files(tmp_path / "upon") == files(tmp_path / f"{number}"), done


@pytest.mark.parametrize("words", [("title: 电梯看护", "title: 电梯有人"), ("summary: ", "summary: 新")])
def test_what_others_say_of_an_entry_follows_it(tmp_path: Path, words: tuple[str, str]) -> None:
    at = desk(tmp_path, 0)
    assert _built(at.content, at.theme, tmp_path / "upon", tmp_path / "shelf", at.settings) == 0
    replace_text("entries/lift-watch/index.md", words)(at.content)
    assert _built(at.content, at.theme, tmp_path / "upon", tmp_path / "shelf", at.settings) == 0
    assert _built(at.content, at.theme, tmp_path / "clean", tmp_path / "other-shelf", at.settings) == 0
    assert files(tmp_path / "upon") == files(tmp_path / "clean")


def test_a_spare_that_was_touched_does_not_come_into_the_site(tmp_path: Path) -> None:
    at, spare = desk(tmp_path, 0), tmp_path / ".site-spare"
    entry = at.content / "entries" / "lift-watch" / "index.md"
    for turn in range(6):
        entry.write_text(f"{entry.read_text(encoding='utf-8')}\n\n{turn}\n", encoding="utf-8")
        assert _built(at.content, at.theme, tmp_path / "site", tmp_path / "shelf", at.settings) == 0
        assert _built(at.content, at.theme, tmp_path / f"{turn}", tmp_path / f"shelf-{turn}", at.settings) == 0
        assert files(tmp_path / "site") == files(tmp_path / f"{turn}"), turn
        TOUCHES[turn](spare)


TOUCHES: list[Callable[[Path], object]] = [
    lambda _: None,
    lambda spare: (spare / "entries" / "stray.html").write_text("stray"),
    lambda spare: (spare / "units" / "index.html").unlink(),
    lambda spare: _anew(spare / "rules" / "index.html"),
    lambda spare: _anew(spare / "entries" / "lift-watch" / "index.html"),
    lambda spare: (spare / "news").rename(spare / "new"),
]


def _anew(file: Path) -> None:
    # not through the name: the site may have the same file under another
    file.unlink()
    file.write_text("touched")


def test_a_site_that_was_touched_is_built_again(tmp_path: Path) -> None:
    at = desk(tmp_path, 0)
    paths = (at.content, at.theme, tmp_path / "site", tmp_path / "shelf")
    assert _built(*paths, at.settings) == 0
    before = files(tmp_path / "site")
    page = tmp_path / "site" / "entries" / "index.html"
    page.write_bytes(page.read_bytes().replace("电梯".encode(), "楼梯".encode()))
    (tmp_path / "site" / "stray.html").write_text("stray")
    assert _built(*paths, at.settings) == 0
    assert files(tmp_path / "site") == before


@pytest.mark.parametrize("spoiled", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_spoiled_shelf_is_none(tmp_path: Path, spoiled: bytes) -> None:
    at = desk(tmp_path, 0)
    assert _built(at.content, at.theme, tmp_path / "one", tmp_path / "shelf", at.settings) == 0
    (tmp_path / "shelf").write_bytes(spoiled)
    assert _built(at.content, at.theme, tmp_path / "two", tmp_path / "shelf", at.settings) == 0
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_a_site_that_stands_is_told_of_as_one_that_was_built(tiny: Path, tmp_path: Path) -> None:
    command = ("build", "--content", str(tiny), "--output", str(tmp_path / "site"), "--lang", "en")
    (tiny / "entries" / "stray.md").write_text("a file where a folder should be")
    (tiny / "notes.txt").write_text("nobody reads this")
    (tiny / "entries" / "stray.md").unlink()
    first, again = run_task(*command), run_task(*command)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, first.stderr)
    assert "notes.txt" in again.stderr
