"""The entries of the day on the home page: all in turn and equally often, in an order that anyone can recompute.

On day d since 1970-01-01, in the contest's time zone, those at 3d, 3d + 1 and 3d + 2 of the rotation are shown, counted
from zero and modulo its length. ``theme/static/js/daily.js`` takes them from the files that are made here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plugins.content.schema.config import StageKind
from plugins.content.url_scheme import DATA
from plugins.site.files.outputs import Output
from plugins.site.language_site import LanguageSite
from plugins.site.views.components import Card
from plugins.site.views.fair_order import shuffle

DAILY = 3
# entries in one file, a multiple of those of a day; a file also has the first of the next one
IN_FILE = 24
PREFIX = f"{DATA}daily-"


def rotation_seed(site: LanguageSite) -> str:
    """The published seed of the order in which entries take turns."""
    return f"{site.config.id} home"


def takes_turns(site: LanguageSite) -> bool:
    """Whether the stage is about works to see."""
    stage = site.snapshot.stage
    return stage.has(StageKind.TOUR, StageKind.PUBLIC_VOTE) and not (stage.has(StageKind.ARCHIVE) or site.archived)


def rotation(site: LanguageSite) -> tuple[Card, ...]:
    """All entries in the order in which they take turns."""
    by_slug = {card.entry.slug: card for card in site.cards}
    return tuple(by_slug[slug] for slug in shuffle(list(by_slug), rotation_seed(site)))


def daily_files(site: LanguageSite) -> Iterator[Output]:
    """The rotation in parts, ``data/daily-0.json`` and so on; none in stages that are not about works to see."""
    cards = rotation(site) if takes_turns(site) else ()
    for number, start in enumerate(range(0, len(cards), IN_FILE)):
        part = [_row(site, cards[index % len(cards)]) for index in range(start, start + IN_FILE + DAILY - 1)]
        data = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
        yield Output.from_bytes(site.local_path(f"{PREFIX}{number}.json"), "entries of the day", data)


def _row(site: LanguageSite, card: Card) -> dict[str, Any]:
    """What the home page shows of an entry; its addresses are relative to that page."""
    entry, home, translate = card.entry, site.local_path(""), site.translations.translate
    place = [site.hall_name(card.hall), f"{translate('entry.number')} {entry.number}"]
    place += [translate("sample.label")] if entry.sample else []
    row: dict[str, Any] = {
        "slug": entry.slug,
        "url": site.urls.href(home, site.local_path(entry)),
        "title": site.text_of(entry.title),
        "units": translate("list.separator").join(site.text_of(unit.name) for unit in entry.units),
        "place": " · ".join(place),
        "number": entry.number,
        "hue": (card.hall.position - 1) % 4 + 1,
    }
    if entry.cover:
        image = site.media.image_for(entry.cover.file).with_urls(lambda path: site.urls.href(home, path))
        row |= {"sources": image.sources, "src": image.src, "width": image.width, "height": image.height}
    return row
