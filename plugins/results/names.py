"""What tables call the entries: numbers and titles with what platforms write around them, and aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.content.model import Entry
from plugins.results.inputs import MAX_QUOTED
from plugins.tables.folding import fold, nearest
from plugins.tables.readers import is_formula

# what stands before and behind a number: 第3号, No. 3, #3, (3), 1、, 01号, 10.0
NUMBER_AND_AFFIXES = re.compile(
    r"(?:第|no\.?|编号|项目|作品|[#(\[【])*(?P<core>[0-9a-z-]*?)(?:号|號|项目|作品|\.0*|[、)\]】:,;|·_-])*\Z"
)
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
OPTION_LETTER = re.compile(r"(?:[a-z]|选项[0-9a-z]{1,3})[.、:)]?\Z")
# a title in a sentence has these around it
TITLE_MARKS = str.maketrans("", "", "《》〈〉")
# above columns with what entries are called; 序号 and ranks number the rows
NAME_HEADS = re.compile(
    r"(?:参赛|申报)?(?:项目|作品|案例)?(?:编号|代号|名称|标题)|(?:参赛|申报)?(?:项目|作品|案例)|number|title|entry|id"
)


@dataclass(frozen=True)
class NameMatch:
    """The entry that a cell means. Without one: the code of the problem, and what its message quotes."""

    slug: str | None
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def _fold_name(text: str) -> str:
    return fold(text.translate(TITLE_MARKS))


class EntryNames:
    """Whatever a table may call a finalist: slug, number, title in any language, number and title, or an alias."""

    def __init__(self, entries: Sequence[Entry], finalists: Sequence[str]) -> None:
        self._finalists = frozenset(finalists)
        self._spellings: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for entry in entries:
            number, titles = fold(entry.number), list(entry.title.by_language.values())
            self._numbers[LEADING_ZEROS.sub("", number)].add(entry.slug)
            for title in map(_fold_name, titles):
                self._titles[title].add(entry.slug)
            for spelling in (fold(entry.slug), number, *map(_fold_name, titles)):
                self._spellings[spelling].add(entry.slug)
            self._shown[entry.slug] = f"{entry.number} {titles[0]}"

    def with_aliases(self, aliases: Mapping[str, str]) -> EntryNames:
        """Return these names with the aliases of one table; an alias goes before all other names."""
        other = copy(self)
        other._aliases = {
            _fold_name(alias): slug for alias, target in aliases.items() if (slug := self.find(target).slug)
        }
        return other

    def find(self, cell: str) -> NameMatch:
        """Find the finalist that a cell means, or why it means none."""
        folded = _fold_name(cell)
        if folded in self._aliases:
            return NameMatch(self._aliases[folded])
        slugs = self._spellings.get(folded) or self._by_number(folded) or self._by_number_and_title(folded)
        finalists = sorted(slugs & self._finalists)
        if len(finalists) == 1:
            return NameMatch(finalists[0])
        quoted = {"given": cell.strip()[:MAX_QUOTED]}
        if finalists:
            shown = ", ".join(self._shown[slug] for slug in finalists)
            return NameMatch(None, "cell_ambiguous_entry", {**quoted, "entries": shown})
        if slugs:
            return NameMatch(None, "cell_not_finalist", quoted)
        return self._unknown(cell, folded, quoted)

    def _unknown(self, cell: str, folded: str, quoted: Mapping[str, str]) -> NameMatch:
        if not folded or is_formula(folded):
            return NameMatch(None, "cell_formula" if folded else "cell_empty", quoted)
        titles = [title for title, slugs in self._titles.items() if slugs & self._finalists and len(title) > 1]
        if near := nearest(cell, titles):
            return NameMatch(None, "cell_unknown_entry_near", {**quoted, "near": near})
        return NameMatch(None, "cell_unknown_entry", quoted)

    def _by_number(self, folded: str) -> set[str]:
        """Find entries by their number, whatever stands around it and whatever zeros before it."""
        match = NUMBER_AND_AFFIXES.match(folded)
        return self._numbers.get(LEADING_ZEROS.sub("", match["core"]), set()) if match else set()

    def _by_number_and_title(self, folded: str) -> set[str]:
        """Find entries by a title with a number before or behind it; both, where these two do not go together."""
        matches: set[str] = set()
        for title, slugs in self._titles.items():
            if folded.startswith(title):
                matches |= self._with_number(folded[len(title) :], slugs)
            if folded.endswith(title):
                matches |= self._with_number(folded[: -len(title)], slugs)
        return matches

    def _with_number(self, number: str, slugs: set[str]) -> set[str]:
        numbered = self._by_number(number)
        if not numbered:
            # platforms put letters before their options
            return slugs if OPTION_LETTER.match(number) else set()
        return slugs & numbered or slugs | numbered


class NameContradiction(NamedTuple):
    """A row in which another column than that of the entry names another finalist."""

    row: int
    column: str
    name: str
    entry: str


def find_contradictions(
    names: EntryNames, heads: Mapping[int, str], rows: Mapping[int, Mapping[int, str]], entry_column: int
) -> Iterator[NameContradiction]:
    """Find the first contradiction of each column that names finalists beside that of the entry, by rows and columns.

    A column that has anything else is of some other numbering.
    """
    for column, head in heads.items():
        if column == entry_column or not NAME_HEADS.fullmatch(fold(head)):
            continue
        filled = {number: cells for number, cells in rows.items() if cells.get(column) and cells.get(entry_column)}
        slugs = {number: names.find(cells[entry_column]).slug for number, cells in filled.items()}
        others = {number: names.find(filled[number][column]).slug for number, slug in slugs.items() if slug}
        if all(others.values()) and (wrong := [number for number, slug in others.items() if slug != slugs[number]]):
            cells = filled[wrong[0]]
            yield NameContradiction(wrong[0], head, cells[column][:MAX_QUOTED], cells[entry_column][:MAX_QUOTED])
