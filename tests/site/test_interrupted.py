"""Whatever happens to a build, the served site is whole, the old or the new one, and the next build is right."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.content.mutations import replace_text
from tests.site.kill_build import ACCIDENTS, build_until
from tests.support.builds import TINY, files, run_task

pytestmark = pytest.mark.posix

NEVER = 10**9


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes], int, int]:
    """A changed content, the sites before and after, and how many touches of the disk a build has, cold and cached."""
    folder = tmp_path_factory.mktemp("whole")
    content = Path(shutil.copytree(TINY, folder / "content"))
    build_until(content, folder / "site" / "out", folder / "cache", NEVER, "killed")
    before = files(folder / "site" / "out")
    replace_text("entries/lift-watch/index.md", ("电梯看护", "电梯有人看护"))(content)
    _, cached = build_until(content, folder / "site" / "out", folder / "cache", NEVER, "killed")
    after = files(folder / "site" / "out")
    _, cold = build_until(content, folder / "site" / "out", folder / "cold", NEVER, "killed")
    assert before != after
    assert len(before) > 50
    return content, before, after, cold, cached


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("cached", [True, False], ids=["cached", "cold"])
@pytest.mark.parametrize("stride", [180, pytest.param(8, marks=pytest.mark.exhaustive)])
def test_served_site_is_whole_whenever_it_happens(
    tmp_path: Path, sites: Any, accident: str, cached: bool, stride: int
) -> None:
    content, before, after, cold, warm = sites
    first = tmp_path / "first"
    build_until(TINY, first / "out", tmp_path / "cache", NEVER, accident)
    last, step = (warm, stride) if cached else (cold, 2 * stride)
    points = range(1 + 2 * list(ACCIDENTS).index(accident), last + 1, step)
    assert len(points) > 1
    for touch_number in points:
        site = Path(shutil.copytree(first, tmp_path / f"site-{touch_number}"))
        cache = tmp_path / f"cache-{touch_number}"
        if cached:
            shutil.copytree(tmp_path / "cache", cache)
        status, _ = build_until(content, site / "out", cache, touch_number, accident)
        assert files(site / "out") in (before, after), (touch_number, status)
        assert status in (0, 1, -9), touch_number
        assert build_until(content, site / "out", cache, NEVER, accident)[0] == 0
        assert files(site / "out") == after, touch_number
        assert {path.name for path in site.iterdir()} == {"out", ".out-lock", ".out-spare"}, touch_number
        shutil.rmtree(site)
        shutil.rmtree(cache)


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_served_site_is_whole_when_it_is_made_of_the_spare(
    tmp_path: Path, sites: Any, accident: str, stride: int
) -> None:
    changed, before, after, _, _ = sites
    site, cache = tmp_path / "site" / "out", tmp_path / "cache"
    turns = [(TINY, before), (changed, after)]

    def run_build(content: Path, touch_number: int = NEVER) -> tuple[int, int]:
        return build_until(content, site, cache, touch_number, accident)

    # the site with a spare that is the other one
    last = [run_build(content)[1] for content, _ in turns * 2][-1]
    points = range(1 + list(ACCIDENTS).index(accident), last + 1, stride)
    assert len(points) > 1
    for touch_number in points:
        status, _ = run_build(TINY, touch_number)
        assert files(site) in (before, after), (touch_number, status)
        assert status in (0, 1, -9), touch_number
        for content, variants_by_name in turns:
            assert run_build(content)[0] == 0
            assert files(site) == variants_by_name, touch_number


def test_full_disk_is_reported_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "out").write_text("a file where the folder should be")
    deeper = tmp_path / "site" / "out" / "deeper"
    done = run_task("build", "--content", str(TINY), "--output", str(deeper), "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path / 'site' / 'out'}")
    assert done.stderr.endswith("Check the disk and run this again. The former site is as it was.\n")


def test_two_builds_at_once_both_end_well(tmp_path: Path, sites: Any) -> None:
    content, _, after, _, _ = sites
    done: list[int] = []

    def run() -> None:
        done.append(build_until(content, tmp_path / "out", tmp_path / "cache", NEVER, "killed")[0])

    builds = [threading.Thread(target=run) for _ in range(3)]
    for item in builds:
        item.start()
    for item in builds:
        item.join()
    assert done == [0, 0, 0]
    assert files(tmp_path / "out") == after
