"""What was made once is kept under the hash of all it was made from; without the cache all is the same, only slower."""

from __future__ import annotations

import hashlib
import os
import tempfile
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
    """What is kept under this key, or nothing."""
    try:
        return (cache / name).read_bytes()
    except FileNotFoundError:
        return b""


def keep(cache: Path, name: str, data: bytes) -> bytes:
    """Keep the bytes and return them. Another build at the same time never reads half of them."""
    cache.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=cache)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(beside).replace(cache / name)
    return data


def kept(cache: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What is kept under this key, made now if it is not there."""
    return read(cache, name) or keep(cache, name, make())
