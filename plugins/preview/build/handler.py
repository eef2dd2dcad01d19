"""Builds a stage in a build process, then renders single pages of it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from plugins.content.reader import read_data_files
from plugins.content.report import display_path
from plugins.content.sources import RawContent
from plugins.preview.build.errors import problem_from_exception
from plugins.preview.build.protocol import BuildRequest, BuildResponse, DisplayProblem, PageRequest
from plugins.site.build import build_site
from plugins.site.build_result import BuildOptions, BuildResult
from plugins.site.incremental.single_page import BuildState, render_single_page


def handle_build(request: BuildRequest, connection: Connection) -> None:
    """Build, respond, and render pages until the connection is closed. Raises ``EOFError`` or ``OSError`` then."""
    options = BuildOptions(
        content=Path(request.content),
        output=Path(request.output),
        stage=request.stage or None,
        site_url=request.site_url,
        preview=True,
        trial_poll=request.poll_url,
    )
    try:
        result = build_site(options)
    except Exception as error:
        # developers want the whole traceback, in the terminal
        traceback.print_exc()
        connection.send(BuildResponse(False, (problem_from_exception(error, request.lang),)))
        return
    state = result.state if result.ok else None
    problems = tuple(_display_problems(result, request))
    connection.send(BuildResponse(result.ok, problems, renders_pages=state is not None))
    if state is None:
        return
    data_files = read_data_files(state.content)
    while True:
        connection.send(_render(state, data_files, connection.recv()))


def _display_problems(result: BuildResult, request: BuildRequest) -> Iterator[DisplayProblem]:
    for problem in result.problems:
        path = f"{display_path(request.content)}/{problem.file}"
        yield DisplayProblem(problem.file, problem.line, problem.message(request.lang), problem.is_warning, path)
    if failure := result.failure_message(request.lang):
        yield DisplayProblem("", 0, failure)


def _render(state: BuildState, data_files: RawContent, request: PageRequest) -> bytes | None:
    try:
        return render_single_page(state, data_files, request.folder, request.path)
    except Exception:
        # the build reports it, with file and line
        return None
