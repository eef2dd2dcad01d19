"""Any other CDN: a program of the operator's that reads the purge request as JSON from its standard input."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict

from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import MAX_ERROR_LENGTH, STRICT, Cdn, PurgeRequest

TIMEOUT_S = 300


@dataclass(frozen=True, config=STRICT, kw_only=True)
class PurgeCommand(Cdn):
    """``command`` is the program and its arguments."""

    command: tuple[str, ...]

    def purge(self, request: PurgeRequest, target: str) -> str:  # noqa: ARG002 - the program has its own credentials
        data = json.dumps(asdict(request), ensure_ascii=False).encode()
        process = subprocess.run(self.command, input=data, capture_output=True, timeout=TIMEOUT_S, check=False)
        if process.returncode == 0:
            return ""
        return process.stderr.decode("utf-8", "replace").strip()[-MAX_ERROR_LENGTH:] or str(process.returncode)
