"""The garbage collector of processes that make one build or check, and end."""

from __future__ import annotations

import atexit
import gc


def disable_gc() -> None:
    """Turn the collector off until the process ends.

    Such a process keeps nearly all that it allocates: collecting costs up to a third of its time and frees nothing.
    """
    gc.disable()
    # the interpreter collects once more at exit what is not frozen
    atexit.register(gc.freeze)
