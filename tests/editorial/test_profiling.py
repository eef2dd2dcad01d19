"""Where the time of a build goes is said by rooms that exist."""

from __future__ import annotations

from pathlib import Path

from plugins.editorial.profiling import ROOT, Functions, Spent, asking, working
from tests.sites.building import TINY, invoke

BUILD = (str(ROOT / "plugins" / "exhibition" / "search.py"), 1, "build")
CHECK = (str(ROOT / "plugins" / "competition" / "checks.py"), 1, "check")
SPELL = ("/lib/site-packages/pypinyin/core.py", 1, "spell")
FIND = ("~", 0, "<built-in method find>")


def test_profile_names_the_rooms_and_the_imports() -> None:
    done = invoke("profile", "--content", str(TINY), "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    wanted = done.stdout[: done.stdout.index("done by")].splitlines()[2:]
    named = {line.split()[0] for line in wanted if line.strip() and line[0] == " " and not line.startswith("  ")}
    rooms = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir()} | {"theme", "libraries"}
    assert named <= rooms
    assert {"competition", "exhibition", "theme"} <= named
    imported = done.stdout[done.stdout.index("Start: ") :]
    assert "plugins.competition.contest" in imported


def test_missing_content_is_told(tmp_path: Path) -> None:
    done = invoke("profile", "--content", str(tmp_path / "nowhere"), "--lang", "en")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def _functions() -> Functions:
    return {
        BUILD: (2, 2, 1.0, 4.0, {}),
        CHECK: (1, 1, 0.5, 1.5, {}),
        SPELL: (4, 4, 2.0, 4.0, {BUILD: (3, 3, 1.5, 3.0), CHECK: (1, 1, 0.5, 1.0)}),
        FIND: (9, 9, 2.0, 2.0, {SPELL: (9, 9, 2.0, 2.0)}),
    }


def test_time_of_libraries_is_with_who_asked_for_it() -> None:
    assert asking(_functions()) == {
        ("exhibition", "search"): Spent(4.0, 2),
        ("competition", "checks"): Spent(1.5, 1),
        ("libraries", "pypinyin"): Spent(0.0, 0),
        ("libraries", "C"): Spent(0.0, 0),
    }


def test_time_of_what_is_written_in_c_is_with_its_caller() -> None:
    assert working(_functions()) == {
        ("exhibition", "search"): Spent(1.0, 2),
        ("competition", "checks"): Spent(0.5, 1),
        ("libraries", "pypinyin"): Spent(4.0, 13),
    }
