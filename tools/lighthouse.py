"""Run Lighthouse on every kind of page, as on a phone; report the median of three runs."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from plugins.paths import ROOT
from tools.programs import find_program
from tools.screenshots.browser import serving

TOOLS = ROOT / ".cache" / "tools"
PAGES = ("", "tour/", "entries/", "vote/", "news/", "tracks/", "units/", "contents/")
SCORES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
RUNS = 3
LIGHTHOUSE = "lighthouse@12.8.2"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


class CompressingHandler(SimpleHTTPRequestHandler):
    """Serve files as a CDN does: compressed, with a long cache time."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        is_compressed = path.suffix in {".html", ".css", ".js", ".svg", ".xml", ".json", ".txt"}
        data = gzip.compress(data) if is_compressed else data
        self.send_response(200)
        content_type = self.guess_type(str(path))
        self.send_header("Content-Type", f"{content_type}; charset=utf-8" if is_compressed else content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        if is_compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Print no requests."""


def run_lighthouse(site: Path, extra_pages: tuple[str, ...]) -> None:
    """Print the scores of a built site's pages: one of each kind, and the extra pages."""
    lighthouse = _install_lighthouse()
    table = Table("page", *SCORES, *FIGURES)
    with serving(site, CompressingHandler) as address:
        for path in (*PAGES, *extra_pages):
            table.add_row(path or "/", *_measure(lighthouse, address + path))
    Console().print(table)


def _install_lighthouse() -> str:
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        install = ["npm", "install", "--prefix", str(TOOLS), "--no-save", "--no-audit", "--no-fund"]
        subprocess.run([*install, LIGHTHOUSE], check=True)
    return str(program)


def _measure(lighthouse: str, address: str) -> list[str]:
    reports = [_run_once(lighthouse, address) for _ in range(RUNS)]
    scores = [median(report["categories"][name]["score"] for report in reports) for name in SCORES]
    figures = [median(report["audits"][name]["numericValue"] for report in reports) for name in FIGURES]
    return [f"{score * 100:.0f}" for score in scores] + [f"{figure:.2f}" for figure in figures]


def _run_once(lighthouse: str, address: str) -> Any:
    chromium = find_program("chromium") or ""
    command = [lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    completed = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    return json.loads(completed.stdout)
