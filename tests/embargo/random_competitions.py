"""Competitions generated from a seed: stages, hidden parts, awards and ballots are drawn at random."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from plugins.embargo.counterfactual import write_plain
from plugins.embargo.raw_stages import read_front_matter, read_plain, split_front_matter

WORDS = "山水城乡街巷灯塔桥船木棉骑楼茶市风雨花田渔歌龙舟"
KINDS = (["call"], ["tour"], ["tour", "public_vote"], ["expert_review"], ["public_notice"], ["awards"], ["archive"])


def write_generated(folder: Path, seed: int) -> list[str]:
    """Write a competition into this folder; return its stages."""
    draw = random.Random(seed)
    stages = [f"stage-{index}" for index in range(len(KINDS))]
    finalists = [f"entry-{index}" for index in draw.sample(range(9), draw.randint(3, 7))]
    levels = _levels(draw, len(finalists), stages)
    write_plain(_create_parent(folder / "competition.yaml"), _contest(draw, stages, levels))
    write_plain(folder / "units.yaml", _units(draw))
    for index in range(9):
        _write(folder / f"entries/entry-{index}", _entry(draw, index), f"{_name(draw, 12)}。\n\n{_link(draw)}")
    for index in range(draw.randint(1, 5)):
        _write(folder / f"articles/news-{index}", _article(draw, index, stages), f"{_name(draw, 30)}。{_link(draw)}")
    for index in range(draw.randint(1, 3)):
        _write(folder / f"pages/page-{index}", _page(draw, stages), f"{_name(draw, 30)}。{_link(draw)}")
    winners = _write_results(folder / "results", draw, finalists, levels)
    _write_statuses(folder / "results", draw, finalists, winners, stages)
    return stages


def write_generated_with_rounds(folder: Path, seed: int) -> list[str]:
    """Write the competition of this seed with a round before its vote; return its stages."""
    write_generated(folder, seed)
    draw, config = random.Random(f"rounds {seed}"), read_plain(folder / "competition.yaml")
    finalists = read_plain(folder / "results" / "shortlist.yaml")["shortlist"]
    others = [f"entry-{index}" for index in range(9) if f"entry-{index}" not in finalists]
    entries = draw.sample(first := [*finalists, *draw.sample(others, draw.randint(1, len(others)))], len(first))
    config["stages"].insert(2, {"id": "early-vote", "name": _name(draw), "kinds": ["tour", "public_vote"]})
    config["stages"][3]["round"] = "final"
    rule = {"who": _name(draw), "limit": _name(draw), "shows_count": draw.choice(["true", "false"])}
    channel = {"id": "early", "name": _name(draw), "ballot": f"https://vote.example/{draw.randrange(10**8)}"}
    part = {"id": "first", "name": _name(draw), "places": str(len(finalists)), "vote_rule": rule}
    config["rounds"] = [part | {"vote_channels": [channel]}, {"id": "final", "name": _name(draw)}]
    write_plain(folder / "competition.yaml", config)
    for slug in draw.sample(entries, 2):
        file = folder / "entries" / slug / "index.md"
        head, (_, body) = read_front_matter(file), split_front_matter(file)
        head["ballots"] = {**head.get("ballots", {}), "early": f"https://vote.example/own-{draw.randrange(10**8)}"}
        _write(folder / "entries" / slug, head, body.strip())
    results = folder / "rounds" / "first" / "results"
    counts = {slug: str(draw.randrange(10**5, 10**7)) for slug in entries}
    write_plain(_create_parent(results / "shortlist.yaml"), {"shortlist": entries})
    write_plain(results / "awards.yaml", {"awards": {"final": finalists}})
    write_plain(results / "counts.yaml", {"as_of": "2024-03-10T18:00+08:00", "source": _name(draw), "counts": counts})
    return [stage["id"] for stage in config["stages"]]


def _create_parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _name(draw: random.Random, length: int = 6) -> str:
    return "".join(draw.choice(WORDS) for _ in range(length))


def _link(draw: random.Random) -> str:
    """A link to something that the stage may not show."""
    return f"[{_name(draw)}](../../entries/entry-{draw.randrange(9)}/index.md)"


def _levels(draw: random.Random, places: int, stages: list[str]) -> list[dict[str, Any]]:
    sizes = [draw.randint(1, places - 1)]
    sizes += [draw.randint(1, places - sizes[0])] if draw.random() < 0.7 else []
    return [
        {
            "id": f"level-{index}",
            "name": _name(draw),
            "size": str(size),
            "public_from": draw.choice(stages[:6]),
            "ranked": draw.choice(["true", "false"]),
        }
        for index, size in enumerate(sizes)
    ]


def _contest(draw: random.Random, stages: list[str], levels: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "generated",
        "languages": ["zh-Hans"],
        "name": _name(draw),
        "short_name": _name(draw),
        "period": "2024年",
        "theme": _name(draw, 9),
        "purpose": _name(draw, 20),
        "organisers": [{"name": _name(draw)}],
        "stages": [
            {"id": stage, "name": _name(draw, 3), "kinds": kinds} for stage, kinds in zip(stages, KINDS, strict=True)
        ],
        "current_stage": stages[0],
        "tracks": [{"id": f"track-{index}", "name": _name(draw)} for index in range(3)],
        "award_levels": levels,
        "site": {"url": "https://generated.example/zt"},
        "vote_rule": {"who": _name(draw), "limit": _name(draw), "shows_count": draw.choice(["true", "false"])},
        "vote_channels": [
            {"id": "app", "name": _name(draw), "ballot": f"https://vote.example/{draw.randrange(10**8)}"}
        ],
    }


def _units(draw: random.Random) -> dict[str, Any]:
    units = [
        {"id": f"unit-{index}", "name": _name(draw, 8), "kind": "office", "district": "east"} for index in range(6)
    ]
    return {
        "kinds": [{"id": "office", "name": _name(draw)}],
        "districts": [{"id": "east", "name": _name(draw)}],
        "units": units,
    }


def _entry(draw: random.Random, index: int) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": str(100 + index),
        "title": _name(draw),
        "units": [f"unit-{draw.randrange(6)}"],
        "track": f"track-{draw.randrange(3)}",
        "summary": _name(draw, 15),
    }
    return entry | (
        {"ballots": {"app": f"https://vote.example/own-{draw.randrange(10**8)}"}} if draw.random() < 0.5 else {}
    )


def _article(draw: random.Random, index: int, stages: list[str]) -> dict[str, Any]:
    return {
        "title": _name(draw),
        "date": f"2024-01-{index + 1:02}",
        "public_from": draw.choice(stages),
        "summary": _name(draw, 9),
    }


def _page(draw: random.Random, stages: list[str]) -> dict[str, Any]:
    return {
        "title": _name(draw),
        "public_from": draw.choice(stages),
        "summary": _name(draw, 9),
        "blocks": ["award_levels"],
    }


def _write(folder: Path, head: dict[str, Any], body: str) -> None:
    write_plain(_create_parent(folder / "index.md"), head)
    text = (folder / "index.md").read_text(encoding="utf-8")
    (folder / "index.md").write_text(f"---\n{text}---\n\n{body}\n", encoding="utf-8")


def _write_results(folder: Path, draw: random.Random, finalists: list[str], levels: list[dict[str, Any]]) -> set[str]:
    """Write the files of the result; return the winners."""
    winners = draw.sample(finalists, len(finalists))
    awards: dict[str, list[str]] = {}
    for level in levels:
        awards[level["id"]], winners = winners[: int(level["size"])], winners[int(level["size"]) :]
    counts = {slug: str(draw.randrange(10**5, 10**7)) for slug in finalists}
    write_plain(_create_parent(folder / "shortlist.yaml"), {"shortlist": finalists})
    write_plain(folder / "awards.yaml", {"awards": awards})
    write_plain(folder / "notice.yaml", {"objections": _name(draw, 12)})
    write_plain(folder / "counts.yaml", {"as_of": "2024-03-20T18:00+08:00", "source": _name(draw), "counts": counts})
    return {slug for slugs in awards.values() for slug in slugs}


def _write_statuses(
    folder: Path, draw: random.Random, finalists: list[str], winners: set[str], stages: list[str]
) -> None:
    """Write what becomes of two of nine entries, finalists or not; a winner may leave only after the first awards."""
    statuses = []
    for index in draw.sample(range(9), 2):
        slug = f"entry-{index}"
        kind = draw.choice(["withdrawn", "disqualified", "merged", "renamed"])
        others = [other for other in finalists if other != slug]
        extra = {
            "merged": {"into": draw.choice(others)},
            "renamed": {"title": _name(draw), "old_slug": f"former-{index}"},
        }
        late = stages[KINDS.index(["awards"]) :]
        stage = draw.choice(late if slug in winners and kind != "renamed" else stages)
        status = {"entry": slug, "kind": kind, "public_from": stage, "date": f"2024-06-{10 + index}"}
        statuses.append(status | {"note": _name(draw, 12), "author": _name(draw, 8)} | extra.get(kind, {}))
    write_plain(folder / "statuses.yaml", {"statuses": statuses})
