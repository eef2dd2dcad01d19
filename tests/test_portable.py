"""Nothing of the project needs what only Linux and macOS have, unless somebody asked for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builds import TINY, files, pelican
from tests.support.systems import run_as_windows


def test_every_module_can_be_imported_on_windows() -> None:
    done = run_as_windows()
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_module_that_needs_posix_is_caught() -> None:
    """The test above can fail: what it takes away is gone."""
    tried = "import tests.support.windows_like as it; it.become_windows(); {}"
    for statement, error in {
        "import fcntl": "ModuleNotFoundError",
        "import os; os.uname()": "AttributeError",
        "from signal import SIGHUP": "ImportError",
        "import os; os.symlink('one', 'two')": "OSError",
    }.items():
        command = [sys.executable, "-c", tried.format(statement)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert error in done.stderr.splitlines()[-1]


def test_site_built_as_on_windows_is_the_same_and_replaces_the_former(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for stage in ("tour", "vote"):
        done = run_as_windows("build", "--content", TINY, "--output", folder, "--stage", stage, "--quiet")
        assert (done.stderr, done.returncode) == ("", 0)
    assert files(folder) == files(pelican(TINY, tmp_path / "other", STAGE="vote"))


def test_archive_is_made_on_windows(tmp_path: Path) -> None:
    options = ("--content", TINY, "--stage", "tour", "--date", "2023-03-31", "--archives", tmp_path, "--lang", "en")
    for _ in range(2):
        done = run_as_windows("archive", *options)
        assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["tour.zip"]


@pytest.mark.parametrize(
    ("task", "lang"),
    [
        ("publish", "zh-Hans"),
        ("purge", "en"),
        *(
            pytest.param(task, lang, marks=pytest.mark.exhaustive)
            for task, lang in (("publish", "en"), ("releases", "en"), ("verify-live", "zh-Hans"), ("doctor", "zh-Hans"))
        ),
    ],
)
def test_targets_that_need_posix_say_so_in_one_sentence(tmp_path: Path, task: str, lang: str) -> None:
    config = tmp_path / "publish.yaml"
    config.write_text(
        "targets:\n"
        "  folder: {kind: directory, path: www, address: https://x.example/}\n"
        "  server: {kind: rsync, host: x.example, path: www, address: https://x.example/}\n",
        encoding="utf-8",
    )
    for target in ("folder", "server"):
        done = run_as_windows(task, "--target", target, "--config", config, "--lang", lang)
        assert (done.stdout, done.returncode) == ("", 1)
        assert "Linux" in done.stderr
        assert "s3" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("task", [("build", "--fake-results"), ("check-embargo",)], ids=" ".join)
def test_read_only_content_is_built_on_windows(tiny: Path, tmp_path: Path, task: tuple[str, ...]) -> None:
    for path in tiny.rglob("*.*"):
        path.chmod(0o444)
    options = ("--stage", "tour", "--content", tiny, "--output", tmp_path / "site", "--lang", "en")
    done = run_as_windows(*task, *options)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
