"""One build on order, in a process of its own: the next sees nothing of it, but all that is imported is warm."""

from __future__ import annotations

import atexit
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from plugins.preview.build.errors import fault
from plugins.preview.build.protocol import Finding, Order, Reply
from plugins.preview.messages import say

# macOS can fork, but its own libraries do not survive it
START_METHOD = "fork" if sys.platform == "linux" else "spawn"

if START_METHOD == "fork":
    # what is done here, those that are forked from this process need not do
    from plugins.preview.build.handler import warm_up

    warm_up()


@dataclass(frozen=True)
class Builder:
    """A process that takes one order, and the line on which it gets it and replies."""

    process: BaseProcess
    line: Connection


# builds that stay to answer; one that was told to end takes a moment
_STAYING: list[BaseProcess] = []
# without a fork a process takes seconds to import everything: one that has done so waits for the next order
_WAITING: list[Builder] = []


def build_on_order(order: Order) -> Reply:
    """Make the build that is ordered; whatever happens to it, there is a reply."""
    builder = _WAITING.pop() if _WAITING else _start_builder()
    with builder.line:
        try:
            builder.line.send(order)
            reply: Reply = builder.line.recv()
        except (EOFError, OSError):
            reply = Reply(False, (Finding("", 0, say("died", order.lang)),))
    if START_METHOD == "spawn":
        _WAITING.append(_start_builder())
    if reply.glimpses:
        _STAYING[:] = [builder.process, *(process for process in _STAYING if process.is_alive())]
    else:
        builder.process.join()
    return reply


def _start_builder() -> Builder:
    context = get_context("fork") if START_METHOD == "fork" else get_context("spawn")
    here, there = context.Pipe()
    process: BaseProcess = context.Process(target=_take_order, args=(there,))
    process.start()
    there.close()
    return Builder(process, here)


@atexit.register
def _end() -> None:
    for process in (*_STAYING, *(builder.process for builder in _WAITING)):
        process.kill()
        process.join()


def _take_order(line: Connection) -> None:
    """What the process does: all that can be done before the order comes, then the build."""
    try:
        # here, because code that cannot be imported is a problem to show like any other
        from plugins.preview.build.handler import make_build, warm_up

        warm_up()
    except Exception as error:
        order: Order = line.recv()
        line.send(Reply(False, (fault(error, order.lang),)))
        return
    try:
        order = line.recv()
    except EOFError:
        # whoever would have ordered is gone
        return
    make_build(order, line)
