"""What a table of votes looks like that nobody has described yet, and the entry of votes.yaml that counts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from plugins.results.names import EntryNames
from plugins.results.votes.ballots import COMMON_SEPARATORS, MARKED, UNMARKED
from plugins.results.votes.count_rows import PERSONS, parse_count
from plugins.results.votes.times import parse_time
from plugins.system import textfile
from plugins.tables.delimited import ENCODING_NAMES, detect_encoding
from plugins.tables.folding import fold
from plugins.tables.readers import WORKBOOKS, TableSource, open_sheets, read_cells

PRESETS = Path(__file__).with_name("presets.yaml")
# a platform is recognised by at least this many of its columns
MIN_COLUMNS = 2
SAMPLE_ROWS = 2_000
# rows in which the names of columns are looked for, and how much of the widest of them a header has
HEADER_ROWS = 30
MIN_HEADER_SHARE = 0.6
# how many of the cells have to fit, so that one odd answer does not hide what a column is
MIN_FITTING_SHARE = 0.8
# of the names in a column of entries; the rest are totals, abstentions and misspellings
MIN_KNOWN_SHARE = 0.5
VOTE_WORDS = frozenset(map(fold, ("票数", "得票", "得票数", "小计", "投票数", "选择人数", "votes", "count", "票")))
ID_WORDS = frozenset(map(fold, ("流水号", "流水", "投票编号", "票号", "openid", "response id")))
TOTAL_WORDS = frozenset(map(fold, ("合计", "总计", "总票数", "共计", "total", "sum")))
ABSTENTIONS = frozenset(map(fold, ("弃权", "弃权票", "以上都不选", "none of the above", "abstain")))
# survey services write 题目 [选项] or 题目（选项） above the column of an option
OPENING, CLOSING = "[(（【:：", "])）】"
Fits = Callable[[str], object]


@dataclass(frozen=True)
class Preset:
    """A platform, and what its exports call the columns with ids and times, and other columns, all folded."""

    name: Mapping[str, str]
    ids: frozenset[str]
    times: frozenset[str]
    others: frozenset[str]

    def count_columns(self, columns: Sequence[str]) -> int:
        """Count the columns that this platform's exports have."""
        return len(set(map(fold, columns)) & (self.ids | self.times | self.others))


@dataclass
class Inspection:
    """What a table looks like, and the keys of votes.yaml that follow from it; what only a person knows is empty."""

    file: str
    encoding: str | None
    sheets: tuple[str, ...]
    header: int
    columns: tuple[str, ...]
    rows: int
    preset: Preset | None
    keys: dict[str, Any] = field(default_factory=dict)
    unknown_names: tuple[str, ...] = ()


def inspect_table(path: Path, names: EntryNames) -> Inspection:
    """Look at the first rows of a table. Raises ``ContentError`` if it cannot be read."""
    is_book = path.suffix.lower() in WORKBOOKS
    codec = None if is_book else detect_encoding(path)
    source = TableSource(path.name, codec, None, 1)
    with open_sheets(path.parent, source, path.name, 1) as opened:
        sheets = tuple(item.name for item in opened if item.name)
    sample = [
        (row.number, {column: cell.text.strip() for column, cell in row.cells.items() if cell.text.strip()})
        for row in islice(read_cells(path.parent, source, path.name, 1), SAMPLE_ROWS)
    ]
    header, heads = _find_header(sample)
    rows = [cells for number, cells in sample if number > header and cells]
    table = {name: [cells.get(column, "") for cells in rows] for column, name in heads.items()}
    encoding = ENCODING_NAMES.get(codec, codec) if codec else None
    best = max(_load_presets(), key=lambda preset: preset.count_columns(tuple(table)))
    preset = best if best.count_columns(tuple(table)) >= MIN_COLUMNS else None
    inspection = Inspection(path.name, encoding, sheets, header, tuple(table), len(rows), preset)
    _find_keys(inspection, table, names)
    return inspection


@cache
def _load_presets() -> tuple[Preset, ...]:
    """Load the platforms, the best known first."""
    return tuple(
        Preset(item["name"], *(frozenset(map(fold, item[key])) for key in ("id", "time", "others")))
        for item in yaml.safe_load(textfile.read_text(PRESETS))
    )


def _find_header(sample: Sequence[tuple[int, dict[int, str]]]) -> tuple[int, dict[int, str]]:
    """Find the first row that is nearly as wide as the widest; titles above it have a cell or two."""
    first = sample[:HEADER_ROWS]
    widest = max((len(cells) for _, cells in first), default=0)
    return next(
        ((number, cells) for number, cells in first if cells and len(cells) >= MIN_HEADER_SHARE * widest), (1, {})
    )


