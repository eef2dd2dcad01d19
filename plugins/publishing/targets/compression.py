"""Compressed siblings, for web servers that send them as they are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli

from plugins.publishing.headers import is_text

SUFFIXES = (".gz", ".br")
# below this a reply fits into one packet anyway
MIN_COMPRESSED_BYTES = 1000


def variants(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, and its compressed forms where they are worth it, each with the suffix of its name."""
    yield "", data
    if is_text(path) and len(data) >= MIN_COMPRESSED_BYTES:
        yield ".gz", gzip.compress(data, 9, mtime=0)
        yield ".br", brotli.compress(data, quality=11 if len(data) < 200_000 else 9)
