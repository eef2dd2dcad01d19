"""The in-site links of built pages: what must be public before a page may point to it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.publishing.release import Release
from plugins.system import textfile

# a regular expression, because a parser takes fifty times as long; text that merely looks like an attribute only
# adds a link that leads nowhere, and those are dropped
ATTRIBUTE = re.compile(r"""\s(href|src|srcset|poster|data-[a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def add_links(release: Release, folder: Path, address: str, former: Release | None) -> Release:
    """The release with the in-site links of its pages, for a site that is served at this public address; what is known
    of pages that the ``former`` release has too is not read again."""
    links: dict[str, tuple[str, ...]] = {}
    for path, file in release.files.items():
        if former and path in former.links and former.files[path].blob == file.blob:
            links[path] = tuple(to for to in former.links[path] if to in release.files)
        elif path.endswith(".html"):
            text = textfile.read_text(folder / path, "replace")
            links[path] = tuple(sorted(set(linked_paths(path, text, address)) & release.files.keys()))
    return replace(release, links=links)


def linked_paths(page: str, text: str, address: str) -> Iterator[str]:
    """The paths, from the site's root, of everything a page names; a folder stands for its ``index.html``."""
    for name, *values in ATTRIBUTE.findall(text):
        value = html.unescape(next(filter(None, values), ""))
        for link in _split_srcset(value) if name.lower() == "srcset" else (value,):
            if (path := _path(page, link.strip(), address)) is not None:
                yield path


def _split_srcset(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def _path(page: str, link: str, address: str) -> str | None:
    link = link.partition("#")[0].partition("?")[0]
    base = urlsplit(address)
    origin = f"{base.scheme}://{base.netloc}"
    link = link.removeprefix(origin) or "/" if link.startswith(origin) else link
    if not link or ":" in link.split("/")[0] or link.startswith("//"):
        return None
    if link.startswith("/"):
        root = base.path.rstrip("/") + "/"
        return _resolve([], link[len(root) :]) if (link + "/").startswith(root) else None
    return _resolve(page.split("/")[:-1], link)


def _resolve(folder: list[str], link: str) -> str | None:
    parts = list(folder)
    for part in unquote(link).split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    is_folder = link.endswith(("/", ".", "..")) or not link
    return "/".join([*parts, "index.html"] if is_folder else parts)
