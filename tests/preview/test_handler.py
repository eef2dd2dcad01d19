"""A build process hands over all of a request, and answers a build that fails by an exception."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import pytest

from plugins.preview.build import handler
from plugins.preview.build.protocol import BuildRequest, BuildResponse
from plugins.site.build_result import BuildOptions

REQUEST = BuildRequest(
    content="content",
    output="output",
    stage="tour",
    site_url="http://127.0.0.1:1",
    lang="en",
    poll_url="http://127.0.0.1:2",
)
OPTIONS = BuildOptions(
    content=Path("content"),
    output=Path("output"),
    stage="tour",
    site_url="http://127.0.0.1:1",
    preview=True,
    trial_poll="http://127.0.0.1:2",
)


@pytest.mark.parametrize("stage", ["tour", ""])
def test_a_build_that_raises_has_failed_and_renders_no_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stage: str
) -> None:
    asked: list[BuildOptions] = []

    def build_site(options: BuildOptions) -> None:
        asked.append(options)
        raise ValueError("no such theme")

    monkeypatch.setattr(handler, "build_site", build_site)
    ours, theirs = Pipe()
    handler.handle_build(replace(REQUEST, stage=stage), theirs)
    response: BuildResponse = ours.recv()
    (problem,) = response.problems
    assert response == BuildResponse(False, (problem,))
    assert (problem.file, "no such theme" in problem.message) == ("tests/preview/test_handler.py", True)
    assert asked == [replace(OPTIONS, stage=stage or None)]
    assert capsys.readouterr().err.startswith("Traceback")
