"""One build on order, in a process of its own: the next sees nothing of it, but all that is imported is warm."""

from __future__ import annotations

import sys
import traceback
from multiprocessing import get_context
from multiprocessing.connection import Connection

from plugins.competition.problems import Problem
from plugins.competition.report import overheard, shown
from plugins.exhibition.build import build, warm_up
from plugins.preview.faults import fault
from plugins.preview.orders import Finding, Order, Reply
from plugins.preview.wording import say

# what is done here, those that are forked from this process need not do
warm_up()


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
    process.join()
    return reply


def _make(order: Order, telling: Connection) -> None:
    with overheard() as problems:
        ended = _ended(order)
    found = (*(_finding(each, order) for each in problems), *(ended.findings))
    telling.send(Reply(ended.ok, found))


def _ended(order: Order) -> Reply:
    try:
        build(
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
        return Reply(False, (Finding("", 0, end.code),) if isinstance(end.code, str) else ())
    except Exception as error:
        # whoever changes code wants to see all of it, in the terminal
        traceback.print_exc()
        return Reply(False, (fault(error, order.lang),))
    return Reply(True)


def _finding(problem: Problem, order: Order) -> Finding:
    place = f"{shown(order.content)}/{problem.file}"
    return Finding(problem.file, problem.line, problem.message(order.lang), problem.is_warning, place)
