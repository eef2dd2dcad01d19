"""Links between the editors' files: from the path an editor wrote to the document that it means."""

from __future__ import annotations

import posixpath

KINDS = ("entries", "articles", "pages")


def linked_document(folder: str, target: str) -> str | None:
    """The document, as ``kind/slug``, to which a relative link in this folder leads; nothing if it cannot be one."""
    path = target.partition("#")[0].partition("?")[0].removesuffix("index.md")
    if path.startswith("/"):
        return None
    parts = posixpath.normpath(posixpath.join(folder, path)).split("/")
    return "/".join(parts) if len(parts) == 2 and parts[0] in KINDS else None
