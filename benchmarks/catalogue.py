"""How long the catalogue's first filter holds the main thread of a phone four times slower than this machine.

Run it: ``.venv/bin/python -m benchmarks.catalogue``. It prints milliseconds; nothing is asserted.
"""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from benchmarks.generate import generate
from tests.support.builds import pelican

SIZES = (300, 2000)
SLOWER = 4
RUNS = 5
MEASURE = """async () => {
    const field = document.querySelector('#filters input')
    field.value = '社区'
    const before = performance.now()
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    document.body.offsetHeight
    return performance.now() - before
}"""


def first_filter(browser: Browser, address: str) -> float:
    """Measure the milliseconds from a typed letter to the new layout of the list."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address, wait_until="networkidle")
    with page.expect_response("**/data/search-*.json"):
        page.focus("#filters input")
    page.wait_for_timeout(500)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    taken = float(page.evaluate(MEASURE))
    page.close()
    return taken


def main() -> None:
    """Build, serve and measure each size."""
    for size in SIZES:
        with TemporaryDirectory() as folder, sync_playwright() as playwright:
            site = pelican(generate(Path(folder) / "content", size), Path(folder) / "site")
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(site)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.server_address[1]}/entries/"
            print(f"{size} entries: {median(first_filter(browser, address) for _ in range(RUNS)):.1f} ms")
            browser.close()
            server.shutdown()


if __name__ == "__main__":
    main()
