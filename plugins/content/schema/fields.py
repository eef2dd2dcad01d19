"""The small values that records are made of: ids, days and instants, file names and addresses, each strictly read."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

# every record of the editors': a key that is not known is an error
STRICT = ConfigDict(extra="forbid")

Moment_ = TypeVar("Moment_", date, datetime)

BEIJING = timezone(timedelta(hours=8))
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
# years beyond these are slips, and at the calendar's ends there is no next day to reckon with
YEARS = range(1900, 3000)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}\Z")
BALLOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,199}\Z")
LENGTH = re.compile(r"[0-9]{1,3}:[0-5][0-9]\Z")
MAX_SLUG_LENGTH = 80
# Windows keeps these names for devices, whatever follows the dot
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.I)


def is_slug(value: str) -> bool:
    """Whether this can be part of an address: small ASCII letters, digits and single hyphens, 80 at most."""
    return bool(SLUG.match(value)) and len(value) <= MAX_SLUG_LENGTH


def quote_value(value: Any) -> str:
    """A wrong value as a message quotes it: short, and nothing where there is none."""
    return "" if value is None or isinstance(value, (dict, list)) else str(value)[:60]


def _pattern(kind: str, accept: Any) -> BeforeValidator:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not accept(value):
            raise PydanticCustomError(kind, "", {"given": quote_value(value)})
        if DEVICE.match(value):
            raise PydanticCustomError("name_of_device", "", {"given": value})
        return value

    return BeforeValidator(read)


def _read_day(value: Any) -> date:
    if not isinstance(value, str) or not DAY.match(value):
        raise PydanticCustomError("day_not_iso", "", {"given": quote_value(value)})
    try:
        return _sensible(date.fromisoformat(value))
    except ValueError:
        raise PydanticCustomError("no_such_day", "", {"given": value}) from None


def _sensible(moment: Moment_) -> Moment_:
    if moment.year not in YEARS:
        raise ValueError(moment)
    return moment


def _read_moment(value: Any) -> date:
    if isinstance(value, str) and len(value) > len("2022-09-19"):
        try:
            moment = _sensible(datetime.fromisoformat(value if MOMENT.match(value) else ""))
        except ValueError:
            raise PydanticCustomError("moment_not_iso", "", {"given": quote_value(value)}) from None
        if moment.tzinfo is None:
            raise PydanticCustomError("moment_without_zone", "", {"given": value})
        return moment
    return _read_day(value)


def start_of(moment: date) -> datetime:
    """The instant a stage opens: midnight in Beijing where only a day is given."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), BEIJING)


def end_of(moment: date) -> datetime:
    """The instant a stage closes: the end of the day in Beijing where only a day is given."""
    return moment if isinstance(moment, datetime) else start_of(moment + timedelta(days=1))


def to_beijing_time(moment: date) -> date:
    """The same instant on a clock in Beijing; a whole day stays what it is."""
    return moment.astimezone(BEIJING) if isinstance(moment, datetime) else moment


def is_public_url(value: str) -> bool:
    """Whether this is an http or https address whose host is what it seems: no name of a user, no backslash before."""
    if re.search(r"[\s\\]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def is_web_url(value: str) -> bool:
    """Whether this is an absolute http or https address that can stand in a page as it is."""
    return value.isascii() and value.isprintable() and not re.search(r'[\s<>"\\^`{|}]', value) and is_public_url(value)


def _is_ballot(value: str) -> bool:
    return is_web_url(value) if ":" in value else bool(BALLOT.match(value))


_AS_SLUG = WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MAX_SLUG_LENGTH})
Slug = Annotated[str, _pattern("not_slug", is_slug), _AS_SLUG]
# within the file that names the stages: one that is none of them is told by the checks, which know their names
StageId = Annotated[str, Field(min_length=1), _AS_SLUG]
EntryNumber = Annotated[
    str,
    _pattern("not_number", NUMBER.match),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^[0-9A-Za-z][0-9A-Za-z-]{0,19}$"}),
]
FileName = Annotated[
    str,
    _pattern("unsafe_path", FILE_NAME.match),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"}),
]
Url = Annotated[
    str,
    _pattern("not_address", is_web_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
BallotId = Annotated[str, _pattern("not_ballot", _is_ballot), WithJsonSchema({"type": ["string", "integer"]})]
Duration = Annotated[
    str,
    _pattern("not_length", LENGTH.match),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,3}:[0-5][0-9]$"}),
]
IsoDate = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
DateOrDateTime = Annotated[
    date | datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
