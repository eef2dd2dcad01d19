"""Builds of a content as its users run them, and their pages as BeautifulSoup sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from bs4 import BeautifulSoup

from plugins.paths import PROGRAM, ROOT
from plugins.site.build import warm_up

TINY = Path(__file__).resolve().parent / "tiny"
SHIPPED = ROOT / "content"
EXAMPLE = ROOT / "examples" / "reading-rooms"
TINY_STAGES = ("call", "tour", "vote", "review", "notice", "awards", "archive")


def pelican(
    content: Path, output: Path, *, cwd: Path = ROOT, env: dict[str, str] | None = None, **settings: Any
) -> Path:
    """Build with plain Pelican in a process of its own; fails the test if Pelican fails."""
    extra = [f"{key}={json.dumps(value)}" for key, value in settings.items()]
    arguments = [str(content), "-s", str(ROOT / "pelicanconf.py"), "-o", str(output), "--fatal", "errors"]
    arguments += ["-e", *extra] if extra else []
    # a fork has everything imported already; surroundings of its own need a new process
    if hasattr(os, "fork") and not env and cwd == ROOT:
        status, printed = _fork_pelican(arguments)
    else:
        command = [sys.executable, "-m", "pelican", *arguments]
        done = subprocess.run(
            command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
        )
        status, printed = done.returncode, done.stdout + done.stderr
    assert status == 0, printed
    return output


def _fork_pelican(arguments: list[str]) -> tuple[int, str]:
    """Run Pelican's own main function in a fork; return its exit status and what it printed."""
    warm_up()
    with TemporaryFile() as printed:
        child = os.fork()
        if child == 0:
            os._exit(_run_pelican(arguments, printed.fileno()))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        printed.seek(0)
        return status, printed.read().decode(errors="replace")


def _run_pelican(arguments: list[str], printed: int) -> int:
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    try:
        os.chdir(ROOT)
        sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - until the process ends
        import_module("pelican").main(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        # a fork must never return into the test process
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()
    return 0


def run_task(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a task of this project in a subprocess."""
    command = [sys.executable, str(PROGRAM), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def page_urls(folder: Path) -> set[str]:
    """The addresses of a built site's pages, feeds and other documents; not of pictures and the theme's files."""
    listed = {path.removesuffix("index.html") for path in files(folder)}
    listed = {path for path in listed if not path.startswith(("theme/", "media/", "data/search-"))}
    return {path for path in listed if "data/daily-" not in path}


def soup(folder: Path, path: str) -> BeautifulSoup:
    """A page of a built site, read."""
    file = folder / path
    return _parse((file / "index.html" if file.is_dir() else file).read_bytes())


@lru_cache(64)
def _parse(page: bytes) -> BeautifulSoup:
    # tests of one site read the same pages one after the other
    return BeautifulSoup(page, "html.parser")
