"""A cache of files named by a hash of their inputs. Deleting it is safe: everything is only computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from plugins.system.disk import write_atomically


def cache_key(*parts: str | bytes) -> str:
    """The SHA-256, in hex, of all parts in order. Their lengths are hashed too, so ("ab", "c") is not ("a", "bc")."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def load(folder: Path, key: str) -> bytes:
    """The bytes cached under this key; empty if there are none or they cannot be read."""
    try:
        return (folder / key).read_bytes()
    except OSError:
        return b""


def store(folder: Path, key: str, data: bytes) -> bytes:
    """Cache the bytes if the disk allows it, and return them. The file is replaced atomically."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / key, data)
    return data


def get_or_create(folder: Path, key: str, create: Callable[[], bytes]) -> bytes:
    """The bytes cached under this key, or those that ``create`` returns, which are then cached."""
    return load(folder, key) or store(folder, key, create())
