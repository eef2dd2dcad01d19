"""The time that a visit takes, from the length of the texts and of the films."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.content.model import Entry

# fewer than at a desk, because visitors read while walking
HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 200


def visit_seconds(entry: Entry, lang: str) -> int:
    """The seconds that it takes to read an entry's text and watch its film."""
    body = entry.body_ref(lang)
    reading_minutes = body.han / HAN_PER_MINUTE + body.words / WORDS_PER_MINUTE
    return round(reading_minutes * 60) + (entry.video.seconds if entry.video else 0)


def visit_minutes(entries: Iterable[Entry], lang: str) -> int:
    """The minutes that a tour of these entries takes, at least one."""
    return max(1, round(sum(visit_seconds(entry, lang) for entry in entries) / 60))
