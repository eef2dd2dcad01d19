"""What differs between two built sites as people see it: words of each page that came and went, and pictures."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bs4 import BeautifulSoup, Tag

from plugins.system import textfile

# what is read as one paragraph; an element with one of these inside is none
BLOCKS = ["p", "li", "td", "th", "dt", "dd", "figcaption", "summary", "blockquote", "pre"]
BLOCKS += [f"h{rank}" for rank in range(1, 7)]
# a word of letters or digits, or a single sign: Chinese has no blanks between its words
TOKEN = re.compile(r"[0-9A-Za-z]+|\s+|.", re.DOTALL)
# paragraphs less alike than this are shown as one that went and one that came
MIN_LIKENESS = 0.4
NUMBER_LENGTH = 12

Kind = Literal["new", "changed", "gone"]
Part = tuple[Literal["same", "new", "gone"], str]
"""A piece of a paragraph, and whether it stayed, came or went."""


@dataclass(frozen=True)
class PagePicture:
    """A picture of a page: its file on the built site, its text for those who do not see it, and the file's digest."""

    file: Path
    alt: str
    digest: str


@dataclass(frozen=True)
class PageReview:
    """A page that differs: ``paragraphs`` as pieces, and the pictures that went and came."""

    kind: Kind
    path: str
    title: str
    paragraphs: tuple[tuple[Part, ...], ...]
    pictures_gone: tuple[PagePicture, ...]
    pictures_new: tuple[PagePicture, ...]


@dataclass(frozen=True)
class _Page:
    title: str
    paragraphs: tuple[str, ...]
    pictures: tuple[PagePicture, ...]


def review_pages(before: Path, after: Path) -> list[PageReview]:
    """Every page whose words or pictures differ between two built sites, by address.

    A picture is named by its contents: pages with the same source show the same.
    """
    old, new = _read_sources(before), _read_sources(after)
    empty = _Page("", (), ())
    reviews = []
    for path in sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)):
        one = _read_page(before, path, old[path]) if path in old else empty
        two = _read_page(after, path, new[path]) if path in new else empty
        gone, came = _differing_pictures(one.pictures, two.pictures), _differing_pictures(two.pictures, one.pictures)
        paragraphs = tuple(_differing_paragraphs(one.paragraphs, two.paragraphs))
        if paragraphs or gone or came or (path in old) is not (path in new):
            kind: Kind = "changed" if path in old and path in new else "new" if path in new else "gone"
            reviews.append(PageReview(kind, path, two.title or one.title, paragraphs, gone, came))
    return reviews


def change_number(reviews: dict[str, list[PageReview]]) -> str:
    """A short number of all changes by stage: the same changes have the same one, others another."""
    digest = hashlib.sha256()
    for stage, pages in reviews.items():
        for page in pages:
            pictures = [[picture.digest for picture in side] for side in (page.pictures_gone, page.pictures_new)]
            digest.update(repr((stage, page.kind, page.path, page.title, page.paragraphs, pictures)).encode())
    number = digest.hexdigest()[:NUMBER_LENGTH].upper()
    return "-".join(number[start : start + 4] for start in range(0, NUMBER_LENGTH, 4))


def _read_sources(site: Path) -> dict[str, tuple[str, str]]:
    """The title and the main part of each page that has one, as they are written, by address."""
    sources = {}
    for file in sorted(site.rglob("*.html")):
        head, main, rest = textfile.read_text(file).partition("<main")
        if main:
            title = head.partition("<title>")[2].partition("</title>")[0]
            path = file.relative_to(site).as_posix().removesuffix("index.html")
            sources[path] = title, f"{main}{rest.rpartition('</main>')[0]}</main>"
    return sources


def _read_page(site: Path, path: str, source: tuple[str, str]) -> _Page:
    title, main = (BeautifulSoup(part, "html.parser") for part in source)
    pictures = _pictures(main, (site / path).parent if path.endswith(".html") else site / path, site)
    return _Page(title.get_text(strip=True), tuple(_paragraphs(main)), tuple(pictures))


def _paragraphs(main: Tag) -> Iterator[str]:
    """The texts of a page: of paragraphs, headings, items and cells in their order, then what stands in none."""
    for element in main.find_all(BLOCKS):
        text = " ".join(element.get_text(" ").split())
        if text and not element.find(BLOCKS):
            yield text
    for text in main.find_all(string=True):
        if text.strip() and not text.find_parent(BLOCKS):
            yield " ".join(text.split())


def _pictures(main: Tag, folder: Path, site: Path) -> Iterator[PagePicture]:
    for image in main.find_all("img"):
        source = str(image.get("src", ""))
        file = (folder / source).resolve()
        # never what lies outside of the site
        if file.is_relative_to(site.resolve()) and file.is_file():
            yield PagePicture(file, str(image.get("alt", "")), hashlib.sha256(file.read_bytes()).hexdigest())


def _differing_pictures(these: Sequence[PagePicture], others: Sequence[PagePicture]) -> tuple[PagePicture, ...]:
    known = {picture.digest for picture in others}
    return tuple({item.digest: item for item in these if item.digest not in known}.values())


def _differing_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Part, ...]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, came = list(before[start:end]), list(after[new_start:new_end])
        while gone and came:
            yield from _compare(gone.pop(0), came.pop(0))
        yield from ((("gone", text),) for text in gone)
        yield from ((("new", text),) for text in came)


def _compare(before: str, after: str) -> Iterator[tuple[Part, ...]]:
    """One paragraph with its pieces, or two if they have little in common."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < MIN_LIKENESS:
        yield (("gone", before),)
        yield (("new", after),)
        return
    parts: list[Part] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[start:end])))
            continue
        pieces: tuple[Part, Part] = (("gone", "".join(old[start:end])), ("new", "".join(new[new_start:new_end])))
        parts += [piece for piece in pieces if piece[1]]
    yield tuple(parts)
