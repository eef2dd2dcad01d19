"""The review as one page that opens anywhere: pictures are inside, and it asks the network for nothing."""

from __future__ import annotations

import base64
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from plugins.content.url_scheme import CONTENTS, ENTRIES, NAMES, NEWS, TOUR, TRACKS, UNITS, VOTE
from plugins.review.changes import PagePicture, PageReview, Part
from plugins.system.html_templates import render_page
from plugins.system.messages import Catalogue

say = Catalogue(__file__).text
TEMPLATE = Path(__file__).parent / "templates" / "review.html"
PICTURE_WIDTH = 480
PICTURE_QUALITY = 70
# pages made from others, which repeat what changed on a page of its own; they are named after it
DERIVED = {"", ENTRIES, CONTENTS, NAMES, NEWS, VOTE, "404.html"}
DERIVED_FOLDERS = (TOUR, TRACKS, UNITS)


@dataclass(frozen=True)
class _Change:
    """A change with the pages that have it, the page of its own first: of words, or of pictures."""

    pages: tuple[PageReview, ...]
    parts: tuple[Part, ...] = ()
    gone: tuple[PagePicture, ...] = ()
    new: tuple[PagePicture, ...] = ()


@dataclass(frozen=True)
class StageReview:
    """What changes in a stage. ``is_first`` says that the stage could not be built before, so that the stage before it
    was compared with."""

    name: str
    pages: Sequence[PageReview]
    is_first: bool


@dataclass(frozen=True)
class ReviewFacts:
    """What the page says of itself; and the folders of the languages but the first, by which pages are ordered."""

    title: str
    revision: str
    day: str
    number: str
    unprepared: str
    language_folders: frozenset[str]


def render_review(stages: Iterable[StageReview], facts: ReviewFacts, lang: str) -> bytes:
    """Return the page. A change stands once, at the first stage that shows it, with all pages that have it there."""
    listed_before: set[Hashable] = set()
    listed = [
        {
            "stage": stage,
            "pages": _unseen([page for page in stage.pages if page.kind != "changed"], listed_before),
            "changes": _group(stage.pages, facts.language_folders, listed_before),
        }
        for stage in stages
    ]
    return render_page(TEMPLATE, lang, say, stages=listed, facts=facts, to_address=_to_address)


def _unseen(pages: list[PageReview], listed_before: set[Hashable]) -> list[PageReview]:
    keys: dict[Hashable, PageReview] = {
        (page.kind, page.path, page.paragraphs, *(item.digest for item in page.pictures_new)): page for page in pages
    }
    unseen = [page for key, page in keys.items() if key not in listed_before]
    listed_before.update(keys)
    return unseen


def _group(
    pages: Sequence[PageReview], language_folders: Collection[str], listed_before: set[Hashable]
) -> list[_Change]:
    """The changes that no earlier stage has, each with its pages, in the order of the pages of their own."""
    changes: dict[Hashable, _Change] = {}
    changed = (page for page in pages if page.kind == "changed")
    for page in sorted(changed, key=lambda page: _place(page.path, language_folders)):
        own_changes = [_Change((page,), parts) for parts in page.paragraphs]
        if page.pictures_gone or page.pictures_new:
            own_changes.append(_Change((page,), gone=page.pictures_gone, new=page.pictures_new))
        for change in own_changes:
            key = _key(change)
            first = changes.setdefault(key, change)
            if page not in first.pages:
                changes[key] = replace(first, pages=(*first.pages, page))
    unseen = [change for key, change in changes.items() if key not in listed_before]
    listed_before.update(changes)
    return unseen


def _key(change: _Change) -> Hashable:
    """What makes two changes the same: the words that came and went, whatever stands around them, or the pictures."""
    pieces = tuple(part for part in change.parts if part[0] != "same")
    return (pieces, *(tuple(item.digest for item in side) for side in (change.gone, change.new)))


def _place(path: str, language_folders: Collection[str]) -> tuple[bool, bool, str]:
    """Where a page comes: pages of lists and halls last, before them those in other languages than the first."""
    folder, _, below = path.partition("/")
    is_translated = folder in language_folders
    path = below if is_translated else path
    return path in DERIVED or path.startswith(DERIVED_FOLDERS), is_translated, path


def _to_address(picture: PagePicture) -> str:
    """A small copy of a picture as an address; what is no raster picture, such as SVG, is only named."""
    try:
        with Image.open(picture.file) as image:
            small = image.convert("RGB")
    except OSError:
        return ""
    small.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH * 4))
    data = BytesIO()
    small.save(data, "JPEG", quality=PICTURE_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(data.getvalue()).decode()
