"""A build with a given number of processes, forked or spawned, however small the content is."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.cache import parallel
from plugins.cache.sqlite import CACHE
from plugins.site.build import build_site
from plugins.site.build_result import BuildOptions


def main() -> None:
    """Takes the content, the output, the cache, the number of processes, and ``fork`` or ``spawn``."""
    content, output, cache, count, start_method = sys.argv[1:]
    object.__setattr__(CACHE, "file", Path(cache))
    parallel.count_cores = lambda: int(count)
    parallel.FORKS = start_method == "fork"
    parallel.MIN_PARALLEL_ITEMS = parallel.MIN_PARALLEL_ITEMS_SPAWNED = 2
    build_site(BuildOptions(content=Path(content), output=Path(output), stage="vote")).raise_for_failure()
