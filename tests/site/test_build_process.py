"""Builds in processes of their own: their results, their ends, and which are begun."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from plugins.cache import parallel
from plugins.content.problems import problem
from plugins.content.reader import read_content
from plugins.site import build_process
from plugins.site.build_process import build_stages, start_build, start_process
from plugins.site.build_result import BuildOptions, BuildResult
from tests.support.builds import TINY

pytestmark = pytest.mark.skipif(not parallel.FORKS, reason="only a fork inherits what a test replaced")
OPTIONS = BuildOptions(content=Path("content"), output=Path("output"), stage="vote")


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., BuildResult]], None]:
    """Builds with another function, which the processes inherit."""
    monkeypatch.setattr(build_process, "warm_up", lambda: None)
    return lambda build: monkeypatch.setattr(build_process, "build_site", build)


def _answer(connection: Connection) -> None:
    connection.send((os.getpid(), connection.recv()))


def test_process_answers_over_its_connection() -> None:
    process = start_process(_answer)
    process.connection.send("question")
    assert process.connection.recv() == (process.process.pid, "question")
    process.process.join()
    assert process.process.exitcode == 0
    with pytest.raises(EOFError):
        process.connection.recv()
    process.stop()


def test_process_that_is_stopped_is_gone() -> None:
    process = start_process(_answer)
    process.stop()
    assert (process.process.is_alive(), process.connection.closed) == (False, True)


def test_result_of_a_build_comes_without_what_its_pages_were_made_of(
    builds: Callable[[Callable[..., BuildResult]], None],
) -> None:
    warning = problem("a.md", 3, "warn_not_read", name="a")

    def build(options: BuildOptions, load_result: Any) -> BuildResult:
        state: Any = "of the pages"
        return BuildResult(output=options.output, stage=str(load_result), problems=(warning,), state=state)

    builds(build)
    result = start_build(OPTIONS, "vote")()  # type: ignore[arg-type]
    assert result == BuildResult(output=Path("output"), stage="vote", problems=(warning,))


def test_build_that_ends_without_a_result_has_crashed(builds: Callable[[Callable[..., BuildResult]], None]) -> None:
    builds(lambda *_: os._exit(3))
    assert start_build(OPTIONS)() == BuildResult(output=Path("output"), failure="crashed")


def test_no_stage_is_begun_after_a_failure(
    builds: Callable[[Callable[..., BuildResult]], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parallel, "count_cores", lambda: 2)

    def build(options: BuildOptions, load_result: Any) -> BuildResult:
        assert load_result.competition.config.id == "tiny-2024"
        failure = "crashed" if options.stage == "vote" else None
        return BuildResult(output=options.output, stage=f"{options.stage} {options.site_url}", failure=failure)

    builds(build)
    outputs = {stage: tmp_path / stage for stage in ("call", "tour", "vote", "review", "awards")}
    results = build_stages(read_content(TINY), outputs, "https://x.example")
    assert [(result.output.name, result.stage, result.ok) for result in results] == [
        ("call", "call https://x.example", True),
        ("tour", "tour https://x.example", True),
        ("vote", "vote https://x.example", False),
        ("review", "review https://x.example", True),
    ]
