"""The kinds of documents. Each kind is a folder of the content in which every subfolder holds one document.

Loading, references between documents and URLs follow from this table. A new kind also needs its record
(``schema/documents.py``), its model (``model.py``, ``resolve.py``) and its place in a stage (``stage_view.py``).
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from plugins.content import url_scheme
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord


@dataclass(frozen=True)
class ContentKind:
    """A folder below ``content/``, the schema of its documents' front matter, and their path on the site."""

    folder: str
    record: type[Any]
    url_prefix: str

    def url_path(self, slug: str) -> str:
        """The path of a document's page within a language."""
        return f"{self.url_prefix}{slug}/"


ENTRIES = ContentKind("entries", EntryRecord, url_scheme.ENTRIES)
ARTICLES = ContentKind("articles", ArticleRecord, url_scheme.NEWS)
PAGES = ContentKind("pages", PageRecord, "")
KINDS = {kind.folder: kind for kind in (ENTRIES, ARTICLES, PAGES)}


def linked_document(folder: str, target: str) -> str | None:
    """The document to which a relative link leads from this folder, such as ``entries/rain-garden``; else None."""
    path = target.partition("#")[0].partition("?")[0].removesuffix("index.md")
    if path.startswith("/"):
        return None
    parts = posixpath.normpath(posixpath.join(folder, path)).split("/")
    return "/".join(parts) if len(parts) == 2 and parts[0] in KINDS else None
