"""Runs each build in its own process; the last one stays to render single pages."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from multiprocessing.connection import Connection

from plugins.cache import parallel
from plugins.preview.build.errors import problem_from_exception
from plugins.preview.build.protocol import BuildRequest, BuildResponse, DisplayProblem, PageRequest
from plugins.preview.messages import say
from plugins.site.build_process import BuildProcess, start_process

# for one page; a page that takes longer comes with the next build
PAGE_TIMEOUT_S = 2

if parallel.FORKS:
    # imports of this process need not be repeated in its forks
    import plugins.preview.build.handler  # noqa: F401 - for the forks
    from plugins.site.build import warm_up

    warm_up()


@dataclass
class Processes:
    """``last`` made the last good build. ``spare`` has imported everything and waits for the next build: without fork
    that takes seconds."""

    last: BuildProcess | None = None
    spare: BuildProcess | None = None


processes = Processes()


def run_build(request: BuildRequest) -> BuildResponse:
    """Run a build; return a response even if its process dies."""
    build, processes.spare = processes.spare or start_process(_handle_requests), None
    try:
        build.connection.send(request)
        response: BuildResponse = build.connection.recv()
    except (EOFError, OSError):
        response = BuildResponse(False, (DisplayProblem("", 0, say("died", request.lang)),))
    if not parallel.FORKS:
        processes.spare = start_process(_handle_requests)
    if response.renders_pages:
        if processes.last:
            processes.last.stop()
        processes.last = build
    else:
        build.process.join()
        build.connection.close()
    return response


def render_page(request: PageRequest) -> bytes | None:
    """Let the process of the last good build render a page; ``None`` if only a build can."""
    build = processes.last
    if build is None:
        return None
    try:
        build.connection.send(request)
        if build.connection.poll(PAGE_TIMEOUT_S):
            page: bytes | None = build.connection.recv()
            return page
    except (EOFError, OSError):
        pass
    # its answer may still come, and would be taken for that to the next request
    stop_processes()
    return None


@atexit.register
def stop_processes() -> None:
    """Stop all processes that wait for requests."""
    for build in (processes.last, processes.spare):
        if build:
            build.stop()
    processes.last = processes.spare = None


def _handle_requests(connection: Connection) -> None:
    """Run in a build process: take one ``BuildRequest``, and after a good build ``PageRequest``\\ s."""
    try:
        # imported here, because code that cannot be imported is a problem to show like any other
        from plugins.preview.build.handler import handle_build
        from plugins.site.build import warm_up

        if not parallel.FORKS:
            warm_up()
    except Exception as error:
        request: BuildRequest = connection.recv()
        connection.send(BuildResponse(False, (problem_from_exception(error, request.lang),)))
        return
    try:
        handle_build(connection.recv(), connection)
    except (EOFError, OSError):
        # the worker has ended
        return
