"""The worker behind the preview: it builds, reports problems, and is replaced when it has died."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from plugins.cache import parallel
from plugins.preview.build import run
from plugins.preview.build.protocol import BuildRequest, BuildResponse, DisplayProblem, PageRequest
from plugins.preview.build.worker_client import WorkerClient
from plugins.site.build_process import start_process
from tests.preview.conftest import ONE_WAY_TO_START
from tests.support.builds import files

RAIN = PageRequest("entries/rain-garden", "entries/rain-garden/")


@pytest.fixture
def request_(tiny: Path, tmp_path: Path) -> BuildRequest:
    """A request for the tiny content."""
    return BuildRequest(
        content=str(tiny), output=str(tmp_path / "site"), stage="tour", site_url="http://127.0.0.1:1", lang="en"
    )


@pytest.fixture
def spawning_run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Build processes in this process as on systems without fork; none is left."""
    monkeypatch.setattr(parallel, "FORKS", False)
    yield
    run.stop_processes()


def test_worker_builds_again_after_it_was_killed(worker: WorkerClient, request_: BuildRequest, tmp_path: Path) -> None:
    good = BuildResponse(True, (), renders_pages=True)
    assert worker.build(request_) == good
    assert worker.process
    worker.process.kill()
    assert worker.build(replace(request_, output=str(tmp_path / "other"))) == good
    assert files(tmp_path / "site") == files(tmp_path / "other")


def test_worker_reports_problems_and_goes_on(worker: WorkerClient, request_: BuildRequest, tiny: Path) -> None:
    lift = tiny / "entries/lift-watch/index.md"
    good = lift.read_text(encoding="utf-8")
    lift.write_text(good.replace("safety", "saftey"), encoding="utf-8")
    message = 'There is no track "saftey". Did you mean "safety"? Use one of: safety, water.'
    file = "entries/lift-watch/index.md"
    problem = DisplayProblem(file, 5, message, False, f"{tiny.as_posix()}/{file}")
    assert worker.build(request_) == BuildResponse(False, (problem,))
    lift.write_text(good, encoding="utf-8")
    assert worker.build(request_).ok


@ONE_WAY_TO_START
def test_output_over_the_content_is_a_problem_without_a_file(
    worker: WorkerClient, request_: BuildRequest, tiny: Path
) -> None:
    response = worker.build(replace(request_, output=str(tiny)))
    assert (response.ok, response.renders_pages) == (False, False)
    assert [(problem.file, problem.line, problem.display_path) for problem in response.problems] == [("", 0, "")]


@pytest.mark.usefixtures("spawning_run")
def test_spare_process_makes_the_next_build(request_: BuildRequest, tmp_path: Path) -> None:
    assert run.run_build(request_).ok
    spare = run.processes.spare
    assert spare
    assert run.run_build(replace(request_, output=str(tmp_path / "other"))).ok
    assert run.processes.last is spare
    assert files(tmp_path / "site") == files(tmp_path / "other")
    assert run.processes.spare and run.processes.spare.process.is_alive()


def test_process_that_dies_is_a_problem_and_renders_no_page(
    request_: BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        assert run.run_build(request_).ok
        assert run.render_page(RAIN)
        assert run.processes.last
        run.processes.last.process.kill()
        run.processes.last.process.join()
        assert run.render_page(RAIN) is None
        monkeypatch.setattr(run, "_handle_requests", lambda connection: connection.close())
        response = run.run_build(request_)
        assert not response.ok
        assert [problem.message for problem in response.problems] == [run.say("died", "en")]
    finally:
        run.stop_processes()


def _never_answer(connection: Connection) -> None:
    connection.recv()
    threading.Event().wait()


def test_process_that_renders_a_page_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PAGE_TIMEOUT_S", 0.01)
    build = start_process(_never_answer)
    monkeypatch.setattr(run.processes, "last", build)
    try:
        assert run.render_page(RAIN) is None
        assert run.processes.last is None
        build.process.join(60)
        assert not build.process.is_alive()
    finally:
        build.process.kill()
