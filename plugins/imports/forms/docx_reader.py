"""Reader of Word files, which are untrusted: paragraphs, tables and pictures with paragraph numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, problem
from plugins.content.schema.web_urls import is_web_url
from plugins.imports.drafts.markdown_escape import clean_text, escape_inline, escape_line
from plugins.imports.forms.docx_blocks import Block, DocxCell, DocxTable, Paragraph
from plugins.imports.forms.submission import EmbeddedImage, LocatedProblem, SourceLocation

MAX_FORM_BYTES = 100_000_000
# limits against decompression bombs
MAX_UNPACKED_BYTES = 400_000_000
MAX_XML_BYTES = 20_000_000
MAX_PARTS = 3000
MAX_COLUMNS = 60
# elements whose text was deleted, moved away, or is repeated for old programs
SKIPPED = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "instrText")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CHARACTERS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# elements without an equivalent in Markdown, and their names for messages
UNSUPPORTED = {
    qn("w:txbxContent"): "文本框 text box",
    qn("w:object"): "嵌入的对象 embedded object",
    qn("w:footnoteReference"): "脚注 footnote",
    qn("w:ins"): "修订 tracked change",
    qn("w:del"): "修订 tracked change",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "公式 equation",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "图表 chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "SmartArt",
}
NESTED_LIST_STYLE = re.compile(r"^list .* ([2-9])$")
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
# descriptions that a program generated do not count as alternative text
GENERATED_DESCRIPTION = re.compile(r"描述已自动生成|自动生成|AI 生成|automatically generated|AI-generated", re.I)


def read_docx(folder: Path, file: str) -> tuple[list[Block], list[LocatedProblem]]:
    """Read a Word file. Returns its blocks and the problems of content that cannot be imported.

    Raises ``ContentError`` if it is not a valid Word file.
    """
    path = regular_file(folder, file, file, 1)
    try:
        _check_package(path, file)
        reader = _DocumentReader(docx.Document(str(path)), file)
        return list(reader.blocks(reader.document.element.body)), reader.problems
    except ContentError:
        raise
    except Exception as error:  # a broken package makes python-docx and lxml raise exceptions of many types
        detail = (str(error) or type(error).__name__)[:120]
        raise ContentError(problem(file, 1, "intake_broken_form", detail=detail)) from None


def _check_package(path: Path, file: str) -> None:
    if path.stat().st_size > MAX_FORM_BYTES:
        raise ContentError(problem(file, 1, "intake_form_too_large", name=file))
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
    xml_sizes = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
    is_too_large = (
        max(xml_sizes, default=0) > MAX_XML_BYTES or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
    )
    if is_too_large or len(parts) > MAX_PARTS:
        raise ContentError(problem(file, 1, "intake_form_too_large", name=file))


class _DocumentReader:
    """Converts the elements of a document to blocks, and collects problems."""

    def __init__(self, document: Any, file: str) -> None:
        self.document = document
        self.file = file
        self.problems: list[LocatedProblem] = []
        paragraphs = [
            element
            for element in document.element.body.iter(qn("w:p"))
            if not any(ancestor.tag == qn("w:txbxContent") for ancestor in element.iterancestors())
        ]
        self.numbers = {element: number for number, element in enumerate(paragraphs, start=1)}

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Iterate over the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                rows = [row for row in child.iter(qn("w:tr")) if _parent_table(row) is child]
                yield DocxTable(tuple(tuple(self._cells(row)) for row in rows))
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
                yield from self.blocks(child)

    def _cells(self, row: Any) -> Iterator[DocxCell]:
        for cell in row.iter(qn("w:tc")):
            if _parent_table(cell) is _parent_table(row):
                yield DocxCell(tuple(self.blocks(cell)))
                # empty cells after a merged one keep the columns below under their headers
                spans = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
                width = min(int(spans[0]), MAX_COLUMNS) if spans and spans[0].isdigit() else 1
                yield from [DocxCell(())] * (width - 1)

    def _paragraph(self, element: Any) -> Paragraph:
        location = SourceLocation(self.file, self.numbers[element])
        for name in {UNSUPPORTED[child.tag]: None for child in element.iter() if child.tag in UNSUPPORTED}:
            self._add_problem(location, "warn_intake_unmapped", text=name)
        pieces = list(self._pieces(element))
        text = clean_text("".join(words for words, _ in pieces))
        style, level, is_numbered = self._list_properties(element)
        pictures = tuple(self._pictures(element, location))
        return Paragraph(text, _markdown_lines(pieces, text), location, style, level, is_numbered, pictures)

    def _add_problem(self, location: SourceLocation, code: str, **values: object) -> None:
        self.problems.append(LocatedProblem(location, problem(self.file, location.line, code, **values)))

    def _pieces(self, element: Any, url: str = "") -> Iterator[tuple[str, str]]:
        """Iterate over the texts of a paragraph, each with the URL that it links to or an empty string."""
        for child in element:
            if child.tag in SKIPPED or child.tag == FALLBACK:
                continue
            if child.tag == qn("w:t"):
                yield child.text or "", url
            elif child.tag in CHARACTERS:
                yield CHARACTERS[child.tag], url
            elif child.tag == qn("w:hyperlink"):
                yield from self._pieces(child, self._link_target(child.get(qn("r:id"))))
            else:
                yield from self._pieces(child, url)

    def _link_target(self, relation_id: str | None) -> str:
        relations = self.document.part.rels
        is_external = relation_id in relations and relations[relation_id].is_external
        target = relations[relation_id].target_ref if is_external else ""
        return target if is_web_url(target) else ""

    def _list_properties(self, element: Any) -> tuple[str, int | None, bool]:
        """Return the name of the paragraph's style, its depth in a list or None, and whether it is numbered."""
        style_id = next(iter(element.xpath("./w:pPr/w:pStyle/@w:val")), "")
        styles = self.document.styles.element.xpath(f"./w:style[@w:styleId={_quote_xpath(style_id)}]")
        style = next(iter(styles[0].xpath("./w:name/@w:val")), "").lower() if styles else ""
        lists = element.xpath("./w:pPr/w:numPr") or (styles[0].xpath("./w:pPr/w:numPr") if styles else [])
        list_id = next(iter(lists[0].xpath("./w:numId/@w:val")), "0") if lists else "0"
        if not list_id.isdigit() or list_id == "0":
            return style, None, False
        level = next(iter(lists[0].xpath("./w:ilvl/@w:val")), "0")
        # "List Bullet 2" and "List Number 3" are separate lists of one level each
        rank = NESTED_LIST_STYLE.search(style)
        depth = int(rank.group(1)) - 1 if rank else int(level) if level.isdigit() else 0
        return style, depth, self._is_numbered(list_id, level)

    def _is_numbered(self, list_id: str, level: str) -> bool:
        numbering = self.document.part.numbering_part.element
        definitions = numbering.xpath(f"./w:num[@w:numId={_quote_xpath(list_id)}]/w:abstractNumId/@w:val")
        if not definitions:
            return False
        definition = f"./w:abstractNum[@w:abstractNumId={_quote_xpath(definitions[0])}]"
        formats = numbering.xpath(f"{definition}/w:lvl[@w:ilvl={_quote_xpath(level)}]/w:numFmt/@w:val")
        return "bullet" not in formats

    def _pictures(self, element: Any, location: SourceLocation) -> Iterator[EmbeddedImage]:
        for image in element.iter(qn("a:blip"), IMAGE_DATA):
            ancestors = list(image.iterancestors())
            if any(ancestor.tag in SKIPPED or ancestor.tag == FALLBACK for ancestor in ancestors):
                continue
            part = self.document.part.related_parts.get(image.get(qn("r:embed")) or image.get(qn("r:id")))
            if part is None:
                self._add_problem(location, "intake_picture_linked")
            else:
                yield EmbeddedImage(part.blob, _description(ancestors), location)


