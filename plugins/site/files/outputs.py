"""The files that a build writes, no two with the same path."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from plugins.content.problems import ContentError, Problem, problem

# characters of a hash that are enough to tell files apart
HASH_LENGTH = 12


@dataclass(frozen=True)
class Output:
    """A file of the site.

    ``path`` is from the site's root. ``source`` tells people what it was made from. Files of one ``key`` have the same
    bytes. ``content`` is those bytes, or a function that returns them.
    """

    path: str
    source: str
    key: str
    content: bytes | Callable[[], bytes]

    @classmethod
    def from_bytes(cls, path: str, source: str, data: bytes) -> Output:
        """A file whose bytes are known, so that their hash is its key."""
        return cls(path, source, hashlib.sha256(data).hexdigest(), data)

    @property
    def data(self) -> bytes:
        """Its bytes. Large files are read only when they are written."""
        return self.content if isinstance(self.content, bytes) else self.content()


def fingerprint(data: bytes) -> str:
    """A short hash of contents, for file names that may be cached permanently."""
    return hashlib.sha256(data).hexdigest()[:HASH_LENGTH]


@cache
def integrity(data: bytes, algorithm: str = "sha384") -> str:
    """The hash by which a browser checks a file or an inline script before using it (subresource integrity, CSP)."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def reject_duplicates(outputs: Iterable[Output]) -> None:
    """Raise ``ContentError`` if two different files would have one path, ``ValueError`` for a path out of the site.

    Paths that differ only in case are the same: on some disks they are one file.
    """
    by_path: dict[str, Output] = {}
    clashes: list[Problem] = []
    for output in outputs:
        if ".." in output.path.split("/") or output.path.startswith("/"):
            raise ValueError(f"{output.path} leads out of the output folder")
        other = by_path.setdefault(output.path.lower(), output)
        if other.key != output.key or other.path != output.path:
            clashes.append(problem(output.source, 1, "same_address", address=output.path, other=other.source))
    if clashes:
        raise ContentError(*clashes)
