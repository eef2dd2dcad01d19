"""Checks of every text of the content, whatever it is for: wording, personal data, characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plugins.content.checks.privacy import Contacts, check_privacy
from plugins.content.checks.wording import check_wording
from plugins.content.dialect.radicals import RADICAL, fold_radicals
from plugins.content.problems import Problem, problem, quote
from plugins.content.schema.policies import TextRules

# bidi controls reorder what is read, zero-width characters make two names of one; U+200D joins emoji and is allowed
INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# what a wrong encoding leaves behind, and codes for which every font has another sign, or none
NO_CHARACTER = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# HTML, entities, bold and links; in the data of a document they are text
MARK = re.compile(
    r"</?(?!wbr\b)[a-z][a-z0-9]{0,9}(?:\s[^<>]*)?/?>|&(?:#\d{2,5}|#x[0-9a-f]{2,5}|amp|lt|gt|quot|nbsp|[lr]dquo|middot);"
    r"|\*\*[^*\s][^*]{0,60}\*\*|\[[^\[\]]{1,60}\]\(https?:[^()\s]+\)",
    re.I,
)
WORD = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u052f]{3,}")
LATIN, GREEK_OR_CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f]")
SUSPICIOUS = re.compile(f"{INVISIBLE.pattern}|{NO_CHARACTER.pattern}|{GREEK_OR_CYRILLIC.pattern}|{RADICAL.pattern}")
FRONT_MATTER_FENCE = re.compile(r"^---[ \t]*$", re.M)


def check_texts(rules: TextRules, contacts: Contacts, texts: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of these texts, which are given by file. ``contacts`` are public, each in its own file."""
    if rules.wording:
        yield from check_wording(rules.wording, texts)
    yield from check_privacy(rules.privacy, contacts, texts)
    for file, text in texts.items():
        yield from check_confusable_characters(file, text)
        yield from check_front_matter_marks(file, text)


def check_front_matter_marks(file: str, text: str) -> Iterator[Problem]:
    """Marks of HTML and Markdown in a document's data, which are shown as they are; only ``<wbr>`` means something."""
    if not file.endswith(".md"):
        return
    head = text.split("\n", _count_yaml_lines(file, text))
    for number, line in enumerate(head[:-1] if len(head) > 1 else (), start=1):
        if not line.lstrip().startswith("#") and (match := MARK.search(line)):
            yield problem(file, number, "warn_mark_in_data", text=quote(match.group()))


def check_confusable_characters(file: str, text: str) -> Iterator[Problem]:
    """Characters that are invisible or none; words of two alphabets in YAML, from which titles and names come."""
    if not SUSPICIOUS.search(text):
        return
    last_yaml_line = _count_yaml_lines(file, text)
    for number, line in enumerate(text.split("\n"), start=1):
        for code, value in _find_characters(line):
            yield problem(file, number, code, character=value)
        if radicals := [sign for sign in RADICAL.findall(line) if fold_radicals(sign) != sign]:
            signs = "".join(dict.fromkeys(radicals))
            yield problem(file, number, "warn_radical", signs=signs, correct=fold_radicals(signs))
        for word in WORD.findall(line) if number <= last_yaml_line else ():
            if LATIN.search(word) and GREEK_OR_CYRILLIC.search(word):
                yield problem(file, number, "warn_lookalike", word=quote(word))


def _find_characters(line: str) -> Iterator[tuple[str, str]]:
    """Iterate over the codes of messages about single characters, with the numbers of all these in the line."""
    for code, pattern in (("warn_invisible", INVISIBLE), ("warn_no_character", NO_CHARACTER)):
        if signs := dict.fromkeys(f"U+{ord(sign):04X}" for sign in pattern.findall(line)):
            yield code, ", ".join(signs)


def _count_yaml_lines(file: str, text: str) -> int:
    """The number of lines at a file's beginning that are YAML: all, or the front matter of a Markdown file."""
    if not file.endswith(".md"):
        return text.count("\n") + 1
    fences = [match.end() for match in FRONT_MATTER_FENCE.finditer(text)]
    if not fences:
        return text.count("\n") + 1
    return text.count("\n", 0, fences[1]) + 1 if len(fences) > 1 else 0
