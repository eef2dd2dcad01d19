"""A vote to try: every ballot of a competition leads to the real poll that runs on this machine."""

from __future__ import annotations

from dataclasses import replace

from plugins.content.model import Ballot, Entry
from plugins.content.sources import known_providers
from plugins.content.stage_view import Competition


def to_vote_on(competition: Competition, ballot: str) -> Competition:
    """The same competition, voted for at this address, if there is one, instead of where its editors say."""
    if not ballot:
        return competition
    provider = next(each for each in known_providers() if each.for_tests)

    def led(own: Ballot, entry: Entry | None) -> Ballot:
        address = provider.for_entry(ballot, entry.slug) if entry else ballot
        channel = replace(own.channel, modes=())
        return replace(own, channel=channel, provider=provider, address=address, names_entry=entry is not None)

    return replace(
        competition,
        ballots=tuple(led(each, None) for each in competition.ballots),
        entries=tuple(
            replace(entry, ballots=tuple(led(each, entry) for each in competition.ballots))
            for entry in competition.entries
        ),
    )
