"""Types of single fields: ids, days and instants, file names, URLs, each validated strictly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.content.problems import quote
from plugins.content.schema.dates import find_zone
from plugins.content.schema.web_urls import is_web_url

MomentType = TypeVar("MomentType", date, datetime)

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
# other years are typing errors, and the last day that Python knows has no next day
YEARS = range(1900, 3000)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}\Z")
BALLOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,199}\Z")
DURATION = re.compile(r"[0-9]{1,3}:[0-5][0-9]\Z")
MAX_SLUG_LENGTH = 80
# Windows reserves these names for devices, whatever follows the dot
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.I)


class StrictRecord:
    """The base of every record: an unknown key is an error."""

    __pydantic_config__ = ConfigDict(extra="forbid", defer_build=True)


def is_slug(value: str) -> bool:
    """True for what can be part of a URL: lower-case ASCII letters, digits and single hyphens, 80 at most."""
    return bool(SLUG.match(value)) and len(value) <= MAX_SLUG_LENGTH


def quote_value(value: Any) -> str:
    """An invalid value as a message quotes it: in part if long, empty for None, lists and mappings."""
    return "" if value is None or isinstance(value, (dict, list)) else quote(str(value))


def _matching(code: str, is_valid: Callable[[str], Any]) -> BeforeValidator:
    """A validator that fails with this error code unless ``is_valid``; device names fail always."""

    def validate_text(value: Any) -> str:
        if not isinstance(value, str) or not is_valid(value):
            raise PydanticCustomError(code, "", {"given": quote_value(value)})
        if DEVICE.match(value):
            raise PydanticCustomError("name_of_device", "", {"given": value})
        return value

    return BeforeValidator(validate_text)


def _read_day(value: Any) -> date:
    if not isinstance(value, str) or not DAY.match(value):
        raise PydanticCustomError("day_not_iso", "", {"given": quote_value(value)})
    try:
        return _check_year(date.fromisoformat(value))
    except ValueError:
        raise PydanticCustomError("no_such_day", "", {"given": value}) from None


def _check_year(moment: MomentType) -> MomentType:
    if moment.year not in YEARS:
        raise ValueError(moment)
    return moment


def _read_moment(value: Any) -> date:
    if not isinstance(value, str) or len(value) <= len("2022-09-19"):
        return _read_day(value)
    try:
        moment = _check_year(datetime.fromisoformat(value if MOMENT.match(value) else ""))
    except ValueError:
        raise PydanticCustomError("moment_not_iso", "", {"given": quote_value(value)}) from None
    if moment.tzinfo is None:
        raise PydanticCustomError("moment_without_zone", "", {"given": value})
    return moment


def _is_ballot(value: str) -> bool:
    return is_web_url(value) if ":" in value else bool(BALLOT.match(value))


def _is_edition_entry(value: str) -> bool:
    edition, _, slug = value.partition("/")
    return is_slug(edition) and is_slug(slug)


def _schema(pattern: re.Pattern[str], **more: Any) -> WithJsonSchema:
    """The JSON Schema of a text that matches."""
    return WithJsonSchema({"type": "string", "pattern": "^" + pattern.pattern.removesuffix(r"\Z") + "$", **more})


_SLUG_SCHEMA = _schema(SLUG, maxLength=MAX_SLUG_LENGTH)
Slug = Annotated[str, _matching("not_slug", is_slug), _SLUG_SCHEMA]
# a stage id within competition.yaml; checks/competition.py reports unknown ones, because it knows the stages' names
StageId = Annotated[str, Field(min_length=1), _SLUG_SCHEMA]
EditionEntry = Annotated[
    str,
    _matching("not_edition_entry", _is_edition_entry),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$"}),
]
EntryNumber = Annotated[str, _matching("not_number", NUMBER.match), _schema(NUMBER, type=["string", "integer"])]
FileName = Annotated[str, _matching("unsafe_path", FILE_NAME.match), _schema(FILE_NAME)]
Url = Annotated[
    str,
    _matching("not_address", is_web_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
BallotId = Annotated[str, _matching("not_ballot", _is_ballot), WithJsonSchema({"type": ["string", "integer"]})]
Duration = Annotated[str, _matching("not_length", DURATION.match), _schema(DURATION)]
ZoneName = Annotated[
    str,
    _matching("not_zone", find_zone),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$"}),
]
IsoDate = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
DateOrDateTime = Annotated[
    date | datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
