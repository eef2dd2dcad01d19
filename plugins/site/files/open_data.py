"""The stage's public facts of every entry as open data: ``data/entries.json`` and ``data/entries.csv``.

The fields are documented in ``docs/open-data.md``; they are added to, never renamed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from plugins.cache.files import key
from plugins.cache.fingerprints import code_digest
from plugins.site.files.outputs import Output
from plugins.site.incremental.cache_keys import Names, digest
from plugins.site.language_site import Edition
from plugins.site.urls import path_of
from plugins.site.views.components import Card

# a spreadsheet takes a cell that begins like this for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_data(edition: Edition, things: Names) -> Iterator[Output]:
    """Both files, in the language of the edition; made only where they have to be written."""
    if not edition.cards:
        return
    made_from = (edition.lang, edition.addresses, edition.contest.name, edition.show.stage, edition.cards)
    name = key(code_digest(), digest(made_from, things))
    folder = edition.addresses.in_language("data/", edition.lang)
    yield Output(f"{folder}entries.json", "open data", key("json", name), partial(_json, edition))
    yield Output(f"{folder}entries.csv", "open data", key("csv", name), partial(_csv, edition))


def _json(edition: Edition) -> bytes:
    said = {
        "competition": edition.plain(edition.contest.name),
        "stage": edition.show.stage.id,
        "entries": [_row(edition, card) for card in edition.cards],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


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


def _csv(edition: Edition) -> bytes:
    out, rows = io.StringIO(), [_row(edition, card) for card in edition.cards]
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(FORMULA) else text
