"""Rendered bodies by key: what a build does not show of them it need not have at hand."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.cache.sqlite import CACHE
from plugins.content.parsing.body import Body

# of this process, and of all that part from it later
_HELD: dict[str, bytes] = {}


@dataclass(frozen=True)
class BodyRef:
    """A body's key, the file of its Markdown, and its length; it is small, and any process can load its body."""

    key: str
    file: str
    han: int
    words: int

    def load(self) -> Body:
        """The body itself. Raises ``OSError`` where it is kept nowhere and its file has changed meanwhile."""
        data = self.packed()
        body: Body = pickle.loads(data) if data else self._render()
        return body

    def packed(self) -> bytes:
        """Its bytes, for a process that is to ``hold`` them; empty where they are kept nowhere."""
        return _HELD.get(self.key) or CACHE.get_many([self.key]).get(self.key, b"")

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
    """The key of the body that is rendered from this."""
    return cache_key("body", code_digest(), markdown)


def pack(markdown: str, file: str, body: Body) -> tuple[BodyRef, bytes]:
    """What stands for a body, and its bytes to be held or kept by that key."""
    return BodyRef(body_key(markdown), file, body.han, body.words), pickle.dumps(body, pickle.HIGHEST_PROTOCOL)


def hold(packed: Mapping[str, bytes]) -> None:
    """Have these at hand in this process, by their keys."""
    _HELD.update(packed)