def _parent_table(element: Any) -> Any:
    return next(ancestor for ancestor in element.iterancestors() if ancestor.tag == qn("w:tbl"))


def _quote_xpath(value: str) -> str:
    # values from an untrusted file must not change the query
    return '"' + value.replace('"', "") + '"'


def _markdown_lines(pieces: list[tuple[str, str]], text: str) -> tuple[str, ...]:
    if not any(url for _, url in pieces):
        return tuple(escape_line(line) for line in text.split("\n") if line)
    linked = (
        f"[{escape_inline(words.strip())}](<{url}>)" if url and words.strip() else escape_inline(words)
        for words, url in pieces
    )
    return (" ".join("".join(linked).split()),)


def _description(ancestors: list[Any]) -> str:
    """Return the alternative text of a picture, empty if a program generated it."""
    drawings = (
        ancestor.find(qn("wp:docPr")) for ancestor in ancestors if ancestor.tag in {qn("wp:inline"), qn("wp:anchor")}
    )
    descriptions = [drawing.get("descr", "") for drawing in drawings if drawing is not None]
    descriptions += [ancestor.get("alt", "") for ancestor in ancestors if ancestor.tag.endswith("}shape")]
    text = " ".join(descriptions[0].split()) if descriptions else ""
    return "" if GENERATED_DESCRIPTION.search(text) else text
