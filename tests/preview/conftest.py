"""A running preview of its own copy of the project, so that tests may change content, theme, code and settings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.preview.build import worker_client
from plugins.preview.build.worker_client import WorkerClient
from tests.support.builds import ROOT, TINY
from tests.support.systems import force_spawn

STAGES = ("call", "tour", "vote", "notice", "awards")
PROJECT = ("tasks.py", "environment.py", "pelicanconf.py", "publishconf.py")

# of a build, also where others keep the machine busy
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Preview:
    """A preview that runs: its address, and the folders of its content, its project and its sites."""

    address: str
    content: Path
    project: Path

    @property
    def sites(self) -> Path:
        return self.project / ".cache" / "preview" / self.address.rstrip("/").rpartition(":")[2]


def copy_project(project: Path) -> None:
    """Copy what runs into this folder."""
    for folder in ("plugins", "theme"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in PROJECT:
        shutil.copy(ROOT / name, project / name)


@pytest.fixture(scope="session")
def spawning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose preview starts processes as on Windows and macOS."""
    project = tmp_path_factory.mktemp("spawning")
    copy_project(project)
    force_spawn(project)
    return project


@pytest.fixture(params=["as on Linux", "as on Windows and macOS"])
def worker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerClient]:
    """A preview's worker, which is started by its first order."""
    if request.param != "as on Linux":
        monkeypatch.setattr(worker_client, "ROOT", request.getfixturevalue("spawning"))
    started = WorkerClient()
    yield started
    started.end()


@contextmanager
def running(content: Path, project: Path) -> Iterator[Preview]:
    """A preview of this content by this project."""
    command = [sys.executable, str(project / "plugins/cli/__main__.py"), "serve", "--content", str(content), "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serve:
        assert serve.stdout
        said = next(line for line in serve.stdout if "http://" in line)
        found = re.search(r"http://[0-9.:]+/", said)
        assert found
        try:
            yield Preview(found.group(), content, project)
        finally:
            serve.terminate()


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The tiny competition, previewed by a copy of the project. Tests leave it as they found it."""
    project, content = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("previewed") / "content"
    copy_project(project)
    shutil.copytree(TINY, content)
    _leave_out(content / "competition.yaml", "review", "archive")
    with running(content, project) as started:
        yield started


def _leave_out(file: Path, *stages: str) -> None:
    # fewer stages take less time
    begins = tuple(f"  - {{id: {stage}," for stage in stages)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(begins)), encoding="utf-8")


Open = Callable[[str], Page]


@pytest.fixture
def tab(browser: Browser, preview: Preview) -> Iterator[Open]:
    """Opens addresses of the preview, each in a page of its own on a small phone; no page may have failed."""
    context, errors = browser.new_context(viewport={"width": 360, "height": 600}, reduced_motion="reduce"), list[str]()

    def opened(path: str) -> Page:
        new = context.new_page()
        new.on("pageerror", lambda error: errors.append(str(error)))
        new.on("dialog", lambda dialog: errors.append(f"a dialog: {dialog.message}"))
        new.goto(preview.address + path)
        return new

    yield opened
    context.close()
    assert errors == []


@contextmanager
def changed(path: Path, old: str, new: str) -> Iterator[None]:
    """A file as it is with other words in it, for a while."""
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")
