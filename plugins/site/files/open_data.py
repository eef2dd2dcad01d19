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

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest
from plugins.content.url_scheme import DATA
from plugins.site.files.outputs import Output
from plugins.site.incremental.cache_keys import ObjectDigests, digest
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import Card

# a spreadsheet takes a cell that begins like this for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_data(site: LanguageSite, digests: ObjectDigests) -> Iterator[Output]:
    """Both files in the site's language; computed only if they have to be written."""
    if not site.cards:
        return
    inputs = (site.lang, site.urls, site.config.name, site.snapshot.stage, site.cards, site.snapshot.special)
    key = cache_key(code_digest(), digest(inputs, digests))
    yield Output(site.local_path(f"{DATA}entries.json"), "open data", cache_key("json", key), partial(_json, site))
    yield Output(site.local_path(f"{DATA}entries.csv"), "open data", cache_key("csv", key), partial(_csv, site))


def _json(site: LanguageSite) -> bytes:
    document = {
        "competition": site.text_of(site.config.name),
        "stage": site.snapshot.stage.id,
        "entries": [_row(site, card) for card in site.cards],
        "unit_awards": [
            {"award": result.award.id, "units": [site.text_of(unit.name) for unit in result.units]}
            for result in site.snapshot.special
            if result.units
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _row(site: LanguageSite, card: Card) -> dict[str, Any]:
    entry, text_of = card.entry, site.text_of
    return {
        "place": card.position,
        "number": entry.number,
        "slug": entry.slug,
        "title": text_of(entry.title),
        "units": [text_of(unit.name) for unit in entry.units],
        "unit_kinds": sorted({text_of(unit.kind.name) for unit in entry.units}),
        "districts": sorted({text_of(unit.district.name) for unit in entry.units if unit.district}),
        "partners": [text_of(unit.name) for unit in entry.partners],
        "recommending_unit": text_of(entry.recommending_unit.name) if entry.recommending_unit else "",
        "track": entry.track.id,
        "group": entry.group.id if entry.group else "",
        "hall": card.hall.position,
        "summary": text_of(entry.summary),
        "award": card.award.level.id if card.award else "",
        "special_awards": [result.award.id for result in card.special],
        "sample": "yes" if entry.sample else "no",
        "url": site.absolute_url(entry),
        "picture": site.urls.absolute(site.media.image_for(entry.cover.file).src) if entry.cover else "",
    }


def _csv(site: LanguageSite) -> bytes:
    text, rows = io.StringIO(), [_row(site, card) for card in site.cards]
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(FORMULA) else text
