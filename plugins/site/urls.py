"""Paths and links: where each thing is on the site, and how one page links to another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from plugins.content.model import Document
from plugins.content.schema.config import Track
from plugins.content.stages.halls import Hall
from plugins.content.url_scheme import TOUR, TRACKS
from plugins.site.views.components import SiteLink

LinkTarget = str | Document | Hall | Track | SiteLink
"""A page to link to; text is a path within a language."""


def content_folder(document: Document) -> str:
    """The folder of a document within the content, such as ``entries/rain-garden``."""
    return f"{document.kind.folder}/{document.slug}"


def url_path(target: LinkTarget) -> str:
    """The path of a page within a language: "" for the home page, else such as ``entries/rain-garden/``."""
    match target:
        case Document():
            return target.kind.url_path(target.slug)
        case Hall():
            return f"{TOUR}{target.id}/"
        case Track():
            return f"{TRACKS}{target.id}/"
        case SiteLink():
            return target.path
        case _:
            return target


def output_path(path: str) -> str:
    """The file that a server sends for this path."""
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above these files."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


# menus and footers link to the same pages from all pages of a folder's depth
_quote = lru_cache(1000)(quote)


@dataclass(frozen=True)
class UrlBuilder:
    """Makes the links of a site.

    ``site_url`` is its public address, without a slash at the end; it may hold a path. The first of ``languages`` is
    the default one. Links that are ``relative`` work under any path. Links with an ``explicit_index`` end in
    ``index.html``, for a folder that is opened without a server.
    """

    site_url: str
    languages: tuple[str, ...]
    relative: bool
    explicit_index: bool = False

    @property
    def base_path(self) -> str:
        """The path of the site's root on its server."""
        return urlsplit(self.site_url).path

    @property
    def domain(self) -> str:
        """The host, and the port if there is one."""
        return urlsplit(self.site_url).netloc

    def localized_path(self, path: str, lang: str) -> str:
        """The path from the site's root: the default language has no prefix, nor has what is outside the site."""
        return path if lang == self.languages[0] or path.startswith("../") else f"{lang.lower()}/{path}"

    def split_language(self, path: str) -> tuple[str, str]:
        """The language of a path from the site's root, and the path within it."""
        first, _, rest = path.partition("/")
        prefixes = {lang.lower(): lang for lang in self.languages[1:]}
        return (prefixes[first], rest) if first in prefixes else (self.languages[0], path)

    def href(self, current_path: str, path: str) -> str:
        """A link from one path of the site to another, both from its root."""
        if not self.relative or current_path.endswith("404.html"):
            # the 404 page is shown at any depth, so its links cannot be relative
            return quote(f"{self.base_path}/{path}")
        folder = current_path.rpartition("/")[0]
        if self.explicit_index:
            return quote(posixpath.relpath(output_path(path), folder or "."))
        start, target = folder.split("/") if folder else [], path.split("/")
        common = len(posixpath.commonprefix([start, target[:-1]]))
        return _quote("../" * (len(start) - common) + "/".join(target[common:]) or "./")

    def absolute(self, path: str) -> str:
        """The public address of a path from the site's root."""
        return f"{self.site_url}/{quote(path)}"


class PageLinks:
    """Makes links from one page of a language after the other.

    Pages of one ``scope`` have the same links to all pages but themselves, so that HTML which holds links can be shared
    between them. ``menu_folders`` are the folders that menus lead to, and those above them: such pages are linked to by
    their own menus, so that each has its own scope.
    """

    def __init__(self, urls: UrlBuilder, lang: str) -> None:
        self.urls = urls
        self.lang = lang
        self.menu_folders: set[str] = set()
        self._links_by_scope: dict[tuple[str, bool], dict[str, str]] = {}
        self.enter("")

    def enter(self, path: str) -> None:
        """Make links from the page at this path within the language from now on."""
        self.current_path = self.urls.localized_path(path, self.lang)
        name = path.rstrip("/")
        folder = name.rpartition("/")[0]
        shared = bool(folder) and path.endswith("/") and name not in self.menu_folders
        self.scope = (folder, True) if shared else (path, False)
        self._unshared_prefix = self.current_path if shared else None
        self._links = self._links_by_scope.setdefault(self.scope, {})

    def href(self, path: str) -> str:
        """A link from this page to a path from the site's root."""
        if self._unshared_prefix and path.startswith(self._unshared_prefix):
            return self.urls.href(self.current_path, path)
        link = self._links.get(path)
        if link is None:
            link = self._links[path] = self.urls.href(self.current_path, path)
        return link
