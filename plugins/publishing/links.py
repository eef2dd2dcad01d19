"""The links between the pages of a site: what must be public before a page that points to it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin

from plugins.publishing.release import Release
from plugins.system import textfile

# a regular expression, because a parser takes fifty times as long; text that only looks like an attribute adds a link
# to a path that does not exist, and those are dropped
ATTRIBUTE = re.compile(r"""\s(href|src|srcset|poster|data-[a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def add_links(release: Release, folder: Path, address: str, previous: Release | None) -> Release:
    """The release with the links of its pages, which are served at this public address.

    The links of pages that are the same in the ``previous`` release are taken from there. Only what is revealed needs
    them: a release of which everything may always be public has none.
    """
    if not release.stage_indexes:
        return release
    links: dict[str, tuple[str, ...]] = {}
    for path, file in release.files.items():
        if previous and path in previous.links and previous.files[path].blob == file.blob:
            links[path] = tuple(target for target in previous.links[path] if target in release.files)
        elif path.endswith(".html"):
            text = textfile.read_text(folder / path, "replace")
            links[path] = tuple(sorted(linked_paths(path, text, address) & release.files.keys()))
    return replace(release, links=links)


def linked_paths(page: str, text: str, address: str) -> set[str]:
    """The paths, from the site's root, to which a page refers; a folder stands for its ``index.html``."""
    links = set[str]()
    for name, quoted, single_quoted, bare in set(ATTRIBUTE.findall(text)):
        value = quoted or single_quoted or bare
        value = html.unescape(value) if "&" in value else value
        if name.lower() == "srcset":
            links.update(part.split()[0] for part in value.split(",") if part.strip())
        else:
            links.add(value.strip())
    folder = page.rpartition("/")[0]
    paths = {_resolve_upwards(folder, link, address) for link in links if link and not link.startswith("#")}
    return {path for path in paths if path is not None}


def _resolve_upwards(folder: str, link: str, address: str) -> str | None:
    # pages link to each other from folders as deep as their own, so that most links are the same below the root
    while folder and link.startswith("../"):
        folder, link = folder.rpartition("/")[0], link[3:] or "./"
    return _resolve(folder, link, address)


@lru_cache(maxsize=100_000)
def _resolve(folder: str, link: str, address: str) -> str | None:
    try:
        url = urljoin(f"{address}{folder}/" if folder else address, link.partition("#")[0].partition("?")[0])
    except ValueError:
        return None
    if not f"{url}/".startswith(address):
        return None
    path = unquote(url[len(address) :])
    return f"{path}index.html" if not path or path.endswith("/") else path
