"""Builds of a content as its users run them, and their pages as BeautifulSoup sees them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from bs4 import BeautifulSoup

from plugins.cli.main import find_task, run
from plugins.paths import PROGRAM, ROOT
from plugins.site.build import warm_up

TINY = Path(__file__).resolve().parent / "tiny"
SHIPPED = ROOT / "content"
EXAMPLE = ROOT / "examples" / "reading-rooms"
# Typst works with threads, for which a fork waits forever
TYPESETTING = {"judging", "certificates", "booklet", "--pack"}
MAX_SECONDS = 600
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
        warm_up()
        done = run_in_fork(lambda: import_module("pelican").main(arguments))
    else:
        done = _run_process("-m", "pelican", *arguments, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def run_task(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a task of this project in a process of its own; not for what starting a program does."""
    if not hasattr(os, "fork") or TYPESETTING & set(arguments):
        return _run_process(str(PROGRAM), *arguments, cwd=cwd)
    task, _ = find_task(arguments)
    if task:
        task.load_function()
    warm_up()
    return run_in_fork(lambda: run(arguments), cwd=cwd)


def _run_process(
    *command: str, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **(env or {})}
    command = (sys.executable, *command)
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=MAX_SECONDS
    )


def run_in_fork(
    program: Callable[[], int | None], cwd: Path = ROOT, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Run a program's main function in a fork; return its exit status and what it printed."""
    with TemporaryFile() as output, TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            # a fork that waits for a thread that it does not have ends its test, not the whole run
            signal.alarm(MAX_SECONDS)
            os.chdir(cwd)
            os._exit(_run_redirected(program, output.fileno(), errors.fileno(), encoding))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for file in (output, errors):
            file.seek(0)
        texts = [file.read().decode(encoding) for file in (output, errors)]
    return subprocess.CompletedProcess([], status, *texts)


def _run_redirected(program: Callable[[], int | None], output: int, errors: int, encoding: str) -> int:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    try:
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding=encoding, closefd=False)  # noqa: SIM115 - until the process ends
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        status = program() or 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        # a fork must never return into the test process
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


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
