"""Lines of a body that would show something else than what was typed, which only the lines around them tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<number>[0-9]{1,9})(?P<sign>[.)])[ \t]+\S")
# what ends the lists above it, if it is not indented
BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|`{3}|~{3}|<!--|\[\^|:[ \t])")
DELIMITERS = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*\Z")
ROW = re.compile(r"[ \t]*\|.*\|[ \t]*\Z")
TAB = re.compile(r"(?<=\S)\t+(?=\S)")
# a link or picture whose address stands on the next line
LINK_START = re.compile(r"!?\[[^\[\]]+\][ \t]*\Z")
LINK_END = re.compile(r"[ \t]*\((?:https?:|www\.|\.\.?/|[^\s()]+\.(?:jpe?g|png|webp|avif|md)\))", re.I)
TAB_WIDTH = 4


def find_renumbered(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Iterate over the first item of each list that shows another number than the typed one: its line and number.

    A list in which every item has the same number is numbered by the program on purpose.
    """
    # by indentation: the sign, the first number, and the last one that is shown; none once it is reported
    lists: dict[int, tuple[str, int, int | None]] = {}
    above = ""
    for index, line in enumerate(lines):
        indent = len(line.expandtabs(TAB_WIDTH)) - len(line.expandtabs(TAB_WIDTH).lstrip())
        item = ITEM.match(line)
        if item:
            lists = {other: known for other, known in lists.items() if other <= indent}
            sign, first, shown = lists.get(indent, ("", 0, None))
            number = int(item["number"])
            if sign != item["sign"]:
                lists[indent] = (item["sign"], number, number)
            elif shown is not None and number in {shown + 1, first}:
                lists[indent] = (sign, first, shown + 1)
            elif shown is not None:
                lists[indent] = (sign, first, None)
                yield index, shown + 1
        elif line.strip() and (not above.strip() or BLOCK.match(line)):
            lists = {other: known for other, known in lists.items() if other < indent}
        above = line


def find_table_mistakes(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Iterate over lines that become a row of the table above them, or do not: their indexes and codes."""
    is_table, is_below = False, False
    for index, line in enumerate(lines):
        if not line.strip():
            is_table, is_below = False, is_table or is_below
        elif index and not is_table and DELIMITERS.match(line) and "|" in lines[index - 1]:
            is_table = True
        elif is_table and "|" not in line and not BLOCK.match(line):
            yield index, "warn_table_swallows"
            is_table = False
        elif is_below and ROW.match(line) and not any(ROW.match(other) for other in lines[index + 1 : index + 2]):
            yield index, "warn_row_apart"
        is_below = is_below and not line.strip()


def find_tab_tables(lines: Sequence[str]) -> Iterator[int]:
    """Iterate over the indexes of the first of several lines whose columns are divided by tabs."""
    counts = [len(TAB.findall(line)) for line in lines]
    for index, count in enumerate(counts):
        if count and counts[index + 1 : index + 2] == [count] and (not index or counts[index - 1] != count):
            yield index


def find_split_links(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Iterate over the lines that end with the words of a link whose address is on the next line, and these words."""
    for index, (line, below) in enumerate(itertools.pairwise(lines)):
        if LINK_END.match(below) and (match := LINK_START.search(line)):
            yield index, match.group()
