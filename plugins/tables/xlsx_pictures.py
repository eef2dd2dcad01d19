"""Pictures in the cells of a workbook: laid over them, or in them as WPS (DISPIMG) and Excel keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from plugins.tables.cells import CellPicture
from plugins.tables.office_package import (
    OfficePackage,
    PackageRelation,
    attribute,
    child,
    children,
    descendants,
    to_int,
)

ANCHORS = ("oneCellAnchor", "twoCellAnchor", "absoluteAnchor")
WPS_PART = "xl/cellimages.xml"
WPS_FORMULA = re.compile(r'=?(?:_xlfn\.)?DISPIMG\("([^"]+)"', re.I)
METADATA_PART, RICH_FOLDER = "xl/metadata.xml", "xl/richData/"
IMAGE_KEY, ALT_KEY = "_rvRel:LocalImageIdentifier", "Text"


def wps_picture_id(text: str) -> str:
    """Return the id of the picture that a formula of WPS shows, empty for any other formula."""
    match = WPS_FORMULA.match(text)
    return match[1] if match else ""


def excel_picture_id(value_metadata: str) -> str:
    """Return the id of the picture that the metadata of a cell's value stand for."""
    return f"vm{value_metadata}"


def read_cell_pictures(package: OfficePackage) -> dict[str, CellPicture]:
    """Return the pictures in cells by the id that their cells have."""
    return _wps_pictures(package) | _excel_pictures(package)


def _wps_pictures(package: OfficePackage) -> dict[str, CellPicture]:
    relations = package.relations(WPS_PART)
    pictures = descendants(package.root(WPS_PART), "pic")
    return {_property(picture, "name"): _picture(picture, relations) for picture in pictures}


def _property(picture: Element, name: str) -> str:
    """Return an attribute of a picture, such as its name or its alternative text."""
    return next((attribute(element, name) for element in descendants(picture, "cNvPr")), "")


def _picture(element: Element, relations: Mapping[str, PackageRelation]) -> CellPicture:
    blip = next(descendants(element, "blip"), None)
    relation = relations.get(attribute(blip, "embed")) if blip is not None else None
    part = relation.target if relation and not relation.is_external else ""
    return CellPicture(part, _property(element, "descr").strip())


def _excel_pictures(package: OfficePackage) -> dict[str, CellPicture]:
    """Return Excel's pictures in cells: metadata of a value, to a rich value, to a relationship, to a picture."""
    metadata = package.root(METADATA_PART)
    future = [
        to_int(attribute(element, "i"))
        for block in children(metadata, "futureMetadata")
        if attribute(block, "name") == "XLRICHVALUE"
        for element in descendants(block, "rvb")
    ]
    images = _rich_images(package) if future else {}
    pictures = {}
    for number, block in enumerate(children(child(metadata, "valueMetadata"), "bk"), start=1):
        record = child(block, "rc")
        index = to_int(attribute(record, "v")) if record is not None else -1
        if 0 <= index < len(future) and (picture := images.get(future[index])):
            pictures[excel_picture_id(str(number))] = picture
    return pictures


def _rich_images(package: OfficePackage) -> dict[int, CellPicture]:
    """Return the pictures by the index of their rich value."""
    relation_part = f"{RICH_FOLDER}richValueRel.xml"
    relations = package.relations(relation_part)
    ids = [attribute(element, "id") for element in children(package.root(relation_part), "rel")]
    keys = [
        [attribute(key, "n") for key in children(structure, "k")]
        for structure in children(package.root(f"{RICH_FOLDER}rdrichvaluestructure.xml"), "s")
    ]
    images: dict[int, CellPicture] = {}
    for index, value in enumerate(children(package.root(f"{RICH_FOLDER}rdrichvalue.xml"), "rv")):
        structure = to_int(attribute(value, "s"))
        texts = [element.text or "" for element in children(value, "v")]
        named = dict(zip(keys[structure], texts, strict=False)) if 0 <= structure < len(keys) else {}
        number = to_int(named.get(IMAGE_KEY, ""))
        relation = relations.get(ids[number]) if 0 <= number < len(ids) else None
        if relation and not relation.is_external:
            images[index] = CellPicture(relation.target, named.get(ALT_KEY, "").strip())
    return images


def _parts(package: OfficePackage, sheet_part: str, *kinds: str) -> Iterator[str]:
    """Iterate over the parts of these kinds that a sheet is related to."""
    relations = package.relations(sheet_part).values()
    return (relation.target for relation in relations if relation.kind in kinds and not relation.is_external)


def _anchors(package: OfficePackage, sheet_part: str) -> Iterator[tuple[int, int, Element, dict[str, PackageRelation]]]:
    """Iterate over what is laid over a sheet: the row and column that it begins in, and its part's relationships."""
    for drawing in _parts(package, sheet_part, "drawing"):
        relations = package.relations(drawing)
        for anchor in children(package.root(drawing), *ANCHORS):
            start = child(anchor, "from")
            yield _position(child(start, "row")), _position(child(start, "col")), anchor, relations


def _position(element: Element | None) -> int:
    """Return the number of a row or column, counted from one, of an element that counts from zero."""
    return max(to_int((element.text or "").strip()), 0) + 1 if element is not None else 1


def read_anchored_pictures(package: OfficePackage, sheet_part: str) -> Iterator[tuple[int, int, CellPicture]]:
    """Iterate over the pictures laid over a sheet, with the row and column of the cell that they begin in."""
    for row, column, anchor, relations in _anchors(package, sheet_part):
        yield from ((row, column, _picture(picture, relations)) for picture in descendants(anchor, "pic"))


def read_drawn_texts(package: OfficePackage, sheet_part: str) -> Iterator[tuple[int, int, str]]:
    """Iterate over the texts of the shapes and charts laid over a sheet, with the cell that they begin in."""
    for row, column, anchor, relations in _anchors(package, sheet_part):
        charts = (relations.get(attribute(element, "id")) for element in descendants(anchor, "chart"))
        roots = [anchor, *(package.root(chart.target) for chart in charts if chart and not chart.is_external)]
        paragraphs = (_words(paragraph) for root in roots for paragraph in descendants(root, "p"))
        if texts := [text for text in paragraphs if text.strip()]:
            yield row, column, "\n".join(texts)


def read_comments(package: OfficePackage, sheet_part: str) -> Iterator[tuple[str, str]]:
    """Iterate over the comments of a sheet: the reference of their cell, such as C5, and their words."""
    for part in _parts(package, sheet_part, "comments", "threadedComment"):
        for comment in descendants(package.root(part), "comment", "threadedComment"):
            yield attribute(comment, "ref"), _words(comment)


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in descendants(element, "t", "text"))
