"""A Word file, hostile until checked, as paragraphs, tables and pictures with the number of every paragraph."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from plugins.content.parsing.files import regular_file
from plugins.content.problems import Problem, ContentError, problem
from plugins.content.schema.fields import is_web_url
from plugins.imports.drafts.markdown_escape import cleaned, escaped, inline
from plugins.imports.forms.docx_blocks import Block, Cell, Paragraph, Table
from plugins.imports.forms.submission import Embedded, Place

LARGEST_FORM = 100_000_000
# a form unpacks to more than it weighs, but not to this; and its text alone is small
LARGEST_UNPACKED = 400_000_000
LARGEST_TEXT_PART = 20_000_000
MOST_PARTS = 3000
WIDEST = 60
# text under these was deleted, moved away or stands there a second time for old programs
PASSED_OVER = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "instrText")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# what cannot become Markdown, and what to call it
UNMAPPED = {
    qn("w:txbxContent"): "文本框 text box",
    qn("w:object"): "嵌入的对象 embedded object",
    qn("w:footnoteReference"): "脚注 footnote",
    qn("w:ins"): "修订 tracked change",
    qn("w:del"): "修订 tracked change",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "公式 equation",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "图表 chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "SmartArt",
}
DEEPER_LIST = re.compile(r"^list .* ([2-9])$")
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
# a description that a program made up is nobody's description
MADE_UP = re.compile(r"描述已自动生成|自动生成|AI 生成|automatically generated|AI-generated", re.I)


def read_word(folder: Path, file: str) -> tuple[list[Block], list[tuple[Place, Problem]]]:
    """The blocks of a Word file, and what in it cannot be read. Raises ``Refused`` for what is no sound Word file."""
    path = regular_file(folder, file, file, 1)
    try:
        _check_package(path, file)
        word = _Word(docx.Document(str(path)), file)
        return list(word.blocks(word.document.element.body)), word.problems
    except ContentError:
        raise
    except Exception as error:  # a broken package makes its readers raise whatever came to their minds
        raise ContentError(
            problem(file, 1, "intake_broken_form", detail=(str(error) or type(error).__name__)[:120])
        ) from None


def _check_package(path: Path, file: str) -> None:
    if path.stat().st_size > LARGEST_FORM:
        raise ContentError(problem(file, 1, "intake_form_too_large", name=file))
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    texts = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
    too_large = max(texts, default=0) > LARGEST_TEXT_PART or sum(part.file_size for part in parts) > LARGEST_UNPACKED
    if too_large or len(parts) > MOST_PARTS:
        raise ContentError(problem(file, 1, "intake_form_too_large", name=file))


class _Word:
    """A document while it is read."""

    def __init__(self, document: Any, file: str) -> None:
        self.document = document
        self.file = file
        self.problems: list[tuple[Place, Problem]] = []
        every = document.element.body.iter(qn("w:p"))
        kept = [each for each in every if not any(up.tag == qn("w:txbxContent") for up in each.iterancestors())]
        self.numbers = {each: number for number, each in enumerate(kept, start=1)}

    def blocks(self, around: Any) -> Iterator[Block]:
        for child in around:
            if child.tag == qn("w:p"):
                yield self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield Table(tuple(tuple(self.cells(row)) for row in child.iter(qn("w:tr")) if _table_of(row) is child))
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
                yield from self.blocks(child)

    def cells(self, row: Any) -> Iterator[Cell]:
        for cell in row.iter(qn("w:tc")):
            if _table_of(cell) is _table_of(row):
                yield Cell(tuple(self.blocks(cell)))
                # a cell as wide as several, so that the columns below stay under their heads
                spans = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
                yield from [Cell(())] * (min(int(spans[0]), WIDEST) - 1 if spans and spans[0].isdigit() else 0)

    def paragraph(self, element: Any) -> Paragraph:
        place = Place(self.file, self.numbers[element])
        self._note_what_is_lost(element, place)
        pieces = list(self._pieces(element))
        text = cleaned("".join(words for words, _ in pieces))
        style, level, is_numbered = self._form(element)
        return Paragraph(
            text, _markdown(pieces, text), place, style, level, is_numbered, tuple(self._pictures(element, place))
        )

    def _note_what_is_lost(self, element: Any, place: Place) -> None:
        lost = {UNMAPPED[each.tag]: None for each in element.iter() if each.tag in UNMAPPED}
        for name in lost:
            self.problems.append((place, problem(self.file, place.line, "warn_intake_unmapped", text=name)))

    def _pieces(self, element: Any, address: str = "") -> Iterator[tuple[str, str]]:
        """The words of a paragraph in order, each with the address that it links to."""
        for child in element:
            if child.tag in PASSED_OVER or child.tag == FALLBACK:
                continue
            if child.tag == qn("w:t"):
                yield child.text or "", address
            elif child.tag in SIGNS:
                yield SIGNS[child.tag], address
            elif child.tag == qn("w:hyperlink"):
                yield from self._pieces(child, self._address(child.get(qn("r:id"))))
            else:
                yield from self._pieces(child, address)

    def _address(self, relation: str | None) -> str:
        known = self.document.part.rels
        target = known[relation].target_ref if relation in known and known[relation].is_external else ""
        return target if is_web_url(target) else ""

    def _form(self, element: Any) -> tuple[str, int | None, bool]:
        """The paragraph's style, its depth in a list if it is in one, and whether the list is numbered."""
        style_id = next(iter(element.xpath("./w:pPr/w:pStyle/@w:val")), "")
        found = self.document.styles.element.xpath(f"./w:style[@w:styleId={_quoted(style_id)}]")
        name = next(iter(found[0].xpath("./w:name/@w:val")), "").lower() if found else ""
        own = element.xpath("./w:pPr/w:numPr") or (found[0].xpath("./w:pPr/w:numPr") if found else [])
        number = next(iter(own[0].xpath("./w:numId/@w:val")), "0") if own else "0"
        if not number.isdigit() or number == "0":
            return name, None, False
        level = next(iter(own[0].xpath("./w:ilvl/@w:val")), "0")
        # the styles "List Bullet 2" and "List Number 3" are lists of their own, each of one rank
        rank = DEEPER_LIST.search(name)
        depth = int(rank.group(1)) - 1 if rank else int(level) if level.isdigit() else 0
        return name, depth, self._counts(number, level)

    def _counts(self, number: str, level: str) -> bool:
        numbering = self.document.part.numbering_part.element
        kind = numbering.xpath(f"./w:num[@w:numId={_quoted(number)}]/w:abstractNumId/@w:val")
        at = f"./w:abstractNum[@w:abstractNumId={_quoted(kind[0])}]/w:lvl[@w:ilvl={_quoted(level)}]" if kind else ""
        return bool(at) and "bullet" not in numbering.xpath(f"{at}/w:numFmt/@w:val")

    def _pictures(self, element: Any, place: Place) -> Iterator[Embedded]:
        for each in element.iter(qn("a:blip"), IMAGE_DATA):
            around = list(each.iterancestors())
            if any(up.tag in PASSED_OVER or up.tag == FALLBACK for up in around):
                continue
            part = self.document.part.related_parts.get(each.get(qn("r:embed")) or each.get(qn("r:id")))
            if part is None:
                self.problems.append((place, problem(self.file, place.line, "intake_picture_linked")))
            else:
                yield Embedded(part.blob, _description(around), place)


def _table_of(element: Any) -> Any:
    return next(up for up in element.iterancestors() if up.tag == qn("w:tbl"))


def _quoted(value: str) -> str:
    # a style's name of a hostile file must not become part of the question
    return '"' + value.replace('"', "") + '"'


def _markdown(pieces: list[tuple[str, str]], text: str) -> tuple[str, ...]:
    if not any(address for _, address in pieces):
        return tuple(escaped(line) for line in text.split("\n") if line)
    linked = (
        f"[{inline(words.strip())}](<{address}>)" if address and words.strip() else inline(words)
        for words, address in pieces
    )
    return (" ".join("".join(linked).split()),)


def _description(around: list[Any]) -> str:
    """What the unit wrote as a picture's description, if a person did."""
    named = (up.find(qn("wp:docPr")) for up in around if up.tag in {qn("wp:inline"), qn("wp:anchor")})
    said = [found.get("descr", "") for found in named if found is not None]
    said += [up.get("alt", "") for up in around if up.tag.endswith("}shape")]
    text = " ".join(said[0].split()) if said else ""
    return "" if MADE_UP.search(text) else text
