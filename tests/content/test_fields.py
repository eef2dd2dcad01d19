"""Types of single fields: ids, numbers, file names, URLs, days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from plugins.content.schema.dates import closing_instant, find_zone, local_time, opening_instant
from plugins.content.schema.fields import DateOrDateTime, EntryNumber, FileName, IsoDate, Slug, Url, ZoneName, is_slug
from plugins.content.schema.providers import Host
from plugins.content.schema.result_rule import Percent, Places

BEIJING = timezone(timedelta(hours=8))


def _error_code(kind: Any, value: Any) -> str:
    """The error code of an invalid value; empty for a valid one."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return ""


VALID = [
    *[(Percent, value) for value in (0, 100)],
    *[(Places, value) for value in (1, 10_000)],
    *[(Host, value) for value in ("a.cn", "*.a-1.cn", "a" * 187 + ".cn")],
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
INVALID = [
    (Percent, -1, "greater_than_equal"),
    (Percent, 101, "less_than_equal"),
    (Places, 0, "greater_than_equal"),
    (Places, 10_001, "less_than_equal"),
    *[(Host, value, "string_pattern_mismatch") for value in ("a", "*.cn", "a.cn/", "A.cn")],
    (Host, "a" * 188 + ".cn", "string_too_long"),
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


@pytest.mark.parametrize(("kind", "value"), VALID)
def test_valid_value_is_unchanged(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(("kind", "value", "code"), INVALID)
def test_invalid_value_has_its_error_code(kind: Any, value: Any, code: str) -> None:
    assert _error_code(kind, value) == code


@pytest.mark.parametrize(
    ("value", "expected"), [("rain-garden", True), ("Rain", False), ("雨水花园", False), ("", False)]
)
def test_is_slug(value: str, expected: bool) -> None:
    assert is_slug(value) is expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-03-10T09:00:00+08:00", datetime(2024, 3, 10, 9, tzinfo=BEIJING)),
        ("2024-03-10T09:00+08:00", datetime(2024, 3, 10, 9, tzinfo=BEIJING)),
        ("2024-03-10T01:00:00Z", datetime(2024, 3, 10, 1, tzinfo=UTC)),
    ],
)
def test_moment_is_a_day_or_an_instant(text: str, moment: date) -> None:
    read: date = TypeAdapter[Any](DateOrDateTime).validate_python(text)
    assert (read, type(read)) == (moment, type(moment))


DAY = date(2024, 3, 10)
INSTANT = datetime(2024, 3, 10, 23, 30, tzinfo=UTC)
# a day, and when it begins and ends: with summer time from 31 March 2024 at 2:00 in Berlin, from 26 April 2024 at
# midnight in Cairo, which therefore has no midnight on that day
DAYS = [
    ("Asia/Shanghai", date(2024, 12, 31), "2024-12-31T00:00:00+08:00", "2025-01-01T00:00:00+08:00"),
    ("Europe/Berlin", date(2024, 3, 30), "2024-03-30T00:00:00+01:00", "2024-03-31T00:00:00+01:00"),
    ("Europe/Berlin", date(2024, 3, 31), "2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00"),
    ("America/Los_Angeles", date(2024, 11, 3), "2024-11-03T00:00:00-07:00", "2024-11-04T00:00:00-08:00"),
    ("Africa/Cairo", date(2024, 4, 25), "2024-04-25T00:00:00+02:00", "2024-04-26T00:00:00+02:00"),
]


@pytest.mark.parametrize(("name", "day", "opens", "closes"), DAYS)
def test_a_day_opens_and_closes_at_midnight_of_its_zone(name: str, day: date, opens: str, closes: str) -> None:
    zone = ZoneInfo(name)
    assert (opening_instant(day, zone).isoformat(), closing_instant(day, zone).isoformat()) == (opens, closes)


def test_a_short_day_is_short() -> None:
    zone = ZoneInfo("Europe/Berlin")
    day = date(2024, 3, 31)
    assert closing_instant(day, zone) - opening_instant(day, zone) == timedelta(hours=23)


def test_an_instant_opens_and_closes_at_itself() -> None:
    assert opening_instant(INSTANT, BEIJING) == closing_instant(INSTANT, BEIJING) == INSTANT


def test_local_time() -> None:
    local = local_time(INSTANT, ZoneInfo("Europe/Berlin"))
    assert isinstance(local, datetime)
    assert local.isoformat() == "2024-03-11T00:30:00+01:00"
    assert local_time(DAY, BEIJING) == DAY


@pytest.mark.parametrize("name", ["Beijing", "UTC+8", "Europe", "Europe/", "/etc/localtime", "../posix", "a\0b", ""])
def test_what_is_no_time_zone(name: str) -> None:
    assert find_zone(name) is None
    assert _error_code(ZoneName, name) == "not_zone"
