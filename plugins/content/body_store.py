"""Rendered bodies are loaded by key only when a page shows them: most builds need few of them."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.cache.sqlite import CACHE
from plugins.content.parsing.body import Body

# pickled bodies by key in this process and in the processes forked from it later
_PRELOADED: dict[str, bytes] = {}


@dataclass(frozen=True)
class BodyRef:
    """A reference to a body, small and usable in any process: its key, its Markdown file, and its length in words."""

    key: str
    file: str
    han: int
    words: int

    def load(self) -> Body:
        """The body. Raises ``OSError`` if it is not cached and its file has changed meanwhile."""
        data = self.load_packed()
        body: Body = pickle.loads(data) if data else self._render()
        return body

    def load_packed(self) -> bytes:
        """The pickled body, for ``preload`` in another process; empty if it is not cached."""
        return _PRELOADED.get(self.key) or CACHE.get_many([self.key]).get(self.key, b"")

    def _render(self) -> Body:
        from plugins.content.parsing.files import read_text
        from plugins.content.parsing.markdown import render
        from plugins.content.parsing.yaml_lines import read_front_matter
        from plugins.content.problems import ContentError

        path = Path(self.file)
        try:
            _, markdown, _ = read_front_matter(path.name, read_text(path.parent, path.name))
        except ContentError:
            markdown = ""
        if body_key(markdown) != self.key:
            raise OSError(0, "changed while it was read", self.file)
        return render(markdown)


def body_key(markdown: str) -> str:
    """The cache key of the body of this Markdown."""
    return cache_key("body", code_digest(), markdown)


def pack(markdown: str, file: str, body: Body) -> tuple[BodyRef, bytes]:
    """A reference to a body, and the pickled body to be stored under its key."""
    return BodyRef(body_key(markdown), file, body.han, body.words), pickle.dumps(body, pickle.HIGHEST_PROTOCOL)


def preload(packed: Mapping[str, bytes]) -> None:
    """Keep these pickled bodies in memory, by key."""
    _PRELOADED.update(packed)
