"""The bench: what is asked for while it is being made is made once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from plugins.preview.build.protocol import Order
from plugins.preview.build.scheduler import Bench


def test_stage_asked_for_while_it_is_built_is_built_once(tiny: Path, tmp_path: Path) -> None:
    told: list[str] = []
    order = Order(str(tiny), str(tmp_path / "sites"), "vote", "http://127.0.0.1:1", "en")
    bench = Bench(order, lambda name, _, __: told.append(name))
    building = threading.Thread(target=bench.run)
    building.start()
    while bench.wanted:
        time.sleep(0.001)
    assert bench.is_building("vote")
    bench.want(["vote"])
    bench.wait_after(0, seconds=60)
    # the end comes after what is wanted by then
    wanted = set(bench.wanted)
    bench.end()
    building.join()
    assert (wanted, told) == (set(), ["投票"])
