"""Same input, same bytes: whatever the machine, the time zone, the hash seed, the working folder, or the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.paths import PROGRAM, ROOT
from tests.support.builds import SHIPPED, TINY, files, pelican, run_task


def test_bytes_do_not_depend_on_the_environment(tmp_path: Path) -> None:
    one = pelican(SHIPPED, tmp_path / "one", env={"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LANG": "C"})
    other = {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8"}
    assert files(pelican(SHIPPED, tmp_path / "two", cwd=tmp_path, env=other)) == files(one)


def test_build_and_plain_pelican_write_the_same(tmp_path: Path) -> None:
    done = run_task("build", "--content", str(TINY), "--output", str(tmp_path / "built"))
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "built") == files(pelican(TINY, tmp_path / "plain"))


def test_paths_of_a_build_are_those_of_the_folder_one_is_in(tiny: Path) -> None:
    command = [sys.executable, str(PROGRAM), "build"]
    paths = ["--content", tiny.name, "--output", "site"]
    done = subprocess.run([*command, *paths], cwd=tiny.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert files(tiny.parent / "site") == files(pelican(tiny, tiny.parent / "plain"))


def test_a_second_build_over_the_first_leaves_nothing_old(tmp_path: Path) -> None:
    output = tmp_path / "site"
    awards = files(pelican(TINY, tmp_path / "fresh", STAGE="call"))
    pelican(TINY, output, STAGE="awards")
    assert files(pelican(TINY, output, STAGE="call")) == awards
    beside = [".fresh-lock", ".site-lock", ".site-spare", "fresh", "site"]
    assert sorted(path.name for path in tmp_path.iterdir()) == beside


def test_output_over_the_content_is_refused_and_nothing_is_lost(tiny: Path, tmp_path: Path) -> None:
    before = files(tiny)
    for output in (tmp_path, tiny):
        done = run_task("build", "--content", str(tiny), "--output", str(output))
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert files(tiny) == before


@pytest.fixture(scope="module")
def built_by_one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a build without other processes."""
    folder = tmp_path_factory.mktemp("one")
    return _built_by(1, "fork", folder / "site", folder / "cache")


@pytest.mark.parametrize(("count", "begin"), [(2, "fork"), (3, "fork"), (8, "fork"), (2, "spawn")])
def test_bytes_do_not_depend_on_the_processes_that_make_them(
    built_by_one: dict[str, bytes], tmp_path: Path, count: int, begin: str
) -> None:
    if begin == "fork" and sys.platform != "linux":
        pytest.skip("this system makes no safe copies of a process")
    # with a cache of its own, so that all is read and made in those processes
    assert _built_by(count, begin, tmp_path / "many", tmp_path / "cache") == built_by_one


def _built_by(count: int, begin: str, output: Path, cache: Path) -> dict[str, bytes]:
    program = "from tests.site.worker_counts import main; main()"
    command = [sys.executable, "-c", program, str(TINY), str(output), str(cache), str(count), begin]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return files(output)
