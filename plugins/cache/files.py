"""What was made once is kept under the hash of all it was made from; without the cache all is the same, only slower."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


def key(*parts: str | bytes) -> str:
    """One key for all parts, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def read(cache: Path, name: str) -> bytes:
    """What is kept under this key, or nothing; a cache that cannot be read is none, and no reason to fail."""
    try:
        return (cache / name).read_bytes()
    except OSError:
        return b""


def keep(cache: Path, name: str, data: bytes) -> bytes:
    """Keep the bytes if the disk lets us, and return them. Another build at the same time never reads half of them."""
    beside = cache / f"{name}.{os.getpid()}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(cache / name)
    except OSError:
        beside.unlink(missing_ok=True)
    return data


def kept(cache: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What is kept under this key, made now if it is not there."""
    return read(cache, name) or keep(cache, name, make())
