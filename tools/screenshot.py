"""Take the README's picture: the shipped site in a browser, on a phone and on a desktop."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PHONE, DESKTOP = (390, 900), (1180, 900)
GAP = 24
BACKGROUND = (226, 221, 210)


def take_screenshot(site: Path, target: Path, on_phone: str, on_desktop: str) -> None:
    """Photograph two pages of a built site side by side. Raises ``FileNotFoundError`` without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise FileNotFoundError("chromium")
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        views = ((on_phone, PHONE), (on_desktop, DESKTOP))
        pictures = [_photograph(browser, address + path, *size) for path, size in views]
        browser.close()
        server.shutdown()
    _side_by_side(pictures).quantize(128).save(target, optimize=True)


def _photograph(browser: Browser, address: str, width: int, height: int) -> Image.Image:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address, wait_until="networkidle")
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures) + 2 * GAP), BACKGROUND)
    x = GAP
    for picture in pictures:
        sheet.paste(picture, (x, GAP))
        x += picture.width + GAP
    return sheet
