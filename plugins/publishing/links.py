"""The links between the pages of a site: what must be public before a page that points to it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.publishing.release import Release
from plugins.system import textfile

# a regular expression, because a parser takes fifty times as long; text that only looks like an attribute adds a link
# to a path that does not exist, and those are dropped
ATTRIBUTE = re.compile(r"""\s(href|src|srcset|poster|data-[a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def add_links(release: Release, folder: Path, address: str, previous: Release | None) -> Release:
    """The release with the links of its pages, which are served at this public address.

    The links of pages that are the same in the ``previous`` release are taken from there.
    """
    links: dict[str, tuple[str, ...]] = {}
    for path, file in release.files.items():
        if previous and path in previous.links and previous.files[path].blob == file.blob:
            links[path] = tuple(target for target in previous.links[path] if target in release.files)
        elif path.endswith(".html"):
            text = textfile.read_text(folder / path, "replace")
            links[path] = tuple(sorted(set(linked_paths(path, text, address)) & release.files.keys()))
    return replace(release, links=links)


def linked_paths(page: str, text: str, address: str) -> Iterator[str]:
    """The paths, from the site's root, to which a page refers; a folder stands for its ``index.html``."""
    for name, *values in ATTRIBUTE.findall(text):
        value = html.unescape(next(filter(None, values), ""))
        for link in _split_srcset(value) if name.lower() == "srcset" else (value,):
            if (path := _resolve(page, link.strip(), address)) is not None:
                yield path


def _split_srcset(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def _resolve(page: str, link: str, address: str) -> str | None:
    link = link.partition("#")[0].partition("?")[0]
    base = urlsplit(address)
    origin = f"{base.scheme}://{base.netloc}"
    link = link.removeprefix(origin) or "/" if link.startswith(origin) else link
    if not link or ":" in link.split("/")[0] or link.startswith("//"):
        return None
    if link.startswith("/"):
        root = base.path.rstrip("/") + "/"
        return _join([], link[len(root) :]) if (link + "/").startswith(root) else None
    return _join(page.split("/")[:-1], link)


def _join(folder: list[str], link: str) -> str | None:
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
