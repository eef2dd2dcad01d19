"""Packages of office programs written part by part, with what a test is about and nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_parts(path: Path, parts: Mapping[str, str]) -> Path:
    """Write a package with these parts."""
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def relations(*entries: tuple[str, str, str]) -> str:
    """Return a part of relationships, each with its id, the last word of its type, and its target."""
    elements = ""
    for name, kind, target in entries:
        mode = ' TargetMode="External"' if "://" in target else ""
        elements += f'<Relationship Id="{name}" Type="{RELATION_TYPE}/{kind}" Target="{target}"{mode}/>'
    return f"<Relationships>{elements}</Relationships>"


def write_sheet(path: Path, rows: str, parts: Mapping[str, str] | None = None, after: str = "") -> Path:
    """Write a workbook with one sheet that has these rows, the elements after them, and further parts."""
    others = parts or {}
    book = [("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "styles", "styles.xml")]
    return write_parts(
        path,
        {
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": '<workbook><sheets><sheet name="表" id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(*book, ("r3", "sharedStrings", "sharedStrings.xml")),
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>",
            **others,
        },
    )
