"""What a builder's process does with its order: the build, the reply, and glimpses of pages to come."""

from __future__ import annotations

import traceback
from functools import cache
from multiprocessing.connection import Connection

from plugins.content.problems import Problem
from plugins.content.report import overheard, shown
from plugins.preview.build.errors import fault
from plugins.preview.build.protocol import Finding, Order, Reply
from plugins.preview.instant.responder import answer, opened
from plugins.site.build import build
from plugins.site.build import warm_up as warm_up_builds
from plugins.site.incremental.single_page import Built


@cache
def warm_up() -> None:
    """Do beforehand what every build begins with; a fork of a process that did has done it."""
    warm_up_builds()


def make_build(order: Order, line: Connection) -> None:
    """Build, reply, and answer for single pages until somebody else does."""
    with overheard() as problems:
        built, reply = _build(order)
    findings = (*(_finding(problem, order) for problem in problems), *reply.findings)
    if built is None:
        line.send(Reply(reply.ok, findings))
        return
    with opened() as door:
        line.send(Reply(reply.ok, findings, door.name))
        line.close()
        answer(door, built)


def _build(order: Order) -> tuple[Built | None, Reply]:
    try:
        built = build(
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
    return built, Reply(True)


def _finding(problem: Problem, order: Order) -> Finding:
    place = f"{shown(order.content)}/{problem.file}"
    return Finding(problem.file, problem.line, problem.message(order.lang), problem.is_warning, place)
