"""Where a page stands: its links are those of all pages of its folder, and so is what is written of links alone."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.site.urls import Addresses


class Places:
    """The pages of one language, one at a time. Pages of one ``place`` link in the same way to all but themselves."""

    def __init__(self, addresses: Addresses, lang: str) -> None:
        self.addresses = addresses
        self.lang = lang
        # paths that menus lead to, and the folders above them: such pages link to themselves or into themselves
        self.linked: frozenset[str] = frozenset()
        self._links_of: dict[tuple[str, bool], dict[str, str]] = {}
        self.enter("")

    def enter(self, path: str) -> None:
        """Make links from the page at this path within the language from now on."""
        self.origin = self.addresses.in_language(path, self.lang)
        above = path.rstrip("/").rpartition("/")[0]
        shared = bool(above) and path.endswith("/") and path not in self.linked
        self.place = (above, True) if shared else (path, False)
        self._own = self.origin if shared else None
        self._links = self._links_of.setdefault(self.place, {})

    def href(self, path: str) -> str:
        """A link from this page to a path from the site's root."""
        if self._own and path.startswith(self._own):
            return self.addresses.href(self.origin, path)
        link = self._links.get(path)
        if link is None:
            link = self._links[path] = self.addresses.href(self.origin, path)
        return link


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """The folders of these paths, and all folders above them."""
    parts = [path.split("/") for path in paths]
    return frozenset("/".join(names[:end]) + "/" for names in parts for end in range(1, len(names)))
