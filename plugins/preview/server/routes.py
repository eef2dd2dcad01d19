"""What the preview shows at an address: a file of a stage's site, or a page of its own."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from plugins.preview.build.scheduler import Bench
from plugins.preview.instant.client import Place
from plugins.preview.server import internal_pages

PROBLEMS, STAGES, OF_STAGE = "/.problems/", "/.stages/", "/.stage/"
KINDS = {".vtt": "text/vtt", ".avif": "image/avif", ".js": "text/javascript"}
HASHED = ("theme/", "media/")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Shown:
    """An answer. ``stage`` and ``path`` within it are told for what belongs to a stage; ``to`` leads elsewhere."""

    status: int
    kind: str
    data: bytes
    stage: str
    path: str = ""
    to: str = ""

    @property
    def is_hashed(self) -> bool:
        """Whether the same address will always bring the same."""
        return self.status == 200 and self.path.startswith(HASHED)


def shown_at(bench: Bench, address: str) -> Shown:
    """What stands at the path of an address, without the bar."""
    front, lang = bench.stages.front, bench.order.lang
    if address == PROBLEMS:
        return Shown(200, HTML, internal_pages.problems_page(bench), front)
    if address == STAGES:
        bench.want(bench.stages.names, compared=True)
        return Shown(200, HTML, internal_pages.stages_page(bench), front)
    if not address.startswith(OF_STAGE):
        return _in_stage(bench, front, address.removeprefix("/"))
    stage, slash, path = address.removeprefix(OF_STAGE).partition("/")
    if stage not in bench.stages.names:
        return Shown(404, HTML, internal_pages.unknown_stage(unquote(stage)[:80], lang), front)
    if stage == front or not slash:
        return _elsewhere(bench, stage, path)
    return _in_stage(bench, stage, path)


def places_at(bench: Bench, address: str) -> tuple[Place, ...]:
    """The stages that somebody looks at who has this address open, and the page in each."""
    if address == STAGES:
        return tuple((stage, address) for stage in bench.stages.names)
    found = re.match(f"{OF_STAGE}([^/]+)/(.*)", address)
    stage, path = found.groups() if found else (bench.stages.front, address.removeprefix("/"))
    return ((stage, path),) if stage in bench.stages.names else ()


def _in_stage(bench: Bench, stage: str, path: str) -> Shown:
    bench.want([stage])
    site = bench.site(stage)
    if not site.number:
        page = internal_pages.broken if site.state else internal_pages.waiting
        return Shown(503, HTML, page(bench, stage), stage, path)
    if glimpse := bench.glimpse((stage, path)):
        return Shown(200, HTML, glimpse, stage, path)
    file = _file(site.folder, unquote(path))
    if file and file.is_dir():
        return _elsewhere(bench, stage, f"{path}/")
    if file:
        return Shown(200, _kind(file), file.read_bytes(), stage, path)
    lost = site.folder / "404.html"
    return Shown(404, HTML, lost.read_bytes() if lost.exists() else b"", stage, path)


def _elsewhere(bench: Bench, stage: str, path: str) -> Shown:
    # two slashes at its beginning would make it another machine's address
    to = bench.stages.base(stage) + quote(unquote(path).lstrip("/"))
    return Shown(302, HTML, b"", stage, path, to=to)


def _file(folder: Path, path: str) -> Path | None:
    """The file of a path, or the folder where only a slash is missing."""
    clean = posixpath.normpath(f"/{path}").lstrip("/")
    if "\0" in clean or "\\" in clean:
        return None
    file = folder / clean
    if path == "" or path.endswith("/"):
        file = file / "index.html"
    elif (file / "index.html").is_file():
        return file
    return file if file.is_file() else None


def _kind(file: Path) -> str:
    kind = KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("xml") else kind
