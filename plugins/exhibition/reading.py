"""How long a visit takes: from the length of the texts and of the films."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.competition.model import Entry

HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z]+)*")
# people on a walk read fewer than at a desk
HAN_A_MINUTE = 400
WORDS_A_MINUTE = 200


def seconds_for(entry: Entry, lang: str) -> int:
    """The seconds that a visitor spends at an entry who reads its text and watches its film."""
    text = entry.body(lang).text
    reading = len(HAN_CHARACTER.findall(text)) / HAN_A_MINUTE + len(WORD.findall(text)) / WORDS_A_MINUTE
    return round(reading * 60) + (entry.video.seconds if entry.video else 0)


def minutes_for(entries: Iterable[Entry], lang: str) -> int:
    """The minutes for a walk past these entries, at least one."""
    return max(1, round(sum(seconds_for(entry, lang) for entry in entries) / 60))
