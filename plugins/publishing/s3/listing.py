"""Listings of many objects: one page after the other, or at once where most of the keys are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from plugins.publishing.messages import publish_error
from plugins.publishing.s3.answers import ListingPage, ObjectInfo

PAGE_SIZE = 1000
# a listing of less is fast enough
MIN_RANGES = 3
# more would only wait for the store
WORKERS = 8
# sends a query, and returns the page that answers it
ListPage = Callable[[Mapping[str, str]], ListingPage]


def list_all(list_page: ListPage, query: Mapping[str, str]) -> dict[str, ObjectInfo]:
    """All objects of a query by key, page after page. Raises ``PublishError``."""
    return {key: info for page in _pages(list_page, query) for key, info in page.objects}


def list_known(list_page: ListPage, query: Mapping[str, str], keys: Collection[str]) -> dict[str, ObjectInfo] | None:
    """All objects of a query by key, when they are about these ``keys``: pages are asked for at once.

    Returns ``None`` if there are too few, if one of them is missing, or if the store has another order than that of the
    bytes of keys, as file systems behind a store may have: then a range may be incomplete. Raises ``PublishError``.
    """
    bounds = sorted(keys)[PAGE_SIZE - 1 :: PAGE_SIZE]
    if len(bounds) < MIN_RANGES:
        return None
    with ThreadPoolExecutor(WORKERS) as pool:
        ranges = pool.map(lambda ends: _list_range(list_page, query, *ends), pairwise(["", *bounds, ""]))
        objects: dict[str, ObjectInfo] = {}
        for part in ranges:
            if part is None:
                return None
            objects |= part
    return objects if objects.keys() >= set(keys) else None


def _list_range(list_page: ListPage, query: Mapping[str, str], after: str, last: str) -> dict[str, ObjectInfo] | None:
    """The objects after a key, as far as the ``last`` one; ``None`` if they are not in order."""
    objects: dict[str, ObjectInfo] = {}
    former = after
    for page in _pages(list_page, {**query, **_beginning(after)}):
        for key, info in page.objects:
            if key <= former:
                return None
            former = key
            if not last or key <= last:
                objects[key] = info
        if last and former >= last:
            break
    return objects


def _beginning(after: str) -> dict[str, str]:
    """Where a listing begins; a store that knows only the first version of listings takes a marker."""
    return {"start-after": after, "marker": after} if after else {}


def _pages(list_page: ListPage, query: Mapping[str, str]) -> Iterator[ListingPage]:
    while True:
        page = list_page(query)
        yield page
        if not page.next_query:
            return
        if page.next_query.items() <= query.items():
            raise publish_error("bad_listing")
        query = {**query, **page.next_query}
