"""Point every ballot of a competition at the local poll."""

from __future__ import annotations

from dataclasses import replace

from plugins.content.model import Ballot, Entry
from plugins.content.sources import builtin_providers
from plugins.content.stage_view import Competition


def with_local_poll(competition: Competition, url: str) -> Competition:
    """Return the competition with this URL as the ballot of every channel; unchanged if the URL is empty."""
    if not url:
        return competition
    provider = next(provider for provider in builtin_providers() if provider.for_tests)

    def redirect(original: Ballot, entry: Entry | None) -> Ballot:
        address = provider.url_for_entry(url, entry.slug) if entry else url
        channel = replace(original.channel, modes=())
        return replace(original, channel=channel, provider=provider, address=address, names_entry=entry is not None)

    return replace(
        competition,
        ballots=tuple(redirect(original, None) for original in competition.ballots),
        entries=tuple(
            replace(entry, ballots=tuple(redirect(original, entry) for original in competition.ballots))
            for entry in competition.entries
        ),
        earlier={name: with_local_poll(part, url) for name, part in competition.earlier.items()},
    )
