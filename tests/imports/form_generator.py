"""Word forms with everything that units' forms have, mixed at random; the OOXML is written here, without a library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from tests.imports.form_factory import png
from tests.imports.word_package import picture, write_package

STYLES = """<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>"""
NUMBERING = """<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"""
HAN = "水土木石山川风雨云雪花草树鸟鱼桥路楼院门窗灯火田林泉江河湖海"
MARKS = ["#", "1. ", "- ", "* ", "> ", "| ", "<b>", "`", "~~", "^", "_", "[", "](", "&amp;", "“", "（一）", "+ ", "=="]


class FormGenerator:
    """One form. ``words`` are the texts that it shows, ``hidden`` those that must not be published."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words: list[str] = []
        self.hidden: list[str] = []
        self.number = seed
        self.footnotes: list[str] = []
        self.comments: list[str] = []
        self.headers: list[str] = []
        self.chunks: list[tuple[int, str]] = []
        self.identifier = 0

    def word(self, *, is_hidden: bool = False) -> str:
        """Return a new text that occurs nowhere else."""
        self.identifier += 1
        text = "".join(self.random.choices(HAN, k=self.random.randint(2, 9))) + f"词{self.identifier}末"
        (self.hidden if is_hidden else self.words).append(text)
        return text

    def run(self, text: str, properties: str = "") -> str:
        """Return a run."""
        return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def inline(self) -> str:
        """Return a random piece of a paragraph."""
        return self.random.choice(INLINES)(self)

    def paragraph(self, properties: str = "") -> str:
        """Return a paragraph of random pieces, which may begin with a mark of Markdown."""
        start = self.run(self.random.choice(MARKS)) if self.random.random() < 0.3 else ""
        pieces = "".join(self.inline() for _ in range(self.random.randint(1, 4)))
        return f"<w:p><w:pPr>{properties}</w:pPr>{start}{pieces}{self.run('。')}</w:p>"

    def text_paragraph(self, text: str) -> str:
        """Return a paragraph with one text."""
        return f"<w:p>{self.run(text)}</w:p>"

    def block(self) -> str:
        """Return a random block of a section."""
        return self.random.choice(BLOCKS)(self)

    def section(self) -> str:
        """Return the blocks of a section."""
        return "".join(self.block() for _ in range(self.random.randint(1, 6)))

    def document(self) -> str:
        """Return the body of a form: a table or lines of labels, then sections."""
        fields = {
            "编号": f"X{self.number:03d}",
            "项目名称": self.word(),
            "申报单位": "水务局",
            "赛道": "水",
            "简介": self.word(),
        }
        if self.random.random() < 0.5:
            rows = "".join(
                f"<w:tr>{self.cell(self.text_paragraph(label))}{self.cell(self.text_paragraph(value))}</w:tr>"
                for label, value in fields.items()
            )
            start = f"<w:tbl>{rows}</w:tbl>"
        else:
            start = "".join(self.text_paragraph(f"{label}：{value}") for label, value in fields.items())
        sections = "".join(
            self.text_paragraph(f"{number}、{label}") + self.section()
            for number, label in zip("一二三", ("项目背景", "主要做法", "工作成效"), strict=True)
        )
        return start + sections + self.text_paragraph("联系人：张三")

    def cell(self, blocks: str, properties: str = "") -> str:
        """Return a cell of a table."""
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"

    def write(self, path: Path) -> None:
        """Write the form."""
        body = self.document()
        parts = {"styles": STYLES, "numbering": NUMBERING}
        for kind, tag, texts in (("footnotes", "footnote", self.footnotes), ("comments", "comment", self.comments)):
            parts[kind] = "".join(f'<w:{tag} w:id="{number}">{text}</w:{tag}>' for number, text in enumerate(texts))
        parts["header"] = "".join(self.headers)
        files = {f"chunk{number}.html": f"<html><body><p>{text}</p></body></html>" for number, text in self.chunks}
        pictures = {"1.png": png(self.number % 250)}
        write_package(path, body, parts, pictures | {name: text.encode() for name, text in files.items()})

    def note(self) -> str:
        """Return a reference to a new footnote."""
        self.footnotes.append(self.text_paragraph(self.word()))
        return f'<w:r><w:footnoteReference w:id="{len(self.footnotes) - 1}"/></w:r>'

    def comment(self) -> str:
        """Return a text with a comment on it."""
        self.comments.append(self.text_paragraph(self.word(is_hidden=True)))
        return self.run(self.word()) + f'<w:r><w:commentReference w:id="{len(self.comments) - 1}"/></w:r>'

    def box(self) -> str:
        """Return a text box, with its copy for old programs."""
        inner = f"<w:txbxContent>{self.text_paragraph(self.word())}{self.text_paragraph(self.word())}</w:txbxContent>"
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
            f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )

    def picture(self) -> str:
        """Return a picture, cropped and turned."""
        crop, angle = self.random.randrange(60_000), self.random.randrange(4) * 5_400_000
        return picture("1.png", "一座桥", f'r="{crop}"', f'rot="{angle}"')

    def items(self, numbering: int) -> str:
        """Return the items of a list, of two levels."""
        levels = [0, *(self.random.randrange(2) if numbering < 3 else 0 for _ in range(self.random.randint(1, 4)))]
        return "".join(
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr></w:pPr>'
            f"{self.inline()}{self.run(self.word())}</w:p>"
            for level in levels
        )

    def table(self) -> str:
        """Return a table with merged cells and one with lines."""
        merged = self.cell(self.text_paragraph(self.word()), '<w:gridSpan w:val="2"/>')
        tall = self.cell(self.text_paragraph(self.word()), '<w:vMerge w:val="restart"/>')
        rows = [merged + self.cell(self.paragraph())]
        rows.append(tall + self.cell(self.paragraph() + self.paragraph()) + self.cell("<w:p/>"))
        rows.append(self.cell("<w:p/>", "<w:vMerge/>") + self.cell(self.items(1)) + self.cell(self.paragraph()))
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    def frame(self) -> str:
        """Return a frame around blocks, in a table within a table."""
        inner = f"<w:tbl><w:tr>{self.cell(self.paragraph())}</w:tr></w:tbl>"
        return f"<w:tbl><w:tr>{self.cell(self.paragraph() + inner + '<w:p/>')}</w:tr></w:tbl>"

    def joined_paragraphs(self) -> str:
        """Return two paragraphs that an accepted deletion joins."""
        mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
        return f"<w:p><w:pPr>{mark}</w:pPr>{self.run(self.word())}</w:p>" + self.paragraph()

    def chunk(self) -> str:
        """Return a document that is inserted as a whole."""
        self.chunks.append((len(self.chunks), self.word()))
        return f'<w:altChunk r:id="chunk{len(self.chunks) - 1}.html"/>'

    def header(self) -> str:
        """Add words above every page, and return a paragraph."""
        self.headers.append(self.text_paragraph(self.word(is_hidden=True)))
        return self.paragraph()


