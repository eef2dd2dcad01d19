"""A worker whose code cannot be imported says so, and renders no page."""

from __future__ import annotations

import sys

import pytest

from plugins.preview.build.protocol import BuildRequest, BuildResponse, PageRequest
from plugins.preview.build.worker import _answer


def test_code_that_cannot_be_imported_is_a_problem_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plugins.preview.build.run", None)
    response = _answer(BuildRequest(content="content", output="output", stage="", site_url="", lang="en"))
    assert isinstance(response, BuildResponse)
    (problem,) = response.problems
    assert response == BuildResponse(False, (problem,))
    assert (problem.file, "plugins.preview.build.run" in problem.message) == ("plugins/preview/build/worker.py", True)
    assert _answer(PageRequest("", "index.html")) is None
