"""How long a visit takes: from the length of the texts and of the films."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.content.model import Entry

# people on a walk read fewer than at a desk
HAN_A_MINUTE = 400
WORDS_A_MINUTE = 200


def seconds_for(entry: Entry, lang: str) -> int:
    """The seconds that a visitor spends at an entry who reads its text and watches its film."""
    body = entry.body_ref(lang)
    reading = body.han / HAN_A_MINUTE + body.words / WORDS_A_MINUTE
    return round(reading * 60) + (entry.video.seconds if entry.video else 0)


def minutes_for(entries: Iterable[Entry], lang: str) -> int:
    """The minutes for a walk past these entries, at least one."""
    return max(1, round(sum(seconds_for(entry, lang) for entry in entries) / 60))
