"""The parts of a Word file besides its body: footnotes, comments, page headers and footers, inserted documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from html import unescape
from typing import Any

from plugins.imports.drafts.markdown_escape import join_lines
from plugins.imports.word.inline import InlineReader, Piece
from plugins.imports.word.lines import markdown_lines
from plugins.imports.word.package import DocxPackage, qn, text_of

NOTE_PARTS = {"footnote": "footnotes", "endnote": "endnotes"}
MARGINS = {"header": "页眉 header", "footer": "页脚 footer"}
# what a browser shows of a page in an inserted document
HIDDEN_HTML = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.S | re.I)
# "- 3 -", "第 1 页 共 3 页", "Page 1 of 3"
PAGE_NUMBER = re.compile(r"(?:[\s\d第页共/\-—–·]|page|of)*", re.I)
TAG = re.compile(r"<[^<>]*>")
MAIL_PAGES = (".mht", ".mhtml")
CHUNK_TEXTS = (".htm", ".html", ".xhtml", ".txt")


class OtherParts:
    """Reads the parts besides the body; ``inline`` reports what of them is lost."""

    def __init__(self, package: DocxPackage, inline: InlineReader) -> None:
        self.package = package
        self.inline = inline

    def _note_elements(self) -> Iterator[tuple[str, Any, str]]:
        """Iterate over the names and elements of all notes, and the parts that hold them."""
        for kind, part_kind in NOTE_PARTS.items():
            part = self.package.part_of_kind(part_kind)
            root = self.package.xml(part)
            for note in root.findall(qn(f"w:{kind}")) if root is not None else []:
                if note.get(qn("w:type")) in {None, "normal"}:
                    yield f"{kind}-{note.get(qn('w:id'))}", note, part

    def note_names(self) -> frozenset[str]:
        """Return the names of all notes."""
        return frozenset(name for name, _, _ in self._note_elements())

    def read_notes(self, move_to: Callable[[str], None]) -> dict[str, str]:
        """Return the notes that the body refers to, as Markdown; those it does not refer to are reported.

        ``move_to`` is called with the name of each, before anything is reported about it.
        """
        notes: dict[str, str] = {}
        for name, note, part in self._note_elements():
            move_to(name)
            self.inline.relations = self.package.relations(part)
            self._read_note(name, note, notes)
        self.inline.relations = self.package.main_relations
        return notes

    def _read_note(self, name: str, note: Any, notes: dict[str, str]) -> None:
        paragraphs = [list(self.inline.pieces(paragraph, Piece(""))) for paragraph in note.iter(qn("w:p"))]
        self.inline.boxes = []
        if _has_picture(note):
            self.inline.report("intake_no_equivalent", text="脚注里的图片 picture in a footnote")
        text = join_lines(line for pieces in paragraphs for line in markdown_lines(pieces))
        if name in self.inline.notes:
            notes[name] = text
        elif text:
            self.inline.report(
                "warn_intake_hidden", text="".join(piece.text for pieces in paragraphs for piece in pieces)
            )

    def comments(self) -> dict[str, str]:
        """Return the words of every comment by its id."""
        root = self.package.xml(self.package.part_of_kind("comments"))
        comments = root.findall(qn("w:comment")) if root is not None else []
        return {comment.get(qn("w:id"), ""): text for comment in comments if (text := _words(comment))}

    def report_page_margins(self) -> None:
        """Report the words in headers and footers of pages, once each."""
        texts: dict[str, None] = {}
        for relation in self.package.main_relations.values():
            root = self.package.xml(relation.target) if relation.kind in MARGINS else None
            if root is None:
                continue
            picture = "图片 picture" if _has_picture(root) else ""
            words = " ".join(filter(None, ("" if PAGE_NUMBER.fullmatch(text := _words(root)) else text, picture)))
            if words:
                texts[f"{MARGINS[relation.kind]}：{words}"] = None
        for text in texts:
            self.inline.report("warn_intake_page_margin", text=text)

    def report_chunk(self, relation_id: str | None) -> None:
        """Report a document that is inserted as a whole, with its words where it is a text or a page."""
        relation = self.inline.relations.get(relation_id or "")
        data = self.package.read_target(relation)
        text = ""
        if relation and data and relation.target.lower().endswith(MAIL_PAGES):
            data = _page_in_mail(data)
        if relation and data and relation.target.lower().endswith((*CHUNK_TEXTS, *MAIL_PAGES)):
            page = TAG.sub(" ", HIDDEN_HTML.sub(" ", data.decode("utf-8-sig", "replace")))
            text = "：" + " ".join(unescape(page).split())
        self.inline.report("intake_no_equivalent", text=f"插入的文件 inserted document{text}")


def _page_in_mail(data: bytes) -> bytes:
    """Return the page in a document of MIME, as Word writes one."""
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True) if part.get_content_maintype() == "text" else None
        if isinstance(content, bytes):
            return content.decode(part.get_content_charset("utf-8"), "replace").encode()
    return data


def _words(element: Any) -> str:
    return " ".join(filter(None, (text_of(paragraph).strip() for paragraph in element.iter(qn("w:p")))))


def _has_picture(element: Any) -> bool:
    return next(element.iter(qn("a:blip"), qn("v:imagedata")), None) is not None
