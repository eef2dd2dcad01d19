"""Take the README's pictures: the shipped site in a browser, and the preview with a mistake."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from plugins.paths import PROGRAM, ROOT
from plugins.system import textfile
from tools.screenshots.browser import headless_browser, serving

PHONE = {"width": 390, "height": 780}
DESKTOP = {"width": 1040, "height": 780}
# the pages of the built site, by the name of their picture
PAGES = {"tour": ("tour/", DESKTOP), "entry": ("entries/baiyun-352/", PHONE), "winners": ("winners/", DESKTOP)}
MISTAKEN_ENTRY = Path("content") / "entries" / "baiyun-352" / "index.md"
# what a copy of the project needs for a preview, with the pictures that are already encoded
PROJECT = (
    "plugins",
    "theme",
    "content",
    ".cache/pictures",
    "tasks.py",
    "environment.py",
    "pelicanconf.py",
    "publishconf.py",
)
MISTAKE = ("track: five-risks", "track: five-risk")
COLORS = 96
TIMEOUT_MS = 120_000


def take_screenshots(site: Path, folder: Path, project: Path) -> list[Path]:
    """Photograph pages of a built site, and the preview of the shipped content, into ``folder``; return the pictures.

    ``project`` is a new folder for a copy of the project, in whose content a mistake is made.
    Raises ``FileNotFoundError`` without Chromium.
    """
    folder.mkdir(exist_ok=True)
    _copy_project(project)
    with headless_browser() as browser:
        with serving(site) as address:
            for name, (path, size) in PAGES.items():
                _save(_open(browser, address + path, size), folder / f"{name}.png")
        with _previewing(project) as address:
            page = _open(browser, f"{address}entries/{MISTAKEN_ENTRY.parent.name}/", DESKTOP)
            page.locator("article.entry").wait_for(timeout=TIMEOUT_MS)
            text = textfile.read_text(project / MISTAKEN_ENTRY)
            textfile.write_text(project / MISTAKEN_ENTRY, text.replace(*MISTAKE))
            page.locator(".pv-problems li").first.wait_for(timeout=TIMEOUT_MS)
            page.locator(".pv-building").wait_for(state="detached", timeout=TIMEOUT_MS)
            _save(page, folder / "preview.png")
    return sorted(folder.glob("*.png"))


def _copy_project(project: Path) -> None:
    project.mkdir()
    for source in map(ROOT.joinpath, PROJECT):
        target = project / source.relative_to(ROOT)
        if source.is_file():
            shutil.copy(source, target)
        elif source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


@contextmanager
def _previewing(project: Path) -> Iterator[str]:
    command = [sys.executable, str(project / PROGRAM.relative_to(ROOT)), "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as preview:
        assert preview.stdout
        try:
            yield next(match[0] for line in preview.stdout if (match := re.search(r"http://[0-9.:]+/", line)))
        finally:
            preview.terminate()


def _open(browser: Browser, address: str, size: dict[str, int]) -> Page:
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    page.goto(address)
    page.locator("main").wait_for(timeout=TIMEOUT_MS)
    page.wait_for_load_state("load")
    return page


def _save(page: Page, path: Path) -> None:
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLORS).save(path, optimize=True)
