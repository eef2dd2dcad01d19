"""What must be true of a public site at every instant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from plugins.publishing.release import SiteBuild
from tests.publishing.site_factory import WINNERS, paths

ASSET = re.compile(r'(?:rel="stylesheet" href|src)="([^"]+)"')
LINK = re.compile(r'<a href="([^"]+)"')


def find_inconsistencies(public: Mapping[str, bytes], after: SiteBuild) -> list[str]:
    """Pages without an asset, links to missing pages, and embargoed pages that are public before the others."""
    problems = []
    for page in sorted(public):
        if page.endswith(".html"):
            text = public[page].decode()
            problems += [f"{page}: asset {link}" for link in _missing(page, ASSET.findall(text), public)]
    for page in _reachable(public):
        problems += [f"{page}: link {link}" for link in _missing(page, LINK.findall(public[page].decode()), public)]
    return problems + _too_early(public, after)


def _missing(page: str, links: list[str], public: Mapping[str, bytes]) -> list[str]:
    return [link for link in links if _target(page, link) not in public]


def _target(page: str, link: str) -> str:
    path = normpath(join(page.rpartition("/")[0], link)).removeprefix("./")
    return normpath(join(path, "index.html")) if link.endswith("/") else path


def _reachable(public: Mapping[str, bytes]) -> list[str]:
    """The pages that a visitor can reach from the home page."""
    known, fresh = set[str](), {"index.html"} & public.keys()
    while fresh:
        known |= fresh
        links = {_target(page, link) for page in fresh for link in LINK.findall(public[page].decode())}
        fresh = {page for page in links if page in public} - known
    return sorted(known)


def _too_early(public: Mapping[str, bytes], after: SiteBuild) -> list[str]:
    """Pages that do not lead to what is revealed must be public before it; a rollback reveals nothing."""
    if WINNERS not in public or WINNERS not in paths(after.folder):
        return []
    ready = [path for path in paths(after.folder) if path.endswith(".html") and path not in {WINNERS, "index.html"}]
    return [f"{WINNERS} before {path}" for path in ready if public.get(path) != (after.folder / path).read_bytes()]
