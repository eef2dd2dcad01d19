"""Checks that published figures, awards and the record of the tally belong together, figure by figure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from plugins.content.differences import find_differences, format_place, format_value
from plugins.content.parsing.files import exists_or_dangling, read_text, regular_file
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import Problem, problem
from plugins.content.schema.figures import format_rounded
from plugins.content.schema.results import PublishedFile
from plugins.content.sources import DataFile, RawContent
from plugins.system import textfile
from plugins.system.command_text import command

PUBLISHED, AWARDS, RECORD = "results/published.yaml", "results/awards.yaml", "results/record.json"
# further differences would not help
MAX_SHOWN = 20
HASHES = ("record", "awards")


def check_evidence(raw: RawContent, data_file: DataFile[PublishedFile]) -> Iterator[Problem]:
    """Compare the figures of all three files, then the hashes of what was changed otherwise."""
    differences: list[Problem] = []
    if exists_or_dangling(raw.content, RECORD):
        differences = list(_compare_with_record(raw))[:MAX_SHOWN]
        yield from differences
    hashes = {AWARDS: data_file.record.awards, RECORD: data_file.record.record}
    for file, expected in hashes.items():
        if exists_or_dangling(raw.content, file) and _file_digest(raw, file) != expected and not differences:
            yield problem(file, 1, "not_as_tallied", command=command("tally", "--content", raw.content))


def _compare_with_record(raw: RawContent) -> Iterator[Problem]:
    record = _read_record(raw)
    if record is None:
        yield problem(RECORD, 1, "record_unreadable", command=command("tally", "--content", raw.content))
        return
    published = read_yaml(PUBLISHED, read_text(raw.content, PUBLISHED))
    figures = {key: value for key, value in _mapping(published.data).items() if key not in HASHES}
    if "published" in record:
        yield from _differences(published, figures, record["published"], ())
    yield from _differences(published, *_figures_of_ranking(figures, record), ())
    if exists_or_dangling(raw.content, AWARDS):
        awards = read_yaml(AWARDS, read_text(raw.content, AWARDS))
        for key in ("awards", "special"):
            yield from _differences(awards, _mapping(awards.data).get(key) or {}, record.get(key) or {}, (key,))
        vacant = _mapping(_mapping(awards.data).get("vacant"))
        places = {level: _mapping(vacancy).get("places") for level, vacancy in vacant.items()}
        if "vacant" in record:
            yield from _differences(awards, places, record["vacant"], ("vacant",))


def _read_record(raw: RawContent) -> dict[str, Any] | None:
    try:
        record = json.loads(read_text(raw.content, RECORD))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _differences(document: YamlDocument, current: Any, recorded: Any, prefix: tuple[str, ...]) -> Iterator[Problem]:
    for path, one, other in find_differences(current, recorded):
        place = format_place((*prefix, *path))
        values = {"place": place, "given": format_value(one), "recorded": format_value(other)}
        yield document.problem("figure_differs", *prefix, *path, **values)


def _figures_of_ranking(figures: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[Any, Any]:
    """The published figures that the record's ranking has too: as they are published, and as the ranking has them.

    So a record whose copy of the published figures was changed with them is found out, and one without such a copy.
    """
    rows = {row["entry"]: row for row in _rows(record.get("ranking")) if isinstance(row.get("entry"), str)}
    names = {"votes": "votes", "total": "published", "rank": "place"}
    current, recorded = [], []
    for entry in _rows(figures.get("entries")):
        row = rows.get(str(entry.get("entry")))
        known = [name for name in names if row and name in entry and names[name] in row]
        current.append({name: entry[name] for name in known})
        recorded.append({name: (row or {}).get(names[name]) for name in known})
        _add_points(entry, row or {}, current[-1], recorded[-1])
    return {"entries": current}, {"entries": recorded}


def _add_points(entry: Mapping[str, Any], row: Mapping[str, Any], current: Any, recorded: Any) -> None:
    """Add the points of parts, rounded to as many digits as are published."""
    exact = {name: row.get(name) for name in ("public", "experts")} | _mapping(row.get("points"))
    for name, value in exact.items():
        figure, number = entry.get(name), _exact(value)
        if isinstance(figure, str) and number is not None:
            current[name] = figure
            recorded[name] = format_rounded(number, len(figure.partition(".")[2]))


def _exact(value: object) -> Fraction | None:
    """A figure of the record: a decimal, or a rounded decimal followed by the exact fraction."""
    try:
        return Fraction(str(value).rpartition("(")[2].rstrip(")"))
    except (ValueError, ZeroDivisionError):
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _file_digest(raw: RawContent, file: str) -> str:
    return textfile.digest(regular_file(raw.content, file, file, 1))
