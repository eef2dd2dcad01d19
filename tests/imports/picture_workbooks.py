"""Workbooks with pictures in their cells, as WPS and Excel write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"


def text_cell(reference: str, text: str) -> str:
    """Return a cell with a text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def wps_cell(reference: str, picture: str) -> str:
    """Return a cell that shows a picture of WPS."""
    formula = f"_xlfn.DISPIMG(&quot;{picture}&quot;,1)"
    return f'<c r="{reference}" t="str"><f>{formula}</f><v>={formula}</v></c>'


def excel_cell(reference: str, number: int) -> str:
    """Return a cell that shows a picture of Excel."""
    return f'<c r="{reference}" t="e" vm="{number}"><v>#VALUE!</v></c>'


def write_picture_workbook(path: Path, rows: list[list[str]], pictures: list[tuple[str, bytes, str]]) -> None:
    """Write a workbook from cells of XML, with pictures by id, bytes and alternative text in both ways."""
    sheet = "".join(f'<row r="{number}">{"".join(cells)}</row>' for number, cells in enumerate(rows, start=1))
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    media = [(f"rId{number}", "image", f"media/{number}.png") for number in range(1, len(pictures) + 1)]
    parts |= {f"xl/media/{number}.png": data for number, (_, data, _) in enumerate(pictures, start=1)}
    parts |= {"xl/_rels/cellimages.xml.rels": relations(*media), "xl/cellimages.xml": _wps_part(pictures)}
    media = [(rid, kind, f"../{target}") for rid, kind, target in media]
    parts |= {"xl/richData/_rels/richValueRel.xml.rels": relations(*media), **_excel_parts(pictures)}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def relations(*items: tuple[str, str, str]) -> str:
    """Return a part of relationships: ids, kinds and targets."""
    rows = "".join(f'<Relationship Id="{rid}" Type="{REL}/{kind}" Target="{target}"/>' for rid, kind, target in items)
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def _wps_part(pictures: list[tuple[str, bytes, str]]) -> str:
    images = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}" descr="{alt}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        for number, (name, _, alt) in enumerate(pictures, start=1)
    )
    return (
        f'<etc:cellImages xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:r="{REL}" xmlns:a="{DRAWING}/main" '
        f'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">{images}</etc:cellImages>'
    )


def _excel_parts(pictures: list[tuple[str, bytes, str]]) -> dict[str, str]:
    numbers = range(len(pictures))
    future = "".join(f'<bk><extLst><ext><xlrd:rvb i="{number}"/></ext></extLst></bk>' for number in numbers)
    values = "".join(f'<bk><rc t="1" v="{number}"/></bk>' for number in numbers)
    rich = "".join(f'<rv s="0"><v>{number}</v><v>5</v><v>{pictures[number][2]}</v></rv>' for number in numbers)
    keys = '<k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/><k n="Text" t="s"/>'
    rels = "".join(f'<rel r:id="rId{number + 1}"/>' for number in numbers)
    return {
        "xl/metadata.xml": f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}"><futureMetadata name="XLRICHVALUE">{future}'
        f"</futureMetadata><valueMetadata>{values}</valueMetadata></metadata>",
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{RICH}">{rich}</rvData>',
        "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{RICH}"><s>{keys}</s></rvStructures>',
        "xl/richData/richValueRel.xml": f'<richValueRels xmlns="{RICH}" xmlns:r="{REL}">{rels}</richValueRels>',
    }
