"""Pictures in the cells of a workbook: laid over them, or in them as WPS (DISPIMG) and Excel keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plugins.tables.xlsx_package import PackageRelation, XlsxPackage, attribute, child, children, local_name
from plugins.tables.xlsx_styles import to_int

ANCHORS = {"oneCellAnchor", "twoCellAnchor", "absoluteAnchor"}
WPS_PART = "xl/cellimages.xml"
WPS_FORMULA = re.compile(r'=?(?:_xlfn\.)?DISPIMG\("([^"]+)"', re.I)
METADATA_PART, RICH_FOLDER = "xl/metadata.xml", "xl/richData/"
IMAGE_KEY, ALT_KEY = "_rvRel:LocalImageIdentifier", "Text"


class CellPicture(NamedTuple):
    """A picture: its part in the workbook, empty if it is only a link, and its alternative text."""

    part: str
    alt: str = ""


def wps_picture_id(text: str) -> str:
    """Return the id of the picture that a formula of WPS shows, empty for any other formula."""
    match = WPS_FORMULA.match(text)
    return match[1] if match else ""


def excel_picture_id(value_metadata: str) -> str:
    """Return the id of the picture that the metadata of a cell's value stand for."""
    return f"vm{value_metadata}"


def read_cell_pictures(package: XlsxPackage) -> dict[str, CellPicture]:
    """Return the pictures in cells by the id that their cells have."""
    return _wps_pictures(package) | _excel_pictures(package)


def _wps_pictures(package: XlsxPackage) -> dict[str, CellPicture]:
    root = package.root(WPS_PART)
    relations = package.relations(WPS_PART)
    pictures = {}
    for element in () if root is None else root.iter():
        if local_name(element.tag) == "pic":
            name, _ = _names(element)
            pictures[name] = _picture(element, relations)
    return pictures


def _names(picture: Element) -> tuple[str, str]:
    """Return the name and the alternative text of a picture."""
    for element in picture.iter():
        if local_name(element.tag) == "cNvPr":
            return attribute(element, "name"), attribute(element, "descr").strip()
    return "", ""


def _picture(element: Element, relations: Mapping[str, PackageRelation]) -> CellPicture:
    for inner in element.iter():
        if local_name(inner.tag) == "blip":
            relation = relations.get(attribute(inner, "embed"))
            part = relation.target if relation and not relation.is_external else ""
            return CellPicture(part, _names(element)[1])
    return CellPicture("", _names(element)[1])


def _excel_pictures(package: XlsxPackage) -> dict[str, CellPicture]:
    """Return Excel's pictures in cells: metadata of a value, to a rich value, to a relationship, to a picture."""
    metadata = package.root(METADATA_PART)
    if metadata is None:
        return {}
    future = [
        to_int(attribute(element, "i"))
        for block in children(metadata, "futureMetadata")
        if attribute(block, "name") == "XLRICHVALUE"
        for element in block.iter()
        if local_name(element.tag) == "rvb"
    ]
    images = _rich_images(package)
    pictures = {}
    for number, block in enumerate(children(child(metadata, "valueMetadata"), "bk"), start=1):
        record = child(block, "rc")
        index = to_int(attribute(record, "v")) if record is not None else -1
        if 0 <= index < len(future) and (picture := images.get(future[index])):
            pictures[excel_picture_id(str(number))] = picture
    return pictures


def _rich_images(package: XlsxPackage) -> dict[int, CellPicture]:
    """Return the pictures by the index of their rich value."""
    relation_part = f"{RICH_FOLDER}richValueRel.xml"
    relations = package.relations(relation_part)
    root = package.root(relation_part)
    ids = [attribute(element, "id") for element in (() if root is None else root) if local_name(element.tag) == "rel"]
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


def read_anchored_pictures(package: XlsxPackage, sheet_part: str) -> Iterator[tuple[int, int, CellPicture]]:
    """Iterate over the pictures laid over a sheet, with the row and column of the cell that they begin in."""
    for relation in package.relations(sheet_part).values():
        if relation.kind != "drawing" or relation.is_external:
            continue
        relations = package.relations(relation.target)
        root = package.root(relation.target)
        for anchor in () if root is None else root:
            if local_name(anchor.tag) in ANCHORS:
                row, column = _anchor_cell(anchor)
                for element in anchor.iter():
                    if local_name(element.tag) == "pic":
                        yield row, column, _picture(element, relations)


def _anchor_cell(anchor: Element) -> tuple[int, int]:
    """Return the row and column, counted from one, of the cell in which a drawing begins."""
    start = child(anchor, "from")
    numbers = {
        local_name(element.tag): to_int((element.text or "").strip()) for element in (() if start is None else start)
    }
    return max(numbers.get("row", 0), 0) + 1, max(numbers.get("col", 0), 0) + 1


def read_drawn_texts(package: XlsxPackage, sheet_part: str) -> Iterator[tuple[int, int, str]]:
    """Iterate over the texts of the shapes and charts laid over a sheet, with the cell that they begin in."""
    for relation in package.relations(sheet_part).values():
        if relation.kind != "drawing" or relation.is_external:
            continue
        root = package.root(relation.target)
        relations = package.relations(relation.target)
        for anchor in () if root is None else root:
            texts = _drawn_texts(package, anchor, relations)
            if texts and local_name(anchor.tag) in ANCHORS:
                yield *_anchor_cell(anchor), "\n".join(texts)


def _drawn_texts(package: XlsxPackage, anchor: Element, relations: Mapping[str, PackageRelation]) -> list[str]:
    """Return the paragraphs of a shape or a chart."""
    roots = [anchor]
    for element in anchor.iter():
        relation = relations.get(attribute(element, "id")) if local_name(element.tag) == "chart" else None
        chart = package.root(relation.target) if relation and not relation.is_external else None
        roots += [] if chart is None else [chart]
    paragraphs = (element for root in roots for element in root.iter() if local_name(element.tag) == "p")
    texts = ("".join(part.text or "" for part in inner.iter() if local_name(part.tag) == "t") for inner in paragraphs)
    return [text for text in texts if text.strip()]


def read_comments(package: XlsxPackage, sheet_part: str) -> Iterator[tuple[str, str]]:
    """Iterate over the comments of a sheet: the reference of their cell, such as C5, and their words."""
    for relation in package.relations(sheet_part).values():
        if relation.kind not in {"comments", "threadedComment"} or relation.is_external:
            continue
        root = package.root(relation.target)
        for element in () if root is None else root.iter():
            if local_name(element.tag) in {"comment", "threadedComment"}:
                words = "".join(
                    part.text or "" for part in element.iter() if local_name(part.tag) in {"t", "text"} and part.text
                )
                yield attribute(element, "ref"), words
