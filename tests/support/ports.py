"""Ports of this machine for servers that tests start."""

from __future__ import annotations

import socket
import subprocess
import time

TIMEOUT_S = 60


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_server(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server listens on its port; fail if it ends before, or takes too long."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")
