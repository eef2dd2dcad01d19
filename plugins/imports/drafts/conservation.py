"""The rule of the import: what a form shows ends in an entry, in a field, or in a message that quotes it.

The words of the form, as a second reader finds them, minus the words of its entries, minus those that the import
accounts for otherwise, must be none. The rest is reported.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from plugins.imports.drafts.draft import Draft
from plugins.imports.drafts.word_pool import WordPool, entry_words, normalize
from plugins.imports.forms.mapping import COLON
from plugins.imports.forms.submission import Losses, SourceLocation, locate_problem, submission_at
from plugins.imports.sheets.shown_cells import ShownCell, read_shown_cells
from plugins.imports.word.shown_text import ShownParagraph, read_shown_text

# between these an import may join or divide texts of cells; a quote before a formula is dropped
PUNCTUATION = re.compile(r"[\s:：;；、，,。\x00]+|^'+")
# cells of a broken table whose words are looked for inside others
MAX_SEARCHES = 500
MAX_QUOTE = 200
NOBODY = -1


def check_word_form(path: Path, drafts: Sequence[Draft]) -> None:
    """Report the words of a Word file that none of its drafts has, at their paragraphs."""
    try:
        shown = read_shown_text(path)
    except Exception:  # the reader of forms has read it, so that only the odd parts of a broken file fail here
        return
    words = [text for draft in drafts for text in entry_words(draft)]
    for paragraph, missing in find_missing_paragraphs(shown, words):
        submission = submission_at([draft.submission for draft in drafts], paragraph.line)
        location = SourceLocation(submission.location.file, paragraph.line)
        submission.add_problem(location, "intake_unaccounted", text=missing[:MAX_QUOTE])


def find_missing_paragraphs(shown: Sequence[ShownParagraph], words: Iterable[str]) -> list[tuple[ShownParagraph, str]]:
    """Return the paragraphs that are not among the words, with what of them is missing, in reading order.

    Each of the words stands for one occurrence. Whole paragraphs are looked for first, then their texts, then what
    stands before, between and after colons, then any two parts; the longest before the others.
    """
    pool = WordPool(words)
    rest = pool.take_all([(index, paragraph.text) for index, paragraph in enumerate(shown)])
    rest = pool.take_all([(index, text) for index, _ in rest for text in shown[index].texts])
    rest = pool.take_all([(index, part) for index, text in rest for part in COLON.split(text, maxsplit=1)])
    # a line may have several fields
    rest = pool.take_all([(index, part) for index, text in rest for part in COLON.split(text)])
    rest = [(index, text) for index, text in rest if not pool.take_halves(normalize(text))]
    missing: dict[int, list[str]] = {}
    for index, text in pool.take_all(rest, shortest=1):
        missing.setdefault(index, []).append(text.strip())
    return [(shown[index], "…".join(missing[index])) for index in sorted(missing)]


def check_table(path: Path, drafts: Sequence[Draft], losses: Losses) -> None:
    """Report the cells of a table that neither its drafts have nor ``losses`` account for, at their places."""
    try:
        shown = read_shown_cells(path)
    except Exception:  # the reader of submissions has read it, so that only the odd parts of a broken file fail here
        return
    has_sheets = len({cell.sheet for cell in shown}) > 1
    shown = shown if has_sheets else [replace(cell, sheet="") for cell in shown]
    # by sheet, the rows that drafts begin in
    starts: dict[str, list[tuple[int, int]]] = {}
    for index, draft in enumerate(drafts):
        location = draft.submission.location
        insort(starts.setdefault(location.sheet, []), (location.line, index))
    owned: dict[int, list[ShownCell]] = {}
    for cell in shown:
        owned.setdefault(_find_owner(starts, cell), []).append(cell)
    rest = owned.pop(NOBODY, [])
    for index, cells in owned.items():
        rest += find_missing_cells(cells, entry_words(drafts[index]))
    for cell in find_missing_cells(rest, losses.texts):
        owner = _find_owner(starts, cell)
        problems = losses.problems if owner == NOBODY else drafts[owner].submission.problems
        text = " ".join(cell.text.split())[:MAX_QUOTE]
        location = SourceLocation(path.name, cell.row, cell.column, cell.sheet)
        problems.append(locate_problem(location, "intake_unaccounted", text=text))


def _find_owner(starts: Mapping[str, Sequence[tuple[int, int]]], cell: ShownCell) -> int:
    """Return the index of the draft whose row is that of the cell or the nearest above it, else ``NOBODY``."""
    rows = starts.get(cell.sheet, ())
    position = bisect(rows, cell.row, key=itemgetter(0))
    return rows[position - 1][1] if position else NOBODY


def find_missing_cells(cells: Sequence[ShownCell], words: Iterable[str]) -> list[ShownCell]:
    """Return the cells with something that is not among the words, in reading order.

    Cells and words are compared by what stands between punctuation, each of the words standing for one occurrence;
    what is in no word as a whole may be part of one that is not taken yet.
    """
    counts = Counter(segment for word in words for segment in _segments(word))
    # whole cells first, so that a missing one takes nothing from others
    rest_cells = [index for index, cell in enumerate(cells) if not _take_whole(counts, cell)]
    missing = {index: segments for index in rest_cells if (segments := _take_parts(counts, cells[index]))}
    if not missing:
        return []
    pool = WordPool(counts.elements())
    rest = pool.take_all([(index, "".join(segments)) for index, segments in missing.items()][:MAX_SEARCHES])
    rest = pool.take_all([(index, segment) for index, _ in rest for segment in missing[index]])
    return [cells[index] for index in sorted({*(index for index, _ in rest), *list(missing)[MAX_SEARCHES:]})]


def _segments(text: str) -> list[str]:
    return [segment for part in PUNCTUATION.split(text) if (segment := normalize(part))]


def _take_whole(counts: Counter[str], cell: ShownCell) -> bool:
    """Take all segments of a cell, or else of its differently formatted parts; return whether there were all."""
    # what is struck out is accounted for apart from what stands around it
    apart = [normalize(text) for text in cell.texts if len(cell.texts) > 1 and counts[normalize(text)] > 0]
    around = "".join(text for text in cell.texts if normalize(text) not in apart)
    parts = [segment for text in cell.texts for segment in _segments(text)]
    for choice in (_segments(cell.text), parts, apart + _segments(around)):
        if all(counts[segment] >= count for segment, count in Counter(choice).items()):
            counts.subtract(choice)
            return True
    return False


def _take_parts(counts: Counter[str], cell: ShownCell) -> list[str]:
    """Take the segments of a cell that there are; return those that are missing."""
    missing = []
    for segment in _segments(cell.text):
        if counts[segment] > 0:
            counts[segment] -= 1
        else:
            missing.append(segment)
    return missing
