"""A competition whose ballots lead to the local poll."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.voting.local_ballots import with_local_poll
from tests.shapes.shapes import read_shape, write_shape
from tests.support.builds import TINY

URL = "http://127.0.0.1:8600/1/"


def test_without_an_address_nothing_changes() -> None:
    competition = load(TINY).require()
    assert with_local_poll(competition, "") is competition


def test_every_ballot_leads_to_the_poll_and_names_its_entry() -> None:
    competition = with_local_poll(load(TINY).require(), URL)
    ballots = [(ballot.channel.id, ballot.address, ballot.names_entry) for ballot in competition.ballots]
    assert ballots == [("app", URL, False)]
    of_entries = {
        entry.slug: [(ballot.address, ballot.names_entry) for ballot in entry.ballots] for entry in competition.entries
    }
    assert of_entries == {
        slug: [(f"{URL}?entry={slug}", True)] for slug in ("rain-garden", "lift-watch", "night-market")
    }
    every = [*competition.ballots, *(ballot for entry in competition.entries for ballot in entry.ballots)]
    assert {(ballot.provider.for_tests, ballot.channel.modes) for ballot in every} == {(True, ())}


def test_ballots_of_earlier_rounds_lead_there_too(tmp_path: Path) -> None:
    content = write_shape(read_shape("two_rounds"), tmp_path / "content")
    competition = with_local_poll(load(content, "round2").require(), URL)
    (earlier,) = competition.earlier.values()
    assert {ballot.provider.for_tests for entry in earlier.entries for ballot in entry.ballots} == {True}
