"""How long a request is repeated for, and what time it is for the store."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from plugins.publishing.messages import publish_error

MAX_PAUSE_S = 8.0
# more than anybody waits for
MAX_RETRY_AFTER_S = 1e9
# servers keep the second of their Date header for up to two
DATE_PRECISION = timedelta(seconds=2)
# a date that is further away is no time of today, but an error of the server
MAX_SKEW = timedelta(days=3650)


@dataclass
class Patience:
    """How long one request is repeated: ``attempts`` times after failures, and for ``seconds`` while the store asks to
    come back later. ``place`` is the store, for messages. ``lifetime`` says how long the request may be valid.
    """

    place: str
    attempts: int
    seconds: float
    lifetime: Callable[[], int]
    failures: int = 0
    pauses: int = 0
    start: float = field(default_factory=time.monotonic)

    def pause(self, failure: str, code: str = "out_of_reach") -> None:
        """Wait after a failure. Raises ``PublishError`` with this code after the last attempt."""
        self.failures += 1
        self.pauses += 1
        if self.failures >= self.attempts:
            raise publish_error(code, place=self.place, attempts=self.attempts, last=failure)
        time.sleep(self._backoff())

    def pause_as_asked(self, failure: str, retry_after: str | None) -> None:
        """Wait as long as a busy store asks in its ``Retry-After``, but not so long that a lease is lost.

        Raises ``PublishError`` if it asks for more than there is time.
        """
        self.pauses += 1
        seconds = max(_retry_seconds(retry_after), self._backoff())
        if time.monotonic() - self.start + seconds > self.seconds:
            raise publish_error("store_busy", place=self.place, last=failure, seconds=round(seconds))
        time.sleep(min(seconds, self.lifetime() / 2))

    def _backoff(self) -> float:
        # together with the lot, so that many workers do not come back at once
        return min(MAX_PAUSE_S, 0.05 * 2.0**self.pauses) * random.uniform(0.5, 1)


def _retry_seconds(text: str | None) -> float:
    """The seconds of a ``Retry-After`` header, which has a number or a date; 0 for anything else."""
    if text and text.strip().isdecimal():
        return min(float(text), MAX_RETRY_AFTER_S)
    date = _parse_date(text)
    return max(0.0, (date - datetime.now(UTC)).total_seconds()) if date else 0.0


def _parse_date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


@dataclass
class StoreClock:
    """The time for the store. ``skew`` is how far its clock is ahead of this machine's, as far as answers show.

    ``fixed_time`` replaces the time.
    """

    skew: timedelta = timedelta()
    fixed_time: datetime | None = None

    def now(self) -> datetime:
        """The time by the store's clock."""
        return self.fixed_time or datetime.now(UTC) + self.skew

    def correct(self, date: str | None, sent: datetime, received: datetime) -> bool:
        """Take in the ``Date`` of an answer; return whether that changed the time.

        The store wrote it between sending and receiving. The difference is changed no more than that proves, so that a
        late answer changes nothing.
        """
        time_there = _parse_date(date)
        if time_there is None or self.fixed_time or abs(time_there - received) > MAX_SKEW:
            return False
        lowest, highest = time_there - received, time_there + DATE_PRECISION - sent
        if lowest > highest or lowest <= self.skew <= highest:
            return False
        self.skew = lowest if self.skew < lowest else highest
        return True
