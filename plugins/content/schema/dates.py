"""Days and instants. What is stated by days alone begins and ends at midnight in the competition's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_ZONE = "Asia/Shanghai"


@cache
def find_zone(name: str) -> ZoneInfo | None:
    """The time zone of this name in the IANA database, such as Europe/Berlin; None if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # besides unknown names: a path out of the database, and one of its folders
        return None


def opening_instant(moment: date, zone: tzinfo) -> datetime:
    """The instant at which something opens: midnight in this zone where only a day is stated."""
    if isinstance(moment, datetime):
        return moment
    midnight = datetime.combine(moment, time(), zone)
    # with a fixed offset, because Python compares two times of one zone as clocks show them, not as instants
    return midnight.astimezone(timezone(midnight.utcoffset() or timedelta()))


def closing_instant(moment: date, zone: tzinfo) -> datetime:
    """The instant at which something closes: the end of the day in this zone where only a day is stated."""
    return moment if isinstance(moment, datetime) else opening_instant(moment + timedelta(days=1), zone)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day on which an instant falls in this zone."""
    return moment.astimezone(zone).date()


def local_time(moment: date, zone: tzinfo) -> date:
    """The same instant on a clock in this zone; a day without a time stays as it is."""
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment
