"""Pictures of a workbook are found in its cells, as WPS and Excel keep them, and laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from plugins.tables.cells import CellPicture
from plugins.tables.office_package import OfficePackage
from plugins.tables.xlsx_pictures import (
    excel_picture_id,
    read_anchored_pictures,
    read_cell_pictures,
    read_comments,
    read_drawn_texts,
    wps_picture_id,
)
from tests.tables.handmade import relations, write_parts

SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
DRAWING_RELATIONS = "xl/drawings/_rels/d.xml.rels"
PICTURE = '<pic><nvPicPr><cNvPr name="{0}" descr="{1}"/></nvPicPr><blipFill><blip embed="{2}"/></blipFill></pic>'


def _cell_pictures(folder: Path, parts: Mapping[str, str]) -> dict[str, CellPicture]:
    with closing(OfficePackage(write_parts(folder / "a.xlsx", parts))) as package:
        return read_cell_pictures(package)


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ('=DISPIMG("ID_1",1)', "ID_1"),
        ('_xlfn.dispimg("ID_1",1)', "ID_1"),
        ('DISPIMG("",1)', ""),
        ('SUM(DISPIMG("ID_1",1))', ""),
        ("A1", ""),
    ],
)
def test_formula_of_wps_names_a_picture(formula: str, name: str) -> None:
    assert wps_picture_id(formula) == name


def test_pictures_of_wps_have_their_names(tmp_path: Path) -> None:
    shown = [("ID_1", " 河 ", "r1"), ("ID_2", "", "r2"), ("ID_3", "无", "r3")]
    pictures = "".join(PICTURE.format(*picture) for picture in shown)
    parts = {
        "xl/cellimages.xml": f'<cellImages>{pictures}<pic><cNvPr name="ID_4"/></pic></cellImages>',
        "xl/_rels/cellimages.xml.rels": relations(
            ("r1", "image", "media/a.png"), ("r2", "image", "https://example.org/a.png")
        ),
    }
    assert _cell_pictures(tmp_path, parts) == {
        "ID_1": CellPicture("xl/media/a.png", "河"),
        "ID_2": CellPicture(""),
        "ID_3": CellPicture("", "无"),
        "ID_4": CellPicture(""),
    }


def _rich_parts(metadata: str, values: str) -> dict[str, str]:
    """The parts of a workbook of Excel with two pictures, of which the second is only an address."""
    return {
        "xl/metadata.xml": f"<metadata>{metadata}</metadata>",
        "xl/richData/rdrichvalue.xml": f"<rvData>{values}</rvData>",
        "xl/richData/rdrichvaluestructure.xml": """<rvStructures><s><k n="Other"/></s>
            <s><k n="Text"/><k n="_rvRel:LocalImageIdentifier"/></s></rvStructures>""",
        "xl/richData/richValueRel.xml": '<richValueRels><rel id="r1"/><rel id="r2"/></richValueRels>',
        "xl/richData/_rels/richValueRel.xml.rels": relations(
            ("r1", "image", "../media/a.png"), ("r2", "image", "https://example.org/a.png")
        ),
    }


def test_pictures_of_excel_are_found_by_the_metadata_of_values(tmp_path: Path) -> None:
    future = "".join(f'<bk><extLst><rvb i="{number}"/></extLst></bk>' for number in (2, 0, 1, 7))
    values = "".join(f'<bk><rc t="1" v="{number}"/></bk>' for number in (1, 0, 2, 3, 4)) + "<bk/>"
    metadata = f"""<futureMetadata name="XLDAPR"><bk><rvb i="9"/></bk></futureMetadata>
        <futureMetadata name="XLRICHVALUE">{future}</futureMetadata><valueMetadata>{values}</valueMetadata>"""
    rich = """<rv s="1"><v> 河 </v><v>0</v></rv><rv s="1"><v>址</v><v>1</v></rv><rv s="1"><v/><v>0</v></rv>"""
    assert _cell_pictures(tmp_path, _rich_parts(metadata, rich)) == {
        "vm1": CellPicture("xl/media/a.png", "河"),
        "vm2": CellPicture("xl/media/a.png"),
    }
    assert excel_picture_id("1") == "vm1"


@pytest.mark.parametrize(
    "value",
    [
        '<rv s="2"><v/><v>0</v></rv>',
        "<rv><v/><v>0</v></rv>",
        '<rv s="0"><v>0</v></rv>',
        '<rv s="1"><v/><v>2</v></rv>',
        '<rv s="1"><v/><v>x</v></rv>',
        '<rv s="1"><v/></rv>',
        "",
    ],
)
def test_damaged_values_of_excel_are_no_pictures(tmp_path: Path, value: str) -> None:
    metadata = """<futureMetadata name="XLRICHVALUE"><bk><rvb i="0"/></bk></futureMetadata>
        <valueMetadata><bk><rc v="0"/></bk></valueMetadata>"""
    assert _cell_pictures(tmp_path, _rich_parts(metadata, value)) == {}


def test_workbook_without_pictures_has_none(tmp_path: Path) -> None:
    assert _cell_pictures(tmp_path, {"a": ""}) == {}


def _drawing(body: str) -> dict[str, str]:
    return {
        SHEET_RELATIONS: relations(("r1", "drawing", "../drawings/d.xml"), ("r2", "table", "../tables/t.xml")),
        "xl/drawings/d.xml": f"<wsDr>{body}</wsDr>",
        DRAWING_RELATIONS: relations(
            ("r1", "image", "../media/a.png"), ("r2", "chart", "../c.xml"), ("r3", "chart", "https://example.org/c")
        ),
        "xl/c.xml": "<chartSpace><title><p><t>票</t><t>数</t></p></title></chartSpace>",
    }


def _anchor(name: str, start: str, content: str) -> str:
    return f"<{name}>{start}{content}</{name}>"


def test_pictures_laid_over_cells_begin_in_their_cells(tmp_path: Path) -> None:
    picture = PICTURE.format("1", "河", "r1")
    body = (
        _anchor("oneCellAnchor", "<from><col> 1 </col><row>2</row></from>", picture)
        + _anchor("twoCellAnchor", "<from><col>0</col><row>0</row></from><to><col>8</col></to>", picture * 2)
        + _anchor("absoluteAnchor", "", picture)
        + _anchor("twoCellAnchor", "<from><col>-3</col><row>x</row></from>", picture)
        + _anchor("otherAnchor", "", picture)
    )
    with closing(OfficePackage(write_parts(tmp_path / "a.xlsx", _drawing(body)))) as package:
        pictures = list(read_anchored_pictures(package, SHEET))
    shown = CellPicture("xl/media/a.png", "河")
    assert pictures == [(3, 2, shown), (1, 1, shown), (1, 1, shown), (1, 1, shown), (1, 1, shown)]


def test_words_of_shapes_and_charts_begin_in_their_cells(tmp_path: Path) -> None:
    start = "<from><col>1</col><row>2</row></from>"
    charts = '<chart id="r2"/><chart id="r3"/><chart id="r9"/>'
    body = (
        _anchor("oneCellAnchor", start, f"<sp><p><t>上</t></p><p><t> </t></p><p><t>下</t></p></sp>{charts}")
        + _anchor("oneCellAnchor", start, PICTURE.format("1", "河", "r1"))
        + _anchor("oneCellAnchor", start, "<sp><p/></sp>")
    )
    with closing(OfficePackage(write_parts(tmp_path / "a.xlsx", _drawing(body)))) as package:
        assert list(read_drawn_texts(package, SHEET)) == [(3, 2, "上\n下\n票数")]


def test_comments_old_and_new_have_their_cells(tmp_path: Path) -> None:
    parts = {
        SHEET_RELATIONS: relations(("r1", "comments", "../c.xml"), ("r2", "threadedComment", "../t.xml")),
        "xl/c.xml": '<comments><comment ref="A1"><text><r><t>一</t></r><r><t>二</t></r></text></comment></comments>',
        "xl/t.xml": '<ThreadedComments><threadedComment ref="B2"><text>三</text></threadedComment></ThreadedComments>',
    }
    with closing(OfficePackage(write_parts(tmp_path / "a.xlsx", parts))) as package:
        assert list(read_comments(package, SHEET)) == [("A1", "一二"), ("B2", "三")]
