"""The worker process, ``python -m plugins.preview.build.worker``: requests come on stdin, responses go to stdout."""

from __future__ import annotations

import os
import signal
import sys

from plugins.preview.build.errors import problem_from_exception
from plugins.preview.build.protocol import (
    BuildRequest,
    BuildResponse,
    PageRequest,
    parse_request,
    serialize_response,
)


def serve_requests() -> None:
    """Answer requests until stdin is closed."""
    # Ctrl+C in the terminal is for the preview, which then closes stdin
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    responses = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    # output of a build must not come between the responses
    os.dup2(2, 1)
    for line in sys.stdin:
        responses.write(serialize_response(_answer(parse_request(line))) + "\n")
        responses.flush()


def _answer(request: BuildRequest | PageRequest) -> BuildResponse | bytes | None:
    try:
        # imported here, because code that cannot be imported is a problem to show like any other
        from plugins.preview.build.run import render_page, run_build
    except Exception as error:
        if isinstance(request, PageRequest):
            return None
        return BuildResponse(False, (problem_from_exception(error, request.lang),))
    return render_page(request) if isinstance(request, PageRequest) else run_build(request)


if __name__ == "__main__":
    serve_requests()
