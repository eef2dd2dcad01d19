"""Listings of many objects, one page after the other.

Pages that are asked for at once, from known keys on, took SeaweedFS longer than one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugins.publishing.messages import publish_error
from plugins.publishing.s3.answers import ListingPage, ObjectInfo

# sends a query, and returns the page that answers it
ListPage = Callable[[Mapping[str, str]], ListingPage]


def list_all(list_page: ListPage, query: Mapping[str, str]) -> dict[str, ObjectInfo]:
    """All objects of a query by key, page after page. Raises ``PublishError``."""
    objects: dict[str, ObjectInfo] = {}
    while True:
        page = list_page(query)
        objects.update(page.objects)
        if not page.next_query:
            return objects
        if page.next_query.items() <= query.items():
            raise publish_error("bad_listing")
        query = {**query, **page.next_query}
