"""The worker behind the preview: builds on order, in words that the preview reads, and is replaced when it is gone."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from plugins.preview.orders import Finding, Order, Reply
from plugins.preview.resident import Worker
from tests.sites.building import files


def test_worker_builds_again_after_it_was_killed(tiny: Path, tmp_path: Path) -> None:
    worker = Worker()
    orders = [Order(str(tiny), str(tmp_path / each), "tour", "http://127.0.0.1:1", "en") for each in ("one", "two")]
    assert _told(worker.ask(orders[0])) == (True, ())
    assert worker.process
    os.kill(worker.process.pid, signal.SIGKILL)
    assert _told(worker.ask(orders[1])) == (True, ())
    worker.end()
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_worker_tells_problems_and_goes_on(tiny: Path, tmp_path: Path) -> None:
    worker = Worker()
    order = Order(str(tiny), str(tmp_path / "site"), "tour", "http://127.0.0.1:1", "en")
    lift = tiny / "entries/lift-watch/index.md"
    good = lift.read_text(encoding="utf-8")
    lift.write_text(good.replace("safety", "saftey"), encoding="utf-8")
    reply = worker.ask(order)
    said = 'There is no track "saftey". Did you mean "safety"? Use one of: water, safety.'
    file = "entries/lift-watch/index.md"
    assert reply == Reply(False, (Finding(file, 5, said, False, f"{tiny}/{file}"),))
    lift.write_text(good, encoding="utf-8")
    assert _told(worker.ask(order)) == (True, ())
    worker.end()


def _told(reply: Reply) -> tuple[bool, tuple[Finding, ...]]:
    return reply.ok, reply.findings
