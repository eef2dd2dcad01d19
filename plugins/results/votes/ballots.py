"""The entries that a ballot names: one cell, several in a cell, a column each, or a column for each option."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plugins.results.inputs import MAX_QUOTED
from plugins.results.names import EntryNames
from plugins.results.votes.vote_files import VoteTable
from plugins.tables.folding import fold

# the usual separators have a full-width form, which some exports mix with the other
WIDE_FORMS = {",": "，", ";": "；", "|": "｜", "/": "／", ":": "：", " ": "\u3000"}
COMMON_SEPARATORS = ("┋", ";", "；", ",", "，", "、", "|", "/", "\n")
MARKED = frozenset(map(fold, ("1", "1.0", "是", "选中", "已选", "yes", "y", "true", "x", "√", "✓", "✔", "●", "■")))
UNMARKED = frozenset(map(fold, ("", "0", "0.0", "否", "未选", "no", "n", "false", "-", "○", "□")))
# a name may contain the separator, so up to this many pieces are tried as one
MAX_PIECES_OF_NAME = 4
MAX_PIECES = 1_000
# different ballots that are cached; single choices have few, so that nearly every row is one look-up
MAX_CACHED = 50_000


@dataclass(frozen=True)
class CellError:
    """What is wrong with a ballot, and in which column."""

    column: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class BallotChoices:
    """A row's choices: finalists, names that are known and not counted, and what is wrong.

    ``count_error`` is a wrong number of choices, which matters only while the ballot is not void.
    """

    entries: list[str] = field(default_factory=list)
    not_counted: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    count_error: CellError | None = None


class BallotReader:
    """Reads the choices of rows; equal rows are read once."""

    def __init__(self, table: VoteTable, names: EntryNames) -> None:
        self._table = table
        self._names = names
        self._not_counted = {fold(name): name for name in table.not_counted}
        self._options = {column: names.find(entry).slug or "" for column, entry in table.options.items()}
        self._ballots: dict[str | tuple[str, ...], BallotChoices] = {}

    def read(self, cells: str | tuple[str, ...]) -> BallotChoices:
        """Read the choices in the cell of the entry, or in the cells of the columns with choices."""
        ballot = self._ballots.get(cells)
        if ballot is None:
            ballot = self._read((cells,) if isinstance(cells, str) else cells)
            if len(self._ballots) < MAX_CACHED:
                self._ballots[cells] = ballot
        return ballot

    def _read(self, cells: Sequence[str]) -> BallotChoices:
        choices = BallotChoices()
        for column, cell in zip(self._table.choice_columns, cells, strict=True):
            if self._table.options:
                self._add_option(choices, column, cell)
            elif self._table.separator:
                self._add_pieces(choices, column, cell)
            elif cell.strip() or self._table.entry:
                self._add_name(choices, column, cell)
        doubles = sorted({entry for entry in choices.entries if choices.entries.count(entry) > 1})
        first = self._table.choice_columns[0]
        choices.errors += [CellError(first, "choice_twice", {"given": entry}) for entry in doubles]
        choices.count_error = self._check_count(choices) if not choices.errors else None
        return choices

    def _add_option(self, choices: BallotChoices, column: str, cell: str) -> None:
        folded, entry = fold(cell), self._options[column]
        if folded in UNMARKED:
            return
        if folded not in MARKED and folded != fold(column) and self._names.find(cell).slug != entry:
            choices.errors.append(CellError(column, "cell_not_mark", {"given": cell.strip()[:MAX_QUOTED]}))
        choices.entries.append(entry)

    def _add_pieces(self, choices: BallotChoices, column: str, cell: str) -> None:
        separator = self._table.separator or ""
        for narrow, wide in WIDE_FORMS.items():
            if narrow in separator or wide in separator:
                cell, separator = cell.replace(wide, narrow), separator.replace(wide, narrow)
        pieces = [piece for piece in re.split(re.escape(separator), cell, maxsplit=MAX_PIECES) if piece.strip()]
        start = 0
        while start < len(pieces):
            ends = range(min(start + MAX_PIECES_OF_NAME, len(pieces)), start, -1)
            end = next((end for end in ends if self._is_known(separator.join(pieces[start:end]))), start + 1)
            self._add_name(choices, column, separator.join(pieces[start:end]))
            start = end

    def _is_known(self, name: str) -> bool:
        return fold(name) in self._not_counted or self._names.find(name).slug is not None

    def _add_name(self, choices: BallotChoices, column: str, name: str) -> None:
        if (known := self._not_counted.get(fold(name))) is not None:
            choices.not_counted.append(known)
            return
        match = self._names.find(name)
        if match.slug:
            choices.entries.append(match.slug)
        elif not self._table.separator and (separator := self._find_separator(name)):
            values = {"given": name.strip()[:MAX_QUOTED], "separator": separator}
            choices.errors.append(CellError(column, "cell_several_entries", values))
        else:
            choices.errors.append(CellError(column, match.code, match.values))

    def _find_separator(self, cell: str) -> str | None:
        """Find what separates several known names in a cell."""
        for separator in COMMON_SEPARATORS:
            pieces = [piece for piece in cell.split(separator, MAX_PIECES) if piece.strip()]
            if len(pieces) > 1 and all(map(self._is_known, pieces)):
                return separator
        return None

    def _check_count(self, choices: BallotChoices) -> CellError | None:
        """Check the number of choices; names that are not counted were choices, and alone they are an abstention."""
        first, allowed = self._table.choice_columns[0], self._table.choices
        count = len(choices.entries) + len(choices.not_counted)
        if count == 0:
            return CellError(first, "cell_empty")
        if not choices.entries or self._table.ballot or allowed is None or allowed.allow(count):
            return None
        return CellError(first, "wrong_number_of_choices", {"count": str(count), "allowed": str(allowed)})
