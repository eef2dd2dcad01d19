"""Large tables of votes: ids on the disk, many voids, and the same counts as a plain loop."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plugins.results.votes import id_store
from plugins.results.votes.id_store import IdStore, open_stores
from plugins.tables import column_blocks
from tests.results.vote_inputs import FINALISTS, TITLES, VOID, count, problems_of

ENTRIES = {number: slug for slug, (number, _) in TITLES.items()}


@pytest.fixture(params=[8, 1 << 20], ids=["on the disk", "in memory"])
def buffered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(id_store, "MAX_BUFFERED", request.param)


@pytest.mark.usefixtures("buffered")
def test_repeated_ids_are_found_among_many(tmp_path: Path) -> None:
    ids, store = [str(number) for number in range(3_000)] + ["17", "2999", "17"], IdStore(tmp_path / "ids")
    for start in range(0, len(ids), 100):
        store.add(ids[start : start + 100])
    assert store.find_repeated() == ({hash("17"), hash("2999")}, 2)
    assert store.find_counts(lambda times: times == 3) == ({hash("17")}, 1)
    assert store.count_distinct() == 3_000


def test_stores_leave_nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(id_store, "MAX_BUFFERED", 8)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_stores() as stores:
        stores.votes.add([str(number) for number in range(100)])
        assert list(tmp_path.glob("*/votes/*"))
    assert list(tmp_path.iterdir()) == []


def _rows(draw: random.Random, size: int) -> list[tuple[str, str, str]]:
    return [
        (str(number), draw.choice(["10.0.0.1", "10.0.0.2", "10.0.0.3"]), draw.choice(list(ENTRIES)))
        for number in range(size)
    ]


def _voids(draw: random.Random, size: int) -> list[dict[str, Any]]:
    voids: list[dict[str, Any]] = []
    for _ in range(draw.randint(0, 12)):
        first = draw.randint(2, size)
        mark = draw.choice(["rows", "rows", "source", "both", "entry"])
        void: dict[str, Any] = {**VOID}
        if mark in {"rows", "both", "entry"}:
            void |= {"first_row": first, "last_row": first + draw.randint(0, size // 3)}
        if mark in {"source", "both"}:
            void["where"] = {"IP": [draw.choice(["10.0.0.1", "10.0.0.2"])]}
        if mark == "entry":
            void["entry"] = draw.choice(FINALISTS)
        voids.append(void)
    return voids


def _applies(void: dict[str, Any], row: int, source: str, entry: str) -> bool:
    return (
        void.get("first_row", 0) <= row <= void.get("last_row", row)
        and source in void.get("where", {"IP": [source]})["IP"]
        and void.get("entry", entry) == entry
    )


@pytest.mark.parametrize("seed", range(40))
def test_voids_of_all_kinds_take_the_votes_that_a_plain_loop_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    draw = random.Random(seed)
    monkeypatch.setattr(column_blocks, "BLOCK_BYTES", draw.choice([64, 300, 1 << 16]))
    rows = _rows(draw, draw.randint(5, 120))
    voids = _voids(draw, len(rows))
    valid: Counter[str] = Counter()
    effects = [0] * len(voids)
    for row, (_, source, number) in enumerate(rows, start=2):
        entry = ENTRIES[number]
        index = next((index for index, void in enumerate(voids) if _applies(void, row, source, entry)), None)
        if index is None:
            valid[entry] += 1
        else:
            effects[index] += 1
    voids = [void for void, effect in zip(voids, effects, strict=True) if effect]
    table = {
        "text": "流水,IP,项目\n" + "".join(f"{','.join(row)}\n" for row in rows),
        "id": "流水",
        "voided": voids,
        "zero": [entry for entry in FINALISTS if entry not in {ENTRIES[number] for _, _, number in rows}],
    }
    (channel,) = count(tmp_path, table)
    assert {entry: channel.valid.get(entry, 0) for entry in FINALISTS} == {entry: valid[entry] for entry in FINALISTS}
    assert [void.votes for void in channel.voids] == [effect for effect in effects if effect]


def test_wrong_rows_far_below_are_refused_at_their_rows(tmp_path: Path) -> None:
    rows = [f"{number},{draw}\n" for number, draw in enumerate(["1", "2", "10"] * 20_000, start=1)]
    rows[41_234] = "41235,没有\n"
    rows[50_001] = "50002,\n"
    rows[55_555] = "7,1\n"
    text = "流水,项目\n" + "".join(rows)
    assert problems_of(tmp_path, {"text": text, "id": "流水"}) == [
        ("results/t0.csv", 41_236, "cell_unknown_entry"),
        ("results/t0.csv", 50_003, "cell_empty"),
    ]
    text = text.replace("没有", "1").replace("50002,\n", "50002,1\n")
    assert problems_of(tmp_path, {"text": text, "id": "流水"}) == [("results/t0.csv", 55_557, "cell_vote_twice")]


def test_ids_that_mostly_repeat_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(id_store, "MAX_SUSPECTS", 10)
    text = "流水,项目\n" + "".join(f"{number % 50},{draw}\n" for number, draw in enumerate(["1", "2", "10"] * 50))
    assert problems_of(tmp_path, {"text": text, "id": "流水"}) == [("results/t0.csv", 1, "ids_repeated")]
