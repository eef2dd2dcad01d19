"""The preview's server, for this machine alone."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from plugins.preview.build.scheduler import Bench
from plugins.preview.server.assets import FILES, OURS, TYPES
from plugins.preview.server.bar import bar_of, with_bar
from plugins.preview.server.routes import HTML, places_at, shown_at

HOST = "127.0.0.1"
CHANGES, BAR = f"{OURS}changes", f"{OURS}bar"
# what has a hash in its name need not be asked for again when a page comes again
NEVER, FOR_EVER = "no-store", "max-age=604800, immutable"
# news come at once; after so many seconds without any the line says that it still lives
BREATH = 15


class Handler(BaseHTTPRequestHandler):
    """Answers browsers of this machine. A page goes out with the bar in it."""

    bench: Bench

    def do_GET(self) -> None:
        # a page of another site may have its name lead here; what is not public yet is not for it
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in {HOST, "localhost", "::1"}:
            self._answer(421, "text/plain", b"")
            return
        asked = urlsplit(self.path)
        of = parse_qs(asked.query).get("path", ["/"])[0]
        if asked.path == CHANGES:
            self._stream(of)
        elif asked.path == BAR:
            self._answer(200, HTML, bar_of(self.bench, of, shown_at(self.bench, of)))
        elif asked.path.startswith(OURS):
            self._static(asked.path.removeprefix(OURS), FOR_EVER if asked.query else NEVER)
        else:
            self._show(asked.path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _show(self, path: str) -> None:
        shown = shown_at(self.bench, path)
        data = with_bar(self.bench, path, shown) if shown.kind == HTML and not shown.to else shown.data
        more = [("Location", shown.to)] if shown.to else []
        self._answer(shown.status, shown.kind, data, *more, keeps=FOR_EVER if shown.is_hashed else NEVER)

    def _static(self, name: str, keeps: str) -> None:
        file = FILES.get(name)
        if file:
            self._answer(200, TYPES[file.suffix], file.read_bytes(), keeps=keeps)
        else:
            self._answer(404, "text/plain", b"")

    def _answer(self, status: int, kind: str, data: bytes, *more: tuple[str, str], keeps: str = NEVER) -> None:
        self.send_response(status)
        said = (("Content-Type", kind), ("Content-Length", str(len(data))), ("Cache-Control", keeps), *more)
        for name, value in (*said, ("X-Content-Type-Options", "nosniff")):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, path: str) -> None:
        """A line for each news, as long as the browser listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with self.bench.watching(places_at(self.bench, path)):
            self._tell_news()

    def _tell_news(self) -> None:
        seen = self.bench.news
        try:
            while not self.bench.is_over:
                latest = self.bench.wait_after(seen, BREATH)
                self.wfile.write(f"data: {latest}\n\n".encode() if latest > seen else b": still here\n\n")
                self.wfile.flush()
                seen = latest
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request: the terminal is for problems."""


def server_on(port: int) -> ThreadingHTTPServer:
    """A server on this port, or on a free one where somebody has it."""
    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except OSError:
        server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    return server


def show(server: ThreadingHTTPServer, bench: Bench) -> None:
    """Serve what is on this bench until the server is shut down."""
    server.RequestHandlerClass = type("Bound", (Handler,), {"bench": bench})
    server.serve_forever()
