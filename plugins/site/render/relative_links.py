"""The links from the page that is being rendered; pages of one folder share most of them."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.site.urls import UrlBuilder


class PageLinks:
    """Makes links from one page of a language after the other.

    Pages of one ``scope`` have the same links to all pages but themselves, so that HTML which holds links can be shared
    between them. ``menu_folders`` are the paths that menus lead to, and the folders above them: such pages are linked
    to by their own menus, so that each has its own scope.
    """

    def __init__(self, urls: UrlBuilder, lang: str) -> None:
        self.urls = urls
        self.lang = lang
        self.menu_folders: frozenset[str] = frozenset()
        self._links_by_scope: dict[tuple[str, bool], dict[str, str]] = {}
        self.enter("")

    def enter(self, path: str) -> None:
        """Make links from the page at this path within the language from now on."""
        self.current_path = self.urls.localized_path(path, self.lang)
        folder = path.rstrip("/").rpartition("/")[0]
        shared = bool(folder) and path.endswith("/") and path not in self.menu_folders
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


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """The folders of these paths, and all folders above them."""
    parts = [path.split("/") for path in paths]
    return frozenset("/".join(names[:end]) + "/" for names in parts for end in range(1, len(names)))
