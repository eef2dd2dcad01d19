"""The shortlist from the numbers of entries, as a jury reports them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.lookup import ENTRIES, ExistingEntries, list_existing_entries
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, Problem, problem, unknown
from plugins.content.schema.results import ShortlistFile
from plugins.content.schema.validate import validate
from plugins.system import textfile

FILE = "results/shortlist.yaml"
SEPARATORS = re.compile(r"[\s,、;。及和与]+")
# "3至6", "3 —— 6"
DASH = re.compile(r"\s*(?:-|[~—–〜−‐‑―至到]+)\s*")
RANGE = re.compile(r"(.*?)([0-9]{1,9})-(?:\1)?([0-9]{1,9})\Z")
# "第3号"
COUNTED = re.compile(r"第?([0-9A-Za-z-]+)号")
MAX_RANGE = 1000
KEY = re.compile(r"^shortlist:.*\Z", re.M | re.S)
ITEM = re.compile(r"^( *)- ", re.M)


@dataclass(frozen=True)
class ShortlistChange:
    """The slugs that were added to the shortlist, that it had already, and that were removed."""

    added: Sequence[str]
    present: Sequence[str]
    removed: Sequence[str]


def change_shortlist(
    content: Path, numbers: str, languages: tuple[str, ...], *, replace: bool, folder: Path | None = None
) -> ShortlistChange:
    """Add the entries of these numbers to the end of the shortlist, or make them the whole of it with ``replace``.

    ``folder`` is that of the round, if it has results of its own. Numbers are separated by blanks or commas; 3-8 and
    X03-X08 are ranges. Raises ``ContentError`` for each number that no entry has, and if the file cannot be changed.
    """
    slugs = _resolve(list_existing_entries(content), numbers)
    path = (folder or content) / FILE
    text = textfile.read_text(path) if path.is_file() else ""
    listed = _list_slugs(text, languages)
    remaining = [] if replace else listed
    added = [slug for slug in slugs if slug not in remaining]
    changed = _replace_list(text, added) if replace else _append(text, listed, added)
    validate(ShortlistFile, read_yaml(FILE, changed), languages)
    path.parent.mkdir(parents=True, exist_ok=True)
    textfile.write_text(path, changed)
    return ShortlistChange(
        [slug for slug in added if slug not in listed],
        [slug for slug in slugs if slug in listed],
        [slug for slug in listed if replace and slug not in slugs],
    )


def _resolve(existing: ExistingEntries, numbers: str) -> list[str]:
    by_number = {
        fold_number(number): folder.partition("/")[2]
        for number, folder in existing.numbers.items()
        if folder.startswith(f"{ENTRIES}/")
    }
    slugs: dict[str, None] = {}
    problems: list[Problem] = []
    for number in split_numbers(numbers, by_number):
        if slug := by_number.get(fold_number(number)):
            slugs[slug] = None
        else:
            problems.append(unknown("--entries", 0, "entry_number", number, sorted(existing.numbers)))
    if problems:
        raise ContentError(*problems)
    if not slugs:
        raise ContentError(problem("--entries", 0, "missing_key", key="entries"))
    return list(slugs)


def split_numbers(numbers: str, known: Collection[str]) -> Iterator[str]:
    """Iterate over the numbers in a text such as ``1-3、第7号``. A dash is part of those that are ``known``, folded."""
    text = DASH.sub("-", COUNTED.sub(r"\1 ", unicodedata.normalize("NFKC", numbers)))
    for part in filter(None, SEPARATORS.split(text)):
        match = RANGE.match(part) if fold_number(part) not in known else None
        if match and int(match[2]) <= int(match[3]) < int(match[2]) + MAX_RANGE:
            numbers_in_range = range(int(match[2]), int(match[3]) + 1)
            yield from (f"{match[1]}{number:0{len(match[2])}d}" for number in numbers_in_range)
        else:
            yield part


def fold_number(number: str) -> str:
    """Return a number for comparison: whatever its width and case, and without zeros before it."""
    text = unicodedata.normalize("NFKC", number).strip().lower()
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)


def _list_slugs(text: str, languages: tuple[str, ...]) -> list[str]:
    document = read_yaml(FILE, text or "{}")
    if not (isinstance(document.data, dict) and document.data.get("shortlist")):
        return []
    return list(validate(ShortlistFile, document, languages).shortlist)


def _append(text: str, listed: Sequence[str], slugs: Sequence[str]) -> str:
    items = ITEM.findall(text)
    if not items:
        # a list in brackets, or none yet
        return _replace_list(text, [*listed, *slugs])
    return text.rstrip() + "\n" + "".join(f"{items[-1]}- {slug}\n" for slug in slugs)


def _replace_list(text: str, slugs: Sequence[str]) -> str:
    """Return the text with this list; what stands above its key stays."""
    return KEY.sub("", text) + "shortlist:\n" + "".join(f"  - {slug}\n" for slug in slugs)
