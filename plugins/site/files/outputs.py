"""What a build writes: files with an address and a source, no two with the same address."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from plugins.content.problems import Refused, problem


@dataclass(frozen=True)
class Output:
    """A file of the site. ``source`` tells people what it was made from; files of one ``name`` have the same bytes."""

    path: str
    source: str
    name: str
    made: bytes | Callable[[], bytes]

    @property
    def data(self) -> bytes:
        """What is in it. Large files are read only where they are asked for."""
        return self.made if isinstance(self.made, bytes) else self.made()


def written(path: str, source: str, data: bytes) -> Output:
    """A file whose bytes are at hand, and so its name."""
    return Output(path, source, hashlib.sha256(data).hexdigest(), data)


# signs of a hash that are enough for a name
SHORT = 12


def fingerprint(data: bytes) -> str:
    """A short hash of contents, for file names that may be cached for ever."""
    return hashlib.sha256(data).hexdigest()[:SHORT]


@cache
def integrity(data: bytes) -> str:
    """The hash by which a browser checks what it was sent before it uses it."""
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def distinct(outputs: Iterable[Output]) -> list[Output]:
    """The outputs sorted by path. Raises ``Refused`` where two different files would have one address.

    Addresses that differ only in case are one address: on some disks they are one file.
    """
    by_address: dict[str, Output] = {}
    clashes = []
    for output in outputs:
        if ".." in output.path.split("/") or output.path.startswith("/"):
            raise ValueError(f"{output.path} leads out of the output folder")
        other = by_address.setdefault(output.path.lower(), output)
        if other.name != output.name or other.path != output.path:
            clashes.append(problem(output.source, 1, "same_address", address=output.path, other=other.source))
    if clashes:
        raise Refused(*clashes)
    return sorted(by_address.values(), key=lambda output: output.path)
