"""References to bodies: loaded from memory, from the cache, or rendered again, and never from a changed file."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from plugins.cache.sqlite import SqliteCache
from plugins.content import body_store
from plugins.content.body_store import BodyRef, preload
from plugins.content.load import load
from plugins.content.parsing.body import Body

ENTRY = "entries/rain-garden/index.md"


@pytest.fixture
def empty_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without bodies in memory, and with an empty cache."""
    monkeypatch.setattr(body_store, "_PRELOADED", {})
    monkeypatch.setattr(body_store, "CACHE", SqliteCache(tmp_path / "none.sqlite"))


def _read(content: Path) -> tuple[BodyRef, Body]:
    competition = load(content).competition
    assert competition
    entry = next(entry for entry in competition.entries if entry.slug == "rain-garden")
    return entry.body_ref("zh-Hans"), entry.body("zh-Hans")


@pytest.mark.usefixtures("empty_caches")
def test_another_process_loads_the_same_body(tiny: Path) -> None:
    ref, body = _read(tiny)
    assert (ref.han, ref.words) == (body.han, body.words)
    body_store._PRELOADED.clear()
    assert pickle.loads(pickle.dumps(ref)).load() == body


@pytest.mark.usefixtures("empty_caches")
def test_a_preloaded_body_needs_no_file(tiny: Path) -> None:
    ref, body = _read(tiny)
    data = pickle.dumps(body)
    body_store._PRELOADED.clear()
    (tiny / ENTRY).unlink()
    preload({ref.key: data})
    assert ref.load() == body


@pytest.mark.usefixtures("empty_caches")
def test_a_changed_file_raises(tiny: Path) -> None:
    ref, _ = _read(tiny)
    body_store._PRELOADED.clear()
    with (tiny / ENTRY).open("a", encoding="utf-8") as file:
        file.write("\n另一段。\n")
    with pytest.raises(OSError, match="changed while it was read"):
        ref.load()
