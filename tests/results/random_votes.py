"""Random tables of votes in the layouts of the manual, with what does not count and why."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.results.random_contests import Contest

TITLES = ("雨水花园", "电梯看护", "夜市", "长者食堂", "河长巡查", "楼道微改", "口袋公园", "邻里调解", "校门护学")
WHEN = {"as_of": "2024-03-20T18:00:00+08:00", "source": "后台"}
BY = {"reason": "刷票", "author": "公证处", "date": "2024-03-21"}
# the stage of the vote closes at 18:00 on the 20th
FIRST, CLOSES = datetime(2024, 3, 10, 9), datetime(2024, 3, 20, 18)
ADDRESSES = ("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4")


@dataclass
class Ballot:
    """A row of a table of single votes."""

    id: str
    time: datetime
    address: str
    choices: list[str]


def write_votes(folder: Path, contest: Contest) -> None:
    """Write votes.yaml and the tables of all channels."""
    tables = []
    for channel in contest.channels:
        kind = contest.rng.choice(("counts", "counts", "rows", "choices"))
        table: dict[str, Any] = {"channel": channel, "file": f"{channel}.csv", **WHEN}
        writer = _write_counts if kind == "counts" else _write_rows
        tables += writer(folder, contest, table, kind == "choices")
    (folder / "votes.yaml").write_text(json.dumps({"tables": tables}, ensure_ascii=False), encoding="utf-8")


def name_of(rng: random.Random, slug: str) -> str:
    """An entry as a table may call it."""
    number = int(slug.rpartition("-")[2])
    title = TITLES[number - 1]
    numbers = (f"{number:02}", f"{number}、", f"{number:02}号", f"第{number}号", f"No. {number}", f"{number}.0")
    return rng.choice((slug, title, f" {title}", f"{number:02} {title}", *numbers))


def _write_lines(folder: Path, table: dict[str, Any], lines: list[list[str]], rng: random.Random) -> None:
    def cell(text: str) -> str:
        return f'"{text}"' if "," in text else text

    if rng.random() < 0.2:
        table["encoding"] = rng.choice(("gbk", "utf-16"))
    text = "".join(",".join(map(cell, line)) + "\n" for line in lines)
    (folder / table["file"]).write_bytes(text.encode(table.get("encoding", "utf-8")))


def _write_counts(folder: Path, contest: Contest, table: dict[str, Any], _: bool) -> list[dict[str, Any]]:
    rng = contest.rng
    table |= {"entry": "选项", "votes": "票数"}
    most = rng.choice((3, 6, 2000))
    counts = {slug: rng.randint(0, most) for slug in contest.slugs} | {rng.choice(contest.slugs): most}
    absent = [slug for slug, count in counts.items() if count == 0 and rng.random() < 0.5]
    lines = [[name_of(rng, slug), _count(rng, count)] for slug, count in counts.items() if slug not in absent]
    first = next((slug for slug in counts if slug not in absent), "")
    table |= {"zero": absent} if absent else {}
    if lines and rng.random() < 0.2:
        lines[0][0] = "俗称"
        table["aliases"] = {"俗称": name_of(rng, first).strip()}
    rng.shuffle(lines)
    if rng.random() < 0.2:
        table |= {"persons": ["参与人数"], "not_counted": {"弃权": "弃权票"}}
        lines += [["弃权", "7"], ["参与人数", str(rng.randint(max(counts.values()), sum(counts.values())))]]
    elif rng.random() < 0.2:
        table["totals"] = ["合计"]
        lines.append(["合计", str(sum(counts.values()))])
    if rng.random() < 0.3:
        chosen = [slug for slug in contest.slugs if counts[slug]][:2]
        voided = [{"entry": slug, "votes": rng.randint(1, counts[slug]), **BY} for slug in chosen]
        table |= {"voided": voided} if voided else {}
    _write_lines(folder, table, [["选项", "票数"], *lines], rng)
    return [table]


def _count(rng: random.Random, count: int) -> str:
    return rng.choice((str(count), str(count), f"{count:,}", f"{count}票", f"{count}.0"))


def _write_rows(folder: Path, contest: Contest, table: dict[str, Any], has_choices: bool) -> list[dict[str, Any]]:
    """One table, or two with parts of the same channel's votes."""
    rng = contest.rng
    most = rng.randint(2, min(3, len(contest.slugs))) if has_choices else 1
    weights = [rng.random() for _ in contest.slugs]
    ballots = [_ballot(contest, number, most, weights, table["channel"]) for number in range(rng.randint(4, 30))]
    layout = rng.choice(("separator", "entries", "options", "ballot")) if has_choices else "entry"
    if has_choices:
        table["choices"] = {"exactly": most} if rng.random() < 0.5 else {"at_most": most}
        if "exactly" in table["choices"]:
            for ballot in ballots:
                missing = [slug for slug in contest.slugs if slug not in ballot.choices]
                ballot.choices += rng.sample(missing, most - len(ballot.choices))
    table |= {"time": "时间", "ballot" if layout == "ballot" else "id": "流水号"}
    cut = rng.randint(1, len(ballots) - 1) if rng.random() < 0.2 else len(ballots)
    chunks = [chunk for chunk in (ballots[:cut], ballots[cut:]) if chunk]
    # files of one source with equal counts are taken for one file that was exported twice
    tables = [
        {**table, "file": f"{table['channel']}-{number}.csv", "source": f"后台{number}"}
        for number in range(len(chunks))
    ]
    chosen = {slug for ballot in ballots for slug in ballot.choices}
    absent = [slug for slug in contest.slugs if slug not in chosen]
    tables[0] |= {"zero": absent} if absent else {}
    for part, chunk in zip(tables, chunks, strict=True):
        voids = _random_voids(folder, contest, part, chunk)
        part |= {"voided": voids} if voids else {}
        _LAYOUTS[layout](folder, contest, part, chunk, most)
    return tables


