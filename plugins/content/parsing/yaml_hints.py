"""What editors do most often to YAML, told from the line itself: the parser's own words help nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from plugins.content.problems import Problem, problem

# in the order in which they are looked for
MISTAKES = {
    "front_matter_end": re.compile(r"\s*(?:[—–―－─_=]+|-{2}|-{4,})\s*\Z"),
    "yaml_wide_space": re.compile(r" *(?:-?\u3000|(?:- +)?[\w.-]+:\u3000)"),
    "yaml_minus": re.compile(r"\s*-[^\s\d-]"),
    "yaml_colon": re.compile(r"\s*(?:- +)?[\w.-]+(?::[^\s/]|：)"),
    "yaml_tab": re.compile(r".*\t"),
    "yaml_quote": re.compile(r"\s*(?:- +)?[\w.-]+: +[^'\"|>{\[\s].*: "),
    "yaml_indent": re.compile(r" +(?:- +)?[\w.-]+:(?: |$)"),
}
# what the parser takes for words, though no editor means them so
MISREAD = ("yaml_wide_space", "yaml_minus")
LIKE_ITEM = re.compile(r"\s*-[^\d-]")
# without any of these in a text none of its lines is misread
SLIP = re.compile(rf"\u3000|^{LIKE_ITEM.pattern}", re.M)


def diagnose_plain_scalar(file: str, lines: Sequence[str], first_line: int, start: int, end: int) -> Problem | None:
    """What is wrong with words without quotes, from one of the lines to another, though they can be read."""
    # words that are not there at all stand behind the last line
    in_list = start < len(lines) and bool(LIKE_ITEM.match(lines[start]))
    for at, line in enumerate(lines[start : end + 1], start):
        if at == start or (in_list and LIKE_ITEM.match(line)):
            otherwise = "yaml_item" if at > start else None
            if code := next((code for code in MISREAD if MISTAKES[code].match(line)), otherwise):
                return problem(file, at + first_line, code, text=line.strip()[:60])
    return None


def broken(file: str, text: str, error: Any, first_line: int) -> Problem:
    """Why the parser stumbled, at the line of the mistake."""
    context = getattr(error, "context", None) or ""
    if re.match("while (?:scanning a quoted|parsing a flow)", context):
        return problem(file, error.context_mark.line + first_line, "yaml_unclosed")
    if "<document start>" in (getattr(error, "problem", None) or ""):
        return problem(file, error.problem_mark.line + first_line, "yaml_second")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    at = min(mark.line, len(lines) - 1) if mark else 0
    above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), at)
    # a key without its colon is missed only at the next one
    begun = [error.context_mark.line] if context == "while scanning a simple key" else []
    places = [place for place in (*begun, at, above) if place < len(lines)]
    for code, sign in MISTAKES.items():
        # the reader often stumbles only on the line after the mistake
        if found := [number for number in places if sign.match(lines[number])]:
            return problem(file, found[0] + first_line, code, text=lines[found[0]].strip()[:60])
        if code == "yaml_quote" and mark and _begins_item(lines[at], mark.column):
            return problem(file, at + first_line, "yaml_item", text=lines[at].strip()[:60])
    return problem(file, at + first_line, "yaml_broken", detail=getattr(error, "problem", None) or str(error)[:120])


def _begins_item(line: str, column: int) -> bool:
    return not line[:column].strip() and line[column:].startswith("- ")
