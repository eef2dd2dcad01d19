"""The commands ``test-poll`` and ``fair-order``: try a vote on this machine, and recompute a hall's order of a day."""

from __future__ import annotations

import time
from datetime import date as Date  # noqa: N812 - a parameter is called date
from pathlib import Path

from plugins.cli.console import fail, report_errors, text
from plugins.content.load import load
from plugins.content.report import display_path
from plugins.paths import ROOT
from plugins.site.views.fair_order import daily_seed, shuffle
from plugins.system import textfile
from plugins.system.command_text import command
from plugins.voting.local_poll import DATABASE, PollError, export_votes_csv, list_choices, poll_title, running_poll


def serve_poll(content: Path, port: int, export: str | None, lang: str) -> int:
    """Serve a poll of the content's shortlist until interrupted, or export its votes; return the exit status."""
    folder = ROOT / ".cache" / "poll"
    return export_votes(folder, Path(export), lang) if export else run_poll(content, folder, port, lang)


@report_errors
def run_poll(content: Path, folder: Path, port: int, lang: str) -> int:
    """Serve the poll of this content's shortlist until interrupted; return the exit status."""
    competition = load(content).require()
    competition = competition.in_round_of(competition.config.current_stage)
    choices, title = list_choices(competition), poll_title(competition)
    if len(choices) < 2:
        return fail(text("poll_few", lang))
    try:
        with running_poll(choices, folder, port, title) as poll:
            one = poll.ballot_url(choices[0].slug)
            print(text("poll_ready", lang, all=poll.ballot_url(), one=one), flush=True)
            while True:
                time.sleep(3600)
    except PollError as error:
        return fail(text("poll_failed", lang, reason=error))
    except KeyboardInterrupt:
        return 0


def export_votes(folder: Path, path: Path, lang: str) -> int:
    """Write the votes that the poll has taken as CSV, also while it runs; return the exit status."""
    if not (folder / DATABASE).exists():
        return fail(text("poll_none", lang, command=command("test-poll")))
    try:
        votes = export_votes_csv(folder)
    except PollError as error:
        return fail(text("poll_failed", lang, reason=error))
    textfile.write_text(path, f"{votes}\n")
    print(text("poll_written", lang, path=display_path(path), count=votes.count("\n")))
    return 0


@report_errors
def print_order(content: Path, date: str, track: str, lang: str) -> int:
    """Print the seed of a date and the entries of a track in the order that it gives; return the exit status."""
    competition = load(content).require()
    tracks = [track.id for track in competition.config.tracks]
    if track not in tracks:
        return fail(text("order_no_track", lang, track=track, tracks=", ".join(tracks)))
    try:
        seed = daily_seed(competition.config.id, Date.fromisoformat(date), track)
    except ValueError:
        return fail(text("order_bad_date", lang, date=date))
    track_of = {entry.slug: entry.track.id for entry in competition.entries}
    print(seed)
    listed = competition.in_round_of(competition.config.current_stage).shortlist
    for slug in shuffle([slug for slug in listed if track_of[slug] == track], seed):
        print(f"  {slug}")
    return 0
