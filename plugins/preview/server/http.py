"""The preview's HTTP server, which only this machine can reach."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from plugins.editing.pages import EDIT
from plugins.editing.session import EditingSession
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server.assets import FILES, INTERNAL_PREFIX, TYPES
from plugins.preview.server.bar import insert_bar, render_bar
from plugins.preview.server.editing import EditingRoutes, PostedRequest
from plugins.preview.server.routes import HTML, PreviewResponse, pages_at, resolve_address

HOST = "127.0.0.1"
CHANGES, BAR = f"{INTERNAL_PREFIX}changes", f"{INTERNAL_PREFIX}bar"
NO_STORE, IMMUTABLE = "no-store", "max-age=604800, immutable"
# a comment is sent on a stream of changes after this time without any
KEEPALIVE_S = 15
# the rest of a file that was refused is read, so that the browser sees why; but not for long
MAX_UNREAD_BYTES, MAX_UNREAD_S, MAX_BODY_S = 64_000_000, 2, 60
# no other site may show the preview in a frame, or load a picture of it
ISOLATION = (
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'self'"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-Content-Type-Options", "nosniff"),
)


class Handler(BaseHTTPRequestHandler):
    """Serves the preview; pages go out with the bar."""

    scheduler: BuildScheduler
    editing: EditingRoutes

    def do_GET(self) -> None:
        if self._refuses():
            return
        url = urlsplit(self.path)
        address = parse_qs(url.query).get("path", ["/"])[0]
        if url.path == CHANGES:
            self._stream_changes(address)
        elif url.path == BAR:
            self._respond(200, HTML, render_bar(self.scheduler, address, resolve_address(self.scheduler, address)))
        elif url.path.startswith(INTERNAL_PREFIX):
            self._serve_asset(url.path.removeprefix(INTERNAL_PREFIX), IMMUTABLE if url.query else NO_STORE)
        elif url.path.startswith(EDIT):
            self._send(self.editing.get(self.path))
        else:
            self._serve_page(url.path)

    def _send(self, response: PreviewResponse) -> None:
        headers = [("Location", response.location)] if response.location else []
        caching = IMMUTABLE if response.is_immutable else NO_STORE
        self._respond(response.status, response.content_type, response.data, *headers, caching=caching)

    def do_POST(self) -> None:
        self._unread = 0
        if self._refuses():
            return
        if not self.path.startswith(EDIT):
            self._respond(405, "text/plain", b"")
            return
        self.connection.settimeout(MAX_BODY_S)
        request = PostedRequest(self.path, self.headers, self._read)
        self._unread = max(0, request.length)
        self._send(self.editing.post(request))
        self._drain()

    def _read(self, size: int) -> bytes:
        data = self.rfile.read(size)
        self._unread -= len(data)
        return data

    def _drain(self) -> None:
        self.connection.settimeout(MAX_UNREAD_S)
        remaining = min(self._unread, MAX_UNREAD_BYTES)
        try:
            while remaining > 0 and (data := self.rfile.read1(min(remaining, 1 << 16))):
                remaining -= len(data)
        except OSError:
            return

    def _refuses(self) -> bool:
        """Refuse what other sites send; return whether it was refused."""
        # DNS rebinding: the name of a foreign site can resolve to this machine
        if not is_own_host(self.headers.get("Host", "")):
            self._respond(421, "text/plain", b"")
            return True
        if is_foreign_request(self.headers):
            self._respond(403, "text/plain", b"")
            return True
        return False

    def do_HEAD(self) -> None:
        self.do_GET()

    def _serve_page(self, address: str) -> None:
        response = resolve_address(self.scheduler, address)
        is_page = response.content_type == HTML and not response.location
        self._send(replace(response, data=insert_bar(self.scheduler, address, response)) if is_page else response)

    def _serve_asset(self, name: str, caching: str) -> None:
        file = FILES.get(name)
        if file:
            self._respond(200, TYPES[file.suffix], file.read_bytes(), caching=caching)
        else:
            self._respond(404, "text/plain", b"")

    def _respond(
        self, status: int, content_type: str, data: bytes, *headers: tuple[str, str], caching: str = NO_STORE
    ) -> None:
        self._send_head(status, content_type, caching, ("Content-Length", str(len(data))), *headers)
        if self.command != "HEAD":
            self.wfile.write(data)

    def _send_head(self, status: int, content_type: str, caching: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", content_type), ("Cache-Control", caching), *ISOLATION, *headers):
            self.send_header(name, value)
        self.end_headers()

    def _stream_changes(self, address: str) -> None:
        """Send an event for each revision, until the browser closes the connection."""
        self._send_head(200, "text/event-stream", NO_STORE)
        with self.scheduler.keep_open(pages_at(self.scheduler, address)):
            self._send_revisions()

    def _send_revisions(self) -> None:
        known = self.scheduler.revision
        try:
            while not self.scheduler.is_over:
                latest = self.scheduler.wait_for_revision(known, KEEPALIVE_S)
                self.wfile.write(f"data: {latest}\n\n".encode() if latest > known else b": keep-alive\n\n")
                self.wfile.flush()
                known = latest
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Log no requests: the terminal is for problems."""


def is_own_host(host: str) -> bool:
    """Whether a request is for this machine by one of its own names."""
    try:
        return urlsplit(f"//{host}").hostname in {HOST, "localhost", "::1"}
    except ValueError:
        # no browser sends a bracket without its pair
        return False


def is_foreign_request(headers: Message) -> bool:
    """Whether a page of another site sent this request (W3C Fetch Metadata), but for links that people follow.

    Another port of this machine is another site too. Programs that send no such headers are not browsers.
    """
    if headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}:
        return False
    return (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) != ("navigate", "document")


def create_server(port: int) -> ThreadingHTTPServer:
    """Listen on this port, or on a free one if it is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), Handler)
    except OSError:
        return ThreadingHTTPServer((HOST, 0), Handler)


def serve_builds(server: ThreadingHTTPServer, scheduler: BuildScheduler) -> None:
    """Serve the builds of a scheduler, and the forms for its content, until the server is shut down."""
    request = scheduler.request
    # no stage has this name
    session = EditingSession(Path(request.content), Path(request.output) / ".editing", request.lang)
    bound = {"scheduler": scheduler, "editing": EditingRoutes(session)}
    server.RequestHandlerClass = type("Bound", (Handler,), bound)
    server.serve_forever()
