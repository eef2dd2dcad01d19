"""The stage's public facts of every entry as open data: ``data/entries.json`` and ``data/entries.csv``.

The fields are documented in ``docs/open-data.md``; they are added to, never renamed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from plugins.exhibition.addresses import path_of
from plugins.exhibition.edition import Edition
from plugins.exhibition.outputs import Output, written
from plugins.exhibition.pieces import Card

# a spreadsheet takes a cell that begins like this for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_data(edition: Edition) -> Iterator[Output]:
    """Both files, in the language of the edition."""
    if not edition.cards:
        return
    rows = [_row(edition, card) for card in edition.cards]
    said = {"competition": edition.plain(edition.contest.name), "stage": edition.show.stage.id, "entries": rows}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    folder = edition.addresses.in_language("data/", edition.lang)
    yield written(f"{folder}entries.json", "open data", text.encode())
    yield written(f"{folder}entries.csv", "open data", _csv(rows).encode("utf-8-sig"))


def _row(edition: Edition, card: Card) -> dict[str, Any]:
    entry, say = card.entry, edition.plain
    units = [say(unit.name) for unit in entry.units]
    return {
        "place": card.place,
        "number": entry.number,
        "slug": entry.slug,
        "title": say(entry.title),
        "units": units,
        "unit_kinds": sorted({say(unit.kind.name) for unit in entry.units}),
        "districts": sorted({say(unit.district.name) for unit in entry.units if unit.district}),
        "recommending_unit": say(entry.recommending_unit.name) if entry.recommending_unit else "",
        "track": entry.track.id,
        "hall": card.hall.position,
        "summary": say(entry.summary),
        "award": card.award.level.id if card.award else "",
        "sample": "yes" if entry.sample else "no",
        "url": edition.addresses.absolute(edition.addresses.in_language(path_of(entry), edition.lang)),
        "picture": edition.addresses.absolute(edition.media.rendition(entry.cover.file).src) if entry.cover else "",
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(FORMULA) else text
