"""A running preview of its own copy of the project, so that tests may change content, theme, code and settings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.paths import PROGRAM, ROOT
from plugins.preview.build import worker_client
from plugins.preview.build.protocol import BuildRequest
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.build.worker_client import WorkerClient
from tests.support.builds import TINY, files
from tests.support.systems import force_spawn

STAGES = ("call", "tour", "vote", "notice", "awards")
PROJECT = ("tasks.py", "environment.py", "pelicanconf.py", "publishconf.py")

# for a build on a busy machine
expect.set_options(timeout=120_000)


@dataclass(frozen=True)
class Preview:
    """A running preview: its URL, and the folders of its content, its project and its builds."""

    address: str
    content: Path
    project: Path

    @property
    def sites(self) -> Path:
        return self.project / ".cache" / "preview" / self.address.rstrip("/").rpartition(":")[2]


def copy_project(project: Path) -> None:
    """Copy the program into this folder."""
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


WAYS_TO_START = ("as on Linux", "as on Windows and macOS")
# for what the worker does the same in processes of either kind
ONE_WAY_TO_START = pytest.mark.parametrize(
    "shared_worker",
    [WAYS_TO_START[0], pytest.param(WAYS_TO_START[1], marks=pytest.mark.exhaustive)],
    indirect=True,
)


@pytest.fixture(scope="session", params=WAYS_TO_START)
def shared_worker(request: pytest.FixtureRequest) -> Iterator[tuple[WorkerClient, Path]]:
    """A client whose worker is started by its first request, and the project in which it is started."""
    client = WorkerClient()
    yield client, ROOT if request.param == WAYS_TO_START[0] else request.getfixturevalue("spawning")
    client.stop()


@pytest.fixture
def worker(shared_worker: tuple[WorkerClient, Path], monkeypatch: pytest.MonkeyPatch) -> WorkerClient:
    """A client with a worker for all tests, each of which builds into folders of its own."""
    client, project = shared_worker
    monkeypatch.setattr(worker_client, "ROOT", project)
    return client


@contextmanager
def running(content: Path, project: Path) -> Iterator[Preview]:
    """A preview of this content by this project; it has ended when the context ends."""
    program = str(project / PROGRAM.relative_to(ROOT))
    command = [sys.executable, program, "serve", "--content", str(content), "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serve:
        try:
            assert serve.stdout
            line = next(line for line in serve.stdout if "http://" in line)
            match = re.search(r"http://[0-9.:]+/", line)
            assert match
            yield Preview(match.group(), content, project)
        finally:
            serve.terminate()


@pytest.fixture(scope="session")
def preview_and_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Preview, dict[str, bytes]]]:
    """The preview, and the files of its first build, before any test changes the content."""
    project, content = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("previewed") / "content"
    copy_project(project)
    shutil.copytree(TINY, content)
    _remove_stages(content / "competition.yaml", "review", "archive")
    with running(content, project) as preview:
        _wait_for_first_build(preview)
        yield preview, files(preview.sites / "vote")


@pytest.fixture(scope="session")
def preview(preview_and_build: tuple[Preview, dict[str, bytes]]) -> Preview:
    """The tiny competition, previewed by a copy of the project. Tests undo their changes."""
    return preview_and_build[0]


@pytest.fixture(scope="session")
def first_build(preview_and_build: tuple[Preview, dict[str, bytes]]) -> dict[str, bytes]:
    """The files of the stage that is open, built from the content as it is between tests."""
    return preview_and_build[1]


def _wait_for_first_build(preview: Preview) -> None:
    for _ in range(600):
        with urllib.request.urlopen(f"{preview.address}.preview/bar?path=/", timeout=60) as response:
            if b"pv-good" in response.read():
                return
        time.sleep(0.1)
    raise AssertionError("nothing was built")


def _remove_stages(file: Path, *stages: str) -> None:
    # fewer stages take less time
    begins = tuple(f"  - {{id: {stage}," for stage in stages)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(begins)), encoding="utf-8")


@pytest.fixture
def unchanged(preview: Preview) -> Iterator[None]:
    """The content is after the test as it was before."""
    before = files(preview.content)
    yield
    assert files(preview.content) == before


def make_built_scheduler(content: Path, folder: Path, pages: Mapping[str, bytes]) -> BuildScheduler:
    """A scheduler that builds nothing; its default stage, the vote, is built and has these files."""
    request = BuildRequest(
        content=str(content), output=str(folder), stage="vote", site_url="http://127.0.0.1", lang="en"
    )
    scheduler = BuildScheduler(request, lambda *_: None)
    build = scheduler.latest_build("vote")
    for path, data in pages.items():
        (build.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (build.folder / path).write_bytes(data)
    scheduler.builds["vote"] = replace(build, state=1, number=1, ok=True)
    return scheduler


Open = Callable[[str], Page]


@pytest.fixture
def tab(browser: Browser, preview: Preview, first_build: dict[str, bytes]) -> Iterator[Open]:
    """A function that opens a path of the preview in a new page of a small phone; no page may have failed."""
    _wait_for_build(preview, first_build)
    context, errors = browser.new_context(viewport={"width": 360, "height": 600}, reduced_motion="reduce"), list[str]()

    def open_page(path: str) -> Page:
        new = context.new_page()
        new.on("pageerror", lambda error: errors.append(str(error)))
        new.on("dialog", lambda dialog: errors.append(f"a dialog: {dialog.message}"))
        new.goto(preview.address + path)
        return new

    yield open_page
    context.close()
    assert errors == []


def changed_paths(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    """The files that differ; names only, as bytes that differ take minutes to print."""
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def _wait_for_build(preview: Preview, expected: dict[str, bytes]) -> None:
    # what another test restored may still be built, and would reload pages under this one
    built = dict[str, bytes]()
    for _ in range(1200):
        # one build takes the place of another while it is read
        with suppress(FileNotFoundError):
            built = files(preview.sites / "vote")
        if built == expected:
            return
        time.sleep(0.1)
    assert changed_paths(built, expected) == set()


@contextmanager
def replaced_text(path: Path, old: str, new: str) -> Iterator[None]:
    """Replace words in a file within the context."""
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")
