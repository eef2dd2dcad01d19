"""A contest's brand, with every reference resolved, and its checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.content.brand.drawing import check_emblem
from plugins.content.brand.palette import ContrastFault, Palette, compute_palette, find_faults
from plugins.content.brand.record import FILE, FOLDER, BrandFile, ContestWord, Ornament, WordForms
from plugins.content.model import MediaFile
from plugins.content.parsing.files import exists_or_dangling, list_names
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import ContentError, Problem, problem

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class BrandFiles:
    """The checked pictures of a brand, and the problems of those that cannot be used."""

    emblem: MediaFile | None = None
    favicon: MediaFile | None = None
    problems: tuple[Problem, ...] = ()


def make_brand(record: BrandFile, files: BrandFiles) -> Brand:
    """The brand of this record."""
    return Brand(palette_of(record), record.ornament, files.emblem, files.favicon, record.words)


def palette_of(record: BrandFile) -> Palette:
    """The colours of this record, those that it does not name computed."""
    return compute_palette(record.colors.accent, record.colors.light, record.colors.dark)


def read_brand_files(content: Path, data_file: DataFile[BrandFile] | None) -> BrandFiles:
    """The pictures that the record names."""
    if data_file is None:
        return BrandFiles()
    pictures, problems = dict[str, MediaFile](), list[Problem]()
    for key in ("emblem", "favicon"):
        if name := getattr(data_file.record, key):
            try:
                pictures[key] = check_emblem(content, FOLDER, name, FILE, data_file.document.line(key))
            except ContentError as error:
                problems += error.problems
    return BrandFiles(pictures.get("emblem"), pictures.get("favicon"), tuple(problems))


def check_brand(content: Path, data_file: DataFile[BrandFile] | None) -> Iterator[Problem]:
    """Colours that cannot be told apart, and files in the folder that nothing reads."""
    if data_file is None:
        if (content / FOLDER).is_dir() and not exists_or_dangling(content, FILE):
            near = ", ".join(list_names(content, FOLDER)) or "—"
            yield problem(FILE, 1, "missing_file", name=Path(FILE).name, near=near)
        return
    record, document = data_file.record, data_file.document
    for fault in find_faults(palette_of(record)):
        yield _contrast_problem(record, document, fault)
    known = {Path(FILE).name, record.emblem, record.favicon}
    for name in list_names(content, FOLDER):
        if name not in known:
            choices = sorted(filter(None, known))
            yield problem(f"{FOLDER}/{name}", 1, "warn_not_read", name=name, choices=choices)


def _contrast_problem(record: BrandFile, document: YamlDocument, fault: ContrastFault) -> Problem:
    """At the line of the colour that was named, the foreground first; a computed one is nobody's mistake."""
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


DEFAULT_BRAND = make_brand(BrandFile(), BrandFiles())
"""The look of a contest that says nothing about it."""
