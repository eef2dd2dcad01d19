"""The review as one page that opens anywhere: pictures are inside, and it asks the network for nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from plugins.review.changes import PagePicture, PageReview, Part, number_of
from plugins.review.messages import say

# such as en or zh-hant
LANGUAGE_FOLDER = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
TEMPLATES = Path(__file__).with_name("templates")
PICTURE_WIDTH = 480
PICTURE_QUALITY = 70
# pages made from others, which repeat what changed on a page of its own; they are named after it
DERIVED = ("", "tour/", "entries/", "contents/", "units/", "names/", "news/", "tracks/", "vote/", "404.html")


@dataclass(frozen=True)
class _Change:
    """A change with the pages that have it, the page of its own first: of words, or of pictures."""

    pages: tuple[PageReview, ...]
    parts: tuple[Part, ...] = ()
    gone: tuple[PagePicture, ...] = ()
    new: tuple[PagePicture, ...] = ()


def render_review(
    reviews: Mapping[str, list[PageReview]], names: Mapping[str, str], facts: Mapping[str, str], lang: str
) -> str:
    """Return the page. ``reviews`` are by stage id, ``names`` the stages' names, ``facts`` title, revision and day.

    A change stands once, at the first stage that shows it, with all pages that have it there.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    listed_before: set[Hashable] = set()
    stages = [
        {
            "name": names[stage],
            "is_same": not pages,
            "pages": _unseen([page for page in pages if page.kind != "changed"], listed_before),
            "changes": _group([page for page in pages if page.kind == "changed"], listed_before),
        }
        for stage, pages in reviews.items()
    ]
    return environment.get_template("review.html").render(
        lang=lang,
        say=lambda code, **values: say(code, lang, **values),
        stages=stages,
        number=number_of(dict(reviews)),
        to_address=_to_address,
        **facts,
    )


def _unseen(pages: list[PageReview], listed_before: set[Hashable]) -> list[PageReview]:
    keys = {(page.kind, page.path, page.paragraphs): page for page in pages}
    unseen = [page for key, page in keys.items() if key not in listed_before]
    listed_before.update(keys)
    return unseen


def _group(pages: list[PageReview], listed_before: set[Hashable]) -> list[_Change]:
    """The changes that no earlier stage has, each with its pages, in the order of the pages of their own."""
    changes: dict[Hashable, _Change] = {}
    for page in sorted(pages, key=_place):
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
    """What makes two changes the same one: the words that came and went, whatever stands around them."""
    pieces = tuple(part for part in change.parts if part[0] != "same")
    return (pieces, tuple(item.alt for item in change.gone), tuple(item.alt for item in change.new))


def _place(page: PageReview) -> tuple[bool, bool, str]:
    """Where a page comes: pages of lists and halls last, before them those in other languages than the first."""
    first, _, below = page.path.partition("/")
    is_translated = bool(LANGUAGE_FOLDER.fullmatch(first))
    path = below if is_translated else page.path
    return path in DERIVED or path.startswith(("tour/", "tracks/", "units/")), is_translated, path


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
