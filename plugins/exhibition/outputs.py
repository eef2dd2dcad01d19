"""What a build writes: files with an address and a source, no two with the same address."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.competition.problems import Refused, problem


@dataclass(frozen=True)
class Output:
    """A file of the site. ``source`` names for people what it was made from."""

    path: str
    source: str
    data: bytes


def fingerprint(data: bytes) -> str:
    """A short hash of contents, for file names that may be cached for ever."""
    return hashlib.sha256(data).hexdigest()[:12]


def distinct(outputs: Iterable[Output]) -> list[Output]:
    """The outputs sorted by path. Raises ``Refused`` where two different files would have one address.

    Addresses that differ only in case are one address: on some disks they are one file.
    """
    by_address: dict[str, Output] = {}
    clashes = []
    for output in outputs:
        other = by_address.setdefault(output.path.lower(), output)
        if other.data != output.data or other.path != output.path:
            clashes.append(problem(output.source, 1, "same_address", address=output.path, other=other.source))
    if clashes:
        raise Refused(*clashes)
    return sorted(by_address.values(), key=lambda output: output.path)


def replace_folder(outputs: Iterable[Output], folder: Path) -> None:
    """Write the files into a new folder beside this one, then let it take this one's place.

    Until the last file is written the former site stays as it was. Raises ``OSError`` where the disk does not obey.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        _write(outputs, fresh)
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(outputs: Iterable[Output], folder: Path) -> None:
    root = folder.resolve()
    for output in outputs:
        target = (root / output.path).resolve()
        if not target.is_relative_to(root):
            raise ValueError(f"{output.path} leads out of the output folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output.data)


def _swap(fresh: Path, folder: Path) -> None:
    former = fresh.with_name(fresh.name.replace("-new-", "-old-"))
    if folder.exists():
        folder.rename(former)
    try:
        fresh.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
