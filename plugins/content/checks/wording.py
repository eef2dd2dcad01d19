"""Checks of ``wording.yaml``: forbidden words, names to be written in full, names that keep an order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from plugins.content.problems import Problem, problem
from plugins.content.schema.policies import WORDING_FILE, WordingFile

# what may stand in the place of a phrase's "…"
GAP = ".{0,10}"


def check_wording(rules: WordingFile, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Every violation of these rules in the texts, which are given by file."""
    for file, text in texts.items():
        if file != WORDING_FILE:
            yield from _check_forbidden(rules, file, text)
            yield from _check_short_forms(rules, file, text)
            yield from _check_order(rules, file, text)


def _check_forbidden(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    for rule in rules.forbidden:
        for words in filter(None, rule.words.split("|")):
            for match in _pattern(words).finditer(text):
                line = _line_number(text, match.start())
                yield problem(file, line, "forbidden_wording", words=words, instead=rule.instead)


def _check_short_forms(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    for rule in rules.required:
        # a short form within the full form is no violation
        without_full_form = text.replace(rule.write, "\0" * len(rule.write))
        for words in rule.never:
            for match in _pattern(words).finditer(without_full_form):
                yield problem(file, _line_number(text, match.start()), "short_form", words=words, write=rule.write)


def _check_order(rules: WordingFile, file: str, text: str) -> Iterator[Problem]:
    start = 0
    for paragraph in text.split("\n\n"):
        for names in rules.order:
            expected = [name for name in names if name in paragraph]
            actual = sorted(expected, key=paragraph.index)
            if actual != expected:
                line = _line_number(text, start + paragraph.index(actual[0]))
                yield problem(file, line, "names_out_of_order", names=expected)
        start += len(paragraph) + 2


@cache
def _pattern(words: str) -> re.Pattern[str]:
    # a Latin word matches only at the beginning of a word
    start = r"(?<![A-Za-z\u00c0-\u024f])" if words[0].isascii() and words[0].isalpha() else ""
    return re.compile(start + GAP.join(map(re.escape, words.split("…"))), re.I)


def _line_number(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