def _find_keys(inspection: Inspection, table: dict[str, list[str]], names: EntryNames) -> None:
    """Find which columns have ids, times, entries and numbers of votes."""
    keys = inspection.keys
    options = _find_options(table, names)
    votes = [name for name, cells in table.items() if fold(name) in VOTE_WORDS and _nearly_all(cells, _is_count)]
    _find_row_columns(inspection, table)
    others = {*votes, keys.get("id"), keys.get("time")}
    separators = {name: _find_entries(cells, names) for name, cells in table.items() if name not in others}
    entries = {name: separator for name, separator in separators.items() if separator is not None}
    if len(options) > 1:
        keys["options"] = options
    elif len(entries) > 1 and not votes and not any(entries.values()):
        keys["entries"] = list(entries)
    elif entries:
        keys["entry"], separator = next(iter(entries.items()))
        keys |= {"separator": separator} if separator else {}
    if votes and "entry" in keys:
        keys["votes"] = votes[0]
        for key in ("id", "time"):
            keys.pop(key, None)
    if "separator" in keys:
        keys["choices"] = {"at_most": max(len(_split(cell, keys["separator"])) for cell in table[keys["entry"]])}
    elif "entry" in keys:
        _find_special_rows(inspection, table[keys["entry"]], names)


def _find_row_columns(inspection: Inspection, table: dict[str, list[str]]) -> None:
    """Find the columns with the ids and the times of votes."""
    known = [inspection.preset] if inspection.preset else _load_presets()
    ids = ID_WORDS.union(*(item.ids for item in known))
    times = frozenset().union(*(item.times for item in known))
    for name, cells in table.items():
        if fold(name) in ids and len(set(cells)) == len(cells) and "id" not in inspection.keys:
            inspection.keys["id"] = name
    timed = [name for name, cells in table.items() if _nearly_all(cells, _is_time)]
    if timed:
        inspection.keys["time"] = next((name for name in timed if fold(name) in times), timed[0])


def _find_special_rows(inspection: Inspection, cells: Sequence[str], names: EntryNames) -> None:
    """Find rows of totals and abstentions by what is usual, and list the other names that are no finalist's."""
    special = {cell: fold(cell) for cell in dict.fromkeys(cells) if cell and names.find(cell).slug is None}
    totals = [cell for cell, folded in special.items() if folded in TOTAL_WORDS]
    if totals and "votes" in inspection.keys:
        inspection.keys["totals"] = totals
    if abstentions := {cell: cell for cell, folded in special.items() if folded in ABSTENTIONS}:
        inspection.keys["not_counted"] = abstentions
    known = TOTAL_WORDS | ABSTENTIONS | PERSONS
    inspection.unknown_names = tuple(cell for cell, folded in special.items() if folded not in known)


def _find_options(table: dict[str, list[str]], names: EntryNames) -> dict[str, str]:
    """Map the columns of options to their finalists."""
    options = {}
    for name, cells in table.items():
        endings = [name[place + 1 :].strip() for place, sign in enumerate(name) if sign in OPENING]
        texts = [name, *endings, *(ending[:-1] for ending in endings if ending[-1:] in CLOSING)]
        slug = next((slug for text in texts if text and (slug := names.find(text).slug)), None)
        if slug and all(fold(cell) in MARKED | UNMARKED or names.find(cell).slug == slug for cell in cells):
            options[name] = slug
    return options


def _find_entries(cells: Sequence[str], names: EntryNames) -> str | None:
    """Return what separates the finalists in these cells, empty where there is one in each; None if they name none."""

    def is_entry(cell: str) -> bool:
        return names.find(cell).slug is not None and fold(cell) not in MARKED - {"1"}

    shares = {"": _share(cells, is_entry) if len(set(cells)) > 1 else 0.0}
    for separator in COMMON_SEPARATORS:
        pieces = [piece for cell in cells for piece in _split(cell, separator)]
        shares[separator] = _share(pieces, is_entry) if len(pieces) > len(cells) else 0.0
    best = max(shares, key=lambda separator: shares[separator])
    return best if shares[best] >= MIN_KNOWN_SHARE else None


def _split(cell: str, separator: str) -> list[str]:
    return [piece for piece in cell.split(separator) if piece.strip()]


def _is_time(cell: str) -> bool:
    # in whatever zone
    return parse_time(cell, UTC) is not None


def _is_count(cell: str) -> bool:
    return parse_count(cell) is not None


def _nearly_all(cells: Sequence[str], fits: Fits) -> bool:
    """Check whether nearly all cells that are not empty fit."""
    return _share(cells, fits) >= MIN_FITTING_SHARE


def _share(cells: Sequence[str], fits: Fits) -> float:
    """Return the share of the cells that are not empty that fit."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(fits(cell)) for cell in filled) / len(filled) if filled else 0.0


def write_mapping(inspection: Inspection, channel: str, hint: str) -> str:
    """Write the entry of votes.yaml; what only a person knows is empty and has this hint."""
    table: dict[str, Any] = {"channel": channel or None, "file": inspection.file, "as_of": None, "source": None}
    if inspection.encoding and inspection.encoding != "utf-8":
        table["encoding"] = inspection.encoding
    if inspection.header > 1:
        table["header"] = inspection.header
    text = yaml.safe_dump({"tables": [{**table, **inspection.keys}]}, allow_unicode=True, sort_keys=False, width=1000)
    return re.sub(r": null$", f":  # {hint}", text, flags=re.M)
