"""Listings of several pages, as stores encode and continue them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.s3.answers import ListingPage, ObjectInfo, parse_listing
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import Credentials

INFO = ObjectInfo(1, "0", "2026-11-28T09:00:00.000Z")
KEYS = [f"site/{number:05}.html" for number in range(4500)]
Asked = list[Mapping[str, str]]


def _serve(keys: list[str], asked: Asked, has_tokens: bool, is_deaf: bool, query: Mapping[str, str]) -> ListingPage:
    """A page of these keys in their order, by token or marker; a deaf store always begins at the beginning."""
    asked.append(dict(query))
    after = "" if is_deaf else query.get("continuation-token", query.get("start-after", "")).removeprefix("token ")
    begin = keys.index(after) + 1 if after in keys else sum(key <= after for key in keys)
    page = keys[begin : begin + 1000]
    more = begin + 1000 < len(keys)
    next_query = {"continuation-token": f"token {page[-1]}"} if has_tokens else {"start-after": page[-1]}
    return ListingPage(tuple((key, INFO) for key in page), next_query if more else {})


def _store(asked: Asked, monkeypatch: pytest.MonkeyPatch, *, has_tokens: bool, is_deaf: bool = False) -> S3:
    store = S3(BucketConfig("http://store.example", "b", "r"), Credentials("key", "secret"))
    monkeypatch.setattr(store, "_list_page", partial(_serve, KEYS, asked, has_tokens, is_deaf))
    return store


@pytest.mark.parametrize("has_tokens", [True, False])
def test_all_pages_are_listed_by_token_or_marker(has_tokens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Asked = []
    listing = _store(asked, monkeypatch, has_tokens=has_tokens).list_objects("site/")
    assert listing == {key.removeprefix("site/"): INFO for key in KEYS}
    assert [query["prefix"] for query in asked] == ["site/"] * 5


def test_listing_that_never_ends_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PublishError) as caught:
        _store([], monkeypatch, has_tokens=False, is_deaf=True).list_objects("site/")
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
