"""A contest's brand, with every reference resolved, and its checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.content.brand.palette import ContrastFault, Palette, compute_palette, find_faults
from plugins.content.brand.record import FILE, FOLDER, BrandFile, ContestWord, Ornament, WordForms
from plugins.content.model import MediaFile
from plugins.content.parsing.files import exists_or_dangling, list_names
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import Problem, problem
from plugins.content.sources import DataFile

CONTRAST_CODES = {"light": "contrast_light", "dark": "contrast_dark"}


@dataclass(frozen=True)
class Brand:
    """What a contest looks like, and what it calls its parts: forms by word and language."""

    palette: Palette
    ornament: Ornament
    emblem: MediaFile | None
    favicon: MediaFile | None
    words: Mapping[ContestWord, Mapping[str, WordForms]]


def make_brand(record: BrandFile, media: Mapping[str, MediaFile]) -> Brand:
    """The brand of this record, with the pictures by the keys that name them."""
    return Brand(_palette(record), record.ornament, media.get("emblem"), media.get("favicon"), record.words)


def _palette(record: BrandFile) -> Palette:
    """The colours of this record, those that it does not name computed."""
    return compute_palette(record.colors.accent, record.colors.light, record.colors.dark)


def check_brand(content: Path, data_file: DataFile[BrandFile] | None) -> Iterator[Problem]:
    """Colours with too little contrast, and a folder without the file that says what is in it."""
    if data_file:
        for fault in find_faults(_palette(data_file.record)):
            yield _contrast_problem(data_file.record, data_file.document, fault)
    elif (content / FOLDER).is_dir() and not exists_or_dangling(content, FILE):
        near = ", ".join(list_names(content, FOLDER)) or "—"
        yield problem(FILE, 1, "missing_file", name=Path(FILE).name, near=near)


def _contrast_problem(record: BrandFile, document: YamlDocument, fault: ContrastFault) -> Problem:
    """At the line of the colour that was named, the foreground first; a computed one is not the editor's mistake."""
    values = {
        "color": fault.color,
        "background": fault.background,
        "ratio": f"{fault.ratio:.2f}",
        "needed": f"{fault.needed:g}",
    }
    code = CONTRAST_CODES[fault.scheme]
    schemes = ("light",) if fault.scheme == "light" else ("dark", "light")
    for name in (fault.color, fault.background):
        for scheme in schemes:
            if name in getattr(record.colors, scheme):
                return document.problem(code, "colors", scheme, name, **values)
    return document.problem(code, "colors", **values)


DEFAULT_BRAND = make_brand(BrandFile(), {})
"""The look of a contest that says nothing about it."""
