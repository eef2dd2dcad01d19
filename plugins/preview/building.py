"""One build on order, in a process of its own: the next sees nothing of it, but all that is imported is warm."""

from __future__ import annotations

import atexit
import sys
import traceback
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from plugins.competition.problems import Problem
from plugins.competition.report import overheard, shown
from plugins.exhibition.build import build, warm_up
from plugins.exhibition.glimpse import Built
from plugins.preview.answering import answer, name_of, opened
from plugins.preview.faults import fault
from plugins.preview.glimpses import CAN
from plugins.preview.orders import Finding, Order, Reply
from plugins.preview.wording import say

# what is done here, those that are forked from this process need not do
warm_up()
# builds that stay to answer; one that was told to end takes a moment
_STAYING: list[BaseProcess] = []


def built(order: Order) -> Reply:
    """Make the build that is ordered; whatever happens to it, there is a reply."""
    # a copy of this process, where the system makes one safely
    context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
    hearing, telling = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(order, telling))
    process.start()
    telling.close()
    try:
        reply: Reply = hearing.recv()
    except EOFError:
        reply = Reply(False, (Finding("", 0, say("died", order.lang)),))
    if reply.glimpses:
        _STAYING[:] = [process, *(each for each in _STAYING if each.is_alive())]
    else:
        process.join()
    return reply


@atexit.register
def _end() -> None:
    for process in _STAYING:
        process.kill()


def _make(order: Order, telling: Connection) -> None:
    with overheard() as problems:
        made, ended = _ended(order)
    found = (*(_finding(each, order) for each in problems), *(ended.findings))
    if made and CAN:
        with opened() as door:
            telling.send(Reply(ended.ok, found, name_of(door)))
            answer(door, made)
    else:
        telling.send(Reply(ended.ok, found))


def _ended(order: Order) -> tuple[Built | None, Reply]:
    try:
        made = build(
            content=order.content,
            output=order.output,
            stage=order.stage or None,
            site_url=order.site_url,
            lang=order.lang,
            quiet=True,
            preview=True,
            trial_poll=order.trial_poll,
        )
    except SystemExit as end:
        return None, Reply(False, (Finding("", 0, end.code),) if isinstance(end.code, str) else ())
    except Exception as error:
        # whoever changes code wants to see all of it, in the terminal
        traceback.print_exc()
        return None, Reply(False, (fault(error, order.lang),))
    return made, Reply(True)


def _finding(problem: Problem, order: Order) -> Finding:
    place = f"{shown(order.content)}/{problem.file}"
    return Finding(problem.file, problem.line, problem.message(order.lang), problem.is_warning, place)
