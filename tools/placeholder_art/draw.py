"""Draw a placeholder for every missing picture of an entry: a small poster determined by the entry's slug."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from plugins.content.checks.bodies import render_body
from plugins.content.parsing.document_text import reread_source_texts
from plugins.content.reader import read_content
from plugins.content.schema.documents import EntryRecord
from plugins.content.sources import RawContent, SourceDocument
from tools.placeholder_art.canvas import Dice, Inks, Poster
from tools.placeholder_art.city import TOWN
from tools.placeholder_art.nature import NATURE
from tools.placeholder_art.water import SHORE

COVER = "cover.png"
# a seed with which no hall of the sample content repeats a motif
SEED = 23
Motif = Callable[[Poster], None]
MOTIFS: tuple[Motif, ...] = (*NATURE, *SHORE, *TOWN)
# one palette per track in turn: brick, river, amber, banyan
INKS = (
    Inks("#f6ead8", "#f1cda9", "#dd8f63", "#a3402f", "#472029", "#d2362b", "#f5c25a", "#2f6f77"),
    Inks("#f3ecdd", "#c9ded8", "#69a5a2", "#1c6a70", "#113f49", "#d8472f", "#f2b84e", "#3f7fa0"),
    Inks("#f7eedb", "#f1d9a6", "#dca24f", "#9a621d", "#47301d", "#c9412a", "#f8d27a", "#3d6b67"),
    Inks("#f3eedc", "#d6e0bb", "#92ad68", "#42713f", "#203d2e", "#d94b2c", "#f0c050", "#2d7479"),
)


def draw_placeholders(content: Path) -> list[Path]:
    """Draw the missing pictures that entries name, and a cover for each entry that names none; returns their paths."""
    raw = read_content(content)
    # without tracks every poster would get the first track's colours
    if not raw.config:
        return []
    tracks = [track.id for track in raw.config.record.tracks]
    pictures = [(entry, content / entry.folder / name) for entry in raw.entries for name in _picture_names(raw, entry)]
    written = []
    for entry, path in pictures:
        if not path.exists():
            path.write_bytes(draw_picture(entry.slug, path.stem, _track_index(tracks, entry.record.track)))
            written.append(path)
    return written


def _picture_names(raw: RawContent, entry: SourceDocument[EntryRecord]) -> list[str]:
    """List the PNG files that an entry names as pictures, the cover first."""
    record = entry.record
    names = [record.cover.file if record.cover else COVER, *(picture.file for picture in record.gallery)]
    names += [record.video.poster] if record.video else []
    bodies = [
        render_body(manuscript)[0] for manuscript in reread_source_texts(raw, entry.folder).markdown_sources.values()
    ]
    names += [figure.file for body in bodies if body for figure in body.figures]
    return [name for name in dict.fromkeys(names) if name.endswith(".png")]


def _track_index(tracks: list[str], track: str) -> int:
    return tracks.index(track) if track in tracks else 0


def draw_picture(slug: str, name: str, track_index: int) -> bytes:
    """Draw one picture as PNG; slug and name decide motif and orientation, the track decides the colours."""
    dice = Dice(f"{slug}/{name} {SEED}")
    inks = INKS[track_index % len(INKS)]
    poster = Poster(dice.pick((inks, inks.at_dusk(), inks.at_dawn())), dice)
    mirrored = dice.chance(0.5)
    _choose_motif(slug, name)(poster)
    return poster.png(mirrored)


def _choose_motif(slug: str, name: str) -> Motif:
    """Choose the motif that a cover's slug names, such as a bridge; else one by hash."""
    named = [motif for motif in MOTIFS if motif.__name__ in slug.split("-") and name == "cover"]
    digest = hashlib.sha256(f"{slug}/{name} {SEED}".encode()).digest()
    return named[0] if named else MOTIFS[int.from_bytes(digest[:4], "big") % len(MOTIFS)]
