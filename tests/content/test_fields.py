"""Types of single fields: ids, numbers, file names, URLs, days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plugins.content.schema.dates import BEIJING, closing_instant, opening_instant, to_beijing_time
from plugins.content.schema.fields import DateOrDateTime, EntryNumber, FileName, IsoDate, Slug, Url, is_slug


def _error_code(kind: Any, value: Any) -> str:
    """The error code of an invalid value; empty for a valid one."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return ""


VALID = [
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


def test_a_day_opens_and_closes_at_midnight_in_beijing() -> None:
    assert opening_instant(DAY) == datetime(2024, 3, 10, tzinfo=timezone(timedelta(hours=8)))
    assert closing_instant(DAY) == datetime(2024, 3, 11, tzinfo=timezone(timedelta(hours=8)))
    assert closing_instant(date(2024, 12, 31)) == datetime(2025, 1, 1, tzinfo=BEIJING)


def test_an_instant_opens_and_closes_at_itself() -> None:
    assert opening_instant(INSTANT) == closing_instant(INSTANT) == INSTANT


def test_to_beijing_time() -> None:
    local_time = to_beijing_time(INSTANT)
    assert isinstance(local_time, datetime)
    assert local_time.isoformat() == "2024-03-11T07:30:00+08:00"
    assert to_beijing_time(DAY) == DAY
