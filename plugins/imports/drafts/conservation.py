"""The rule of the import: what a form shows ends in an entry, in a field, or in a message that quotes it.

The words of the form, as a second reader finds them, minus the words of its entries, minus those that the import
accounts for otherwise, must be none. The rest is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.imports.drafts.draft import Draft
from plugins.imports.drafts.word_pool import WordPool, entry_words, normalize
from plugins.imports.forms.submission import SourceLocation, Submission
from plugins.imports.word.shown_text import ShownParagraph, read_shown_text

COLON = re.compile(r"[:：]")
MAX_QUOTE = 200


def check_conservation(path: Path, drafts: Sequence[Draft]) -> None:
    """Report the words of a Word file that none of its drafts has, at their paragraphs."""
    try:
        shown = read_shown_text(path)
    except Exception:  # the reader of forms has read it, so that only the odd parts of a broken file fail here
        return
    words = [text for draft in drafts for text in entry_words(draft)]
    for paragraph, missing in find_missing(shown, words):
        submission = _submission_at([draft.submission for draft in drafts], paragraph.line)
        location = SourceLocation(submission.location.file, paragraph.line)
        submission.add_problem(location, "intake_unaccounted", text=missing[:MAX_QUOTE])


def _submission_at(submissions: Sequence[Submission], line: int) -> Submission:
    before = [submission for submission in submissions if submission.location.line <= line]
    return before[-1] if before else submissions[0]


def find_missing(shown: Sequence[ShownParagraph], words: Iterable[str]) -> list[tuple[ShownParagraph, str]]:
    """Return the paragraphs that are not among the words, with what of them is missing, in reading order.

    Each of the words stands for one occurrence. Whole paragraphs are looked for first, then their texts, then what
    stands before and after a colon, then any two parts; the longest before the others.
    """
    pool = WordPool(words)
    rest = pool.take_all([(index, paragraph.text) for index, paragraph in enumerate(shown)])
    rest = pool.take_all([(index, text) for index, _ in rest for text in shown[index].texts])
    rest = pool.take_all([(index, part) for index, text in rest for part in COLON.split(text, maxsplit=1)])
    rest = [(index, text) for index, text in rest if not pool.take_halves(normalize(text))]
    missing: dict[int, list[str]] = {}
    for index, text in pool.take_all(rest, shortest=1):
        missing.setdefault(index, []).append(text.strip())
    return [(shown[index], "…".join(missing[index])) for index in sorted(missing)]
