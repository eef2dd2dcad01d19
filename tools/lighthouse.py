"""The audit: Lighthouse on every kind of page, as on a phone, the median of three runs."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from plugins.paths import ROOT

TOOLS = ROOT / ".cache" / "tools"
PAGES = ("", "tour/", "entries/", "vote/", "news/", "tracks/", "units/", "contents/")
SCORES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
RUNS = 3
LIGHTHOUSE = "lighthouse@12.8.2"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


class Compressing(SimpleHTTPRequestHandler):
    """Serves files as a CDN does: compressed, and to be kept."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        packed = path.suffix in {".html", ".css", ".js", ".svg", ".xml", ".json", ".txt"}
        data = gzip.compress(data) if packed else data
        self.send_response(200)
        kind = self.guess_type(str(path))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if packed else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def audit(site: Path, more: tuple[str, ...]) -> None:
    """Print the scores of a built site's pages: the usual kinds, and these."""
    lighthouse = _lighthouse()
    table = Table("page", *SCORES, *FIGURES)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        for path in (*PAGES, *more):
            table.add_row(path or "/", *_medians(lighthouse, address + path))
        server.shutdown()
    Console().print(table)


def _lighthouse() -> str:
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        install = ["npm", "install", "--prefix", str(TOOLS), "--no-save", "--no-audit", "--no-fund"]
        subprocess.run([*install, LIGHTHOUSE], check=True)
    return str(program)


def _medians(lighthouse: str, address: str) -> list[str]:
    reports = [_report(lighthouse, address) for _ in range(RUNS)]
    scores = [median(report["categories"][name]["score"] for report in reports) for name in SCORES]
    figures = [median(report["audits"][name]["numericValue"] for report in reports) for name in FIGURES]
    return [f"{score * 100:.0f}" for score in scores] + [f"{figure:.2f}" for figure in figures]


def _report(lighthouse: str, address: str) -> Any:
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    command = [lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    return json.loads(done.stdout)
