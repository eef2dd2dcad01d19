"""The preview: a build that follows every change, served on this machine alone, with pages that reload themselves."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchfiles import watch

from plugins.competition.load import load
from plugins.competition.report import report
from plugins.voting.polling import choices_of, running_poll, title_of

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
CHANGES = "/.changes"
# how often the watcher looks up, in milliseconds, when nothing was saved
WAKE = 500
RELOAD = "/.reload.js"
# a file, because the pages' policy lets no inline script run
SCRIPT = b"""<script src="/.reload.js"></script></body>"""
RELOADER = b"""new EventSource("/.changes").onmessage = function () { location.reload() }"""
WORDS = {
    "zh-Hans": {
        "ready": "预览：{address}（按 Ctrl+C 结束）",
        "changed": "内容有变化，正在重新生成…",
        "kept": "有错误，浏览器里仍是上一次的网站。",
        "first": "有错误，还没有可以预览的网站。改正后会自动重试。",
    },
    "en": {
        "ready": "Preview: {address} (Ctrl+C ends it)",
        "changed": "Something changed, building again…",
        "kept": "There are errors; the browser still shows the last good site.",
        "first": "There are errors, so there is no site to show yet. It will be tried again after the next change.",
    },
}


class Changes:
    """Tells waiting browsers that there is a new site."""

    def __init__(self) -> None:
        self.number = 0
        self.condition = threading.Condition()

    def announce(self) -> None:
        with self.condition:
            self.number += 1
            self.condition.notify_all()

    def wait_after(self, seen: int, seconds: float) -> int:
        """The number of the latest change, after waiting for one newer than this, or for so many seconds."""
        with self.condition:
            self.condition.wait_for(lambda: self.number > seen, seconds)
            return self.number


class Handler(SimpleHTTPRequestHandler):
    """Serves the built site; HTML goes out with a line of script that waits for changes."""

    changes: Changes

    def do_GET(self) -> None:
        if self.path == CHANGES:
            self._stream_changes()
        elif self.path == RELOAD:
            self._answer(200, "text/javascript", RELOADER)
        else:
            self._send(Path(self.translate_path(self.path)))

    def _send(self, path: Path) -> None:
        if path.is_dir() and not self.path.split("?")[0].endswith("/"):
            super().do_GET()
            return
        page = path / "index.html" if path.is_dir() else path
        status = 200 if page.is_file() else 404
        page = page if page.is_file() else Path(self.directory) / "404.html"
        if not page.is_file():
            self.send_error(404)
            return
        data = page.read_bytes()
        data = data.replace(b"</body>", SCRIPT) if page.suffix == ".html" else data
        self._answer(status, self._type(page), data)

    def _answer(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _type(self, page: Path) -> str:
        kind = {".vtt": "text/vtt", ".avif": "image/avif"}.get(page.suffix) or self.guess_type(str(page))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("xml") else kind

    def _stream_changes(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        seen = self.changes.number
        try:
            while True:
                latest = self.changes.wait_after(seen, 15)
                self.wfile.write(b"data: new\n\n" if latest > seen else b": still here\n\n")
                self.wfile.flush()
                seen = latest
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request: the terminal is for problems."""


def serve(content: Path, stage: str | None, port: int, lang: str, with_poll: bool) -> None:
    """Build, serve and follow changes until interrupted; with a poll, all ballots lead to one on this machine."""
    with _poll(content, lang) if with_poll else nullcontext("") as poll:
        _serve(content, stage, port, lang, poll)


@contextmanager
def _poll(content: Path, lang: str) -> Iterator[str]:
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        sys.exit(1)
    choices = choices_of(loaded.competition)
    with running_poll(choices, ROOT / ".cache" / "poll", title=title_of(loaded.competition)) as poll:
        yield poll.ballot_url()


def _serve(content: Path, stage: str | None, port: int, lang: str, poll: str) -> None:
    words, folder = WORDS[lang], ROOT / ".cache" / "preview"
    changes = Changes()
    server = _server(partial(type("Bound", (Handler,), {"changes": changes}), directory=str(folder)), port)
    address = f"http://{HOST}:{server.server_address[1]}/"
    rebuild = partial(_build, content, folder, stage, address, lang, poll)
    saved = watch(content, *_sources(), raise_interrupt=False, yield_on_timeout=True, rust_timeout=WAKE)
    # the watcher runs from its first answer on: what is saved during the first build is not missed
    next(saved)
    if not rebuild():
        print(words["first"], file=sys.stderr)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(words["ready"].format(address=address), flush=True)
    for found in saved:
        if not found:
            continue
        print(words["changed"], flush=True)
        if rebuild():
            changes.announce()
        else:
            print(words["kept"], file=sys.stderr)


def _sources() -> list[Path]:
    return [ROOT / name for name in ("theme", "plugins", "pelicanconf.py")]


def _server(handler: Any, port: int) -> ThreadingHTTPServer:
    """A server on this port, or on a free one where somebody has it."""
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError:
        server = ThreadingHTTPServer((HOST, 0), handler)
    server.daemon_threads = True
    return server


def _build(content: Path, folder: Path, stage: str | None, address: str, lang: str, poll: str) -> bool:
    # a process of its own: changed code is seen, and nothing of one build stays for the next
    command = [sys.executable, "-m", "invoke", "build", "--content", str(content), "--output", str(folder)]
    command += [
        "--site-url",
        address.rstrip("/"),
        "--lang",
        lang,
        "--quiet",
        "--preview",
        *(["--stage", stage] if stage else []),
        *(["--trial-poll", poll] if poll else []),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0
