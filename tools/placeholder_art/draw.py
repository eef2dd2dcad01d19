"""Draws a picture for every entry that has none: a small poster made from the entry's slug alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from plugins.content.checks.bodies import read_body
from plugins.content.parsing.document_text import source_of
from plugins.content.reader import gather
from plugins.content.schema.documents import EntryRecord
from plugins.content.sources import Paper, Papers
from tools.placeholder_art.canvas import Dice, Inks, Poster
from tools.placeholder_art.city import TOWN
from tools.placeholder_art.nature import NATURE
from tools.placeholder_art.water import SHORE

COVER = "cover.png"
# another number deals the motifs anew; with this one the first competition's halls repeat none
EDITION = 23
Motif = Callable[[Poster], None]
MOTIFS: tuple[Motif, ...] = (*NATURE, *SHORE, *TOWN)
# one set for each hall in turn: brick, river, amber, banyan
INKS = (
    Inks("#f6ead8", "#f1cda9", "#dd8f63", "#a3402f", "#472029", "#d2362b", "#f5c25a", "#2f6f77"),
    Inks("#f3ecdd", "#c9ded8", "#69a5a2", "#1c6a70", "#113f49", "#d8472f", "#f2b84e", "#3f7fa0"),
    Inks("#f7eedb", "#f1d9a6", "#dca24f", "#9a621d", "#47301d", "#c9412a", "#f8d27a", "#3d6b67"),
    Inks("#f3eedc", "#d6e0bb", "#92ad68", "#42713f", "#203d2e", "#d94b2c", "#f0c050", "#2d7479"),
)


def draw_placeholders(content: Path) -> list[Path]:
    """Draw the pictures that entries name but lack, and a cover for each that names none."""
    papers = gather(content)
    # without the tracks every poster would be printed in the first hall's colours
    if not papers.contest:
        return []
    tracks = [track.id for track in papers.contest.record.tracks]
    named = [(paper, content / paper.folder / name) for paper in papers.entries for name in _names(papers, paper)]
    drawn = []
    for paper, path in named:
        if not path.exists():
            path.write_bytes(draw(paper.slug, path.stem, _place(tracks, paper.record.track)))
            drawn.append(path)
    return drawn


def _names(papers: Papers, paper: Paper[EntryRecord]) -> list[str]:
    """The PNG files that an entry names as its pictures, its cover first."""
    record = paper.record
    named = [record.cover.file if record.cover else COVER, *(picture.file for picture in record.gallery)]
    named += [record.video.poster] if record.video else []
    bodies = [read_body(manuscript)[0] for manuscript in source_of(papers, paper.folder).manuscripts.values()]
    named += [figure.file for body in bodies if body for figure in body.figures]
    return [name for name in dict.fromkeys(named) if name.endswith(".png")]


def _place(tracks: list[str], track: str) -> int:
    return tracks.index(track) if track in tracks else 0


def draw(slug: str, name: str, place: int) -> bytes:
    """One picture as PNG: what it shows and how it lies is decided by its name, its colours by its hall."""
    dice = Dice(f"{slug}/{name} {EDITION}")
    inks = INKS[place % len(INKS)]
    poster = Poster(dice.pick((inks, inks.at_dusk(), inks.at_dawn())), dice)
    mirrored = dice.chance(0.5)
    _motif(slug, name)(poster)
    return poster.png(mirrored)


def _motif(slug: str, name: str) -> Motif:
    """For a cover the motif that its slug names, such as a bridge; else one that it happens on."""
    named = [motif for motif in MOTIFS if motif.__name__ in slug.split("-") and name == "cover"]
    digest = hashlib.sha256(f"{slug}/{name} {EDITION}".encode()).digest()
    return named[0] if named else MOTIFS[int.from_bytes(digest[:4], "big") % len(MOTIFS)]
