"""The preview's side of its worker: starts it for the first request, and again after it has ended."""

from __future__ import annotations

import subprocess
import sys

from plugins.paths import ROOT
from plugins.preview.build.protocol import (
    BuildRequest,
    BuildResponse,
    DisplayProblem,
    PageRequest,
    parse_build_response,
    parse_page,
    serialize_request,
)
from plugins.preview.messages import say

# a running build may finish, so that no half-written folder stays
STOP_TIMEOUT_S = 30
# on Windows Ctrl+C reaches every process of a group; the worker is stopped by closing its stdin instead
CREATION_FLAGS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class WorkerClient:
    """A worker process, if one runs. To be used by one thread only."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def build(self, request: BuildRequest) -> BuildResponse:
        """Let the worker build. One that dies during it is replaced by another, once."""
        line = self._ask(request) or self._ask(request)
        if line:
            return parse_build_response(line)
        return BuildResponse(False, (DisplayProblem("", 0, say("no_worker", request.lang)),))

    def render_page(self, request: PageRequest) -> bytes | None:
        """Let the worker render a page of its last good build; ``None`` if only a build can."""
        line = self._ask(request) if self.process else ""
        return parse_page(line) if line else None

    def stop(self) -> None:
        """Stop the worker, if it runs. The next request starts another, with the code as it is then."""
        process, self.process = self.process, None
        if process is None:
            return
        assert process.stdin and process.stdout
        try:
            process.stdin.close()
            process.wait(STOP_TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        process.stdout.close()

    def _ask(self, request: BuildRequest | PageRequest) -> str:
        """Send a request and return the line of the response; empty if the worker has died."""
        process = self.process or self._start()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(serialize_request(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self.stop()
        return line

    def _start(self) -> subprocess.Popen[str]:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "plugins.preview.build.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            creationflags=CREATION_FLAGS,
        )
        return self.process
