"""The times that exports write, read by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from plugins.results.votes.times import parse_time, usual_format
from tests.results.vote_inputs import FINALISTS, count

ZONE = timezone(timedelta(hours=8))


def _moment(hour: int, minute: int, second: int = 0, zone: timezone = ZONE) -> datetime:
    return datetime(2024, 3, 1, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-03-01 08:05:09", _moment(8, 5, 9)),
        (" 2024/3/1 8:05 ", _moment(8, 5)),
        ("2024.3.1 8:05:09.123", _moment(8, 5, 9)),
        ("2024年3月1日 上午8时05分", _moment(8, 5)),
        ("2024年3月1日 下午8时05分09秒", _moment(20, 5, 9)),
        ("2024-3-1 12:05 AM", _moment(0, 5)),
        ("2024-3-1 12:05 pm", _moment(12, 5)),
        ("2024-3-1 11:59 PM", _moment(23, 59)),
        ("2024-03-01T08:05:09Z", _moment(8, 5, 9, UTC)),
        ("2024-03-01T08:05:09+05:30", _moment(8, 5, 9, timezone(timedelta(hours=5, minutes=30)))),
        ("2024-03-01 08:05 GMT-3", _moment(8, 5, 0, timezone(timedelta(hours=-3)))),
        ("２０２４-03-01 08：05", _moment(8, 5)),
        ("2024-13-01 08:05", None),
        ("2024-03-01 24:05", None),
        ("2024-03-01", None),
        ("01/03/2024 08:05", None),
        ("", None),
    ],
)
def test_time_is_read_with_its_zone_or_that_of_the_contest(cell: str, moment: datetime | None) -> None:
    parsed = parse_time(cell, ZONE)
    assert parsed == moment
    assert (parsed and parsed.utcoffset()) == (moment and moment.utcoffset())


@pytest.mark.parametrize(
    ("cells", "time_format"),
    [
        (["2024-03-01 08:05:09", "2024-03-11 18:05:19"], "%Y-%m-%d %H:%M:%S"),
        (["2024/03/01 08:05:09"], "%Y/%m/%d %H:%M:%S"),
        (["2024-03-01 08:05:09", "2024/03/01 08:05:09"], None),
        (["2024-3-1 8:05:09"], None),
        (["2024-03-01 08:05:0", "92024-03-01 08:05:09"], None),
        (["2024-03-01 08:05:09", ""], None),
    ],
)
def test_times_of_one_usual_form_are_compared_as_texts(cells: list[str], time_format: str | None) -> None:
    assert usual_format(cells) == time_format


@pytest.mark.parametrize(
    ("text", "votes"),
    [("项目,票数\n1,5\n02,6\n10,7\n", "票数"), ("项目\n1\n02\n10\n", None)],
    ids=["counts", "rows"],
)
def test_rows_that_were_read_are_reported(tmp_path: Path, text: str, votes: str | None) -> None:
    rows: list[int] = []
    (channel,) = count(tmp_path, {"text": text, "votes": votes}, progress=rows.append)
    assert set(channel.valid) == set(FINALISTS)
    assert sum(rows) == 3
