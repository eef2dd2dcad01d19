"""The parts of a Word file, which is untrusted: limits, relationships, and XML of both flavours of the standard."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

MAX_FORM_BYTES = 100_000_000
# limits against decompression bombs
MAX_UNPACKED_BYTES = 400_000_000
MAX_XML_BYTES = 20_000_000
MAX_PARTS = 3000
PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
# ISO/IEC 29500 strict has namespaces of its own, for the same elements
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
OFF = {"0", "false", "off"}


class PackageTooLargeError(Exception):
    """A package unpacks to more than is read."""


@cache
def qn(name: str) -> str:
    """Return the name of an element or attribute as lxml writes it, from a name such as ``w:p``."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def is_on(element: Any, name: str) -> bool:
    """Return whether an element has this child as a switch that is not off, such as ``w:b`` in ``w:rPr``."""
    child = element.find(qn(name)) if element is not None else None
    return child is not None and child.get(qn("w:val"), "1") not in OFF


def value_of(element: Any, path: str) -> str:
    """Return the ``w:val`` of the first element below that path of names, empty if there is none."""
    child = element.find("/".join(map(qn, path.split("/")))) if element is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""


@dataclass(frozen=True)
class Relation:
    """A relationship of a part: its kind (the last word of its type) and its target, a part or an address."""

    kind: str
    target: str
    is_external: bool


class DocxPackage:
    """An open Word file. Parts are looked up whatever the case and the slashes of their names."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        parts = self._archive.infolist()
        sizes = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
        is_large = max(sizes, default=0) > MAX_XML_BYTES or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
        if path.stat().st_size > MAX_FORM_BYTES or is_large or len(parts) > MAX_PARTS:
            raise PackageTooLargeError
        self._names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}
        self.main = self._main_part()

    def close(self) -> None:
        self._archive.close()

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part, or None if there is no such part."""
        name = self._names.get(part.lower())
        return self._archive.read(name) if name else None

    def xml(self, part: str) -> Any:
        """Return the root element of a part, or None if there is no such part. Entities are not resolved."""
        data = self.read(part)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(STRICT.sub(TRANSITIONAL, data), parser)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return the relationships of a part by their id; targets that are parts are full names."""
        folder, _, name = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{name}.rels".lstrip("/"))
        if root is None:
            return {}
        return {element.get("Id", ""): _relation(element, folder) for element in root if element.get("Target")}

    def part_of_kind(self, kind: str) -> str:
        """Return the name of the main part's first existing part of a kind such as ``styles``, or an empty text."""
        relations = self.relations(self.main).values()
        return next((r.target for r in relations if r.kind == kind and self.has(r.target)), "")

    def has(self, part: str) -> bool:
        """Return whether there is a part of this name."""
        return part.lower() in self._names

    def _main_part(self) -> str:
        relations = [relation for relation in self.relations("").values() if relation.kind == "officeDocument"]
        part = relations[0].target if relations else "word/document.xml"
        if not self.has(part):
            raise KeyError(part)
        return part


def _relation(element: Any, folder: str) -> Relation:
    target = element.get("Target").replace("\\", "/")
    is_external = element.get("TargetMode") == "External"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, is_external)
