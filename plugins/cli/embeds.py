"""The ``check-embeds`` command: asks each ballot's live service whether it may be framed; proposes how to offer it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from plugins.cli.console import table_heads, text
from plugins.content.load import load
from plugins.content.model import Ballot
from plugins.content.report import report
from plugins.content.stage_view import Competition
from plugins.voting.framing import FramingResult, probe_framing

# so many services are asked at once; more would look like an attack to one that holds all ballots
AT_ONCE = 6
# columns where there is no terminal to tell them
WIDTH = 160


@dataclass(frozen=True)
class Asked:
    """An address to vote at: whose it is, and where."""

    name: str
    url: str


def check_embeds(content: Path, timeout: float, lang: str) -> int:
    """Print a table of all ballots; return the exit status, 1 where one cannot be opened at all."""
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        return 1
    asked = list(ballots_of(loaded.competition))
    if not asked:
        print(text("embeds_none", lang))
        return 0
    found = _examine_all(sorted({each.url for each in asked}), loaded.competition.contest.site.url, timeout, lang)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(_table(asked, found, timeout, lang))
    lost = sum(not each.is_reached for each in found.values())
    if lost:
        print(text("embeds_missing", lang, count=lost), file=sys.stderr)
    return 1 if lost else 0


def ballots_of(competition: Competition) -> Iterator[Asked]:
    """Every address to vote at that the content names, of whole channels first, then by entry numbers."""
    main = {ballot.address for ballot in competition.ballots}
    for ballot in competition.ballots:
        if ballot.address:
            yield Asked(ballot.channel.id, asked_at(ballot, ballot.address))
    for entry in sorted(competition.entries, key=lambda entry: entry.number):
        for ballot in entry.ballots:
            if ballot.address and ballot.address not in main:
                yield Asked(f"{entry.number} {ballot.channel.id}", asked_at(ballot, ballot.address))


def asked_at(ballot: Ballot, address: str) -> str:
    """The address that a frame would load, or else the one that the link leads to."""
    return ballot.provider.frame_url(address) if ballot.frame else address


def _examine_all(urls: Sequence[str], embedder: str, timeout: float, lang: str) -> dict[str, FramingResult]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda url: probe_framing(url, embedder, timeout), urls)
        shown = Console(stderr=True)
        told = track(answers, text("embeds_asking", lang), len(urls), console=shown, disable=not shown.is_terminal)
        return dict(zip(urls, told, strict=True))


def _table(asked: Sequence[Asked], found: dict[str, FramingResult], timeout: float, lang: str) -> Table:
    table = Table(*table_heads("embeds_heads", lang))
    for each in asked:
        table.add_row(*(Text(cell) for cell in _cells(each.name, found[each.url], timeout, lang)))
    return table


def _cells(name: str, found: FramingResult, timeout: float, lang: str) -> Iterator[str]:
    yield name
    yield found.address if found.final_address == found.address else f"{found.address}\n→ {_clean(found.final_address)}"
    yield text(f"embeds_{found.reason}", lang, status=found.status, timeout=timeout)
    yield "\n".join(text(f"embeds_{note}", lang) for note in found.notes)
    yield text("embeds_seconds", lang, seconds=found.seconds)
    yield text(f"embeds_{found.mode or 'lost'}", lang)


def _clean(address: str) -> str:
    """An address that somebody else wrote, without what would move a terminal's cursor."""
    return "".join(character for character in address if character.isprintable())[:200]
