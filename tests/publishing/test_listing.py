"""Listings of several pages, as stores encode and continue them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.s3.answers import ListingPage, ObjectInfo, parse_listing
from plugins.publishing.s3.listing import list_all

INFO = ObjectInfo(1, "0", "2026-11-28T09:00:00.000Z")
KEYS = [f"site/{number:05}.html" for number in range(4500)]
Asked = list[Mapping[str, str]]


def _serve(keys: list[str], asked: Asked, has_tokens: bool, is_deaf: bool, query: Mapping[str, str]) -> ListingPage:
    """A page of these keys in their order, by token or marker; a deaf store always begins at the beginning."""
    asked.append(query)
    after = "" if is_deaf else query.get("continuation-token", query.get("start-after", "")).removeprefix("token ")
    begin = keys.index(after) + 1 if after in keys else sum(key <= after for key in keys)
    page = keys[begin : begin + 1000]
    more = begin + 1000 < len(keys)
    next_query = {"continuation-token": f"token {page[-1]}"} if has_tokens else {"start-after": page[-1]}
    return ListingPage(tuple((key, INFO) for key in page), next_query if more else {})


Store = Callable[[Mapping[str, str]], ListingPage]


def _store(keys: list[str], asked: Asked, *, has_tokens: bool = True, is_deaf: bool = False) -> Store:
    return partial(_serve, keys, asked, has_tokens, is_deaf)


@pytest.mark.parametrize("has_tokens", [True, False])
def test_all_pages_are_listed_by_token_or_marker(has_tokens: bool) -> None:
    asked: Asked = []
    assert list_all(_store(KEYS, asked, has_tokens=has_tokens), {"prefix": "site/"}) == dict.fromkeys(KEYS, INFO)
    assert [query["prefix"] for query in asked] == ["site/"] * 5


def test_listing_that_never_ends_is_an_error() -> None:
    with pytest.raises(PublishError) as caught:
        list_all(_store(KEYS, [], has_tokens=False, is_deaf=True), {})
    assert [message.code for message in caught.value.messages] == ["bad_listing"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<ListBucketResult><Contents><Key>a\x01b</Key></Contents></ListBucketResult>",
        b"<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>",
        b"<ListBucketResult><Contents><Key>a</Key><Size>x</Size><ETag/><LastModified/></Contents></ListBucketResult>",
        b"<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    ],
)
def test_listing_that_cannot_be_read_is_an_error(body: bytes) -> None:
    with pytest.raises(PublishError) as caught:
        parse_listing(body)
    assert [message.code for message in caught.value.messages] == ["bad_listing"]


@pytest.mark.parametrize(
    ("encoding", "key", "name"),
    [("<EncodingType>url</EncodingType>", "a%2Bb+c%25", "a+b c%"), ("", "a+b c%25", "a+b c%25")],
)
def test_keys_are_decoded_only_if_the_store_says_so(encoding: str, key: str, name: str) -> None:
    entry = f"<Key>{key}</Key><Size>1</Size><ETag>&quot;AB&quot;</ETag><LastModified>x</LastModified>"
    body = f"<ListBucketResult xmlns='urn:x'>{encoding}<Contents>{entry}</Contents></ListBucketResult>"
    page = parse_listing(body.encode())
    assert page == ListingPage(((name, ObjectInfo(1, "ab", "x")),), {})
