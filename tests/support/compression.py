"""Compressed files of many publications in one test process, in little time."""

from __future__ import annotations

from functools import lru_cache

import pytest

from plugins.publishing.targets import host, local_host
from plugins.publishing.targets.host import compressed_variants


def compress_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the theme's files, which are those of every site, compressed once, and not as well as possible."""
    monkeypatch.setattr(host, "MAX_BEST_BROTLI_BYTES", 0)
    monkeypatch.setattr(local_host, "compressed_variants", _compress)


@lru_cache(2000)
def _compress(path: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple(compressed_variants(path, data))
