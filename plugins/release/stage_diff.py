"""Compares two built sites page by page: new, changed and removed pages, with the words that are new in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal

from bs4 import BeautifulSoup

from plugins.system import textfile

# hashes in file names, which change although the page says the same
HASHED_NAME = re.compile(r"\.[0-9a-f]{12}\b|[0-9a-f]{12}(?=[.-])")
TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
MAX_WORDS_LENGTH = 60


@dataclass(frozen=True)
class PageChange:
    """A page that is new, changed or gone. ``words`` is the start of what is new on a changed page, or empty."""

    kind: Literal["new", "changed", "gone"]
    path: str
    title: str
    words: str = ""


def compare_sites(old: Path, new: Path, ignored: tuple[str, ...] = ()) -> Iterator[PageChange]:
    """Yield every page that differs between two built sites: new ones, changed ones, removed ones.

    ``ignored`` are strings that do not count as differences, such as the sites' addresses.
    """
    before, after = _read_pages(old), _read_pages(new)
    yield from (PageChange("new", path, _title(after[path])) for path in after if path not in before)
    for path in [path for path in after if path in before]:
        if _normalize(before[path], ignored) != _normalize(after[path], ignored):
            yield PageChange("changed", path, _title(after[path]), _new_words(before[path], after[path]))
    yield from (PageChange("gone", path, _title(before[path])) for path in before if path not in after)


def _read_pages(site: Path) -> dict[str, str]:
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix().removesuffix("index.html"): textfile.read_text(path) for path in paths}


def _normalize(page: str, ignored: tuple[str, ...]) -> str:
    for text in ignored:
        page = page.replace(text, "")
    return HASHED_NAME.sub("", page)


def _title(page: str) -> str:
    match = TITLE.search(page)
    return unescape(match.group(1)).strip() if match else ""


def _new_words(before: str, after: str) -> str:
    known = set(_lines(before))
    return "；".join(line for line in _lines(after) if line not in known)[:MAX_WORDS_LENGTH]


def _lines(page: str) -> list[str]:
    main = BeautifulSoup(page, "html.parser").main
    return list(main.stripped_strings) if main else []
