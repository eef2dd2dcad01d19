"""The parser's tokens as HTML: ids, levels, line ends, bare addresses, placeholders for links and pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from plugins.content.dialect.lines import normalize_lines
from plugins.content.dialect.rules import HAN_CHARACTER, parser
from plugins.content.parsing.body import HEADING_ID, Figure, Link
from plugins.content.parsing.sanitise import PLACEHOLDER_SCHEME
from plugins.content.schema.web_urls import is_public_url

NON_WEB_TARGET = re.compile(r"(?:mailto|tel):|#", re.I)
# an address ends before the first character that is not ASCII, and before marks that end a sentence
BARE_ADDRESS = re.compile(r"(?<![0-9A-Za-z@/.:_-])(?:https?://|www\.)[!-~]*[0-9A-Za-z/#=&_~+%-]")
NOT_IN_ID = re.compile(r"[^\w\s-]")
BLANKS_IN_ID = re.compile(r"[-\s]+")
COUNTED_ID = re.compile(r"(.*)_([0-9]+)")
ALIGNED = re.compile(r"text-align:(left|center|right)")


def to_html(markdown: str) -> tuple[str, tuple[Link | Figure, ...]]:
    """The HTML of a body, not sanitized yet, and its placeholders. Raises ``RecursionError`` if nested too deeply."""
    md, converter = parser(), _Converter()
    tokens = list(converter.convert(md.parse(normalize_lines(markdown))))
    return RENDERER.render(tokens, md.options, {}), tuple(converter.placeholders)


class _Converter:
    """Converts the tokens of one body."""

    def __init__(self) -> None:
        self.placeholders: list[Link | Figure] = []
        self.ids: set[str] = set()
        self.levels_above: list[str] = []

    def convert(self, tokens: Sequence[Token]) -> Iterator[Token]:
        levels = dict[int, str]()
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                levels[token.level] = self._level(token.tag)
                token.attrs["id"] = self._unique_id(_plain_text(tokens[index + 1]))
            if token.type in {"heading_open", "heading_close"}:
                token.tag = levels[token.level]
            elif token.type in {"th_open", "td_open"}:
                match = ALIGNED.fullmatch(str(token.attrs.pop("style", "")))
                token.attrs |= {"class": match.group(1)} if match else {}
            if token.type != "inline":
                yield token
                continue
            token.children = list(self._convert_inline(token))
            is_paragraph = tokens[index - 1].type == "paragraph_open" and not tokens[index - 1].hidden
            yield from self._make_blocks(tokens, index) if is_paragraph else [token]

    def _level(self, tag: str) -> str:
        """Headings start at h2, below the page's title, and skip no level, whichever the editor used."""
        self.levels_above = [*(above for above in self.levels_above if above < tag), tag]
        return f"h{min(len(self.levels_above) + 1, 6)}"

    def _unique_id(self, text: str) -> str:
        words = NOT_IN_ID.sub("", unicodedata.normalize("NFKC", text)).strip().lower()
        id_ = HEADING_ID[1:] + BLANKS_IN_ID.sub("-", words)
        while id_ in self.ids:
            match = COUNTED_ID.fullmatch(id_)
            id_ = f"{match[1]}_{int(match[2]) + 1}" if match else f"{id_}_1"
        self.ids.add(id_)
        return id_

    def _convert_inline(self, token: Token) -> Iterator[Token]:
        children: Sequence[Token] = token.children or []
        has_lines = "\n" in token.content and bool(HAN_CHARACTER.search(token.content))
        if "://" in token.content or "www." in token.content:
            children = list(_link_bare_addresses(children))
        for child in children:
            if child.type == "softbreak" and has_lines:
                child.type = "hardbreak"
            elif child.type == "link_open":
                self._number_link(child)
            elif child.type == "image":
                alt = RENDERER.renderInlineAsText(child.children or [], parser().options, {})
                figure = Figure(str(child.attrs["src"]), alt, str(child.attrs.get("title", "")), is_block=False)
                child.attrs = {"src": self._number(figure)}
            elif child.type in {"s_open", "s_close"}:
                child.tag = "del"
            yield child

    def _number_link(self, token: Token) -> None:
        target = str(token.attrs["href"])
        if not NON_WEB_TARGET.match(target) and not is_public_url(target):
            token.attrs = {"href": self._number(Link(target))}
        else:
            token.attrs = {"href": HEADING_ID + target[1:] if target.startswith("#") else target}

    def _number(self, item: Link | Figure) -> str:
        self.placeholders.append(item)
        return f"{PLACEHOLDER_SCHEME}:{len(self.placeholders) - 1}"

    def _make_blocks(self, tokens: Sequence[Token], index: int) -> Iterator[Token]:
        """Yield the text of a paragraph; if it has nothing but pictures, one below the other, a block for each."""
        paragraph, token, end = tokens[index - 1 : index + 2]
        children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
        pictures = children[::2]
        is_column = all(child.type == "image" for child in pictures)
        if not (children and is_column and all(child.tag == "br" for child in children[1::2])):
            yield token
            return
        paragraph.tag = end.tag = "div"
        for picture in pictures:
            number = int(str(picture.attrs["src"]).rpartition(":")[2])
            figure = self.placeholders[number]
            assert isinstance(figure, Figure)
            self.placeholders[number] = replace(figure, is_block=True)
            yield from () if picture is pictures[0] else (end, paragraph)
            yield replace(token, children=[picture])


def _plain_text(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})


def _link_bare_addresses(children: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        if depth or child.type != "text":
            yield child
            continue
        position = 0
        for match in BARE_ADDRESS.finditer(child.content):
            address = match.group()
            target = address if "://" in address else f"http://{address}"
            if not is_public_url(target):
                continue
            yield _text(child.content[position : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": target})
            yield _text(address)
            yield Token("link_close", "a", -1)
            position = match.end()
        yield _text(child.content[position:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


class _Renderer(RendererHTML):
    """Writes what differs from markdown-it: pictures, tables in a scrollable frame, footnotes."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG002
        return f'<img src="{escapeHtml(str(tokens[idx].attrs["src"]))}">'

    def table_open(self, *_: object) -> str:
        return '<div class="table" tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"

    def footnote_block_open(self, *_: object) -> str:
        return '<div class="footnote">\n<hr>\n<ol>\n'

    def footnote_block_close(self, *_: object) -> str:
        return "</ol>\n</div>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return f'<li id="fn:{_label(tokens[idx])}">\n'

    def footnote_close(self, *_: object) -> str:
        return "</li>\n"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        token = tokens[idx]
        link = f'<a class="footnote-ref" href="#fn:{_label(token)}">{token.meta["id"] + 1}</a>'
        return f'<sup id="{_mark_id(token)}">{link}</sup>'

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        blank = "" if tokens[idx].meta["subId"] else "&nbsp;"
        return f'{blank}<a class="footnote-backref" href="#{_mark_id(tokens[idx])}" title="">↩</a>'


def _label(token: Token) -> str:
    return escapeHtml(token.meta["label"])


def _mark_id(token: Token) -> str:
    number = token.meta["subId"] + 1
    return f"fnref{number if number > 1 else ''}:{_label(token)}"


RENDERER = _Renderer()
