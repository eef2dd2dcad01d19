"""The text inside a paragraph of a Word file: runs with their marks, fields, links, symbols, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.content.schema.web_urls import is_web_url
from plugins.imports.word.fields import FieldStack, control_text, shown_without_result
from plugins.imports.word.package import DocxPackage, is_drawing_hidden, is_on, qn, text_of, value_of
from plugins.imports.word.styles import StyleSheet, run_font
from plugins.imports.word.symbols import PRIVATE, is_symbol_font, to_position, to_unicode
from plugins.tables.office_package import PackageRelation

CHARACTERS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
IGNORED = {qn(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delInstrText", "delText")}
IGNORED |= {qn("mc:Fallback"), qn("w:rubyPr")}
DELETED, INSERTED = {qn("w:del"), qn("w:moveFrom")}, {qn("w:ins"), qn("w:moveTo")}
NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
# elements without an equivalent in Markdown, and their names for messages
UNSUPPORTED = {
    qn("w:object"): "嵌入的对象 embedded object",
    qn("m:oMath"): "公式 equation",
    qn("c:chart"): "图表 chart",
    qn("dgm:relIds"): "SmartArt",
}
# the part that holds the words of a chart or diagram
WORDS_PART = {qn("c:chart"): qn("r:id"), qn("dgm:relIds"): qn("r:dm")}
POSITIONS = {"super": "上标 superscript", "sub": "下标 subscript"}
MARKED = {"superscript": "super", "subscript": "sub"}
# some programs keep only the look of a prompt, which an answer may have as well
PROMPT_STYLES = {"placeholder text", "占位符文本"}
PROMPT = re.compile(r"[单点]击|此处|请(?:输入|填写|选择)|选择一项|click|choose|enter text", re.I)
WHITE = "FFFFFF"
UNSHADED = {"", "auto", WHITE}
SHADES = ("w:rPr/w:shd", "w:pPr/w:shd", "w:tcPr/w:shd", "w:tblPr/w:shd")
Report = Callable[..., None]


@dataclass(frozen=True)
class Piece:
    """A text with the same marks throughout; ``position`` is super or sub, ``note`` the id of a footnote."""

    text: str
    is_bold: bool = False
    is_struck: bool = False
    position: str = ""
    url: str = ""
    note: str = ""


@dataclass
class TrackedChanges:
    """The words of all tracked changes, and how many there are."""

    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    count: int = 0


@dataclass
class InlineReader:
    """Reads the pieces of one paragraph after the other. ``report`` is called with a code and the values of a message.

    ``boxes`` collects the text boxes of the current paragraph, ``notes`` the notes that the document
    refers to, of those in ``known_notes``.
    """

    package: DocxPackage
    styles: StyleSheet
    report: Report
    boxes: list[Any] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    known_notes: frozenset[str] = frozenset()
    changes: TrackedChanges = field(default_factory=TrackedChanges)
    _fields: FieldStack = field(default_factory=FieldStack)
    is_paragraph_hidden: bool = False
    paragraph_font: str = ""
    # the letters that stand for symbols
    symbols: list[str] = field(default_factory=list)
    relations: Mapping[str, PackageRelation] = field(init=False)

    def __post_init__(self) -> None:
        self.relations = self.package.main_relations

    def pieces(self, element: Any, format_: Piece) -> Iterator[Piece]:
        """Iterate over the pieces below an element; ``format_`` is a piece with the marks around it."""
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag in CHARACTERS:
                yield from self._show(CHARACTERS[tag], format_)
            elif handler := HANDLERS.get(tag):
                yield from handler(self, child, format_)
            elif tag not in IGNORED:
                if tag in UNSUPPORTED:
                    self._report_unsupported(child)
                yield from self.pieces(child, format_)

    def _show(self, text: str, format_: Piece) -> Iterator[Piece]:
        if self._fields.is_code:
            self._report_hidden(text)
        elif text:
            if to_position(text, format_.position) is None:
                self.report("intake_no_equivalent", text=f"{POSITIONS[format_.position]}：{text}")
            yield replace(format_, text=text, url=self._fields.url or format_.url)

    def _report_hidden(self, text: str) -> None:
        if text.strip():
            self.report("warn_intake_hidden", text=text)

    def _report_unsupported(self, element: Any) -> None:
        key = WORDS_PART.get(element.tag)
        part = self.relations.get(element.get(key)) if key else None
        root = self.package.xml(part.target) if part and not part.is_external else element
        words = [node.text for node in root.iter(qn("a:t"), qn("m:t")) if node.text] if root is not None else []
        name = UNSUPPORTED[element.tag]
        self.report("intake_no_equivalent", text=f"{name}：{'、'.join(words)}" if words else name)

    def _run(self, element: Any, format_: Piece) -> Iterator[Piece]:
        properties = element.find(qn("w:rPr"))
        if self._is_hidden(properties):
            self._report_hidden(text_of(element))
            return
        if self.styles.name(value_of(properties, "w:rStyle")) in PROMPT_STYLES and PROMPT.search(text_of(element)):
            self.report_placeholder(element)
            return
        if value_of(properties, "w:color").upper() == WHITE and not _is_shaded(element) and text_of(element).strip():
            self.report("warn_intake_white", text=text_of(element))
        position = MARKED.get(value_of(properties, "w:vertAlign"), format_.position)
        is_struck = is_on(properties, "w:strike") or is_on(properties, "w:dstrike") or format_.is_struck
        yield from self.pieces(
            element, replace(format_, is_bold=is_on(properties, "w:b"), is_struck=is_struck, position=position)
        )

    def _is_hidden(self, properties: Any) -> bool:
        if properties is not None and properties.find(qn("w:vanish")) is not None:
            return is_on(properties, "w:vanish")
        return self.is_paragraph_hidden or self.styles.hides(value_of(properties, "w:rStyle"))

    def _text(self, element: Any, format_: Piece) -> Iterator[Piece]:
        text = element.text or ""
        font = self._font(element.getparent())
        if is_symbol_font(font) or any(ord(character) in PRIVATE for character in text):
            self.symbols += text
            text = "".join(self._symbol_text(font, ord(character)) for character in text)
        yield from self._show(text, format_)

    def _font(self, run: Any) -> str:
        properties = run.find(qn("w:rPr")) if run is not None else None
        return run_font(properties) or self.styles.font(value_of(properties, "w:rStyle")) or self.paragraph_font

    def _symbol(self, element: Any, format_: Piece) -> Iterator[Piece]:
        code = element.get(qn("w:char"), "")
        number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
        yield from self._show(self._symbol_text(element.get(qn("w:font"), ""), number), format_)

    def _symbol_text(self, font: str, code: int) -> str:
        text = to_unicode(font, code) if code else ""
        if not text and code != ord(" "):
            self.report("intake_no_equivalent", text=f"符号 symbol {code:04X} {font}".strip())
        return text

    def _equation_text(self, element: Any, format_: Piece) -> Iterator[Piece]:
        yield from self._show(element.text or "", format_)

    def _drawing_text(self, element: Any, _: Piece) -> Iterator[Piece]:
        if element.text and element.text.strip():
            self.report("intake_no_equivalent", text=f"图形里的字 words in a drawing：{element.text.strip()}")
        yield from ()

    def _link(self, element: Any, format_: Piece) -> Iterator[Piece]:
        relation = self.relations.get(element.get(qn("r:id")))
        target = relation.target if relation and relation.is_external else ""
        self._report_lost_link(target)
        yield from self.pieces(element, replace(format_, url=target if is_web_url(target) else ""))

    def _report_lost_link(self, target: str) -> None:
        """Report the target of a link that a page cannot have, such as an address of mail or a file of the unit."""
        if target.strip() and not is_web_url(target):
            self.report("warn_intake_link", target=target.removeprefix("mailto:"))

    def _simple_field(self, element: Any, format_: Piece) -> Iterator[Piece]:
        self._fields.begin(element.get(qn("w:instr"), ""), is_result=True)
        self._report_lost_link(self._fields.target)
        inner = list(self.pieces(element, format_))
        self._fields.end()
        yield from inner or self._without_result(element.get(qn("w:instr"), ""), format_)

    def _field_character(self, element: Any, format_: Piece) -> Iterator[Piece]:
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            yield from self._show(control_text(element), format_)
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
            self._report_lost_link(self._fields.target)
        elif kind == "end":
            yield from self._without_result(self._fields.end(), format_)

    def _without_result(self, instruction: str, format_: Piece) -> Iterator[Piece]:
        text, lost = shown_without_result(instruction)
        if lost:
            self.report("intake_no_equivalent", text=lost)
        elif PROMPT.search(text):
            self.report("warn_intake_placeholder", text=text)
        else:
            yield from self._show(text, format_)

    def _instruction(self, element: Any, _: Piece) -> Iterator[Piece]:
        self._fields.add_instruction(element.text or "")
        yield from ()

    def _ruby(self, element: Any, format_: Piece) -> Iterator[Piece]:
        """Iterate over a text and, in brackets, the reading above it."""
        base, reading = element.find(qn("w:rubyBase")), element.find(qn("w:rt"))
        if base is not None:
            yield from self.pieces(base, format_)
        if reading is not None:
            inner = list(self.pieces(reading, format_))
            if any(piece.text.strip() for piece in inner):
                yield from (replace(format_, text="（"), *inner, replace(format_, text="）"))

    def _note(self, element: Any, format_: Piece) -> Iterator[Piece]:
        note = f"{NOTES[element.tag]}-{element.get(qn('w:id'), '')}"
        if note in self.known_notes:
            self.notes[note] = None
            yield replace(format_, text="", note=note)
        else:
            self.report("intake_no_equivalent", text="脚注 footnote")

    def _insertion(self, element: Any, format_: Piece) -> Iterator[Piece]:
        self.changes.count += 1
        inner = list(self.pieces(element, format_))
        self.changes.inserted.append("".join(piece.text for piece in inner))
        yield from inner

    def _deletion(self, element: Any, _: Piece) -> Iterator[Piece]:
        self.record_deletion(element)
        yield from ()

    def record_deletion(self, element: Any) -> None:
        """Count a tracked deletion, and keep its words for the message about all of them."""
        self.changes.count += 1
        self.changes.deleted.append(text_of(element, "w:delText", "w:t"))

    def _control(self, element: Any, format_: Piece) -> Iterator[Piece]:
        if is_placeholder(element):
            self.report_placeholder(element)
        else:
            yield from self.pieces(element, format_)

    def report_placeholder(self, element: Any) -> None:
        """Report the prompt of a content control that nobody filled in."""
        if (text := text_of(element)).strip():
            self.report("warn_intake_placeholder", text=text)

    def _box(self, element: Any, _: Piece) -> Iterator[Piece]:
        if is_drawing_hidden(element.iterancestors()):
            self._report_hidden(text_of(element))
        else:
            self.boxes.append(element)
        yield from ()


def is_placeholder(element: Any) -> bool:
    """Return whether a content control shows its prompt instead of an answer."""
    return is_on(element.find(qn("w:sdtPr")), "w:showingPlcHdr")


Handler = Callable[[InlineReader, Any, Piece], Iterator[Piece]]
HANDLERS: dict[str, Handler] = {
    qn("w:r"): InlineReader._run,
    qn("w:t"): InlineReader._text,
    qn("w:sym"): InlineReader._symbol,
    qn("m:t"): InlineReader._equation_text,
    qn("a:t"): InlineReader._drawing_text,
    qn("w:hyperlink"): InlineReader._link,
    qn("w:fldSimple"): InlineReader._simple_field,
    qn("w:fldChar"): InlineReader._field_character,
    qn("w:instrText"): InlineReader._instruction,
    qn("w:ruby"): InlineReader._ruby,
    qn("w:sdt"): InlineReader._control,
    qn("w:txbxContent"): InlineReader._box,
    **dict.fromkeys(NOTES, InlineReader._note),
    **dict.fromkeys(INSERTED, InlineReader._insertion),
    **dict.fromkeys(DELETED, InlineReader._deletion),
}


def _is_shaded(run: Any) -> bool:
    """Return whether a run has another background than the page: a highlight, a shade, or that of a text box."""
    if value_of(run, "w:rPr/w:highlight"):
        return True
    for element in (run, *run.iterancestors()):
        shades = (element.find("/".join(map(qn, path.split("/")))) for path in SHADES)
        if element.tag == qn("w:txbxContent") or any(
            shade is not None and shade.get(qn("w:fill"), "") not in UNSHADED for shade in shades
        ):
            return True
    return False
