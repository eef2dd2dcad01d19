"""Checks of Markdown bodies: of the source, where lines are known, and of the rendered body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from plugins.content.checks.markup import check_leftovers, check_markup
from plugins.content.dialect.lines import iter_lines
from plugins.content.kinds import linked_document
from plugins.content.parsing.body import HEADING_ID, Body, Figure
from plugins.content.problems import Problem, problem, quote
from plugins.content.schema.fields import FILE_NAME
from plugins.content.sources import MarkdownSource

MAX_BODY_LENGTH = 50_000
# Python-Markdown's time grows with the square of these
MAX_PARAGRAPH_LENGTH, MAX_PARAGRAPH_LINES = 15_000, 1_000
MAX_MARKS = {"[": 3_000, "[^": 500}
# for each bracket it searches the rest of the paragraph: brackets times length
MAX_BRACKET_SEARCH = 4_000_000
NESTED = re.compile(
    r"(?:[ \t]*>){9,}|(?P<mark>[\[(<!*_`~])(?P=mark){39,}"
    # nested lists and quotations, but not a horizontal rule
    r"|^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){20,}[ \t]*[^\s*+-]"
)
NESTED_ANYWHERE = re.compile(NESTED.pattern, re.M)
# without a match no line has to be checked by itself
SUSPICIOUS = re.compile("<[A-Za-z/]")
# browsers skip blanks and control characters before it
SCHEME = re.compile(r"[\s\x00-\x20\ufffd]*([A-Za-z][A-Za-z0-9+.-]*):")
# an address without its scheme, as people write it
DOMAIN = re.compile(
    r"(?:www\.|(?:[A-Za-z0-9-]+\.)+(?:cn|com|net|org|gov|edu|io|info|top|vip|wang|cc)(?=[:/?#]|$))[^\s]*$", re.I
)
# what remains a placeholder although it looks like a web URL: its host is missing, misleading, or has no scheme
INVALID_WEB_URL = re.compile(r"https?:|//", re.I)
RAW_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")


def render_body(source: MarkdownSource) -> tuple[Body | None, list[Problem]]:
    """The rendered body and the problems of its Markdown; None as body if it cannot be rendered safely."""
    problems = list(_check_source(source))
    if any(not item.is_warning for item in problems):
        return None, problems
    from plugins.content.parsing.markdown import render

    try:
        body = render(source.markdown)
    except RecursionError:
        return None, [problem(source.file, source.first_line, "nested_too_deep", text="")]
    # a mark that is reported already is also left in the text
    lines = {item.line for item in problems}
    return body, [*problems, *(item for item in check_leftovers(source, body.html) if item.line not in lines)]


def _check_source(source: MarkdownSource) -> Iterator[Problem]:
    text, file, first = source.markdown, source.file, source.first_line
    if not text.strip():
        yield problem(file, first, "empty_body")
    if len(text) > MAX_BODY_LENGTH:
        yield problem(file, first, "body_too_long", length=len(text), limit=MAX_BODY_LENGTH)
        return
    yield from _check_paragraphs(source)
    yield from check_markup(source)
    for mark, limit in MAX_MARKS.items():
        if (count := text.count(mark)) > limit:
            yield problem(file, first, "too_many_marks", mark=mark, count=count, limit=limit)
    if not (SUSPICIOUS.search(text) or NESTED_ANYWHERE.search(text)):
        return
    for number, (line, is_code) in enumerate(iter_lines(text), first):
        yield from _check_line(file, number, line, is_code)


def _check_paragraphs(source: MarkdownSource) -> Iterator[Problem]:
    text, number = source.markdown, source.first_line
    if not _is_too_long(text):
        return
    for blank, lines in groupby(text.split("\n"), key=lambda line: not line.strip()):
        paragraph = "\n".join(lines)
        if not blank and _is_too_long(paragraph):
            yield problem(source.file, number, "paragraph_too_long", length=len(paragraph))
        number += paragraph.count("\n") + 1


def _is_too_long(text: str) -> bool:
    searching = text.count("[") * len(text)
    return len(text) > MAX_PARAGRAPH_LENGTH or text.count("\n") >= MAX_PARAGRAPH_LINES or searching > MAX_BRACKET_SEARCH


def _check_line(file: str, number: int, line: str, is_code: bool) -> Iterator[Problem]:
    if NESTED.search(line):
        yield problem(file, number, "nested_too_deep", text=quote(line))
    if not is_code and "<" in line and (tag := RAW_HTML.search(re.sub(r"`[^`]*`", "", line))):
        yield problem(file, number, "warn_raw_html", tag=quote(tag.group()))


def find_document_links(source: MarkdownSource, body: Body, folder: str) -> Iterator[tuple[str, Problem]]:
    """The documents that a body links to, each with the problem to report if it does not exist.

    A target that cannot be a document has an empty name, so its problem is always reported.
    """
    for link in body.links:
        if not INVALID_WEB_URL.match(link.target) and not SCHEME.match(link.target):
            line = find_line(source, link.target)
            code = "link_without_scheme" if DOMAIN.match(link.target) else "broken_link"
            broken_link = problem(source.file, line, code, target=quote(link.target))
            yield linked_document(folder, link.target) or "", broken_link


def check_links(source: MarkdownSource, body: Body) -> Iterator[Problem]:
    """Links that are wrong whatever the content: unknown fragments, schemes that are not allowed, invalid URLs."""
    for link in body.links:
        if INVALID_WEB_URL.match(link.target):
            line = find_line(source, link.target)
            yield problem(source.file, line, "bad_address", target=quote(link.target))
        elif scheme := SCHEME.match(link.target):
            line = find_line(source, link.target)
            yield problem(source.file, line, "bad_scheme", scheme=quote(scheme.group(1)))
    for address in body.addresses:
        if address.startswith("#") and address[1:] not in body.ids:
            target = "#" + address.removeprefix(HEADING_ID)
            yield problem(source.file, find_line(source, target), "broken_fragment", target=quote(target))


def check_figure(source: MarkdownSource, figure: Figure) -> Iterator[Problem]:
    """Problems of a picture in a body: no alternative text, or a path to another folder."""
    line = find_line(source, figure.file)
    if not figure.alt.strip():
        yield problem(source.file, line, "missing_alt", name=quote(figure.file))
    if not FILE_NAME.match(figure.file):
        yield problem(source.file, line, "unsafe_path", key=quote(figure.file), given=quote(figure.file))


def find_line(source: MarkdownSource, target: str) -> int:
    """The line on which this target is first linked to or shown; failing that, the body's first line."""
    positions = (source.markdown.find(before + target) for before in ("](", "](<", "]: ", ""))
    position = next((position for position in positions if position >= 0), None)
    if position is not None:
        return source.first_line + source.markdown.count("\n", 0, position)
    # it may be written with entities or escapes, or with white space that Markdown removes
    lines = (_without_escapes(unescape(line)) for line in source.markdown.split("\n"))
    wanted = _without_escapes(target)
    return source.first_line + next((number for number, line in enumerate(lines) if wanted in line), 0)


def _without_escapes(text: str) -> str:
    return "".join(text.replace("\\", "").split())
