"""Sheets of a workbook: what their cells, rows, columns and margins show, from parts that say just that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from plugins.tables.cells import CellPicture, MergedRange, TableCell, TextRun
from plugins.tables.office_package import OfficePackage, PackageBrokenError
from plugins.tables.workbooks import Workbook, WorkbookSheet, column_number
from tests.tables.handmade import relations, write_parts, write_sheet

STYLES = """<styleSheet>
<numFmts><numFmt numFmtId="170" formatCode="@&quot;区&quot;"/><numFmt numFmtId="171" formatCode="0&quot;票&quot;"/>
<numFmt numFmtId="172" formatCode="0;0;0"/></numFmts>
<fonts><font/><font><strike/></font><font><strike val="0"/><vertAlign val="superscript"/></font></fonts>
<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="9"/><xf numFmtId="14"/><xf fontId="1"/>
<xf fontId="2"/><xf numFmtId="171" fontId="1"/><xf fontId="3"/><xf numFmtId="172"/></cellXfs></styleSheet>"""
STRINGS = """<sst><si><t>雨水</t></si><si><r><t>花</t></r><r><rPr><strike/></rPr><t>园</t></r>
<rPh><t>huayuan</t></rPh></si><si><t>a_x000D_b_xD83D_</t></si></sst>"""


@contextmanager
def _open_sheet(
    folder: Path, rows: str, parts: Mapping[str, str] | None = None, after: str = ""
) -> Iterator[WorkbookSheet]:
    styled = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": STRINGS, **(parts or {})}
    with closing(OfficePackage(write_sheet(folder / "a.xlsx", rows, styled, after))) as package:
        yield Workbook(package).sheets[0]


def _cell(folder: Path, element: str) -> TableCell | None:
    with _open_sheet(folder, f'<row r="1">{element}</row>') as sheet:
        return next(sheet.rows()).cells.get(1)


@pytest.mark.parametrize(
    ("element", "cell"),
    [
        ("<c><v>12</v></c>", TableCell("12", "12")),
        ("<c><v>1.50</v></c>", TableCell("1.5", "1.5")),
        ("<c><v>012</v></c>", TableCell("12", "12")),
        ("<c><v>1E3</v></c>", TableCell("1000", "1000")),
        ("<c><v>inf</v></c>", TableCell("inf")),
        ("<c><v>x_x0041_</v></c>", TableCell("xA")),
        ('<c s="2"><v>3</v></c>', TableCell("3票", "3")),
        ('<c s="3"><v>0.95</v></c>', TableCell("95%", "95")),
        ('<c s="4"><v>44823</v></c>', TableCell("2022/9/19")),
        ('<c s="99"><v>3</v></c>', TableCell("3", "3")),
        ('<c s="8"><v>3</v></c>', TableCell("3", "3")),
        ('<c s="5"><v>3</v></c>', TableCell("3", "3", (TextRun("3", True),))),
        ('<c s="7"><v>3</v></c>', TableCell("3票", "3", (TextRun("3票", True),))),
        ('<c t="b"><v>1</v></c>', TableCell("TRUE")),
        ('<c t="b"><v>0</v></c>', TableCell("FALSE")),
        ('<c t="b"><v>true</v></c>', TableCell("TRUE")),
        ('<c t="e"><v>#N/A</v></c>', TableCell("#N/A", is_error=True)),
        ('<c t="e"><f>A2</f><v>#N/A</v></c>', TableCell("#N/A", formula="A2", is_error=True)),
        ('<c t="s"><v>0</v></c>', TableCell("雨水")),
        ('<c t="s"><v>1</v></c>', TableCell("花园", "", (TextRun("花"), TextRun("园", True)))),
        ('<c t="s"><v>2</v></c>', TableCell("a\nb")),
        ('<c t="s"><v>3</v></c>', None),
        ('<c t="s"><v>-1</v></c>', None),
        ('<c t="inlineStr"><is><t>园</t></is></c>', TableCell("园")),
        ('<c t="str"><f>A2</f><v>园\r\n区</v></c>', TableCell("园\n区", formula="A2")),
        ('<c t="str"><f>A2</f></c>', None),
        ("<c><f>A2+1</f></c>", TableCell("=A2+1", formula="A2+1")),
        ("<c><f/></c>", TableCell("=?", formula="?")),
        ("<c><f>A2</f><v>7</v></c>", TableCell("7", "7", formula="A2")),
        ('<c s="2"><f>A2</f><v>7</v></c>', TableCell("7票", "7", formula="A2")),
        ('<c t="str" s="1"><v>东</v></c>', TableCell("东区")),
        ('<c t="str" s="2"><v>东</v></c>', TableCell("东")),
        ('<c t="str" s="5"><v>东</v></c>', TableCell("东", "", (TextRun("东", True),))),
        ('<c t="str" s="6"><v>东</v></c>', TableCell("东", "", (TextRun("东", False, "super"),))),
        ('<c t="d"><v>2022-09-19</v></c>', TableCell("2022/9/19")),
        ('<c t="d" s="5"><v>2022-09-19</v></c>', TableCell("2022/9/19", "", (TextRun("2022/9/19", True),))),
        ('<c t="d"><v>x</v></c>', TableCell("x")),
        ("<c/>", None),
    ],
)
def test_cell_shows_its_value_in_its_look(tmp_path: Path, element: str, cell: TableCell | None) -> None:
    assert _cell(tmp_path, element) == cell


def test_rows_and_columns_without_a_number_follow_the_last_ones(tmp_path: Path) -> None:
    rows = """<row><c><v>1</v></c><c r="C1"><v>2</v></c><x/><c><v>3</v></c><c r="?"><v>4</v></c></row>
        <row r="5"/><row><c r="AB6"><v>5</v></c></row><row r="x"/>"""
    with _open_sheet(tmp_path, rows) as sheet:
        shown = [(row.number, {column: cell.text for column, cell in row.cells.items()}) for row in sheet.rows()]
    assert shown == [(1, {1: "1", 3: "2", 4: "3", 5: "4"}), (5, {}), (6, {28: "5"}), (7, {})]


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ("", False),
        ('hidden="1"', True),
        ('hidden="true"', True),
        ('hidden="0"', False),
        ('hidden="False"', False),
        ('ht="0"', True),
        ('ht="0.00"', True),
        ('ht="0.5"', False),
        ('ht="10"', False),
    ],
)
def test_row_without_height_is_hidden(tmp_path: Path, attributes: str, is_hidden: bool) -> None:
    with _open_sheet(tmp_path, f"<row {attributes}/>") as sheet:
        assert [row.is_hidden for row in sheet.rows()] == [is_hidden]


def test_columns_without_width_are_hidden(tmp_path: Path) -> None:
    columns = """<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/>
        <col min="x" max="1" hidden="0"/><col min="16384" max="99999" hidden="1"/></cols>"""
    with _open_sheet(tmp_path, "", after=columns) as sheet:
        assert sheet.hidden_columns() == {2, 3, 5, 16384}


def test_columns_from_none_are_hidden_from_the_first(tmp_path: Path) -> None:
    with _open_sheet(tmp_path, "", after='<cols><col min="x" max="2" hidden="1"/></cols>') as sheet:
        assert sheet.hidden_columns() == {1, 2}


def test_merged_cells_are_in_the_order_of_their_first_ones(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in ("B3:C4", "B1:B2", "A3", "A1:a2", "", "A1:A2"))
    with _open_sheet(tmp_path, "", after=f"<mergeCells>{merges}</mergeCells>") as sheet:
        assert sheet.merges() == [
            MergedRange(1, 1, 2, 1),
            MergedRange(1, 2, 2, 2),
            MergedRange(3, 1, 3, 1),
            MergedRange(3, 2, 4, 3),
        ]


def test_margins_are_their_words_without_codes_and_page_numbers(tmp_path: Path) -> None:
    margins = """<headerFooter><oddHeader>&amp;C&amp;"宋体,Bold"&amp;12评审  专用&amp;KFF0000 内部</oddHeader>
        <evenHeader>&amp;L评审 专用 内部</evenHeader><oddFooter>第 &amp;P 页，共 &amp;N 页</oddFooter>
        <evenFooter>Page &amp;P of &amp;N</evenFooter><firstFooter>第一页</firstFooter><firstHeader/></headerFooter>"""
    with _open_sheet(tmp_path, "", after=margins) as sheet:
        assert list(sheet.margins()) == ["评审 专用 内部", "第一页"]


def test_links_are_the_addresses_outside_of_the_workbook(tmp_path: Path) -> None:
    targets = relations(("r1", "hyperlink", "https://example.org/a"), ("r2", "hyperlink", "sheet2.xml"))
    links = """<hyperlinks><hyperlink ref="B2:B3" id="r1"/><hyperlink ref="C2" id="r2"/><hyperlink ref="D2"/>
        <hyperlink ref="" id="r1"/></hyperlinks>"""
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": targets}
    with _open_sheet(tmp_path, "", parts, links) as sheet:
        assert sheet.links() == {(2, 2): "https://example.org/a"}


def test_rows_are_those_among_the_data_of_the_sheet(tmp_path: Path) -> None:
    sheet = "<worksheet><x><row><c><v>1</v></c></row></x><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>"
    with _open_sheet(tmp_path, "", {"xl/worksheets/sheet1.xml": sheet}) as read:
        assert [(row.number, row.cells[1].text) for row in read.rows()] == [(1, "2")]


def test_settings_are_found_behind_many_rows(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c></row>" * 3
    with _open_sheet(tmp_path, rows, after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells><row><c/></row>') as sheet:
        assert sheet.merges() == [MergedRange(1, 1, 2, 1)]
        assert [row.number for row in sheet.rows()] == [1, 2, 3]


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("AB", 28), ("XFD", 16384)])
def test_letters_of_a_column_are_its_number(letters: str, number: int) -> None:
    assert column_number(letters) == number


@pytest.mark.parametrize(
    ("date1904", "shown"), [("", "1900/3/1"), ("0", "1900/3/1"), ("False", "1900/3/1"), ("1", "1904/3/2")]
)
def test_workbook_says_from_which_year_it_counts_days(tmp_path: Path, date1904: str, shown: str) -> None:
    book = f'<workbook><workbookPr date1904="{date1904}"/><sheets><sheet name="表" id="r1"/></sheets></workbook>'
    with _open_sheet(tmp_path, '<row><c s="4"><v>61</v></c></row>', {"xl/workbook.xml": book}) as sheet:
        assert [row.cells[1].text for row in sheet.rows()] == [shown]


def test_sheets_have_their_names_and_are_hidden_or_not(tmp_path: Path) -> None:
    book = """<workbook><sheets><sheet name="甲" id="r1" state="visible"/><sheet name="乙" id="r2" state="hidden"/>
        <sheet name="丙" id="r3" state="veryHidden"/><sheet name="图" id="r4"/><sheet name="无" id="r9"/></sheets>
        </workbook>"""
    kinds = [("r1", "worksheet"), ("r2", "worksheet"), ("r3", "worksheet"), ("r4", "chartsheet")]
    parts = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(*((name, kind, f"{name}.xml") for name, kind in kinds)),
    }
    with closing(OfficePackage(write_parts(tmp_path / "a.xlsx", parts))) as package:
        sheets = [(sheet.name, sheet.is_visible, sheet.part) for sheet in Workbook(package).sheets]
    assert sheets == [("甲", True, "xl/r1.xml"), ("乙", False, "xl/r2.xml"), ("丙", False, "xl/r3.xml")]


def test_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook/>"})
    with closing(OfficePackage(path)) as package, pytest.raises(PackageBrokenError, match=r"^xl/workbook\.xml$"):
        Workbook(package)


def test_workbook_without_styles_and_texts_is_plain(tmp_path: Path) -> None:
    row = '<row><c s="5"><v>1</v></c><c t="s"><v>0</v></c></row>'
    with closing(OfficePackage(write_sheet(tmp_path / "a.xlsx", row))) as package:
        assert [row.cells for row in Workbook(package).sheets[0].rows()] == [{1: TableCell("1", "1")}]


def test_notes_are_the_words_of_shapes_and_comments_with_their_cells(tmp_path: Path) -> None:
    drawing = """<wsDr><oneCellAnchor><from><col>1</col><row>2</row></from>
        <sp><p><t>形</t><t>状</t></p><p><t> </t></p></sp></oneCellAnchor></wsDr>"""
    comments = """<comments><commentList><comment ref="C5"><text><t>看</t><t>这</t></text></comment>
        <comment ref="C6"><text><t> </t></text></comment><comment ref="?"><text><t>无</t></text></comment></commentList>
        </comments>"""
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("r1", "drawing", "../drawings/d.xml"), ("r2", "comments", "../comments.xml")
        ),
        "xl/drawings/d.xml": drawing,
        "xl/comments.xml": comments,
    }
    with _open_sheet(tmp_path, "", parts) as sheet:
        assert sheet.notes() == [(3, 2, "形状"), (5, 3, "看这")]


@pytest.mark.parametrize("formula", ['DISPIMG("ID_1",1)', '_xlfn.DISPIMG("ID_1",1)', '=dispimg("ID_1",1)'])
def test_formula_of_wps_shows_a_picture(tmp_path: Path, formula: str) -> None:
    parts = {
        "xl/cellimages.xml": '<cellImages><pic><cNvPr name="ID_1" descr=" 河 "/><blip embed="r1"/></pic></cellImages>',
        "xl/_rels/cellimages.xml.rels": relations(("r1", "image", "media/a.png")),
        "xl/media/a.png": "picture",
    }
    element = formula.replace('"', "&quot;")
    row = f"<row><c><f>{element}</f><v>x</v></c><c><f>{element.replace('ID_1', 'ID_2')}</f><v>x</v></c></row>"
    with _open_sheet(tmp_path, row, parts) as sheet:
        cells = next(sheet.rows()).cells
        assert (cells[1], cells[2].text, cells[2].picture_id) == (TableCell("", picture_id="ID_1"), "x", "")
        picture = sheet.find_picture("ID_1")
        assert picture == CellPicture("xl/media/a.png", "河")
        assert sheet.read_picture(picture) == b"picture"
