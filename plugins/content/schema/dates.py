"""Days and instants. A stage given by days alone begins and ends at midnight in Beijing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def opening_instant(moment: date) -> datetime:
    """The instant at which something opens: midnight in Beijing where only a day is given."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), BEIJING)


def closing_instant(moment: date) -> datetime:
    """The instant at which something closes: the end of the day in Beijing where only a day is given."""
    return moment if isinstance(moment, datetime) else opening_instant(moment + timedelta(days=1))


def to_beijing_time(moment: date) -> date:
    """The same instant on a clock in Beijing; a day without a time stays as it is."""
    return moment.astimezone(BEIJING) if isinstance(moment, datetime) else moment
