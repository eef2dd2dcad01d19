"""The small values: ids, numbers, file names, addresses, days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plugins.content.schema.fields import (
    BEIJING,
    Url,
    IsoDate,
    FileName,
    DateOrDateTime,
    EntryNumber,
    Slug,
    end_of,
    to_beijing_time,
    is_slug,
    start_of,
)


def _refusal(kind: Any, value: Any) -> str:
    """The code with which a value is refused; nothing if it is taken."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return ""


GOOD = [
    *[(Slug, value) for value in ("a", "rain-garden", "2024", "a-1-b", "s" * 80)],
    *[(EntryNumber, value) for value in ("01", "A-12", "0", "9" * 20)],
    *[(FileName, value) for value in ("a.png", "IMG_0001.JPG", "a..b", "a" * 100)],
    *[
        (Url, value)
        for value in (
            "https://example.com",
            "http://example.com:8080/a?b=c&d=%E9%9B%A8#e",
            "https://xn--fiq228c.cn/",
            "https://[::1]/",
        )
    ],
]
BAD = [
    *[
        (Slug, value, "not_slug")
        for value in ("", "A", "雨", "a_b", "-a", "a-", "a--b", "a b", "a\n", "s" * 81, None, 7, ["a"])
    ],
    *[(EntryNumber, value, "not_number") for value in ("", "-1", "一", "0 1", "1\n", "9" * 21, None, ["1"])],
    *[
        (FileName, value, "unsafe_path")
        for value in (
            "",
            ".",
            "..",
            ".htaccess",
            "../a",
            "/a",
            "a/b",
            "a\\b",
            "C:a",
            "雨.png",
            "a b",
            "a\n",
            "a" * 101,
            None,
        )
    ],
    *[
        (Url, value, "not_address")
        for value in (
            "",
            "example.com",
            "//example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "https://a:b@example.com",
            "https://example.com:0/",
            "https://example.com:99999/",
            "https://[::1",
            "https://例子.cn/",
            "https://example.com/a b",
            'https://example.com/"a',
            "https://example.com/<a>",
            "https://example.com/a\n",
            None,
        )
    ],
    *[
        (IsoDate, value, "day_not_iso")
        for value in (
            "",
            "2024-1-1",
            "2024/01/01",
            "20240101",
            "2024-W01-1",
            "２０２４-０１-０１",
            "2024-01-01\n",
            None,
        )
    ],
    *[
        (IsoDate, value, "no_such_day")
        for value in ("2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01", "9999-12-31")
    ],
    *[(DateOrDateTime, value, "day_not_iso") for value in ("", "2024-01", "2024-W01-1", None)],
    *[(DateOrDateTime, value, "no_such_day") for value in ("2024-02-30",)],
    *[
        (DateOrDateTime, value, "moment_not_iso")
        for value in (
            "2024-02-30T09:00:00+08:00",
            "2024-01-01T25:00:00+08:00",
            "2024-01-01 09:00:00+08:00",
            "2024-W01-1T09:00:00+08:00",
            "9999-12-31T23:00:00+08:00",
            "2024-01-01 上午9点",
        )
    ],
    *[(DateOrDateTime, value, "moment_without_zone") for value in ("2024-01-01T09:00", "2024-01-01T09:00:00")],
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_good_value_is_taken_as_it_is(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(("kind", "value", "code"), BAD)
def test_bad_value_is_refused_with_its_code(kind: Any, value: Any, code: str) -> None:
    assert _refusal(kind, value) == code


@pytest.mark.parametrize(("value", "good"), [("rain-garden", True), ("Rain", False), ("雨水花园", False), ("", False)])
def test_slug_is_told_from_what_is_none(value: str, good: bool) -> None:
    assert is_slug(value) is good


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-03-10T09:00:00+08:00", datetime(2024, 3, 10, 9, tzinfo=BEIJING)),
        ("2024-03-10T09:00+08:00", datetime(2024, 3, 10, 9, tzinfo=BEIJING)),
        ("2024-03-10T01:00:00Z", datetime(2024, 3, 10, 1, tzinfo=UTC)),
    ],
)
def test_moment_is_a_day_or_an_instant(written: str, moment: date) -> None:
    read: date = TypeAdapter[Any](DateOrDateTime).validate_python(written)
    assert (read, type(read)) == (moment, type(moment))


DAY = date(2024, 3, 10)
INSTANT = datetime(2024, 3, 10, 23, 30, tzinfo=UTC)


def test_day_begins_and_ends_at_midnight_in_beijing() -> None:
    assert start_of(DAY) == datetime(2024, 3, 10, tzinfo=timezone(timedelta(hours=8)))
    assert end_of(DAY) == datetime(2024, 3, 11, tzinfo=timezone(timedelta(hours=8)))
    assert end_of(date(2024, 12, 31)) == datetime(2025, 1, 1, tzinfo=BEIJING)


def test_instant_begins_and_ends_when_it_is() -> None:
    assert start_of(INSTANT) == end_of(INSTANT) == INSTANT


def test_instant_is_told_by_a_clock_in_beijing() -> None:
    told = to_beijing_time(INSTANT)
    assert isinstance(told, datetime)
    assert told.isoformat() == "2024-03-11T07:30:00+08:00"
    assert to_beijing_time(DAY) == DAY
