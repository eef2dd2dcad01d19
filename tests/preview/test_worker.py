"""The worker behind the preview: builds on order, in words that the preview reads, and is replaced when it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.preview.build import run
from plugins.preview.build.protocol import Finding, Order, Reply
from plugins.preview.build.worker_client import Worker
from tests.support.builds import files


def test_worker_builds_again_after_it_was_killed(worker: Worker, tiny: Path, tmp_path: Path) -> None:
    orders = [Order(str(tiny), str(tmp_path / each), "tour", "http://127.0.0.1:1", "en") for each in ("one", "two")]
    assert _told(worker.ask(orders[0])) == (True, ())
    assert worker.process
    worker.process.kill()
    assert _told(worker.ask(orders[1])) == (True, ())
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_worker_tells_problems_and_goes_on(worker: Worker, tiny: Path, tmp_path: Path) -> None:
    order = Order(str(tiny), str(tmp_path / "site"), "tour", "http://127.0.0.1:1", "en")
    lift = tiny / "entries/lift-watch/index.md"
    good = lift.read_text(encoding="utf-8")
    lift.write_text(good.replace("safety", "saftey"), encoding="utf-8")
    reply = worker.ask(order)
    said = 'There is no track "saftey". Did you mean "safety"? Use one of: water, safety.'
    file = "entries/lift-watch/index.md"
    assert reply == Reply(False, (Finding(file, 5, said, False, f"{tiny.as_posix()}/{file}"),))
    lift.write_text(good, encoding="utf-8")
    assert _told(worker.ask(order)) == (True, ())


def test_builder_that_cannot_be_forked_waits_for_the_next_order(
    monkeypatch: pytest.MonkeyPatch, tiny: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "START_METHOD", "spawn")
    orders = [Order(str(tiny), str(tmp_path / name), "tour", "http://127.0.0.1:1", "en") for name in ("one", "two")]
    try:
        assert _told(run.build_on_order(orders[0])) == (True, ())
        (waiting,) = run._WAITING
        assert _told(run.build_on_order(orders[1])) == (True, ())
        assert run._STAYING[0] is waiting.process
        assert files(tmp_path / "one") == files(tmp_path / "two")
        (waiting,) = run._WAITING
        assert waiting.process.is_alive()
    finally:
        run._end()


def _told(reply: Reply) -> tuple[bool, tuple[Finding, ...]]:
    return reply.ok, reply.findings
