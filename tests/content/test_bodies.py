"""Bodies by key: at hand, kept on the shelf, or rendered again; never another than the one that was read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from plugins.cache.sqlite import SqliteCache
from plugins.content import body_store
from plugins.content.body_store import BodyRef, hold
from plugins.content.load import load
from plugins.content.parsing.body import Body

ENTRY = "entries/rain-garden/index.md"


@pytest.fixture
def forgetful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has no body at hand, and whose shelf is empty."""
    monkeypatch.setattr(body_store, "_HELD", {})
    monkeypatch.setattr(body_store, "CACHE", SqliteCache(tmp_path / "none.sqlite"))


def _read(content: Path) -> tuple[BodyRef, Body]:
    competition = load(content).competition
    assert competition
    entry = next(each for each in competition.entries if each.slug == "rain-garden")
    return entry.body_ref("zh-Hans"), entry.body("zh-Hans")


@pytest.mark.usefixtures("forgetful")
def test_another_process_loads_the_same_body(tiny: Path) -> None:
    ref, body = _read(tiny)
    assert (ref.han, ref.words) == (body.han, body.words)
    body_store._HELD.clear()
    assert pickle.loads(pickle.dumps(ref)).load() == body


@pytest.mark.usefixtures("forgetful")
def test_a_body_that_was_handed_over_needs_no_file(tiny: Path) -> None:
    ref, body = _read(tiny)
    data = pickle.dumps(body)
    body_store._HELD.clear()
    (tiny / ENTRY).unlink()
    hold({ref.key: data})
    assert ref.load() == body


@pytest.mark.usefixtures("forgetful")
def test_a_file_that_has_changed_is_not_taken_for_the_one_that_was_read(tiny: Path) -> None:
    ref, _ = _read(tiny)
    body_store._HELD.clear()
    with (tiny / ENTRY).open("a", encoding="utf-8") as file:
        file.write("\n另一段。\n")
    with pytest.raises(OSError, match="changed while it was read"):
        ref.load()
