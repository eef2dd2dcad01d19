"""Small tables of votes for three entries, and their counting without a competition's files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.content.load import load
from plugins.content.model import Entry
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError
from plugins.content.schema.dates import DEFAULT_ZONE, closing_instant
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.validate import validate
from plugins.results.names import EntryNames
from plugins.results.votes.count import ChannelVotes, VoteCounting, count_votes
from plugins.results.votes.vote_files import VOTES_FILE, VotesFile
from tests.support.builds import TINY

FINALISTS = ("garden", "lift", "canteen")
TITLES = {"garden": ("1", "雨水花园（试点）"), "lift": ("02", "“352”工作法"), "canteen": ("10", "接力棒：民生事项")}
WITHDRAWN = {"bus": ("4", "夜间班车")}
WHEN = {"as_of": "2024-03-20T18:00+08:00", "source": "后台"}
VOID = {"reason": "机器刷票", "author": "公证处", "date": "2024-03-21"}


@cache
def _model() -> Entry:
    competition = load(TINY).competition
    assert competition
    return competition.entries[0]


def make_entries(titles: dict[str, tuple[str, str]]) -> tuple[Entry, ...]:
    """Make entries from a number and a title each."""
    return tuple(
        replace(_model(), slug=slug, number=number, title=TranslatedText("zh-Hans", {"zh-Hans": title}))
        for slug, (number, title) in titles.items()
    )


def count(
    folder: Path,
    *tables: dict[str, Any],
    closes: Any = None,
    titles: dict[str, tuple[str, str]] | None = None,
    timezone: str = DEFAULT_ZONE,
    progress: Callable[[int], object] = lambda _: None,
) -> tuple[ChannelVotes, ...]:
    """Write each table's ``text`` and count all; a table is what votes.yaml says of it, with defaults."""
    zone = ZoneInfo(timezone)
    results = folder / "results"
    results.mkdir(exist_ok=True)
    listed = []
    for number, table in enumerate(tables):
        defaults = {"channel": "app", "file": f"t{number}.csv", "entry": "项目", **WHEN}
        data = {key: value for key, value in {**defaults, **table}.items() if value is not None and key != "text"}
        text = table["text"]
        (results / data["file"]).write_bytes(text if isinstance(text, bytes) else text.encode())
        listed.append(data)
    document = read_yaml(VOTES_FILE, json.dumps({"tables": listed}, ensure_ascii=False, indent=1))
    file = validate(VotesFile, document, ("zh-Hans",))
    named = titles or {**TITLES, **WITHDRAWN}
    finalists = tuple(slug for slug in named if slug not in WITHDRAWN)
    names = EntryNames(make_entries(named), finalists)
    instant = closing_instant(closes, zone) if closes else None
    return count_votes(VoteCounting(folder, names, finalists, document, zone, instant, progress), file)


def problems_of(folder: Path, *tables: dict[str, Any], **values: Any) -> list[tuple[str, int, str]]:
    """The file, line and code of each problem of these tables."""
    try:
        count(folder, *tables, **values)
    except ContentError as error:
        for found_problem in error.problems:
            assert "{" not in found_problem.message("en") + found_problem.message("zh-Hans")
        return sorted((problem.file, problem.line, problem.code) for problem in error.problems)
    return []
