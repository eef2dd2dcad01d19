"""A build by so many processes, which begin as copies of one or from nothing, however small the content is."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.cache import parallel
from plugins.cache.sqlite import CACHE
from plugins.site.build import build


def main() -> None:
    """Content, output, shelf, number of processes, and ``fork`` or ``spawn``."""
    content, output, shelf, count, begin = sys.argv[1:]
    object.__setattr__(CACHE, "file", Path(shelf))
    parallel.count_cores = lambda: int(count)
    parallel.FORKS = begin == "fork"
    parallel.MIN_PARALLEL_ITEMS = parallel.MIN_PARALLEL_ITEMS_SPAWNED = 2
    build(content=content, output=output, stage="vote", site_url=None, lang="en", quiet=True)
