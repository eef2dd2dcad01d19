"""Builds of a content as its users run them, and their pages as BeautifulSoup sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from plugins.paths import PROGRAM, ROOT

TINY = Path(__file__).resolve().parent / "tiny"
SHIPPED = ROOT / "content"
EXAMPLE = ROOT / "examples" / "reading-rooms"
TINY_STAGES = ("call", "tour", "vote", "review", "notice", "awards", "archive")


def pelican(
    content: Path, output: Path, *, cwd: Path = ROOT, env: dict[str, str] | None = None, **settings: Any
) -> Path:
    """Build with plain Pelican in a subprocess; fails the test if Pelican fails."""
    extra = [f"{key}={json.dumps(value)}" for key, value in settings.items()]
    command = [sys.executable, "-m", "pelican", str(content), "-s", str(ROOT / "pelicanconf.py"), "-o", str(output)]
    command += ["--fatal", "errors", *(["-e", *extra] if extra else [])]
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


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
    return {path for path in listed if not path.startswith(("theme/", "media/", "data/search-"))}


def soup(folder: Path, path: str) -> BeautifulSoup:
    """A page of a built site, read."""
    file = folder / path
    return BeautifulSoup((file / "index.html" if file.is_dir() else file).read_bytes(), "html.parser")
