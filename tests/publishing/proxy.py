"""A proxy between a publisher and its store that injects faults: at the nth request, or at those that match."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.support.ports import SilentHandler, serve


@dataclass(frozen=True)
class Fault:
    """What happens to a request.

    The proxy answers with ``status`` and ``headers`` instead of the store, loses or cuts the response, waits ``delay``
    seconds, or sends ``signal`` to the process ``kill``, ``before`` or after asking the store.
    """

    status: int = 0
    code: str = ""
    lost: bool = False
    cut: bool = False
    delay: float = 0
    kill: int = 0
    signal: int = signal.SIGKILL
    before: bool = False
    headers: tuple[tuple[str, str], ...] = ()


FaultRule = Callable[[int, str, str], Fault | None]


@dataclass
class Proxy:
    """``rule`` returns the fault of a request by its number, method and path."""

    origin: str
    rule: FaultRule = lambda *_: None
    requests: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    address: str = ""

    def note(self, method: str, path: str) -> Fault:
        with self.lock:
            self.requests.append((method, path))
            return self.rule(len(self.requests), method, path) or Fault()


class ProxyHandler(SilentHandler):
    """Takes requests with their bodies, and sends answers with headers of a store."""

    protocol_version = "HTTP/1.1"
    # a small response must not wait for the next one
    disable_nagle_algorithm = True

    def read_body(self) -> bytes:
        """The body of the request."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def send(self, status: int, headers: Mapping[str, str], data: bytes, *, cut: bool = False) -> None:
        """Send an answer; half of it if it is ``cut``."""
        self.send_response_only(status)
        length = headers.get("Content-Length") if self.command == "HEAD" else None
        for name, value in headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[: len(data) // 2] if cut else data)
        self.close_connection = self.close_connection or cut


class _Handler(ProxyHandler):
    proxy: Proxy

    def _pass(self) -> None:
        body = self.read_body()
        fault = self.proxy.note(self.command, self.path)
        time.sleep(fault.delay)
        if fault.kill and fault.before:
            os.kill(fault.kill, fault.signal)
            if fault.signal == signal.SIGKILL:
                self.close_connection = True
                return
        if fault.status:
            self.send(fault.status, dict(fault.headers), f"<Error><Code>{fault.code}</Code></Error>".encode())
            return
        status, headers, data = self._request(body)
        if fault.kill and not fault.before:
            os.kill(fault.kill, fault.signal)
        if fault.lost or (fault.kill and fault.signal == signal.SIGKILL):
            self.close_connection = True
            return
        self.send(status, headers, data, cut=fault.cut)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = _pass  # noqa: N815 - the names that the library looks for

    def _request(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.proxy.origin).netloc, timeout=60)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


class ProxyServer(ThreadingHTTPServer):
    """A server whose clients may be killed."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Ignore a publisher that was killed."""


@contextmanager
def run_proxy(origin: str, rule: FaultRule = lambda *_: None) -> Iterator[Proxy]:
    """Run a proxy in front of a store."""
    proxy = Proxy(origin, rule)
    with serve(type("Handler", (_Handler,), {"proxy": proxy}), ProxyServer) as proxy.address:
        yield proxy
