"""What can be wrong in a Markdown body: checked on the source, where lines are known, and on what it renders to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from plugins.content.parsing.body import HEADING_ID, Body, Figure
from plugins.content.parsing.links import linked_document
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import FILE_NAME
from plugins.content.sources import MarkdownSource

LONGEST_BODY = 50_000
# Python-Markdown takes time that grows with the square of these
LONGEST_PARAGRAPH, MOST_LINES = 15_000, 1_000
MOST_MARKS = {"[": 3_000, "[^": 500}
# it looks for the end of every bracket as far as the paragraph goes
MOST_SEARCHING = 4_000_000
NESTED = re.compile(
    r"(?:[ \t]*>){9,}|[ \t]{40,}\S|(?P<mark>[\[(<!*_`~])(?P=mark){39,}"
    # lists and quotations in one another, but no rule drawn with them
    r"|^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){20,}[ \t]*[^\s*+-]"
)
NESTED_ANYWHERE = re.compile(NESTED.pattern, re.M)
LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)]) +\S")
NO_PARAGRAPH = re.compile(r" {0,3}(?:#|>|\||```|~~~|[-*+] |\d{1,3}[.)] )|[ \t]{2,}|\s*$")
# what a line must have to be looked at by itself
DOUBTFUL = re.compile(rf"<|^{LIST_ITEM.pattern}", re.M)
FENCE = re.compile(r" {0,3}(?:```|~~~)")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# an address whose host is missing, not what it seems, or of whatever scheme the page has
NO_HOST = re.compile(r"https?:|//", re.I)
RAW_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")


def render_body(manuscript: MarkdownSource) -> tuple[Body | None, list[Problem]]:
    """Render a manuscript, with what is wrong in its Markdown. No body comes of one that cannot be rendered safely."""
    problems = list(_source_problems(manuscript))
    if any(not each.is_warning for each in problems):
        return None, problems
    from plugins.content.parsing.markdown import render

    try:
        body = render(manuscript.markdown)
    except RecursionError:
        return None, [problem(manuscript.file, manuscript.first_line, "nested_too_deep", text="")]
    return body, problems


def _source_problems(manuscript: MarkdownSource) -> Iterator[Problem]:
    text, file, first = manuscript.markdown, manuscript.file, manuscript.first_line
    if not text.strip():
        yield problem(file, first, "empty_body")
    if len(text) > LONGEST_BODY:
        yield problem(file, first, "body_too_long", length=len(text), limit=LONGEST_BODY)
        return
    yield from _paragraph_problems(manuscript)
    for mark, limit in MOST_MARKS.items():
        if (count := text.count(mark)) > limit:
            yield problem(file, first, "too_many_marks", mark=mark, count=count, limit=limit)
    if not (DOUBTFUL.search(text) or NESTED_ANYWHERE.search(text)):
        return
    lines = text.split("\n")
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= bool(FENCE.match(line))
        previous = lines[number - 1] if number else ""
        yield from _line_problems(file, first + number, line, "" if fenced else previous, fenced)


def _paragraph_problems(manuscript: MarkdownSource) -> Iterator[Problem]:
    text, number = manuscript.markdown, manuscript.first_line
    if not _is_too_long(text):
        return
    for blank, lines in groupby(text.split("\n"), key=lambda line: not line.strip()):
        paragraph = "\n".join(lines)
        if not blank and _is_too_long(paragraph):
            yield problem(manuscript.file, number, "paragraph_too_long", length=len(paragraph))
        number += paragraph.count("\n") + 1


def _is_too_long(text: str) -> bool:
    searching = text.count("[") * len(text)
    return len(text) > LONGEST_PARAGRAPH or text.count("\n") >= MOST_LINES or searching > MOST_SEARCHING


def _line_problems(file: str, number: int, line: str, previous: str, fenced: bool) -> Iterator[Problem]:
    if NESTED.search(line):
        yield problem(file, number, "nested_too_deep", text=line.strip()[:20])
    if fenced:
        return
    if LIST_ITEM.match(line) and not NO_PARAGRAPH.match(previous):
        yield problem(file, number, "list_needs_blank_line", text=line.strip()[:20])
    if "<" in line and (tag := RAW_HTML.search(re.sub(r"`[^`]*`", "", line))):
        yield problem(file, number, "warn_raw_html", tag=tag.group()[:40])


def document_links(manuscript: MarkdownSource, body: Body, folder: str) -> Iterator[tuple[str, Problem]]:
    """The documents that a body links to, each with what is wrong where there is none; no name where there can be
    none."""
    for link in body.links:
        if not NO_HOST.match(link.target) and not SCHEME.match(link.target):
            line = line_of(manuscript, link.target)
            missing = problem(manuscript.file, line, "broken_link", target=link.target[:80])
            yield linked_document(folder, link.target) or "", missing


def link_problems(manuscript: MarkdownSource, body: Body) -> Iterator[Problem]:
    """Links that lead nowhere, whatever there is in the content: to an unknown fragment, by a scheme not allowed."""
    for link in body.links:
        if NO_HOST.match(link.target):
            line = line_of(manuscript, link.target)
            yield problem(manuscript.file, line, "bad_address", target=link.target[:80])
        elif scheme := SCHEME.match(link.target):
            line = line_of(manuscript, link.target)
            yield problem(manuscript.file, line, "bad_scheme", scheme=scheme.group(1)[:20])
    for address in body.addresses:
        if address.startswith("#") and address[1:] not in body.ids:
            written = "#" + address.removeprefix(HEADING_ID)
            yield problem(manuscript.file, line_of(manuscript, written), "broken_fragment", target=written[:80])


def figure_problems(manuscript: MarkdownSource, figure: Figure) -> Iterator[Problem]:
    """A picture in a body without words for those who cannot see it, or one that is not beside the text."""
    line = line_of(manuscript, figure.file)
    if not figure.alt.strip():
        yield problem(manuscript.file, line, "missing_alt", name=figure.file[:80])
    if not FILE_NAME.match(figure.file):
        yield problem(manuscript.file, line, "unsafe_path", key=figure.file[:80], given=figure.file[:80])


def line_of(manuscript: MarkdownSource, target: str) -> int:
    """The line of the file on which this is first linked to or shown; failing that, the body's first line."""
    found = (manuscript.markdown.find(before + target) for before in ("](", "](<", "]: ", ""))
    at = next((place for place in found if place >= 0), None)
    if at is not None:
        return manuscript.first_line + manuscript.markdown.count("\n", 0, at)
    # it may be written with entities, or with blanks that Markdown takes away
    lines, sought = manuscript.markdown.split("\n"), "".join(target.split())
    read = ("".join(unescape(line).split()) for line in lines)
    return manuscript.first_line + next((number for number, line in enumerate(read) if sought in line), 0)
