"""PDFs set by Typst: tagged for screen readers (PDF/UA-1), with their faces inside, the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn

FACES = Path(pylopdf_fonts_zh_cn.__file__).parent
STANDARD = "ua-1"
# what printers set where they have no type for a sign
STAND_IN = "〓"
# signs that are never drawn: joiners, variants, marks of direction
UNDRAWN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


@dataclass(frozen=True)
class Typeset:
    """A PDF, the notes that the template made of what does not fit, and the signs that no face has."""

    pdf: bytes
    overfull: tuple[Mapping[str, Any], ...]
    missing: str


def typeset(template: Path, files: Mapping[str, bytes], documents: Iterable[Mapping[str, Any]]) -> Iterator[Typeset]:
    """Set each document's data by this template, which may show the files by their names.

    All words are data; none are read as Typst's markup. Signs that no face has are set as 〓.
    """
    # an engine of 80 MB: only whoever prints pays for it
    from typst import Compiler, Fonts

    faces = Fonts(include_system_fonts=False, font_paths=[str(FACES)])
    with TemporaryDirectory() as folder:
        root = Path(folder) / "print"
        shutil.copytree(template.parent, root)
        for name, data in files.items():
            (root / name).write_bytes(data)
        compiler = Compiler(str(root / template.name), root=str(root), font_paths=faces)
        for document in documents:
            yield _set(compiler, document)


def _set(compiler: Any, document: Mapping[str, Any]) -> Typeset:
    missing: set[str] = set()

    def drawable(text: str) -> str:
        drawn = UNDRAWN.sub("", text)
        lacking = {sign for sign in drawn if ord(sign) not in _coverage() and not sign.isspace()}
        missing.update(lacking)
        return drawn.translate(dict.fromkeys(map(ord, lacking), STAND_IN))

    inputs = {"data": json.dumps(_with_texts(document, drawable), ensure_ascii=False)}
    pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs)
    notes = json.loads(compiler.query("<overfull>"))
    return Typeset(pdf, tuple(note["value"] for note in notes), "".join(sorted(missing)))


@cache
def _coverage() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(point for face in FACES.glob("*.otf") for point in TTFont(face, lazy=True).getBestCmap())


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_texts(child, change) for key, child in value.items()}
    return [_with_texts(child, change) for child in value] if isinstance(value, list) else value
