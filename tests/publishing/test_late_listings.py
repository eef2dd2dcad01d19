"""The check of public files where a listing is late or wrong, with a store that answers from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from types import SimpleNamespace
from typing import Any, cast

import pytest

from plugins.publishing.files import File, md5_of
from plugins.publishing.messages import PublishError, publish_error
from plugins.publishing.plan import Change, Phase, Reason
from plugins.publishing.release import Release
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import S3
from plugins.publishing.target_state import State
from plugins.publishing.targets.public_check import PublicCheck
from plugins.publishing.targets.target import Job, Lock, SteadyLock

PAGE = File("a.html", "blob", 4, md5_of(b"page"), ())
RIGHT = ObjectInfo(4, PAGE.md5, "m")
REMOVAL = Change(path="old.html", reason=Reason.GONE, phase=Phase.REMOVED_PAGE, deferred=True)


@dataclass
class _Store:
    """What a store has, and what it lists."""

    objects: Mapping[str, bytes]
    listing: Mapping[str, ObjectInfo]
    metadata: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    config: Any = field(default_factory=lambda: SimpleNamespace(workers=2))

    def list_objects(self, _: str) -> Mapping[str, ObjectInfo]:
        return self.listing

    def head(self, key: str) -> Message | None:
        if key not in self.objects:
            return None
        message = Message()
        data = self.objects[key]
        headers = {"Content-Length": str(len(data)), "ETag": f'"{self.etag or md5_of(data)}"', **self.metadata}
        for name, value in headers.items():
            message[name] = value
        return message

    def get(self, key: str) -> bytes | None:
        return self.objects.get(key)


def _check(
    store: _Store, *plan: Change, has_checksums: bool = False, lock: Lock | None = None, delay: float = 0
) -> set[str]:
    """The paths of the verified listing."""
    release = Release("tour", ("tour",), {}, (), {"a.html": PAGE})
    check = PublicCheck(cast(S3, store), "site/", has_checksums, delay, {})
    return set(check.list_verified(Job(release, plan, State(), {}), lock or SteadyLock()))


def _find_refusal(store: _Store, *plan: Change, has_checksums: bool = False) -> dict[str, str]:
    with pytest.raises(PublishError) as caught:
        _check(store, *plan, has_checksums=has_checksums)
    (message,) = caught.value.messages
    assert message.code == "wrong_after"
    return dict(message.values)


def test_what_is_listed_right_is_not_asked_for() -> None:
    assert _check(_Store({}, {"a.html": RIGHT, "other": RIGHT})) == {"a.html", "other"}


def test_what_is_right_but_listed_wrongly_is_left_out() -> None:
    public = {"site/a.html": b"page"}
    assert _check(_Store(public, {})) == set()
    assert _check(_Store(public, {"a.html": ObjectInfo(4, "other", "m")})) == set()
    # removed, and still listed
    assert _check(_Store({}, {"a.html": RIGHT, "old.html": RIGHT}), REMOVAL) == {"a.html"}


def test_what_is_wrong_in_the_store_is_refused() -> None:
    named = {"count": "1", "first": "a.html"}
    assert _find_refusal(_Store({}, {})) == named
    assert _find_refusal(_Store({"site/a.html": b"else"}, {})) == named
    assert _find_refusal(_Store({"site/a.html": b"larger"}, {})) == named
    still_there = _Store({"site/old.html": b"page"}, {"a.html": RIGHT, "old.html": RIGHT})
    assert _find_refusal(still_there, REMOVAL) == {"count": "1", "first": "old.html"}


@pytest.mark.parametrize(
    ("metadata", "data", "is_right"),
    [
        ({"X-Oss-Meta-Xunzhan-Blob": "blob"}, b"page", True),
        ({"X-Oss-Meta-Xunzhan-Blob": "other"}, b"page", False),
        # written before the setting
        ({}, b"page", True),
        ({}, b"else", False),
    ],
)
def test_checksum_of_our_own_decides_where_etags_say_nothing(
    metadata: dict[str, str], data: bytes, is_right: bool
) -> None:
    store = _Store({"site/a.html": data}, {"a.html": ObjectInfo(4, "opaque", "m")}, metadata, "opaque")
    if is_right:
        assert _check(store, has_checksums=True) == {"a.html"}
    else:
        assert _find_refusal(store, has_checksums=True) == {"count": "1", "first": "a.html"}
    assert _find_refusal(store) == {"count": "1", "first": "a.html"}


def test_late_listing_is_waited_for_only_under_the_lock() -> None:
    class Lost(Lock):
        def remaining_seconds(self) -> int:
            raise publish_error("lock_lost")

    with pytest.raises(PublishError) as caught:
        _check(_Store({"site/a.html": b"page"}, {}), lock=Lost(), delay=60)
    assert [message.code for message in caught.value.messages] == ["lock_lost"]
