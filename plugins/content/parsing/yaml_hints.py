"""Explanations of common YAML mistakes, found by looking at the line: PyYAML's messages do not help editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from plugins.content.problems import Problem, problem, quote

# full-width, without a break, or of a typesetter's width: YAML takes none of them for a space
WIDE_SPACE = r"[\u3000\u00a0\u2000-\u200a\u202f]"
# a key or a hyphen, and the blanks before its value
VALUE = r"\s*(?:- +)*(?:[\w.-]+: +|(?<=- ))"
# in order of precedence
MISTAKES = {
    "front_matter_end": re.compile(r"\s*(?:[—–―－─_=]+|-{2}|-{4,})\s*\Z"),
    "yaml_wide_space": re.compile(rf" *(?:-?{WIDE_SPACE}|(?:- +)?[\w.-]+:{WIDE_SPACE})"),
    "yaml_minus": re.compile(r"\s*-[^\s\d-]"),
    "yaml_colon": re.compile(r"\s*(?:- +)?[\w.-]+(?::[^\s/]|：)"),
    "yaml_tab": re.compile(r".*\t"),
    "yaml_quote": re.compile(r"\s*(?:- +)?[\w.-]+: +[^'\"|>{\[\s].*: "),
    "yaml_backslash": re.compile(rf'{VALUE}"[^"]*\\(?![0abtnvfre "/\\N_LPxuU])'),
    "yaml_unclosed": re.compile(rf"""{VALUE}(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$"""),
    "yaml_text_after_quotes": re.compile(rf"""{VALUE}(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*[^\s#,\]}}]"""),
    "yaml_sign": re.compile(rf"{VALUE}(?!\[.*\]\s*$|{{.*}}\s*$|[|>][+-]?\s*$)[\[\]{{}}@`%*&!|>?,:-]"),
    "yaml_indent": re.compile(r" +(?:- +)?[\w.-]+:(?: |$)"),
}
# valid YAML for a scalar, but never what an editor means
SCALAR_MISTAKES = ("yaml_wide_space", "yaml_minus")
LIKE_ITEM = re.compile(r"\s*-[^\d-]")
# a text without a match has no scalar mistake in any line
SUSPICIOUS_SCALAR = re.compile(rf"{WIDE_SPACE}|^{LIKE_ITEM.pattern}", re.M)
# what YAML takes for a comment and drops
HASH_IN_TEXT = re.compile(r"[ \t]+#[^\s#]|[ \t]#(?P<blank>[ \t]|$)", re.M)


def diagnose_plain_scalar(file: str, lines: Sequence[str], first_line: int, start: int, end: int) -> Problem | None:
    """The mistake in an unquoted scalar on these lines, which is valid YAML but is not what was meant; else None."""
    # a missing value is located behind the last line
    in_list = start < len(lines) and bool(LIKE_ITEM.match(lines[start]))
    for number, line in enumerate(lines[start : end + 1], start):
        if number == start or (in_list and LIKE_ITEM.match(line)):
            fallback = "yaml_item" if number > start else None
            if code := next((code for code in SCALAR_MISTAKES if MISTAKES[code].match(line)), fallback):
                return problem(file, number + first_line, code, text=quote(line))
    return None


def diagnose_parse_error(file: str, text: str, error: Any, first_line: int) -> Problem:
    """The reason for a parse error, at the line of the mistake."""
    context, detail = getattr(error, "context", None) or "", getattr(error, "problem", None) or ""
    if re.match("while (?:scanning a quoted|parsing a flow)", context) and "escape" not in detail:
        return problem(file, error.context_mark.line + first_line, "yaml_unclosed")
    if "<document start>" in detail:
        return problem(file, error.problem_mark.line + first_line, "yaml_second")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    error_line = min(mark.line, len(lines) - 1) if mark else 0
    candidates = [number for number in _candidate_lines(error, lines, error_line) if number < len(lines)]
    for code, pattern in MISTAKES.items():
        if matches := [number for number in candidates if pattern.match(lines[number])]:
            return problem(file, matches[0] + first_line, code, text=quote(lines[matches[0]]))
        if code == "yaml_quote" and mark and _starts_item(lines[error_line], mark.column):
            return problem(file, error_line + first_line, "yaml_item", text=quote(lines[error_line]))
    if cut := [number for number in candidates if HASH_IN_TEXT.search(lines[number])]:
        return problem(file, cut[0] + first_line, "yaml_hash", text=quote(lines[cut[0]]))
    return problem(file, error_line + first_line, "yaml_broken")


def _candidate_lines(error: Any, lines: Sequence[str], error_line: int) -> Iterator[int]:
    """The lines that may hold the mistake, the most likely first."""
    # a missing colon is noticed only at the next key
    if getattr(error, "context", None) == "while scanning a simple key":
        yield error.context_mark.line
    yield error_line
    # the parser often fails only on the line after the mistake
    yield next((number for number in range(error_line - 1, -1, -1) if lines[number].strip()), error_line)


def _starts_item(line: str, column: int) -> bool:
    return not line[:column].strip() and line[column:].startswith("- ")
