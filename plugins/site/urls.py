"""Addresses: where each thing of the exhibition stands on the site, and how one page links to another."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from plugins.content.model import Article, Entry, InfoPage
from plugins.content.schema.config import Track
from plugins.content.stage_view import Hall
from plugins.site.views.components import SiteLink

Target = str | Entry | Article | InfoPage | Hall | Track | SiteLink


def path_of(target: Target) -> str:
    """The path of a page within a language: "" for the home page, else such as ``entries/rain-garden/``."""
    match target:
        case Entry():
            return f"entries/{target.slug}/"
        case Article():
            return f"news/{target.slug}/"
        case InfoPage():
            return f"{target.slug}/"
        case Hall():
            return f"tour/{target.track.id}/"
        case Track():
            return f"tracks/{target.id}/"
        case SiteLink():
            return target.path
        case _:
            return target


def file_of(path: str) -> str:
    """The file that a server shows for this path."""
    return f"{path}index.html" if path == "" or path.endswith("/") else path


# menus and footers link to the same from all pages of a folder's depth
_quoted = lru_cache(1000)(quote)


@dataclass(frozen=True)
class Addresses:
    """How this site links: its public address, its languages, and whether its own links are relative.

    ``site_url`` has no slash at its end and may hold a sub-path; a relative site runs under any path. Links that are
    ``named`` say ``index.html``, for a folder that is opened without a server.
    """

    site_url: str
    languages: tuple[str, ...]
    relative: bool
    named: bool = False

    @property
    def base_path(self) -> str:
        return urlsplit(self.site_url).path

    @property
    def domain(self) -> str:
        return urlsplit(self.site_url).netloc

    def in_language(self, path: str, lang: str) -> str:
        """The path from the site's root: the default language has no prefix."""
        return path if lang == self.languages[0] else f"{lang.lower()}/{path}"

    def parted(self, path: str) -> tuple[str, str]:
        """The language of a path from the site's root, and the path within it."""
        first, _, rest = path.partition("/")
        prefixed = {lang.lower(): lang for lang in self.languages[1:]}
        return (prefixed[first], rest) if first in prefixed else (self.languages[0], path)

    def href(self, origin: str, path: str) -> str:
        """A link from one path of the site to another, both from its root."""
        if not self.relative or origin.endswith("404.html"):
            # the page for lost visitors is shown at any depth, so its links cannot be relative
            return quote(f"{self.base_path}/{path}")
        start = origin.rpartition("/")[0]
        if self.named:
            return quote(posixpath.relpath(file_of(path), start or "."))
        here, there = start.split("/") if start else [], path.split("/")
        common = len(posixpath.commonprefix([here, there[:-1]]))
        return _quoted("../" * (len(here) - common) + "/".join(there[common:]) or "./")

    def absolute(self, path: str) -> str:
        """The public address of a path from the site's root."""
        return f"{self.site_url}/{quote(path)}"
