"""HTTP over one persistent connection per thread, a third faster here than a urllib3 pool (docs/decisions/020).

A whole request has a deadline: a server that sends a byte a second would otherwise never be given up.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from plugins.publishing.messages import publish_error
from plugins.system.network import ProxyError, WebProxy, find_proxy

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# how a request can fail; the server may have carried it out all the same
CONNECTION_ERRORS = (http.client.HTTPException, OSError)
# what a line must carry on average, beside the time that every request may take
MIN_BYTES_PER_S = 16_000
# contents up to this size are sent together with the head of their request
MAX_JOINED_BYTES = 100_000


@dataclass(frozen=True)
class HttpResponse:
    """The response of a server, read to its end."""

    status: int
    body: bytes
    headers: Message


@dataclass
class RequestDeadline:
    """When a request must be over: ``timeout_s`` after its ``start``, later by what its ``size`` in bytes takes on a
    slow line, but never after ``max_seconds``."""

    timeout_s: float
    max_seconds: float
    size: int
    start: float = field(default_factory=time.monotonic)

    def remaining_seconds(self) -> float:
        """The time until then. Raises ``TimeoutError`` if there is none."""
        allowed = min(self.timeout_s + self.size / MIN_BYTES_PER_S, self.max_seconds)
        seconds = self.start + allowed - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


@dataclass(frozen=True)
class HttpConnection:
    """Connections to one server, by a proxy if the environment says so. ``timeout_s`` limits a request without
    contents; see ``RequestDeadline``."""

    root: str
    timeout_s: float
    _local: threading.local = field(default_factory=threading.local, compare=False)

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, max_seconds: float
    ) -> HttpResponse:
        """Send a request and read the response within ``max_seconds``. Raises one of ``CONNECTION_ERRORS``."""
        deadline = RequestDeadline(self.timeout_s, max_seconds, len(body))
        head = self._head(method, path, headers, len(body))
        connection = self._connection()
        try:
            if connection.sock is None:
                connection.timeout = min(self.timeout_s, deadline.remaining_seconds())
                connection.connect()
            # a small request fits into one packet
            for part in (head, body) if len(body) > MAX_JOINED_BYTES else (head + body,):
                connection.sock.settimeout(deadline.remaining_seconds())
                connection.sock.sendall(part)
            response = http.client.HTTPResponse(
                cast(socket.socket, _TimedSocket(connection.sock, deadline)), method=method
            )
            with response:
                response.begin()
                contents = response.read()
        except BaseException:
            # the rest of this response must not be read as the next one
            connection.close()
            raise
        if response.will_close:
            connection.close()
        return HttpResponse(response.status, contents, response.headers)

    def _head(self, method: str, path: str, headers: Mapping[str, str], size: int) -> bytes:
        server = urlsplit(self.root)
        is_relayed = self._proxy is not None and server.scheme == "http"
        fields = {"Host": server.netloc, "Accept-Encoding": "identity", **headers}
        if size or method == "PUT":
            fields["Content-Length"] = str(size)
        if is_relayed and self._proxy:
            fields |= self._proxy.headers
        lines = [f"{method} {self.root if is_relayed else ''}{path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError(path)
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._open()
        connection: http.client.HTTPConnection = self._local.connection
        return connection

    def _open(self) -> http.client.HTTPConnection:
        server, proxy = urlsplit(self.root), self._proxy
        host, port = (proxy.host, proxy.port) if proxy else (server.hostname or "", server.port)
        if server.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        connection = http.client.HTTPSConnection(host, port, timeout=self.timeout_s, context=self._tls)
        if proxy:
            connection.set_tunnel(server.hostname or "", server.port or 443, proxy.headers)
        return connection

    @cached_property
    def _proxy(self) -> WebProxy | None:
        try:
            return find_proxy(self.root)
        except ProxyError as error:
            raise publish_error("bad_proxy", variable=error.variable) from None

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


@dataclass(frozen=True)
class _TimedSocket:
    """What ``HTTPResponse`` asks of a socket: a file to read from, here one that ends by the deadline."""

    sock: socket.socket
    deadline: RequestDeadline

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.sock, self.deadline), io.DEFAULT_BUFFER_SIZE)


class _TimedReader(io.RawIOBase):
    """Reads from a socket until a deadline."""

    def __init__(self, sock: socket.socket, deadline: RequestDeadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come, at most the size of the buffer."""
        self._sock.settimeout(self._deadline.remaining_seconds())
        count = self._sock.recv_into(buffer)
        self._deadline.size += count
        return count
