"""The parser: CommonMark with tables, footnotes and definitions, as editors of Chinese texts write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from plugins.content.dialect.lines import HAN

MAX_NESTING = 100
HAN_CHARACTER = re.compile(HAN)
# the target of a reference: "[注]: 据统计" is text
TARGET = re.compile(r"\[[^\]]+\]:[ \t]*(?:<>|<?[!-~]*[./#:][!-~]*)")
# superscripts and subscripts of formulas; "3~5" and "^_^" are text
SUPERSCRIPT = re.compile(r"\^(?=[^\s^]*[0-9A-Za-z\u0370-\u03ff])([0-9A-Za-z\u0370-\u03ff+\-−–()=.,*/′']{1,20})\^")
SUBSCRIPT = re.compile(r"(?<=[A-Za-z\u0370-\u03ff)\]])~([0-9A-Za-z\u0370-\u03ff+\-−()=.,]{1,20})~(?!~)")
COMMENT_END = "-->"


class _Parser(MarkdownIt):
    """Leaves every target as the editor wrote it: links are checked, and resolved, later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the names are markdown-it's
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


class _Blocks(ParserBlock):
    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level >= MAX_NESTING:
            # markdown-it would drop the rest
            raise RecursionError
        if state.parentType == "list" and state.blkIndent > state.listIndent:
            self._tokenize_item(state, startLine, endLine)
        else:
            super().tokenize(state, startLine, endLine)

    def _tokenize_item(self, state: StateBlock, line: int, end: int) -> None:
        """An item has what is indented by two columns more than its sign, below "1." and "10." as below "-"."""
        start, shift = state.bMarks[line], state.tShift[line]
        text = state.src[start : state.eMarks[line]].expandtabs(4)
        sign = max(len(text) - len(text.lstrip(" ")), state.listIndent)
        state.blkIndent = min(state.blkIndent, sign + 2)
        # a wide sign must not count as indentation of the text behind it
        state.bMarks[line], state.tShift[line] = start + shift, 0
        super().tokenize(state, line, end)
        state.bMarks[line], state.tShift[line] = start, shift


class _InlineState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As CommonMark, but Han characters and their punctuation need no blank beside a mark of emphasis."""
        end, marker = start, self.src[start]
        while end < self.posMax and self.src[end] == marker:
            end += 1
        last = self.src[start - 1] if start > 0 else " "
        next_ = self.src[end] if end < self.posMax else " "
        is_last_han, is_next_han = (bool(HAN_CHARACTER.match(character)) for character in (last, next_))
        is_last_mark, is_next_mark = map(_is_punctuation, (last, next_))
        is_last_blank, is_next_blank = (isWhiteSpace(ord(character)) for character in (last, next_))
        may_open = not is_next_blank and (
            is_next_han or not is_next_mark or is_last_blank or is_last_mark or is_last_han
        )
        may_close = not is_last_blank and (
            is_last_han or not is_last_mark or is_next_blank or is_next_mark or is_next_han
        )
        opens = may_open and (canSplitWord or not may_close or is_last_mark)
        closes = may_close and (canSplitWord or not may_open or is_next_mark)
        return Scanned(opens, closes, end - start)


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _Inlines(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if not self.terminator_re.search(src):
            # most texts: without a mark no rule applies
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = _InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@cache
def parser() -> MarkdownIt:
    """The parser of all bodies."""
    md = _Parser("js-default", {"html": False, "maxNesting": MAX_NESTING})
    md.block, md.inline = _Blocks(), _Inlines()
    md.disable(["code", "lheading", "html_block", "html_inline", "linkify"])
    md.block.ruler.at("reference", _reference)
    md.use(footnote_plugin, inline=False)
    md.use(deflist_plugin)
    md.block.ruler.before("table", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("autolink", "comment", _comment)
    md.inline.ruler.before("strikethrough", "superscript", _script("sup", SUPERSCRIPT))
    md.inline.ruler.before("strikethrough", "subscript", _script("sub", SUBSCRIPT))
    return md


def _reference(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    start = state.bMarks[startLine] + state.tShift[startLine]
    # the target may stand on the next line
    text = state.src[start : state.eMarks[min(startLine + 1, endLine - 1)]].replace("\n", " ")
    return bool(TARGET.match(text)) and reference(state, startLine, endLine, silent)


def _comment_block(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """A comment that begins a line; what stands behind its end is read as a line."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if not state.src.startswith("<!--", start):
        return False
    end = state.src.find(COMMENT_END, start + 4, state.eMarks[endLine - 1])
    if end < 0:
        return False
    if silent:
        return True
    line = next(number for number in range(startLine, endLine) if end < state.eMarks[number])
    rest = end + len(COMMENT_END)
    text = state.src[rest : state.eMarks[line]]
    if text.strip():
        state.bMarks[line], state.tShift[line] = rest, len(text) - len(text.lstrip())
        state.sCount[line] = state.blkIndent
        state.line = line
        if line == startLine:
            # the same line is read again, without the comment
            state.md.block.tokenize(state, line, endLine)
        return True
    state.line = line + 1
    return True


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: ARG001 - the signature is markdown-it's
    if not state.src.startswith("<!--", state.pos):
        return False
    end = state.src.find(COMMENT_END, state.pos + 4, state.posMax)
    if end < 0:
        return False
    state.pos = end + len(COMMENT_END)
    return True


def _script(tag: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        if not silent:
            state.push(f"{tag}_open", tag, 1)
            state.push("text", "", 0).content = match.group(1)
            state.push(f"{tag}_close", tag, -1)
        state.pos = match.end()
        return True

    return rule
