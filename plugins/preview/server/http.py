"""The preview's HTTP server, which only this machine can reach."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server.assets import FILES, INTERNAL_PREFIX, TYPES
from plugins.preview.server.bar import insert_bar, render_bar
from plugins.preview.server.routes import HTML, pages_at, resolve_address

HOST = "127.0.0.1"
CHANGES, BAR = f"{INTERNAL_PREFIX}changes", f"{INTERNAL_PREFIX}bar"
NO_STORE, IMMUTABLE = "no-store", "max-age=604800, immutable"
# a comment is sent on a stream of changes after this time without any
KEEPALIVE_S = 15


class Handler(BaseHTTPRequestHandler):
    """Serves the preview; pages go out with the bar."""

    scheduler: BuildScheduler

    def do_GET(self) -> None:
        # DNS rebinding: the name of a foreign site can resolve to this machine
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in {HOST, "localhost", "::1"}:
            self._respond(421, "text/plain", b"")
            return
        url = urlsplit(self.path)
        address = parse_qs(url.query).get("path", ["/"])[0]
        if url.path == CHANGES:
            self._stream_changes(address)
        elif url.path == BAR:
            self._respond(200, HTML, render_bar(self.scheduler, address, resolve_address(self.scheduler, address)))
        elif url.path.startswith(INTERNAL_PREFIX):
            self._serve_asset(url.path.removeprefix(INTERNAL_PREFIX), IMMUTABLE if url.query else NO_STORE)
        else:
            self._serve_page(url.path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _serve_page(self, address: str) -> None:
        response = resolve_address(self.scheduler, address)
        is_page = response.content_type == HTML and not response.location
        data = insert_bar(self.scheduler, address, response) if is_page else response.data
        headers = [("Location", response.location)] if response.location else []
        caching = IMMUTABLE if response.is_immutable else NO_STORE
        self._respond(response.status, response.content_type, data, *headers, caching=caching)

    def _serve_asset(self, name: str, caching: str) -> None:
        file = FILES.get(name)
        if file:
            self._respond(200, TYPES[file.suffix], file.read_bytes(), caching=caching)
        else:
            self._respond(404, "text/plain", b"")

    def _respond(
        self, status: int, content_type: str, data: bytes, *headers: tuple[str, str], caching: str = NO_STORE
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", caching)
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream_changes(self, address: str) -> None:
        """Send an event for each revision, until the browser closes the connection."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", NO_STORE)
        self.end_headers()
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


def create_server(port: int) -> ThreadingHTTPServer:
    """Listen on this port, or on a free one if it is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except OSError:
        server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    return server


def serve_builds(server: ThreadingHTTPServer, scheduler: BuildScheduler) -> None:
    """Serve the builds of a scheduler until the server is shut down."""
    server.RequestHandlerClass = type("Bound", (Handler,), {"scheduler": scheduler})
    server.serve_forever()
