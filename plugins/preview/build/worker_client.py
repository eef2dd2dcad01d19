"""The preview's side of its worker: started when there is something to build, started anew when it is gone."""

from __future__ import annotations

import subprocess
import sys

from plugins.paths import ROOT
from plugins.preview.build.protocol import Finding, Order, Reply, read_reply, written
from plugins.preview.messages import say

# a build that has begun may end, so that no half-written folder stays behind
PATIENCE = 30
# on Windows, Ctrl+C goes to every process of a group: the worker and its builds end when their orders do
OWN_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class Worker:
    """The worker's process, or none as yet. It is for one thread alone."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def ask(self, order: Order) -> Reply:
        """Have a build made; a worker that died meanwhile is replaced by another, once."""
        answer = self._answer(order) or self._answer(order)
        return read_reply(answer) if answer else Reply(False, (Finding("", 0, say("no_worker", order.lang)),))

    def end(self) -> None:
        """End the worker, if there is one; the next order starts another, which sees the code as it is then."""
        process, self.process = self.process, None
        if process is None:
            return
        assert process.stdin
        try:
            process.stdin.close()
            process.wait(PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        assert process.stdout
        process.stdout.close()

    def _answer(self, order: Order) -> str:
        process = self._running()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(written(order) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            self.end()
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None:
            command = [sys.executable, "-m", "plugins.preview.build.worker"]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", creationflags=OWN_GROUP
            )
        return self.process
