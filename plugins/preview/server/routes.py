"""Resolves addresses of the preview: to a file of a stage's build, or to a page of the preview itself."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from plugins.content.url_scheme import MEDIA, THEME
from plugins.preview.build.instant_pages import OpenPage
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.server import internal_pages

PROBLEMS, STAGES, MANUAL, STAGE_PREFIX = "/.problems/", "/.stages/", "/.manual/", "/.stage/"
CONTENT_TYPES = {".vtt": "text/vtt", ".avif": "image/avif", ".js": "text/javascript"}
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class PreviewResponse:
    """A response without the bar. ``stage`` and ``path`` are those of a page of a stage, ``location`` of a redirect."""

    status: int
    content_type: str = TEXT
    data: bytes = b""
    stage: str = ""
    path: str = ""
    location: str = ""

    @property
    def is_immutable(self) -> bool:
        """Whether the address has a hash of the contents."""
        return self.status == 200 and self.path.startswith((THEME, MEDIA))


def resolve_address(scheduler: BuildScheduler, address: str) -> PreviewResponse:
    """Return the response for the path of an address. Requests the builds that it needs."""
    default_stage, lang = scheduler.stages.default_stage, scheduler.request.lang
    if address == PROBLEMS:
        return PreviewResponse(200, HTML, internal_pages.problems_page(scheduler), default_stage)
    if address.startswith(MANUAL):
        page = internal_pages.manual_page(address.removeprefix(MANUAL), lang)
        return PreviewResponse(200 if page else 404, HTML, page or b"", default_stage)
    if address == STAGES:
        scheduler.request_builds(scheduler.stages.names, compare=True)
        return PreviewResponse(200, HTML, internal_pages.stages_page(scheduler), default_stage)
    if not address.startswith(STAGE_PREFIX):
        return _stage_page(scheduler, default_stage, address.removeprefix("/"))
    stage, slash, path = address.removeprefix(STAGE_PREFIX).partition("/")
    if stage not in scheduler.stages.names:
        page = internal_pages.render("unknown_stage.html", lang, stage=unquote(stage)[:80])
        return PreviewResponse(404, HTML, page, default_stage)
    if stage == default_stage or not slash:
        return _redirect(scheduler, stage, path)
    return _stage_page(scheduler, stage, path)


def pages_at(scheduler: BuildScheduler, address: str) -> tuple[OpenPage, ...]:
    """Return the pages that a browser shows at this address: one, or one of each stage for the list of stages."""
    if address == STAGES:
        return tuple(OpenPage(stage, address) for stage in scheduler.stages.names)
    match = re.match(f"{STAGE_PREFIX}([^/]+)/(.*)", address)
    page = OpenPage(*match.groups()) if match else OpenPage(scheduler.stages.default_stage, address.removeprefix("/"))
    return (page,) if page.stage in scheduler.stages.names else ()


def _stage_page(scheduler: BuildScheduler, stage: str, path: str) -> PreviewResponse:
    scheduler.request_builds([stage])
    build = scheduler.latest_build(stage)
    if not build.number:
        page = internal_pages.broken_page if build.state else internal_pages.waiting_page
        return PreviewResponse(503, HTML, page(scheduler, stage), stage, path)
    if data := scheduler.instant_page(OpenPage(stage, path)):
        return PreviewResponse(200, HTML, data, stage, path)
    file = _find_file(build.folder, unquote(path))
    if file and file.is_dir():
        return _redirect(scheduler, stage, f"{path}/")
    if file:
        return PreviewResponse(200, _content_type(file), file.read_bytes(), stage, path)
    not_found = build.folder / "404.html"
    return PreviewResponse(404, HTML, not_found.read_bytes() if not_found.exists() else b"", stage, path)


def _redirect(scheduler: BuildScheduler, stage: str, path: str) -> PreviewResponse:
    # with two slashes at its beginning it would be the address of another host
    location = scheduler.stages.base(stage) + quote(unquote(path).lstrip("/"))
    return PreviewResponse(302, HTML, b"", stage, path, location=location)


def _find_file(folder: Path, path: str) -> Path | None:
    """Return the file at a path, or a folder if only a slash is missing."""
    normalized = posixpath.normpath(f"/{path}").lstrip("/")
    if "\0" in normalized or "\\" in normalized:
        return None
    file = folder / normalized
    if path == "" or path.endswith("/"):
        file = file / "index.html"
    elif (file / "index.html").is_file():
        return file
    return file if file.is_file() else None


def _content_type(file: Path) -> str:
    mime_type = CONTENT_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    has_charset = mime_type.startswith("text/") or mime_type.endswith("xml")
    return f"{mime_type}; charset=utf-8" if has_charset else mime_type
