"""Searching many sites in one test process for hidden terms, in little time."""

from __future__ import annotations

from functools import lru_cache

import pytest

from plugins.embargo import scan
from plugins.embargo.scan import read_words


def read_files_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files that are on several sites, such as the theme's, read once; each site is searched for its terms."""
    monkeypatch.setattr(scan, "read_words", _read_words)


@lru_cache(800)
def _read_words(path: str, data: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(read_words(path, data))
