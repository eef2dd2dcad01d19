"""One build as a program of its own, measured; what it needs is imported first, so that the profile has only building.

``python -X importtime -m plugins.editorial.profiled PROFILE CONTENT OUTPUT STAGE LANG``
"""

from __future__ import annotations

import sys
import time
from cProfile import Profile
from importlib import import_module
from pkgutil import iter_modules

ROOMS = ("competition", "voting", "tables", "results", "media", "exhibition")


def main(profile: str, content: str, output: str, stage: str, lang: str) -> None:
    """Build, and write the profile even where the content has errors."""
    for room in ROOMS:
        for module in iter_modules(import_module(f"plugins.{room}").__path__, f"plugins.{room}."):
            import_module(module.name)
    build = import_module("plugins.exhibition.build").build
    # the clock is the processor's, of the thread that builds: others do not count
    measured = Profile(time.thread_time)
    try:
        measured.runcall(
            build, content=content, output=output, stage=stage or None, site_url=None, lang=lang, quiet=True
        )
    finally:
        measured.dump_stats(profile)


if __name__ == "__main__":
    main(*sys.argv[1:])
