"""A Word form is read as Word shows it; what a page cannot show is reported with its words and its paragraph."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from plugins.imports.drafts.images import show_as
from plugins.imports.forms.docx_forms import read_docx_form
from plugins.imports.forms.mapping import BODY, SECTIONS, load_mapping
from plugins.imports.forms.submission import EmbeddedImage, ImageView, Submission
from plugins.imports.word.numbering import format_number
from tests.imports.form_factory import png
from tests.imports.word_package import cell, paragraph, picture, run, table, write_package

LANGUAGES = ("zh-Hans", "en")
METADATA = "".join(map(paragraph, ("编号：A1", "项目名称：雨水花园", "申报单位：水务局", "赛道：水", "简介：好。")))
VANISH = "<w:vanish/>"


def _read_all(folder: Path, body: str, **parts: str) -> list[Submission]:
    files = {"1.png": png(1), "2.png": png(2), "chunk.html": "<p>另附的<b>方案</b></p>".encode()}
    write_package(folder / "form.docx", body, parts, files)
    return read_docx_form(folder, "form.docx", load_mapping(), LANGUAGES)


def _read(folder: Path, body: str, **parts: str) -> Submission:
    (submission,) = _read_all(folder, body, **parts)
    return submission


def _section(folder: Path, body: str, **parts: str) -> tuple[list[object], list[tuple[int, str, str]]]:
    """Return the blocks of the section 做法 with this body, and its problems: paragraph, code and words."""
    submission = _read(folder, paragraph("做法") + body, **parts)
    value = submission.values.get((SECTIONS, "做法"))
    blocks = [block.alt if isinstance(block, EmbeddedImage) else block for block in value.blocks] if value else []
    return blocks, _problems(submission)


def _problems(submission: Submission) -> list[tuple[int, str, str]]:
    return [
        (item.location.line, item.problem.code, " ".join(value for _, value in item.problem.values))
        for item in submission.problems
    ]


def _list_item(text: str, numbering: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')


def _level(level: int, number_format: str, text: str, start: object = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _numbering(*levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )


def _field(instruction: str, result: str = "") -> str:
    """Return a field; one without a result has no separator either."""
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


ENCLOSED_HAN = r"eq \o\ac(〇,二)"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (run("300m") + run("2", '<w:vertAlign w:val="superscript"/>'), "300m²"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run("少"), "CO₂少"),
        (run("原定") + run("三年", "<w:strike/>") + run("两年"), "原定~~三年~~两年"),
        (run("三", '<w:strike w:val="0"/>'), "三"),
        (run("重点", "<w:b/>") + run("在人。"), "**重点**在人。"),
        (run("一") + run(" 重 ", "<w:b/>") + run("点", "<w:b/>"), "一 **重 点**"),
        (run("好") + run("。", "<w:b/>"), "好。"),
        (f"<w:r><w:ruby><w:rt>{run('lǔ')}</w:rt><w:rubyBase>{run('鲁')}</w:rubyBase></w:ruby></w:r>", "鲁（lǔ）"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + run("办完"), "☑办完"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run("没办"), "☐没办"),
        ('<w:r><w:sym w:font="宋体" w:char="25A1"/></w:r>', "□"),
        (run("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run("是"), "☑是"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
         '<w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/></w:r>' + run("是"), "☑是"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText>'
         f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("公告")}'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
         "[公告](<https://b.example/>)"),
        (f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>', "3"),
        (_field(r"eq \o\ac(○,12)") + run("步"), "⑫步"),
        (f'<w:fldSimple w:instr="{ENCLOSED_HAN}"/>', "㊁"),
        (run("在") + _field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(lǔ),鲁)') + run("村"), "在鲁（lǔ）村"),
        (_field(r'SYMBOL 254 \f "Wingdings" \s 12') + _field("SYMBOL 0x2611") + run("是"), "☑☑是"),
        (_field("MACROBUTTON Next 下一项") + _field('XE "词条"'), "下一项"),
        (run("R是", '<w:rFonts w:ascii="Wingdings 2" w:eastAsia="宋体"/>'), "☑是"),
        (run("þ", '<w:rStyle w:val="Boxes"/>') + run("是"), "☑是"),
        (run("1. 先看") + f'<w:hyperlink r:id="link">{run("公告")}</w:hyperlink>', "1\\. 先看[公告](<https://a.example/>)"),
        (run("# 号楼"), "&#35; 号楼"),
    ],
)  # fmt: skip
def test_marks_of_text_are_kept(tmp_path: Path, inner: str, line: str) -> None:
    fonts = '<w:rPr><w:rFonts w:hAnsi="Wingdings"/></w:rPr>'
    styles = f'<w:style w:styleId="Base"><w:name w:val="b"/>{fonts}</w:style>'
    styles += '<w:style w:styleId="Boxes"><w:name w:val="s"/><w:basedOn w:val="Base"/></w:style>'
    assert _section(tmp_path, paragraph(inner), styles=styles) == ([line], [])


def test_letters_of_a_paragraph_in_a_symbol_font_are_symbols(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="P"><w:name w:val="p"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:style>'
    body = paragraph(run("þ") + run("þ", '<w:rFonts w:ascii="Arial"/>'), '<w:pStyle w:val="P"/>') + paragraph("þ")
    assert _section(tmp_path, body, styles=styles) == (["☑þ", "þ"], [])


def test_breaks_end_lines_also_beside_links(tmp_path: Path) -> None:
    inner = f'{run("第一行")}<w:r><w:br/></w:r><w:hyperlink r:id="link">{run("第二行")}</w:hyperlink><w:r><w:br/></w:r>'
    assert _section(tmp_path, paragraph(inner + run("- 第三行")))[0] == [
        "第一行", "[第二行](<https://a.example/>)", "&#45; 第三行"
    ]  # fmt: skip


def test_break_in_a_title_is_layout(tmp_path: Path) -> None:
    submission = _read(tmp_path, paragraph(f"{run('项目名称：雨水')}<w:r><w:br/></w:r>{run('花园')}"))
    assert submission.text("title") == "雨水\n花园"


@pytest.mark.parametrize(
    ("body", "blocks", "problems"),
    [
        (run("公开。") + run("举报人住三栋。", VANISH), ["公开。"], [(2, "warn_intake_hidden", "举报人住三栋。")]),
        (run("公开。") + run("内部", '<w:rStyle w:val="S"/>'), ["公开。"], [(2, "warn_intake_hidden", "内部")]),
        (run("公开。") + f"<w:r><w:rPr>{VANISH}</w:rPr>{picture('1.png')[5:-6]}</w:r>", ["公开。"],
         [(2, "warn_intake_hidden", "图片 picture")]),
        (run("文") + '<w:r><w:sym w:font="Webdings" w:char="F0FC"/></w:r>', ["文"],
         [(2, "intake_no_equivalent", "符号 symbol F0FC Webdings")]),
        (run("文") + "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", ["文a+b"],
         [(2, "intake_no_equivalent", "公式 equation：a+b")]),
        (f'<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run("点击输入")}</w:sdtContent></w:sdt>{run("文")}',
         ["文"], [(2, "warn_intake_placeholder", "点击输入")]),
        (run("文") + '<w:r><w:footnoteReference w:id="9"/></w:r>', ["文"],
         [(2, "intake_no_equivalent", "脚注 footnote")]),
        (run("文") + run("注", '<w:vertAlign w:val="superscript"/>'), ["文注"],
         [(2, "intake_no_equivalent", "上标 superscript：注")]),
        (run("文") + picture("gone"), ["文"], [(2, "intake_picture_linked", "")]),
        (run("占") + _field(r"eq \f(1,3)"), ["占"], [(2, "intake_no_equivalent", r"公式 equation：\f(1,3)")]),
        (run("文") + _field(r"eq \o\ac(□,1)"), ["文"], [(2, "intake_no_equivalent", r"公式 equation：\o\ac(□,1)")]),
        (run("文") + _field("SYMBOL 97 \\f Webdings"), ["文"],
         [(2, "intake_no_equivalent", "符号 symbol 0061 Webdings")]),
        (run("文") + _field("LISTNUM"), ["文"], [(2, "intake_no_equivalent", "自动编号 automatic number")]),
        (run("文") + _field("MACROBUTTON Fill 单击此处填写"), ["文"], [(2, "warn_intake_placeholder", "单击此处填写")]),
        # of a choice only the result shows, not what it is made of
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
         f'{_field("MERGEFIELD n", "1")}<w:r><w:instrText> = 1 "甲" "乙" </w:instrText></w:r><w:r>'
         f'<w:fldChar w:fldCharType="separate"/></w:r>{run("甲")}<w:r><w:fldChar w:fldCharType="end"/></w:r>', ["甲"],
         [(2, "warn_intake_hidden", "1")]),
        (run("文") + picture("1.png").replace('name="x"', 'name="x" hidden="1"'), ["文"],
         [(2, "warn_intake_hidden", "图片 picture")]),
        (run("文") + picture("1.png").replace("<pic:pic>", f"<w:txbxContent>{paragraph('框')}</w:txbxContent><pic:pic>")
         .replace('="x"', '="x" hidden="true"'), ["文"],
         [(2, "warn_intake_hidden", "框"), (2, "warn_intake_hidden", "图片 picture")]),
    ],
)  # fmt: skip
def test_what_a_page_cannot_show_is_quoted(
    tmp_path: Path, body: str, blocks: list[str], problems: list[tuple[int, str, str]]
) -> None:
    style = f'<w:style w:type="character" w:styleId="S"><w:name w:val="s"/><w:rPr>{VANISH}</w:rPr></w:style>'
    assert _section(tmp_path, paragraph(body), styles=style) == (blocks, problems)


def test_footnotes_and_endnotes_follow_their_section(tmp_path: Path) -> None:
    body = paragraph(
        run("下降三成") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    notes = {
        "footnotes": f'<w:footnote w:id="2">{paragraph("据 12345 热线")}</w:footnote>',
        "endnotes": "".join(
            f'<w:endnote w:id="{number}">{paragraph(text)}</w:endnote>' for number, text in ((2, "同上"), (3, "没用"))
        ),
    }
    assert _section(tmp_path, body, **notes) == (
        ["下降三成[^footnote-2][^endnote-2]", "[^footnote-2]: 据 12345 热线", "[^endnote-2]: 同上"],
        [(2, "warn_intake_hidden", "没用")],
    )


def test_losses_of_a_footnote_are_at_its_reference(tmp_path: Path) -> None:
    body = paragraph(run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("乙")
    notes = f'<w:footnote w:id="2">{paragraph(run("见图") + picture("1.png"))}</w:footnote>'
    assert _section(tmp_path, body, footnotes=notes) == (
        ["甲[^footnote-2]", "乙", "[^footnote-2]: 见图"],
        [(2, "intake_no_equivalent", "脚注里的图片 picture in a footnote")],
    )


def test_picture_that_fills_a_shape_is_a_picture(tmp_path: Path) -> None:
    fills = '<v:fill color="red"/><v:fill r:id="2.png" type="frame"/>'
    assert _section(tmp_path, paragraph(f'<w:r><w:pict><v:rect alt="院子">{fills}</v:rect></w:pict></w:r>')) == (
        ["院子"],
        [],
    )


def test_comments_and_page_margins_are_quoted(tmp_path: Path) -> None:
    body = paragraph("一") + paragraph(run("二") + '<w:r><w:commentReference w:id="1"/></w:r>')
    parts = {
        "comments": f'<w:comment w:id="1">{paragraph("改一改")}</w:comment>',
        "header": paragraph("附件二"),
        "footer": paragraph("第 1 页 共 3 页"),
    }
    assert _section(tmp_path, body, **parts) == (
        ["一", "二"],
        [(1, "warn_intake_page_margin", "页眉 header：附件二"), (3, "warn_intake_comment", "改一改")],
    )


def test_text_box_is_quoted_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框里')}{paragraph('要紧')}</w:txbxContent>"
    drawing = f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
    inner = f"<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Fallback></mc:AlternateContent></w:r>"
    assert _section(tmp_path, paragraph(run("前文") + inner)) == (
        ["前文", "> 框里", "> 要紧"],
        [(2, "warn_intake_text_box", "框里 要紧")],
    )


def test_tracked_changes_join_paragraphs_and_drop_rows(tmp_path: Path) -> None:
    deleted_mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    deleted_cell = cell(paragraph("旧格"), properties='<w:cellDel w:id="2" w:author="a"/>')
    deleted_row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('旧行'))}</w:tr>"
    body = (
        paragraph("上", deleted_mark)
        + paragraph("下")
        + table(["甲", "乙", deleted_cell]).replace("</w:tbl>", f"{deleted_row}</w:tbl>")
    )
    body += paragraph(f"<w:moveFrom>{run('搬走')}</w:moveFrom><w:moveTo>{run('搬来')}</w:moveTo>")
    blocks, problems = _section(tmp_path, body)
    assert blocks == ["上下", "| 甲 | 乙 |\n| --- | --- |", "搬来"]
    assert problems == [(3, "warn_intake_tracked_changes", "5 搬来 旧格、旧行、搬走")]


def test_tracked_change_of_a_row_alone_is_at_its_place(tmp_path: Path) -> None:
    deleted_row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('旧行'))}</w:tr>"
    body = table(["甲"]).replace("</w:tbl>", f"{deleted_row}</w:tbl>")
    assert _section(tmp_path, body) == (["甲"], [(3, "warn_intake_tracked_changes", "1 — 旧行")])


def test_inserted_document_is_quoted(tmp_path: Path) -> None:
    assert _section(tmp_path, paragraph("前文") + '<w:altChunk r:id="chunk.html"/>') == (
        ["前文"],
        [(2, "intake_no_equivalent", "插入的文件 inserted document：另附的 方案")],
    )


def test_lists_have_the_numbers_that_word_shows(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "decimal", "%1.", 3), _level(1, "decimal", "%2)"))
    body = (
        _list_item("甲", 1) + _list_item("子", 1, 1) + _list_item("乙", 1) + paragraph("插一段。") + _list_item("丙", 1)
    )
    body += _list_item("重来", 2) + _list_item("再来", 2)
    assert _section(tmp_path, body, numbering=numbering)[0] == [
        "3. 甲\n  1. 子\n4. 乙",
        "插一段。",
        "5. 丙",
        "1\\. 重来",
        "2\\. 再来",
    ]


@pytest.mark.parametrize(
    ("number_format", "start", "numbers"),
    [
        ("decimal", "0", ["0", "1"]),
        ("upperRoman", "0", ["0", "I"]),
        ("chineseCounting", "12", ["十二", "十三"]),
        ("chineseCounting", "x", ["一", "二"]),
        ("chineseCounting", "-3", ["一", "二"]),
    ],
)
def test_list_begins_with_the_number_that_the_file_gives_if_it_is_one(
    tmp_path: Path, number_format: str, start: str, numbers: list[str]
) -> None:
    numbering = _numbering(_level(0, number_format, "第%1步", start))
    body = _list_item("甲", 1) + _list_item("乙", 1)
    assert _section(tmp_path, body, numbering=numbering)[0] == [f"第{numbers[0]}步甲", f"第{numbers[1]}步乙"]


def test_numbers_that_markdown_has_no_list_for_are_text(tmp_path: Path) -> None:
    legal = _level(1, "decimal", "%1.%2").replace("<w:numFmt", "<w:isLgl/><w:numFmt")
    numbering = _numbering(_level(0, "chineseCounting", "（%1）"), legal)
    body = _list_item("甲", 1) + _list_item("子", 1, 1) + _list_item("乙", 1)
    assert _section(tmp_path, body, numbering=numbering)[0] == ["（一）甲", "1.1 子", "（二）乙"]


@pytest.mark.parametrize("target", ["NULL", "media/none.png", "#", "file:///C:/a.png"])
def test_form_with_a_relationship_to_nothing_is_read(tmp_path: Path, target: str) -> None:
    write_package(tmp_path / "whole.docx", paragraph("编号：A1") + paragraph("项目名称：雨水花园"))
    with zipfile.ZipFile(tmp_path / "whole.docx") as whole, zipfile.ZipFile(tmp_path / "a.docx", "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b'Target="NULL"', f'Target="{target}"'.encode()))
    (submission,) = read_docx_form(tmp_path, "a.docx", load_mapping(), ("zh-Hans", "en"))
    assert (submission.text("number"), submission.text("title"), submission.problems) == ("A1", "雨水花园", [])


def test_list_without_its_definition_has_no_number(tmp_path: Path) -> None:
    assert _section(tmp_path, _list_item("甲", 3)) == (["甲"], [])


def test_headings_by_style_number_and_look(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "chineseCounting", "%1、"), _level(1, "chineseCounting", "（%2）"))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for level in (1, 2)
    )
    body = paragraph("主要做法", '<w:pStyle w:val="H1"/>') + paragraph("建章立制", '<w:pStyle w:val="H2"/>')
    body += paragraph("正文。") + paragraph(run("群众参与", "<w:b/>")) + paragraph(run("这是一句话。", "<w:b/>"))
    body += paragraph("小标题", '<w:outlineLvl w:val="3"/>')
    submission = _read(tmp_path, body, styles=styles, numbering=numbering)
    assert list(submission.values[SECTIONS, "做法"].blocks) == [
        "### （一）建章立制", "正文。", "### 群众参与", "**这是一句话。**", "##### 小标题"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "markdown"),
    [
        (
            ["一、总体思路", "先治水。", "二、具体措施", "（一）源头", "截污。", "（二）末端", "清淤。"],
            [
                "### 一、总体思路",
                "先治水。",
                "### 二、具体措施",
                "#### （一）源头",
                "截污。",
                "#### （二）末端",
                "清淤。",
            ],
        ),
        (["1. 改造前", "积水。", "2．改造后", "不积。"], ["### 1\\. 改造前", "积水。", "### 2．改造后", "不积。"]),
        (["1.1 起因", "积水。", "1.2 经过", "挖土。"], ["### 1.1 起因", "积水。", "### 1.2 经过", "挖土。"]),
        # items of a list, whose last has nothing below it or which follow each other
        (["一、挖土", "二、种草", "后来好了。"], ["一、挖土", "二、种草", "后来好了。"]),
        (["1. 挖土", "种草", "2. 浇水"], ["1\\. 挖土", "种草", "2\\. 浇水"]),
        # sentences, and numbers that do not begin with the first
        (["一、挖土，种草", "多日。", "二、浇水", "多次。"], ["一、挖土，种草", "多日。", "二、浇水", "多次。"]),
        (["2022 年", "积水。", "3.5 米", "水深。"], ["2022 年", "积水。", "3.5 米", "水深。"]),
    ],
)
def test_short_lines_with_text_below_are_headings_by_their_number(
    tmp_path: Path, lines: list[str], markdown: list[str]
) -> None:
    assert _section(tmp_path, "".join(map(paragraph, lines)))[0] == markdown


def test_number_that_word_counts_makes_a_heading_as_a_typed_one_does(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "chineseCounting", "%1、"))
    body = _list_item("源头", 1) + paragraph("截污。") + _list_item("末端", 1) + paragraph("清淤。")
    assert _section(tmp_path, body, numbering=numbering)[0] == ["### 一、源头", "截污。", "### 二、末端", "清淤。"]


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [(1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (20, "chineseCounting", "二十"),
     (101, "chineseCounting", "一百零一"), (12, "chineseLegalSimplified", "壹拾贰"), (2, "ideographTraditional", "乙"),
     (3, "decimalEnclosedCircle", "③"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (7, "decimalZero", "07"),
     (5, "unheardOf", "5")],
)  # fmt: skip
def test_formats_of_numbers(number: int, number_format: str, text: str) -> None:
    assert format_number(number, number_format) == text


def test_table_fills_merged_cells_down(tmp_path: Path) -> None:
    tall = cell(paragraph("合"), properties='<w:vMerge w:val="restart"/>')
    body = table(["头", "尾"], [tall, "一"], [cell("<w:p/>", properties="<w:vMerge/>"), "二"])
    assert _section(tmp_path, body)[0] == ["| 头 | 尾 |\n| --- | --- |\n| 合 | 一 |\n| 合 | 二 |"]


def test_captions_below_pictures_in_a_table_belong_to_them(tmp_path: Path) -> None:
    body = table([cell(paragraph(picture("1.png"))), cell(paragraph(picture("2.png")))], ["改造前", "改造后"])
    submission = _read(tmp_path, paragraph("做法") + body)
    pictures = submission.values[SECTIONS, "做法"].pictures
    assert [(image.alt, image.caption) for image in pictures] == [("院子", "改造前"), ("院子", "改造后")]
    assert len(submission.values[SECTIONS, "做法"].blocks) == 2


def test_words_beside_pictures_of_a_field_are_captions_or_reported(tmp_path: Path) -> None:
    blocks = [paragraph("两张："), paragraph(picture("1.png")), paragraph("改造前"), paragraph(picture("2.png"))]
    submission = _read(tmp_path, METADATA + table(["图片", cell(*blocks)], ["成效", "好"]))
    assert [image.caption for image in submission.values["gallery",].pictures] == ["改造前", ""]
    assert _problems(submission) == [(7, "warn_intake_unmapped", "两张：")]


def test_open_section_owns_lines_that_look_like_labels(tmp_path: Path) -> None:
    lines = [
        "成效：试点一年，投诉下降一成，仍不理想。",
        "整改意见：逐条公示。",
        "备注：此法适合老旧小区。",
        "示例：见下图",
    ]
    body = METADATA + paragraph("一、背景") + "".join(map(paragraph, lines)) + paragraph("二、成效") + paragraph("好。")
    submission = _read(tmp_path, body)
    assert submission.values[SECTIONS, "背景"].text.split("\n") == lines
    assert (submission.values[SECTIONS, "成效"].text, _problems(submission)) == ("好。", [])


def test_label_that_stays_in_a_section_is_reported_where_its_own_is_empty(tmp_path: Path) -> None:
    submission = _read(tmp_path, paragraph("背景") + paragraph("旧。") + paragraph("成效：很好。") + paragraph("完。"))
    assert submission.values[SECTIONS, "背景"].text == "旧。\n成效：很好。\n完。"
    assert _problems(submission) == [(3, "warn_intake_label_in_section", "成效：很好。")]


def test_second_section_of_a_label_is_reported_where_labels_stand_before_their_text(tmp_path: Path) -> None:
    submission = _read(tmp_path, "".join(map(paragraph, ("背景：旧。", "成效：一。", "做法：挖沟。", "成效：二。"))))
    assert submission.values[SECTIONS, "做法"].text == "挖沟。\n成效：二。"
    assert _problems(submission) == [(4, "intake_label_in_section", "成效：二。")]


def test_detail_that_does_not_go_onto_the_site_is_reported_inside_a_section(tmp_path: Path) -> None:
    body = "".join(map(paragraph, ("做法", "挖沟。", "联系人：张三", "再种草。", "联系电话：12345")))
    submission = _read(tmp_path, body)
    assert submission.values[SECTIONS, "做法"].text == "挖沟。\n再种草。"
    assert _problems(submission) == [
        (3, "intake_left_out_inside", "联系人：张三"),
        (5, "warn_intake_left_out", "联系电话：12345"),
    ]


def test_body_table_with_labels_in_its_head_belongs_to_the_section(tmp_path: Path) -> None:
    blocks, problems = _section(tmp_path, table(["时间", "成效"], ["2020", "少"]))
    assert (blocks, problems) == (["| 时间 | 成效 |\n| --- | --- |\n| 2020 | 少 |"], [])


def test_unfilled_prompts_are_empty(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    submission = _read(tmp_path, paragraph("做法：") + control.format(paragraph("单击输入")) + paragraph("成效：好"))
    assert ((SECTIONS, "做法"), submission.values[SECTIONS, "做法"].is_empty) == ((SECTIONS, "做法"), True)
    assert _problems(submission) == [(2, "warn_intake_placeholder", "单击输入")]


def test_struck_words_of_a_field_are_reported(tmp_path: Path) -> None:
    submission = _read(tmp_path, paragraph(run("项目名称：") + run("旧", "<w:strike/>") + run("雨水花园")))
    assert (submission.text("title"), _problems(submission)) == ("雨水花园", [(1, "intake_struck", "旧")])


def test_sentence_without_a_label_is_an_error(tmp_path: Path) -> None:
    submission = _read(
        tmp_path, METADATA + table(["做法", "挖沟"], ["创新点", "把居民请进来。"]) + paragraph("我们还做了很多。")
    )
    assert _problems(submission) == [
        (8, "intake_unmapped", "创新点：把居民请进来。"),
        (10, "intake_unmapped", "我们还做了很多。"),
    ]


def test_sections_in_the_cell_of_an_unknown_label_are_read(tmp_path: Path) -> None:
    inner = cell(*map(paragraph, ("一、项目背景", "积水。", "二、主要做法", "挖沟。")))
    submission = _read(tmp_path, table(["编号", "A1"], ["主要内容", inner]))
    texts = {path: value.text for path, value in submission.values.items()}
    assert texts == {("number",): "A1", (SECTIONS, "背景"): "积水。", (SECTIONS, "做法"): "挖沟。"}
    assert _problems(submission) == []


def test_label_beside_the_cell_of_sections_is_read(tmp_path: Path) -> None:
    inner = cell(*map(paragraph, ("一、项目背景", "积水。", "二、主要做法", "挖沟。")))
    submission = _read(tmp_path, table(["主要内容", inner, "编号", "A1"]))
    assert (submission.text("number"), _problems(submission)) == ("A1", [])


def test_label_that_covers_several_rows_takes_all_their_values(tmp_path: Path) -> None:
    label = cell(paragraph("做法"), properties='<w:vMerge w:val="restart"/>')
    rows = [[label, "先挖。"], [cell("<w:p/>", properties="<w:vMerge/>"), "再种。"]]
    submission = _read(tmp_path, table(["编号", "A1"], *rows))
    assert list(submission.values[SECTIONS, "做法"].blocks) == ["先挖。", "再种。"]


def test_several_projects_in_one_file_are_several_submissions(tmp_path: Path) -> None:
    second = METADATA.replace("A1", "A2").replace("雨水花园", "种树")
    submissions = _read_all(
        tmp_path,
        METADATA
        + paragraph("做法")
        + paragraph("挖沟。")
        + paragraph("创新项目申报表")
        + second
        + paragraph("做法")
        + paragraph("挖坑。"),
    )
    values = [(one.text("number"), one.text("title"), one.values[SECTIONS, "做法"].text) for one in submissions]
    assert values == [("A1", "雨水花园", "挖沟。"), ("A2", "种树", "挖坑。")]
    assert [_problems(one) for one in submissions] == [
        [(8, "warn_intake_ignored", "创新项目申报表")],
        [(9, "warn_intake_several_projects", "")],
    ]


def test_body_field_of_a_form_is_text_not_markdown(tmp_path: Path) -> None:
    submission = _read(tmp_path, table(["编号", "A1"], ["正文", "# 号楼先行"]))
    assert list(submission.values[BODY,].blocks) == ["&#35; 号楼先行"]


@pytest.mark.parametrize(
    ("descr", "alt", "file_name"),
    [
        ("院子里的水池", "院子里的水池", ""),
        (r"C:\用户\桌面\IMG_2022.jpg", "", r"C:\用户\桌面\IMG_2022.jpg"),
        ("微信图片_20220919101010", "", "微信图片_20220919101010"),
        ("图片1", "", "图片1"),
        ("图片说明：水池", "图片说明：水池", ""),
        ("图片包含 树\n\n描述已自动生成", "", ""),
    ],
)
def test_name_of_a_file_is_no_description(tmp_path: Path, descr: str, alt: str, file_name: str) -> None:
    submission = _read(tmp_path, paragraph("做法") + paragraph(picture("1.png", descr)))
    (image,) = submission.values[SECTIONS, "做法"].pictures
    assert (image.alt, image.file_name) == (alt, file_name)


def test_pictures_have_the_view_that_word_shows(tmp_path: Path) -> None:
    inner = picture("1.png", source='l="25000" r="50%"', transform='rot="5400000" flipH="1"')
    (image,) = _read(tmp_path, paragraph("做法") + paragraph(inner)).values[SECTIONS, "做法"].pictures
    assert image.view == ImageView((0.25, 0.0, 0.5, 0.0), 90.0, is_mirrored=True)


def _corners(data: bytes, view: ImageView) -> list[str]:
    """Return the colours at the corners, by row, of a picture whose quarters are red, green, blue and white."""
    names = {(255, 0, 0): "red", (0, 255, 0): "green", (0, 0, 255): "blue", (255, 255, 255): "white"}
    with Image.open(io.BytesIO(data)) as opened:
        shown = show_as(opened, view).convert("RGB")
    places = [(0, 0), (shown.width - 1, 0), (0, shown.height - 1), (shown.width - 1, shown.height - 1)]
    return [names[shown.getpixel(place)] for place in places]  # type: ignore[index]


@pytest.mark.parametrize(
    ("view", "corners"),
    [
        (ImageView(), ["red", "green", "blue", "white"]),
        (ImageView((0.0, 0.0, 0.5, 0.0)), ["red", "red", "blue", "blue"]),
        (ImageView((0.5, 0.5, 0.0, 0.0)), ["white", "white", "white", "white"]),
        (ImageView(angle=90), ["blue", "red", "white", "green"]),
        (ImageView(angle=270), ["green", "white", "red", "blue"]),
        (ImageView(is_mirrored=True), ["green", "red", "white", "blue"]),
        (ImageView((0.0, 0.0, 0.5, 0.0), 90.0), ["blue", "red", "blue", "red"]),
        (ImageView((0.0, 0.0, 1.0, 0.0)), ["red", "red", "blue", "blue"]),
    ],
)
def test_picture_is_cropped_mirrored_and_turned(view: ImageView, corners: list[str]) -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("#00ff00", (20, 0, 40, 10))
    image.paste("blue", (0, 10, 20, 20))
    image.paste("white", (20, 10, 40, 20))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert _corners(out.getvalue(), view) == corners


def test_picture_turned_by_any_angle_keeps_its_corners_on_white() -> None:
    shown = show_as(Image.new("RGB", (40, 20), "red"), ImageView(angle=30))
    # 40 cos 30° + 20 sin 30°, 40 sin 30° + 20 cos 30°
    assert (round(shown.width, -1), round(shown.height, -1)) == (50, 40)
    assert shown.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("change", ["strict", "no styles", "backslashes", "upper case"])
def test_odd_packages_are_read(tmp_path: Path, change: str) -> None:
    write_package(tmp_path / "good.docx", METADATA + paragraph("做法") + paragraph(run("挖", "<w:b/>") + run("沟。")))
    with zipfile.ZipFile(tmp_path / "good.docx") as good, zipfile.ZipFile(tmp_path / "form.docx", "w") as odd:
        for name in good.namelist():
            data = good.read(name)
            if change == "strict":
                strict = rb"http://purl.oclc.org/ooxml/\1/\2"
                data = re.sub(
                    rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(\w+)(?<!/package/2006/relationships)",
                    strict,
                    data,
                )
                data = data.replace(
                    b"purl.oclc.org/ooxml/package/relationships",
                    b"schemas.openxmlformats.org/package/2006/relationships",
                )
            elif change == "backslashes":
                name = name.replace("/", "\\")
            elif change == "upper case":
                data = data.replace(b"word/document.xml", b"/Word/Document.xml")
            odd.writestr(name, data)
    (submission,) = read_docx_form(tmp_path, "form.docx", load_mapping(), LANGUAGES)
    assert list(submission.values[SECTIONS, "做法"].blocks) == ["**挖**沟。"]


def test_target_that_a_page_cannot_have_is_reported(tmp_path: Path) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = '<w:r><w:instrText> HYPERLINK "mailto:a@b.example" </w:instrText></w:r>'
    body = paragraph(field.format("begin") + instruction + field.format("separate") + run("邮箱") + field.format("end"))
    assert _section(tmp_path, body) == (["邮箱"], [(2, "warn_intake_link", "a@b.example")])


def test_prompt_that_has_only_the_look_of_one_is_no_answer(tmp_path: Path) -> None:
    styles = '<w:style w:type="character" w:styleId="P"><w:name w:val="Placeholder Text"/></w:style>'
    prompt, answer = (run(text, '<w:rStyle w:val="P"/>') for text in ("单击此处输入文字。", "挖浅沟。"))
    assert _section(tmp_path, paragraph(answer) + paragraph(prompt), styles=styles) == (
        ["挖浅沟。"],
        [(3, "warn_intake_placeholder", "单击此处输入文字。")],
    )


def test_table_of_another_project_below_the_sections_begins_its_form(tmp_path: Path) -> None:
    form = table(["项目名称", "电梯看护"], ["申报单位", "水务局"], ["赛道", "水"])
    body = METADATA + paragraph("做法") + paragraph("挖沟。") + form + paragraph("做法") + paragraph("修梯。")
    first, second = _read_all(tmp_path, body)
    assert (first.text("title"), first.text(SECTIONS, "做法")) == ("雨水花园", "挖沟。")
    assert (second.text("title"), second.text("units"), second.text(SECTIONS, "做法")) == (
        "电梯看护",
        "水务局",
        "修梯。",
    )
    assert [code for _, code, _ in _problems(second)] == ["warn_intake_several_projects"]


def test_table_about_the_same_project_stays_in_its_section(tmp_path: Path) -> None:
    form = table(["项目名称", "雨水花园"], ["申报单位", "水务局"])
    (submission,) = _read_all(tmp_path, METADATA + paragraph("做法") + paragraph("挖沟。") + form)
    assert len(submission.values[SECTIONS, "做法"].blocks) == 2


def test_table_of_two_missing_fields_below_a_section_is_read_and_one_of_a_single_field_is_text(tmp_path: Path) -> None:
    body = paragraph("项目名称：雨水") + paragraph("做法") + paragraph("挖沟。")
    submission = _read(tmp_path, body + table(["申报单位", "水务局"], ["赛道", "水"], ["项目名称", "雨水"]))
    assert [submission.text(key) for key in ("units", "track")] == ["水务局", "水"]
    assert submission.text(SECTIONS, "做法") == "挖沟。"
    submission = _read(tmp_path, body + table(["申报单位", "水务局"], ["项目名称", "雨水"]))
    assert submission.text("units") == ""
    assert submission.values[SECTIONS, "做法"].blocks[1:] == (
        "| 申报单位 | 水务局 |\n| --- | --- |\n| 项目名称 | 雨水 |",
    )


def test_field_beside_an_unknown_label_and_its_value_is_read(tmp_path: Path) -> None:
    submission = _read(tmp_path, METADATA + table(["备忘", "甲", "推荐单位", "水务局"]))
    assert submission.text("recommending_unit") == "水务局"
    assert [code for _, code, _ in _problems(submission)] == ["warn_intake_unmapped"]


def test_sections_in_a_cell_below_an_open_field_are_read(tmp_path: Path) -> None:
    body = table(["基本情况", cell(paragraph("背景"), paragraph("积水。"), paragraph("做法"), paragraph("挖沟。"))])
    submission = _read(tmp_path, METADATA + body)
    assert [submission.text(SECTIONS, name) for name in ("背景", "做法")] == ["积水。", "挖沟。"]
    assert submission.text("summary") == "好。"


def test_labels_in_a_text_box_are_read(tmp_path: Path) -> None:
    content = f"<w:txbxContent>{paragraph('推荐单位：水务局')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"
    assert _read(tmp_path, METADATA + paragraph(box)).text("recommending_unit") == "水务局"


def test_picture_above_every_page_is_reported(tmp_path: Path) -> None:
    submission = _read(tmp_path, METADATA, header=paragraph(picture("1.png")))
    assert _problems(submission) == [(1, "warn_intake_page_margin", "页眉 header：图片 picture")]


def test_words_of_an_inserted_page_in_mime_are_quoted(tmp_path: Path) -> None:
    page = "MIME-Version: 1.0\nContent-Type: text/html; charset=gbk\n\n<p>另附的方案</p>".encode("gbk")
    write_package(tmp_path / "a.docx", METADATA + '<w:altChunk r:id="a.mht"/>', files={"a.mht": page})
    (submission,) = read_docx_form(tmp_path, "a.docx", load_mapping(), LANGUAGES)
    assert [text for _, code, text in _problems(submission) if code == "intake_no_equivalent"] == [
        "插入的文件 inserted document：另附的方案"
    ]


def test_fields_that_stay_off_the_site_are_quoted_once(tmp_path: Path) -> None:
    body = METADATA + paragraph("联系人：张三") + paragraph("手机：") + table(["联系电话", "123"])
    assert _problems(_read(tmp_path, body)) == [(6, "warn_intake_ignored", "联系人：张三；联系电话：123")]


WHITE, SHADE = '<w:color w:val="ffffff"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>'


@pytest.mark.parametrize(
    ("body", "is_reported"),
    [
        (paragraph(run("种草。", WHITE)), True),
        (paragraph(run("种草。", WHITE + SHADE.replace("1F4E79", "auto"))), True),
        (paragraph(run("种草。", WHITE), SHADE.replace("1F4E79", "FFFFFF")), True),
        (paragraph(run("种草。", '<w:color w:val="FFFFFE"/>')), False),
        (paragraph(run("种草。", WHITE + SHADE)), False),
        (paragraph(run("种草。", WHITE + '<w:highlight w:val="blue"/>')), False),
        (paragraph(run("种草。", WHITE), SHADE), False),
        (table([cell(paragraph(run("种草。", WHITE)), properties=SHADE)]), False),
        (paragraph(run("种草。") + run(" ", WHITE)), False),
    ],
)
def test_white_words_on_white_are_read_and_reported(tmp_path: Path, body: str, is_reported: bool) -> None:
    blocks, problems = _section(tmp_path, body)
    assert "种草。" in str(blocks)
    assert problems == ([(2, "warn_intake_white", "种草。")] if is_reported else [])


@pytest.mark.parametrize(
    ("rows", "problems"),
    [([["年", "数"], ["2021", "30"]], [(6, "warn_intake_table_flat", "年；数；2021；30")]), ([["", ""]], [])],
)
def test_table_in_a_summary_is_reported(
    tmp_path: Path, rows: list[list[str]], problems: list[tuple[int, str, str]]
) -> None:
    submission = _read(tmp_path, METADATA + table(*rows) + paragraph("做法") + paragraph("种草。"))
    assert submission.text("summary") == "\n".join(["好。", *(text for row in rows for text in row if text)])
    assert _problems(submission) == problems
