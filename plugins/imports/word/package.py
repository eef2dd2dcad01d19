"""The parts of a Word file, which is untrusted, as lxml reads them: limits, and the names of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from plugins.tables.office_package import OfficePackage, PackageRelation, PackageTooLargeError

MAX_FORM_BYTES = 100_000_000
MAX_XML_BYTES = 20_000_000
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


@cache
def qn(name: str) -> str:
    """Return the name of an element or attribute as lxml writes it, from a name such as ``w:p``."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def is_on(element: Any, name: str) -> bool:
    """Return whether an element has this child as a switch that is not off, such as ``w:b`` in ``w:rPr``."""
    child = element.find(qn(name)) if element is not None else None
    return child is not None and child.get(qn("w:val"), "1") not in OFF


NAMES_OF_DRAWINGS = (qn("wp:docPr"), f"{qn('pic:nvPicPr')}/{qn('pic:cNvPr')}")


def is_drawing_hidden(ancestors: Iterable[Any]) -> bool:
    """Return whether the drawing around an element is switched off in Word's list of objects."""
    names = [ancestor.find(name) for ancestor in ancestors for name in NAMES_OF_DRAWINGS]
    return any(name is not None and name.get("hidden", "0") not in OFF for name in names)


def value_of(element: Any, path: str) -> str:
    """Return the ``w:val`` of the first element below that path of names, empty if there is none."""
    child = element.find("/".join(map(qn, path.split("/")))) if element is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""


def text_of(element: Any, *names: str) -> str:
    """Return the text of all elements of these names below an element, of ``w:t`` unless others are given."""
    return "".join(node.text or "" for node in element.iter(*map(qn, names or ("w:t",))))


class DocxPackage(OfficePackage):
    """An open Word file."""

    max_unpacked_bytes = 400_000_000
    max_parts = 3000

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > MAX_FORM_BYTES:
            raise PackageTooLargeError
        super().__init__(path)
        if any(size > MAX_XML_BYTES for name, size in self.sizes.items() if name.endswith((".xml", ".rels"))):
            raise PackageTooLargeError
        self.main = self.main_part("word/document.xml")
        self.main_relations = self.relations(self.main)

    def xml(self, part: str) -> Any:
        """Return the root element of a part, or None if there is no such part. Entities are not resolved."""
        if not self.has(part):
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(STRICT.sub(TRANSITIONAL, self.read(part)), parser)

    def part_of_kind(self, kind: str) -> str:
        """Return the name of the main part's first existing part of a kind such as ``styles``, or an empty text."""
        relations = self.main_relations.values()
        return next(
            (relation.target for relation in relations if relation.kind == kind and self.has(relation.target)), ""
        )

    def read_target(self, relation: PackageRelation | None) -> bytes | None:
        """Return the bytes of the part that a relationship leads to, or None if it leads to none in the file."""
        is_part = relation is not None and not relation.is_external and self.has(relation.target)
        return self.read(relation.target) if relation and is_part else None
