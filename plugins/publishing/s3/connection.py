"""HTTP over one persistent connection per thread, a third faster here than a urllib3 pool (docs/decisions/020)."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urlsplit

# how a request can fail; the server may have carried it out all the same
CONNECTION_ERRORS = (http.client.HTTPException, OSError)


@dataclass(frozen=True)
class HttpResponse:
    """The response of a server, read to its end."""

    status: int
    body: bytes
    headers: Message


@dataclass(frozen=True)
class HttpConnection:
    """Connections to one server. ``timeout_s`` limits connecting and each read."""

    root: str
    timeout_s: float
    _local: threading.local = field(default_factory=threading.local, compare=False)

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        """Send a request and read the response. Raises one of ``CONNECTION_ERRORS``."""
        connection = self._connection()
        try:
            connection.request(method, path, body or None, dict(headers))
            response = connection.getresponse()
            return HttpResponse(response.status, response.read(), response.headers)
        except CONNECTION_ERRORS:
            # the rest of this response must not be read as the next one
            connection.close()
            raise

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._open()
        connection: http.client.HTTPConnection = self._local.connection
        return connection

    def _open(self) -> http.client.HTTPConnection:
        server = urlsplit(self.root)
        if server.scheme == "https":
            return http.client.HTTPSConnection(
                server.netloc, timeout=self.timeout_s, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(server.netloc, timeout=self.timeout_s)
