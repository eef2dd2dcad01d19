"""Days and times of spreadsheets: which there are, how they are rounded, and what each letter of a format shows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from plugins.tables.date_formats import format_date, from_iso, to_calendar
from plugins.tables.format_codes import parse_format

# Tuesday, 5 March 2024, 09:07:03, and the same evening at 21:07:03
MORNING = "45356.3798958333"
EVENING = "45356.8798958333"


def _show(value: str, code: str) -> str | None:
    return format_date(Decimal(value), parse_format(code)[0])


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("y yy yyy yyyy", "24 24 2024 2024"),
        ("m mm mmm mmmm mmmmm mmmmmm", "3 03 Mar March M 03"),
        ("d dd ddd dddd ddddd", "5 05 Tue Tuesday Tuesday"),
        ("aaa aaaa", "二 星期二"),
        ("e", "2024"),
        ("h hh hhh", "9 09 09"),
        ("h m mm mmm", "9 7 03 Mar"),
        ("h:m h:mm", "9:7 9:07"),
        ("s ss sss", "3 03 03"),
        ("m:s", "7:3"),
        ("h AM/PM h A/P 上午/下午", "9 AM 9 A 上午"),
        ("yyyy.mm", "2024.03"),
        ("s.00", "3.00"),
        ("[DBNum1]h:mm", "九:七"),
        ("[DBNum1]d", "五"),
        ("[DBNum2]yyyy", "贰零贰肆"),
        ("[DBNum3]yyyy", "2024"),
        ("[DBNum1]aaaa", "星期二"),
    ],
)
def test_letters_of_a_format_show_parts_of_a_time(code: str, shown: str) -> None:
    assert _show(MORNING, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [("h h:mm", "21 21:07"), ("h AM/PM", "9 PM"), ("hh上午/下午", "09下午"), ("[DBNum1]h", "二十一")],
)
def test_hours_of_the_evening_are_those_of_half_a_day_where_a_format_names_the_half(code: str, shown: str) -> None:
    assert _show(EVENING, code) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "12:00 AM"), ("0.5", "12:00 PM"), ("0.04166666667", "1:00 AM"), ("0.54166666667", "1:00 PM")],
)
def test_noon_and_midnight_are_twelve(value: str, shown: str) -> None:
    assert _show(value, "h:mm AM/PM") == shown


# the first day of each month of 2022
FIRST_DAYS = [
    ("44562", "January Jan Saturday 六"),
    ("44593", "February Feb Tuesday 二"),
    ("44621", "March Mar Tuesday 二"),
    ("44652", "April Apr Friday 五"),
    ("44682", "May May Sunday 日"),
    ("44713", "June Jun Wednesday 三"),
    ("44743", "July Jul Friday 五"),
    ("44774", "August Aug Monday 一"),
    ("44805", "September Sep Thursday 四"),
    ("44835", "October Oct Saturday 六"),
    ("44866", "November Nov Tuesday 二"),
    ("44896", "December Dec Thursday 四"),
]


@pytest.mark.parametrize(("value", "shown"), FIRST_DAYS)
def test_months_and_weekdays_have_their_names(value: str, shown: str) -> None:
    assert _show(value, "mmmm mmm dddd aaa") == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("10", "[DBNum1]d", "九"),
        ("11", "[DBNum1]d", "十"),
        ("19", "[DBNum1]d", "十八"),
        ("21", "[DBNum1]d", "二十"),
        ("11", "[DBNum2]d", "壹拾"),
    ],
)
def test_days_in_han_digits_are_read_aloud(value: str, code: str, shown: str) -> None:
    # before the leap day that spreadsheet programs count, a number is one more than the day of January
    assert _show(str(int(value) - 1), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1.5", "[h]", "36"),
        ("1.5", "[hhh]:mm", "036:00"),
        ("0.0006944444", "[s] [ss] [sss]", "60 60 060"),
        ("0.0423611111", "[m]:ss [mm]", "61:00 61"),
        ("0.0423611111", "h:mm", "1:01"),
    ],
)
def test_durations_count_on(value: str, code: str, shown: str) -> None:
    assert _show(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        # 1.2345 s, below 40.5 s
        ("0.0000142882", "s", "1"),
        ("0.0000142882", "s.0", "1.2"),
        ("0.0000142882", "s.000", "1.235"),
        ("0.0000142882", "s.00000", "1.235"),
        ("0.0000142882", "s.0 s", "1.2 1"),
        ("0.00046875", "s", "41"),
        ("0.9999999", "h:mm:ss", "0:00:00"),
    ],
)
def test_seconds_are_rounded_to_the_places_that_are_shown(value: str, code: str, shown: str) -> None:
    assert _show(value, code) == shown


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("0", datetime(1899, 12, 31)),
        ("1", datetime(1900, 1, 1)),
        ("59", datetime(1900, 2, 28)),
        # the leap day of 1900 that spreadsheet programs count, and the day after it
        ("60", datetime(1900, 2, 28)),
        ("61", datetime(1900, 3, 1)),
        ("2958465", datetime(9999, 12, 31)),
        ("2958465.99", datetime(9999, 12, 31, 23, 45, 36)),
        ("2958465.999999", None),
        ("2958466", None),
        ("-0.1", None),
    ],
)
def test_days_are_those_from_1900_to_9999(value: str, moment: datetime | None) -> None:
    shown = to_calendar(Decimal(value))
    assert (shown and shown.moment) == moment


@pytest.mark.parametrize(("value", "moment"), [("0", datetime(1904, 1, 1)), ("59", datetime(1904, 2, 29))])
def test_days_from_1904_have_its_leap_day(value: str, moment: datetime) -> None:
    shown = to_calendar(Decimal(value), counts_from_1904=True)
    assert shown is not None and shown.moment == moment


@pytest.mark.parametrize(("value", "is_day"), [(2957003, True), (2957004, False)])
def test_days_from_1904_end_with_the_same_day(value: int, is_day: bool) -> None:
    assert (to_calendar(Decimal(value), counts_from_1904=True) is not None) is is_day


def test_time_has_its_seconds_since_the_first_day_and_its_part_of_a_second() -> None:
    assert to_calendar(Decimal("1.00000289352"), 2) == (datetime(1900, 1, 1, 0, 0, 0, 250_000), 86_400, 250_000)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022-09-19", "44823"),
        ("2022-09-19T06:00:00", "44823.25"),
        ("2022-09-19T12:00:00Z", "44823.5"),
        ("2022-09-19T12:00:00+08:00", "44823.5"),
        ("19.9.2022", None),
        ("", None),
    ],
)
def test_dates_written_as_text_are_days(text: str, days: str | None) -> None:
    assert from_iso(text) == (Decimal(days) if days else None)
