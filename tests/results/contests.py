"""Small contests of any number of entries, written by a test: rule, votes, scores and decisions in a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.results.tally_inputs import tally_result

HEAD = '---\nnumber: "{number}"\ntitle: {title}\nunits: [{unit}]\ntrack: {track}\nsummary: 简介\n---\n\n正文\n'
STAGES = {"call": ["call"], "tour": ["tour", "public_vote"], "notice": ["public_notice"], "awards": ["awards"]}
BY = {"reason": "异议成立", "author": "组委会", "date": "2024-06-01"}
ALL_FIGURES = ["weights", "turnout", "voided", "votes", "shares", "points", "ranks"]


def write_contest(
    content: Path,
    tracks: Mapping[str, str],
    rule: Mapping[str, Any],
    *,
    levels: Sequence[Mapping[str, Any]] = ({"id": "top", "size": 1},),
    units: Mapping[str, str] | None = None,
    criteria: Sequence[Mapping[str, Any]] = ({"id": "score", "name": "得分"},),
    channels: Sequence[str] = ("app",),
) -> Path:
    """Write a content whose finalists are these entries, by their track; numbers count from 1 in their order."""
    units = units or {}
    unit_ids = sorted({"u1", *units.values()})
    config = {
        "id": "try", "languages": ["zh-Hans"], "name": "试", "short_name": "试", "period": "2024年", "theme": "题",
        "purpose": "的", "organisers": [{"name": "主办"}], "current_stage": "awards",
        "stages": [{"id": stage, "name": stage, "kinds": kinds} for stage, kinds in STAGES.items()],
        "tracks": [{"id": track, "name": f"赛道{track}"} for track in sorted(set(tracks.values()))],
        "award_levels": [{"name": f"奖{level['id']}", "public_from": "notice", **level} for level in levels],
        "vote_channels": [{"id": channel, "name": f"渠道{channel}"} for channel in channels],
        "criteria": list(criteria), "site": {"url": "https://contest.example/zt", "statement": "示例。"},
        "result_rule": {"publish": ALL_FIGURES, **rule},
    }  # fmt: skip
    _write(content / "competition.yaml", config)
    kinds = {"kinds": [{"id": "office", "name": "机关"}]}
    _write(
        content / "units.yaml", {**kinds, "units": [{"id": unit, "name": unit, "kind": "office"} for unit in unit_ids]}
    )
    for number, (entry, track) in enumerate(tracks.items(), start=1):
        text = HEAD.format(number=number, title=f"项目{entry}", unit=units.get(entry, "u1"), track=track)
        _write_text(content / "entries" / entry / "index.md", text)
    _write(content / "results" / "shortlist.yaml", {"shortlist": list(tracks)})
    _write(content / "results" / "notice.yaml", {"objections": "向组委会来信"})
    return content


def one_track(count: int) -> dict[str, str]:
    """Entries e1, e2 and so on, all in one track."""
    return {f"e{number}": "t" for number in range(1, count + 1)}


def write_votes(content: Path, **channels: Mapping[str, int]) -> None:
    """Write a table of counts for each channel."""
    tables = []
    for channel, votes in channels.items():
        rows = "".join(f"{entry},{count}\n" for entry, count in votes.items())
        _write_text(content / "results" / f"{channel}.csv", "项目,票数\n" + rows)
        table = {"channel": channel, "file": f"{channel}.csv", "entry": "项目", "votes": "票数"}
        # entries that a test leaves out have no vote
        tables.append({**table, "as_of": "2024-05-01", "source": "后台", "zero": _without_votes(content, votes)})
    _write(content / "results" / "votes.yaml", {"tables": tables})


def _without_votes(content: Path, votes: Mapping[str, int]) -> list[str]:
    finalists = json.loads((content / "results" / "shortlist.yaml").read_text(encoding="utf-8"))["shortlist"]
    return [entry for entry in finalists if entry not in votes]


def write_scores(content: Path, marks: Mapping[str, Mapping[str, Any]], **keys: Any) -> None:
    """Write a sheet with one total for each judge and entry."""
    rows = "".join(f"{judge},{entry},{mark}\n" for judge, by_entry in marks.items() for entry, mark in by_entry.items())
    write_sheet(content, "评委,项目,得分\n" + rows, {"judge": "评委", "entry": "项目", "total": "得分"}, **keys)


def write_sheet(content: Path, text: str, table: Mapping[str, Any], **keys: Any) -> None:
    """Write a score sheet and scores.yaml."""
    _write_text(content / "results" / "scores.csv", text)
    data = {"lowest": 0, "highest": 100, "tables": [{"file": "scores.csv", **table}], **keys}
    _write(content / "results" / "scores.yaml", data)


def write_decisions(content: Path, **kinds: Any) -> None:
    """Write decisions.yaml; lots and decisions get a reason, an author and a day."""
    _write(
        content / "results" / "decisions.yaml",
        {kind: [{**BY, **decision} for decision in decisions] for kind, decisions in kinds.items()},
    )


def points(content: Path, part: str) -> dict[str, str]:
    """The points of every entry in a part, as exact fractions."""
    return {score.entry: str(score.points[part]) for score in tally_result(content).ranking.order}


def totals(content: Path) -> dict[str, str]:
    """The totals of every entry in order, as exact fractions."""
    return {score.entry: str(score.total) for score in tally_result(content).ranking.order}


def levels(content: Path) -> dict[str, list[str]]:
    """The entries of each award level."""
    return {level: list(entries) for level, entries in tally_result(content).levels.items()}


def _write(path: Path, data: Any) -> None:
    _write_text(path, json.dumps(data, ensure_ascii=False))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
