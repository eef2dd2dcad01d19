"""PDFs by Typst: tagged for screen readers (PDF/UA-1), with embedded fonts, the same bytes each time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plugins.images.fonts import FOLDERS, INVISIBLE, REPLACEMENT

STANDARD = "ua-1"


@dataclass(frozen=True)
class TypesetDocument:
    """A PDF, the template's notes about what does not fit, and the characters that no font has."""

    pdf: bytes
    overfull: tuple[Mapping[str, Any], ...]
    missing: str


def typeset(
    template: Path, files: Mapping[str, bytes], documents: Iterable[Mapping[str, Any]]
) -> Iterator[TypesetDocument]:
    """Typeset the data of each document with this template, which may use the files by their names.

    All text is data and never read as Typst's markup. Characters that no font has become 〓.
    """
    # imported late, because the library has 80 MB
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in FOLDERS])
    with TemporaryDirectory() as folder:
        root = Path(folder) / "print"
        shutil.copytree(template.parent, root)
        for name, data in files.items():
            (root / name).write_bytes(data)
        compiler = Compiler(str(root / template.name), root=str(root), font_paths=fonts)
        for document in documents:
            yield _typeset_document(compiler, document)


def _typeset_document(compiler: Any, document: Mapping[str, Any]) -> TypesetDocument:
    missing: set[str] = set()

    def replace_missing(text: str) -> str:
        visible = INVISIBLE.sub("", text)
        lacking = {character for character in visible if ord(character) not in _coverage() and not character.isspace()}
        missing.update(lacking)
        return visible.translate(dict.fromkeys(map(ord, lacking), REPLACEMENT))

    inputs = {"data": json.dumps(_map_texts(document, replace_missing), ensure_ascii=False)}
    pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs)
    notes = json.loads(compiler.query("<overfull>"))
    return TypesetDocument(pdf, tuple(note["value"] for note in notes), "".join(sorted(missing)))


@cache
def _coverage() -> frozenset[int]:
    """The code points that some font has."""
    from fontTools.ttLib import TTFont

    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.otf"))]
    return frozenset(point for file in files for point in TTFont(file, lazy=True).getBestCmap())


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_texts(child, change) for key, child in value.items()}
    return [_map_texts(child, change) for child in value] if isinstance(value, list) else value
