"""A publication from end to end, on a real store."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publishing.build_input import Built
from plugins.publishing.messages import Stopped
from plugins.publishing.plan import Rank
from plugins.publishing.publish import Order, Rules, prepare, publish, rollback
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.conftest import public
from tests.publishing.site_factory import STAGES, WINNERS, built, site, strange

RULES = Rules("https://xunzhan.example/", wait=0)
ORDER = Order("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))


def _contents(built: Built) -> dict[str, bytes]:
    return {
        path.relative_to(built.folder).as_posix(): path.read_bytes()
        for path in built.folder.rglob("*")
        if path.is_file()
    }


def _codes(stopped: pytest.ExceptionInfo[Stopped]) -> list[str]:
    return [note.code for note in stopped.value.notes]


def test_publish_makes_every_file_public_with_its_headers(bucket: Bucket, site_a: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    assert public(bucket) == _contents(site_a)
    headers = bucket.store.head(f"{bucket.keys.public}index.html") or {}
    assert (headers["Content-Type"], headers["Cache-Control"]) == (
        "text/html; charset=utf-8",
        "public, max-age=60, stale-while-revalidate=600",
    )


def test_publish_again_changes_nothing_in_at_most_five_requests(bucket: Bucket, site_a: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    bucket.store.requests = 0
    assert publish(bucket, site_a, RULES, ORDER).plan == ()
    assert bucket.store.requests <= 5


def test_first_publication_sends_every_file_once_but_what_is_revealed(bucket: Bucket, site_b: Built) -> None:
    publish(bucket, site_b, RULES, ORDER)
    staged = set(bucket.store.listing(bucket.keys.blobs))
    release = bucket.release(bucket.state().release)
    assert release
    revealed = {path for path, place in release.places.items() if place == release.place}
    assert staged == {release.files[path].blob for path in revealed}


def test_what_goes_from_public_is_kept_for_the_way_back(bucket: Bucket, site_a: Built, site_b: Built) -> None:
    first = publish(bucket, site_a, RULES, ORDER).release
    second = publish(bucket, site_b, RULES, ORDER)
    gone = {change.path for change in second.plan} & first.files.keys()
    assert {first.files[path].blob for path in gone} <= set(bucket.store.listing(bucket.keys.blobs))


def test_next_stage_keeps_old_assets_and_removes_old_pages(bucket: Bucket, site_a: Built, site_b: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    publish(bucket, site_b, RULES, ORDER)
    old, new = _contents(site_a), _contents(site_b)
    assets = {path: data for path, data in old.items() if path.startswith(("theme/", "media/", "data/"))}
    assert public(bucket) == assets | new


def test_old_assets_go_after_the_grace(bucket: Bucket, site_a: Built, tmp_path: Path) -> None:
    publish(bucket, site_a, RULES, ORDER)
    styles = ("blue", "pink", "gold", "grey")
    for style in styles:
        changed = built(site(tmp_path / style, ("baiyun", "huadu"), style, awards=False), "tour")
        publish(bucket, changed, replace(RULES, largest_share=1), ORDER)
    found = {data.decode() for path, data in public(bucket).items() if path.startswith("theme/")}
    assert found == {f"p {{ color: {style} }}" for style in styles}


def test_rollback_restores_the_former_release_and_uploads_no_file(bucket: Bucket, site_a: Built, site_b: Built) -> None:
    first = publish(bucket, site_a, RULES, ORDER)
    publish(bucket, site_b, RULES, ORDER)
    sent = bucket.store.sent
    rollback(bucket, first.release.id, RULES, ORDER)
    pages = {path: data for path, data in public(bucket).items() if path.endswith((".html", ".xml"))}
    assert pages == {path: data for path, data in _contents(site_a).items() if path.endswith((".html", ".xml"))}
    # the state, the record and the notes of the lock are all that was sent
    assert bucket.store.sent - sent < 6_000
    assert not [path for path in public(bucket) if path.startswith("media/medal")]


def test_records_say_who_made_what_public(bucket: Bucket, site_a: Built, site_b: Built) -> None:
    a = publish(bucket, site_a, RULES, ORDER).release.id
    b = publish(bucket, site_b, RULES, ORDER).release.id
    rollback(bucket, a, RULES, replace(ORDER, who="Li Jialang"))
    told = [(record.sequence, record.action, record.former, record.release, record.who) for record in bucket.records()]
    assert told == [
        (1, "publish", "", a, "Mu Mu"),
        (2, "publish", a, b, "Mu Mu"),
        (3, "rollback", b, a, "Li Jialang"),
    ]


def test_reveal_comes_after_what_it_needs_and_before_what_leads_to_it(
    bucket: Bucket, site_a: Built, site_b: Built
) -> None:
    publish(bucket, site_a, RULES, ORDER)
    ranks = {change.path: change.rank for change in prepare(bucket, site_b, RULES, ORDER).plan}
    assert [change.path for change in prepare(bucket, site_b, RULES, ORDER).plan if change.is_revealed] == [
        path for path in sorted(ranks) if path.startswith("media/medal")
    ] + [WINNERS]
    assert (ranks[WINNERS], ranks["index.html"], ranks["entries/index.html"], ranks["entries/liwan/index.html"]) == (
        Rank.REVEALED_PAGE,
        Rank.LATE_HUB,
        Rank.HUB,
        Rank.GONE_PAGE,
    )


def test_header_change_alone_is_published(bucket: Bucket, site_a: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    publish(bucket, replace(site_a, hashed=()), RULES, ORDER)
    (style,) = [path for path in _contents(site_a) if path.startswith("theme/")]
    headers = bucket.store.head(bucket.keys.public + style) or {}
    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"


def test_edit_of_the_same_size_with_an_older_date_is_published(bucket: Bucket, tmp_path: Path) -> None:
    edited = built(site(tmp_path, ("baiyun", "huadu"), "red", awards=False), "tour")
    publish(bucket, edited, RULES, ORDER)
    page = edited.folder / "about/index.html"
    page.write_bytes(page.read_bytes().replace(b"about", b"other"))
    os.utime(page, (0, 0))
    assert [change.path for change in publish(bucket, edited, RULES, ORDER).plan] == ["about/index.html"]
    assert public(bucket) == _contents(edited)


def test_what_another_tool_changed_is_put_right(bucket: Bucket, site_a: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    bucket.store.put(f"{bucket.keys.public}index.html", b"defaced", {})
    assert [(change.path, change.reason) for change in publish(bucket, site_a, RULES, ORDER).plan] == [
        ("index.html", "unknown")
    ]
    assert public(bucket) == _contents(site_a)


def test_first_publication_reveals_only_what_its_stage_adds(bucket: Bucket, site_b: Built) -> None:
    plan = prepare(bucket, site_b, RULES, ORDER).plan
    revealed = [change.path for change in plan if change.is_revealed]
    assert revealed == [path for path in sorted(_contents(site_b)) if path.startswith("media/medal")] + [WINNERS]


def test_strange_names_arrive_exactly(bucket: Bucket, tmp_path: Path) -> None:
    release = strange(tmp_path)
    publish(bucket, release, replace(RULES, rehearsal=True), ORDER)
    assert public(bucket) == _contents(release)
    assert publish(bucket, release, replace(RULES, rehearsal=True), ORDER).plan == ()


def test_publish_without_clearance_is_refused(bucket: Bucket, site_a: Built) -> None:
    with pytest.raises(Stopped) as stopped:
        publish(bucket, replace(site_a, clearance=None), RULES, ORDER)
    assert _codes(stopped) == ["no_clearance"]
    assert public(bucket) == {}


def test_going_back_a_stage_is_refused_unless_allowed(bucket: Bucket, site_a: Built, site_b: Built) -> None:
    publish(bucket, site_b, RULES, ORDER)
    with pytest.raises(Stopped) as stopped:
        publish(bucket, site_a, RULES, ORDER)
    assert _codes(stopped) == ["backward"]
    publish(bucket, site_a, RULES, replace(ORDER, allow_backward=True, allow_deletes=True))
    assert WINNERS not in public(bucket)


def test_losing_many_pages_is_refused_unless_allowed(bucket: Bucket, site_a: Built, tmp_path: Path) -> None:
    publish(bucket, site_a, RULES, ORDER)
    small = built(site(tmp_path, ("baiyun",), "red", awards=False), "tour")
    with pytest.raises(Stopped) as stopped:
        publish(bucket, small, RULES, ORDER)
    assert _codes(stopped) == ["many_deletes"]
    assert public(bucket) == _contents(site_a)
    publish(bucket, small, RULES, replace(ORDER, allow_deletes=True))
    assert "entries/huadu/index.html" not in public(bucket)


def test_empty_build_is_refused(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(Stopped) as stopped:
        publish(bucket, Built(tmp_path, "tour", STAGES), RULES, ORDER)
    assert _codes(stopped) == ["nothing_built"]


def test_rollback_to_an_unknown_release_is_refused(bucket: Bucket, site_a: Built) -> None:
    publish(bucket, site_a, RULES, ORDER)
    with pytest.raises(Stopped) as stopped:
        rollback(bucket, "tour-000000000000", RULES, ORDER)
    assert _codes(stopped) == ["no_such_release"]