INLINES: list[Callable[[FormGenerator], str]] = [
    lambda form: form.run(form.word()),
    lambda form: form.run(form.word(), "<w:b/>") + form.run(form.word()),
    lambda form: form.run(form.word()) + form.run("2", '<w:vertAlign w:val="superscript"/>'),
    lambda form: form.run(form.word()) + form.run(form.word(), '<w:vertAlign w:val="subscript"/>'),
    lambda form: form.run(form.word(), "<w:strike/>") + form.run(form.word()),
    lambda form: form.run(form.word(), "<w:b/><w:strike/>"),
    lambda form: form.run(form.word(is_hidden=True), "<w:vanish/>") + form.run(form.word()),
    lambda form: form.run(form.word(is_hidden=True), '<w:rStyle w:val="Secret"/>') + form.run(form.word()),
    lambda form: (
        form.run(form.word()) + "<w:r><w:br/><w:tab/></w:r>" + form.run(form.random.choice(MARKS) + form.word())
    ),
    lambda form: f'<w:hyperlink r:id="link">{form.run(form.word())}</w:hyperlink>',
    lambda form: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{form.run(form.word())}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    lambda form: f'<w:fldSimple w:instr=" DATE ">{form.run(form.word())}</w:fldSimple>',
    lambda form: (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{form.run(form.word())}</w:rt><w:rubyBase>{form.run(form.word())}</w:rubyBase>"
        "</w:ruby></w:r>"
    ),
    lambda form: '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + form.run(form.word()),
    lambda form: f'<w:ins w:id="1" w:author="a">{form.run(form.word())}</w:ins>',
    lambda form: (
        f'<w:del w:id="1" w:author="a"><w:r><w:delText>{form.word(is_hidden=True)}</w:delText></w:r></w:del>'
        + form.run(form.word())
    ),
    lambda form: (
        f'<w:moveFrom w:id="1" w:author="a">{form.run(form.word(is_hidden=True))}</w:moveFrom>'
        f'<w:moveTo w:id="2" w:author="a">{form.run(form.word())}</w:moveTo>'
    ),
    lambda form: f"<w:smartTag>{form.run(form.word())}</w:smartTag>",
    lambda form: f"<w:sdt><w:sdtPr/><w:sdtContent>{form.run(form.word())}</w:sdtContent></w:sdt>",
    lambda form: (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{form.run(form.word(is_hidden=True))}</w:sdtContent>"
        f"</w:sdt>{form.run(form.word())}"
    ),
    lambda form: f"<m:oMath><m:r><m:t>{form.word()}</m:t></m:r></m:oMath>",
    FormGenerator.note,
    FormGenerator.comment,
    FormGenerator.box,
    FormGenerator.picture,
    lambda _: picture("gone"),
]
BLOCKS: list[Callable[[FormGenerator], str]] = [
    FormGenerator.paragraph,
    FormGenerator.paragraph,
    lambda form: form.items(1),
    lambda form: form.items(2),
    lambda form: form.items(3),
    lambda form: form.items(4),
    lambda form: form.paragraph('<w:pStyle w:val="Heading2"/>'),
    lambda form: form.paragraph('<w:pStyle w:val="Heading3"/>'),
    lambda form: f"<w:p>{form.run(form.word(), '<w:b/>')}</w:p>",
    lambda form: form.text_paragraph(
        f"{form.random.choice(['备注', '整改意见', '手机端', '成效', '名称'])}：{form.word()}，都好。"
    ),
    lambda form: f"<w:p>{form.picture()}</w:p>" + form.text_paragraph(f"图1 {form.word()}"),
    FormGenerator.table,
    FormGenerator.frame,
    FormGenerator.joined_paragraphs,
    FormGenerator.chunk,
    FormGenerator.header,
    lambda form: f"<w:sdt><w:sdtPr/><w:sdtContent>{form.paragraph()}</w:sdtContent></w:sdt>",
]
