"""Picture every kind of page in whole, from the narrowest phone to a large screen, to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tools.screenshots.browser import headless_browser

WIDTHS = (360, 768, 1280, 1920)
HEIGHT = 800
QUALITY = 75
LANGUAGE = re.compile(rb'<html[^>]* lang="([^"]+)"')
KIND = re.compile(rb'<body[^>]* data-page="(\w+)"')
# pictures further down come as a reader gets there
LOAD_PICTURES = """() => Promise.all([...document.images].map(image => {
    image.loading = 'eager'
    return image.decode().catch(() => {})
}))"""


def picture_pages(site: Path, address: str, folder: Path) -> Iterator[Path]:
    """Picture the longest page of each kind of a served site's main language; give each ``kind-width.jpg`` made."""
    folder.mkdir(parents=True, exist_ok=True)
    with headless_browser() as browser:
        for kind, path in sorted(_page_of_each_kind(site).items()):
            yield from _picture(browser, address + path, folder / kind)


def _page_of_each_kind(site: Path) -> dict[str, str]:
    language = _first(LANGUAGE, (site / "index.html").read_bytes())
    longest: dict[str, Path] = {}
    for page in sorted(site.rglob("*.html"), key=lambda page: (page.stat().st_size, page)):
        html = page.read_bytes()
        if _first(LANGUAGE, html) == language:
            longest[_first(KIND, html) or page.stem] = page
    return {kind: page.relative_to(site).as_posix().removesuffix("index.html") for kind, page in longest.items()}


def _first(pattern: re.Pattern[bytes], html: bytes) -> str:
    match = pattern.search(html)
    return match[1].decode() if match else ""


def _picture(browser: Browser, address: str, name: Path) -> Iterator[Path]:
    page = browser.new_page(reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(address)
        page.evaluate(LOAD_PICTURES)
        # what stays at the edge of the screen has its own place on one that is as high as the page
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        picture = name.with_name(f"{name.name}-{width}.jpg")
        page.screenshot(path=picture, type="jpeg", quality=QUALITY)
        yield picture
    page.close()
