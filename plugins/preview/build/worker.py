"""The worker, ``python -m plugins.preview.build.worker``: builds on order, a JSON line in and one out."""

from __future__ import annotations

import os
import signal
import sys

from plugins.preview.build.errors import fault
from plugins.preview.build.protocol import Order, Reply, read_order, written


def work() -> None:
    """Take orders until there are no more."""
    # Ctrl+C in the terminal is for the starter, which then ends the orders
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    # what a build prints must not come among the answers
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(written(_done(read_order(line))) + "\n")
        answers.flush()


def _done(order: Order) -> Reply:
    try:
        # here, because code that cannot be imported is a problem to show like any other
        from plugins.preview.build.run import build_on_order
    except Exception as error:
        return Reply(False, (fault(error, order.lang),))
    return build_on_order(order)


if __name__ == "__main__":
    work()
