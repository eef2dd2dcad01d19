"""The ``check-embeds`` command: asks each ballot's live service whether it may be framed; proposes how to offer it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from plugins.cli.console import print_table, report_errors, table_heads, text
from plugins.content.load import load
from plugins.content.model import Ballot
from plugins.content.stage_view import Competition
from plugins.system.process import printable
from plugins.voting.framing import FramingResult, probe_framing

# services asked at once; more would look like an attack to one that holds all ballots
MAX_CONCURRENT = 6


@dataclass(frozen=True)
class BallotAddress:
    """An address to vote at, with the name of its channel or entry."""

    name: str
    url: str


@report_errors
def check_embeds(content: Path, timeout: float, lang: str) -> int:
    """Print a table of all ballots; return the exit status, 1 where one cannot be opened at all."""
    competition = load(content).require()
    rounds = (*competition.earlier.values(), competition)
    ballots = list(dict.fromkeys(ballot for part in rounds for ballot in list_ballots(part)))
    if not ballots:
        print(text("embeds_none", lang))
        return 0
    urls = sorted({ballot.url for ballot in ballots})
    results = ask_services(urls, competition.config.site.url, timeout, lang)
    rows = [list(_cells(ballot.name, results[ballot.url], timeout, lang)) for ballot in ballots]
    print_table(table_heads("embeds_heads", lang), rows)
    unreachable = sum(not result.is_reached for result in results.values())
    if unreachable:
        print(text("embeds_missing", lang, count=unreachable), file=sys.stderr)
    return 1 if unreachable else 0


def list_ballots(competition: Competition) -> Iterator[BallotAddress]:
    """Every address to vote at that the content names, of whole channels first, then by entry numbers."""
    main = {ballot.address for ballot in competition.ballots}
    for ballot in competition.ballots:
        if ballot.address:
            yield BallotAddress(ballot.channel.id, _url(ballot, ballot.address))
    for entry in sorted(competition.entries, key=lambda entry: entry.number):
        for ballot in entry.ballots:
            if ballot.address and ballot.address not in main:
                yield BallotAddress(f"{entry.number} {ballot.channel.id}", _url(ballot, ballot.address))


def ask_services(urls: Sequence[str], embedder: str, timeout: float, lang: str) -> dict[str, FramingResult]:
    """The answer of each service on whether ``embedder`` may frame its page."""
    with ThreadPoolExecutor(MAX_CONCURRENT) as pool:
        answers = pool.map(lambda url: probe_framing(url, embedder, timeout), urls)
        console = Console(stderr=True)
        watched = track(
            answers, text("embeds_asking", lang), len(urls), console=console, disable=not console.is_terminal
        )
        return dict(zip(urls, watched, strict=True))


def _url(ballot: Ballot, address: str) -> str:
    """The address that a frame would load, or else the one that the link leads to."""
    return ballot.provider.frame_url(address) if ballot.frame else address


def _cells(name: str, result: FramingResult, timeout: float, lang: str) -> Iterator[str]:
    yield name
    is_moved = result.final_address != result.address
    yield f"{result.address}\n→ {printable(result.final_address)[:200]}" if is_moved else result.address
    yield text(f"embeds_{result.reason}", lang, status=result.status, timeout=timeout)
    yield "\n".join(text(f"embeds_{note}", lang) for note in result.notes)
    yield text("embeds_seconds", lang, seconds=result.seconds)
    yield text(f"embeds_{result.mode or 'lost'}", lang)
