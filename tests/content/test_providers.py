"""The addresses of ballots on a platform: with the entry, and as a frame loads them."""

from __future__ import annotations

import pytest

from plugins.content.schema.config import Mode
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.providers import EntryParameter, ParameterPosition, Provider

OWN = Provider("own", TranslatedText("en", {"en": "own"}), (Mode.LINK,))


def _with_entry(place: ParameterPosition, name: str | None) -> Provider:
    return Provider(OWN.id, OWN.name, OWN.modes, entry=EntryParameter(place, name))


@pytest.mark.parametrize(
    ("place", "name", "address", "expected"),
    [
        ("query", "e", "https://a.cn/b", "https://a.cn/b?e=x-1"),
        ("query", "e", "https://a.cn/b?c=d#f", "https://a.cn/b?c=d&e=x-1#f"),
        ("query", None, "https://a.cn/b", "https://a.cn/b?x-1"),
        ("hash", "e", "https://a.cn/b?c=d#f", "https://a.cn/b?c=d#e=x-1"),
        ("hash", None, "https://a.cn/b", "https://a.cn/b#x-1"),
        ("path", None, "https://a.cn/b/", "https://a.cn/b/x-1"),
        ("path", "e", "https://a.cn/b?c=d", "https://a.cn/b/x-1?c=d"),
    ],
)
def test_a_common_ballot_is_told_the_entry(place: str, name: str | None, address: str, expected: str) -> None:
    assert _with_entry(ParameterPosition(place), name).url_for_entry(address, "x-1") == expected


def test_a_ballot_has_an_address_by_its_id_where_the_platform_has_ids() -> None:
    platform = Provider(OWN.id, OWN.name, OWN.modes, address="https://a.cn/{ballot}.html", ballot="[a-z]+")
    assert platform.ballot_url("ab/雨") == "https://a.cn/ab/%E9%9B%A8.html"
    assert platform.ballot_url("https://b.cn/") == "https://b.cn/"
    assert [platform.has_ballot(ballot) for ballot in ("ab", "ab1", "")] == [True, False, False]
    assert (OWN.has_ballot("ab"), OWN.url_for_entry("https://a.cn/", "x")) == (False, "https://a.cn/")
