"""The times of votes as exports write them; a time without a zone is in that of the competition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

DATE = r"(?P<year>20[0-9]{2})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
HALF = r"(?P<half>上午|下午|am|pm)?"
CLOCK = r"(?P<hour>[0-9]{1,2})[:时](?P<minute>[0-9]{2})分?(?::?(?P<second>[0-9]{2})秒?(?:\.[0-9]{1,9})?)?"
ZONE = r"(?P<zone>z|(?:gmt|utc)?[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
TIME = re.compile(rf"{DATE}[t ]*{HALF} *{CLOCK} *(?P<half_after>am|pm)? *{ZONE}\Z", re.I)
ZONE_PARTS = re.compile(r"([+-])([0-9]{1,2}):?([0-9]{2})?\Z")
# what nearly all exports write: then the order of texts is the order of times
USUAL_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
DIGITS = str.maketrans("123456789", "000000000")


@lru_cache(maxsize=100_000)
def parse_time(cell: str, zone: tzinfo) -> datetime | None:
    """Read a time with year, month and day in this order and a clock time; None for anything else.

    A time without a zone is in ``zone``.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    match = TIME.match(text)
    if not match:
        return None
    hour = int(match["hour"])
    if half := (match["half"] or match["half_after"] or "").lower():
        hour = hour % 12 + 12 * (half in {"下午", "pm"})
    try:
        day = (int(match["year"]), int(match["month"]), int(match["day"]))
        clock = (hour, int(match["minute"]), int(match["second"] or 0))
        return datetime(*day, *clock, tzinfo=_read_zone(match["zone"]) or zone)
    except ValueError:
        return None


def usual_format(cells: Sequence[str]) -> str | None:
    """Return the format that all cells have, if it is one by which they can be compared as texts."""
    text = "".join(cells).translate(DIGITS)
    for time_format in USUAL_FORMATS:
        shape = datetime(2000, 1, 1).strftime(time_format).translate(DIGITS)
        # of the same length each, or what one cell lacks another could have
        if text == shape * len(cells) and set(map(len, cells)) == {len(shape)}:
            return time_format
    return None


def _read_zone(text: str | None) -> timezone | None:
    match = ZONE_PARTS.search(text or "")
    if not match:
        return UTC if text else None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)