def _ballot(contest: Contest, number: int, most: int, weights: list[float], channel: str) -> Ballot:
    rng = contest.rng
    late = rng.random() < 0.05
    time = CLOSES + timedelta(minutes=rng.randint(0, 50)) if late else FIRST + timedelta(minutes=rng.randint(0, 9000))
    choices: list[str] = []
    for slug in rng.choices(contest.slugs, weights, k=most):
        choices += [] if slug in choices else [slug]
    return Ballot(f"{channel}-{number:03}", time, rng.choice(ADDRESSES), choices)


def _random_voids(folder: Path, contest: Contest, table: dict[str, Any], ballots: list[Ballot]) -> list[dict[str, Any]]:
    """Voids of which every one takes at least one vote that still counts."""
    rng = contest.rng
    counted = [ballot for ballot in ballots if ballot.time < CLOSES]
    voids = []
    kinds = ["address", "time"] if "ballot" in table else ["address", "id", "rows", "time"]
    for kind in rng.sample(kinds, rng.choice((0, 0, 1, 2))):
        if len(counted) < 3:
            break
        target = rng.choice(counted)
        void, test = _VOIDS[kind](target, ballots)
        if rng.random() < 0.3 and kind != "rows" and not table.get("choices"):
            choice = target.choices[0]
            void["entry"] = choice
            counted = [ballot for ballot in counted if not (test(ballot) and ballot.choices[0] == choice)]
        else:
            counted = [ballot for ballot in counted if not test(ballot)]
        if "ids_file" in void:
            void["ids_file"] = f"void-{table['file']}.txt"
            (folder / void["ids_file"]).write_text(f"{target.id}\n", encoding="utf-8")
        voids.append({**void, **BY})
    return voids


Test = Callable[[Ballot], bool]


def _by_rows(target: Ballot, ballots: list[Ballot]) -> tuple[dict[str, Any], Test]:
    start = ballots.index(target)
    some = ballots[start : start + 2]
    return {"first_row": start + 2, "last_row": start + 1 + len(some)}, lambda ballot: ballot in some


def _by_id(target: Ballot, _: list[Ballot]) -> tuple[dict[str, Any], Test]:
    return {"ids_file": ""}, lambda ballot: ballot.id == target.id


def _by_time(target: Ballot, _: list[Ballot]) -> tuple[dict[str, Any], Test]:
    until = target.time + timedelta(hours=9)
    void = {"since": f"{target.time.isoformat()}+08:00", "until": f"{until.isoformat()}+08:00"}
    return void, lambda ballot: target.time <= ballot.time < until


def _by_address(target: Ballot, _: list[Ballot]) -> tuple[dict[str, Any], Test]:
    return {"where": {"IP": [target.address]}}, lambda ballot: ballot.address == target.address


_VOIDS = {"rows": _by_rows, "id": _by_id, "time": _by_time, "address": _by_address}


def _line(ballot: Ballot, cells: list[str]) -> list[str]:
    return [ballot.id, f"{ballot.time:%Y-%m-%d %H:%M:%S}", ballot.address, *cells]


def _write_separator(folder: Path, contest: Contest, table: dict[str, Any], ballots: list[Ballot], _: int) -> None:
    table |= {"entry": "选项"} | ({"separator": "┋"} if "choices" in table else {})
    lines = [_line(ballot, ["┋".join(name_of(contest.rng, slug) for slug in ballot.choices)]) for ballot in ballots]
    table["encoding"] = "utf-8"
    _write_lines(folder, table, [["流水号", "时间", "IP", "选项"], *lines], random.Random(1))


def _write_ballots(folder: Path, contest: Contest, table: dict[str, Any], ballots: list[Ballot], _: int) -> None:
    table["entry"] = "选项"
    lines = [_line(ballot, [name_of(contest.rng, slug)]) for ballot in ballots for slug in ballot.choices]
    _write_lines(folder, table, [["流水号", "时间", "IP", "选项"], *lines], contest.rng)


def _write_columns(folder: Path, contest: Contest, table: dict[str, Any], ballots: list[Ballot], most: int) -> None:
    heads = [f"选择{number}" for number in range(1, most + 1)]
    table["entries"] = heads
    lines = []
    for ballot in ballots:
        names = [name_of(contest.rng, slug) for slug in ballot.choices]
        lines.append(_line(ballot, names + [""] * (most - len(names))))
    _write_lines(folder, table, [["流水号", "时间", "IP", *heads], *lines], contest.rng)


def _write_options(folder: Path, contest: Contest, table: dict[str, Any], ballots: list[Ballot], _: int) -> None:
    heads = {f"选项{number}": slug for number, slug in enumerate(contest.slugs, start=1)}
    table["options"] = heads
    lines = [_line(ballot, ["1" if slug in ballot.choices else "" for slug in heads.values()]) for ballot in ballots]
    _write_lines(folder, table, [["流水号", "时间", "IP", *heads], *lines], contest.rng)


_LAYOUTS = {
    "entry": _write_separator,
    "separator": _write_separator,
    "ballot": _write_ballots,
    "entries": _write_columns,
    "options": _write_options,
}
