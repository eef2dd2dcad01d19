"""Publications and rollbacks from end to end, in a real store."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.plan import Phase
from plugins.publishing.publish import plan_publication, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import public_files
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import STAGES, WINNERS, make_build, read_files, strange, write_site


def _codes(caught: pytest.ExceptionInfo[PublishError]) -> list[str]:
    return [message.code for message in caught.value.messages]


def test_publish_makes_every_file_public_with_its_headers(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    assert public_files(bucket) == read_files(site_a.folder)
    headers = bucket.store.head(f"{bucket.layout.public}index.html") or {}
    assert (headers["Content-Type"], headers["Cache-Control"]) == (
        "text/html; charset=utf-8",
        "public, max-age=60, stale-while-revalidate=600",
    )


def test_publish_again_changes_nothing_in_at_most_five_requests(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    bucket.store.requests = 0
    assert publish(bucket, site_a, POLICY, REQUEST).plan == ()
    assert bucket.store.requests <= 5


def test_first_publication_sends_every_file_once_but_what_is_revealed(bucket: Bucket, site_b: SiteBuild) -> None:
    publish(bucket, site_b, POLICY, REQUEST)
    staged = set(bucket.store.list_objects(bucket.layout.blobs))
    release = bucket.load_release(bucket.load_state().release)
    assert release
    revealed = {path for path, place in release.stage_indexes.items() if place == release.stage_index}
    assert staged == {release.files[path].blob for path in revealed}


def test_what_goes_from_public_is_kept_for_the_way_back(bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(bucket, site_a, POLICY, REQUEST).release
    second = publish(bucket, site_b, POLICY, REQUEST)
    gone = {change.path for change in second.plan} & first.files.keys()
    assert {first.files[path].blob for path in gone} <= set(bucket.store.list_objects(bucket.layout.blobs))


def test_next_stage_keeps_old_assets_and_removes_old_pages(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    publish(bucket, site_b, POLICY, REQUEST)
    old, new = read_files(site_a.folder), read_files(site_b.folder)
    assets = {path: data for path, data in old.items() if path.startswith(("theme/", "media/", "data/"))}
    assert public_files(bucket) == assets | new


def test_old_assets_go_after_the_grace(bucket: Bucket, site_a: SiteBuild, tmp_path: Path) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    styles = ("blue", "pink", "gold", "grey")
    for style in styles:
        changed = make_build(write_site(tmp_path / style, ("baiyun", "huadu"), style, awards=False), "tour")
        publish(bucket, changed, replace(POLICY, largest_share=1), REQUEST)
    styles_left = {data.decode() for path, data in public_files(bucket).items() if path.startswith("theme/")}
    assert styles_left == {f"p {{ color: {style} }}" for style in styles}


def test_rollback_restores_the_former_release_and_uploads_no_file(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(bucket, site_a, POLICY, REQUEST)
    publish(bucket, site_b, POLICY, REQUEST)
    sent = bucket.store.bytes_sent
    rollback(bucket, first.release.id, POLICY, REQUEST)
    pages = {path: data for path, data in public_files(bucket).items() if path.endswith((".html", ".xml"))}
    assert pages == {path: data for path, data in read_files(site_a.folder).items() if path.endswith((".html", ".xml"))}
    # only the state, the record and the owner of the lock were sent
    assert bucket.store.bytes_sent - sent < 6_000
    assert not [path for path in public_files(bucket) if path.startswith("media/medal")]


def test_records_say_who_made_what_public(bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    a = publish(bucket, site_a, POLICY, REQUEST).release.id
    b = publish(bucket, site_b, POLICY, REQUEST).release.id
    rollback(bucket, a, POLICY, replace(REQUEST, who="Li Jialang"))
    records = [
        (record.sequence, record.action, record.former, record.release, record.who) for record in bucket.load_records()
    ]
    assert records == [
        (1, "publish", "", a, "Mu Mu"),
        (2, "publish", a, b, "Mu Mu"),
        (3, "rollback", b, a, "Li Jialang"),
    ]


def test_reveal_comes_after_what_it_needs_and_before_what_leads_to_it(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    plan = plan_publication(bucket, site_b, POLICY, REQUEST).plan
    medals = [change.path for change in plan if change.path.startswith("media/medal")]
    assert [change.path for change in plan if change.is_revealed] == [*medals, WINNERS]
    phases = {change.path: (change.deferred, change.phase) for change in plan}
    pages = ("entries/index.html", WINNERS, "index.html", "entries/liwan/index.html")
    assert [phases[page] for page in pages] == [
        (False, Phase.HUB),
        (True, Phase.REVEALED_PAGE),
        (True, Phase.HUB),
        (True, Phase.REMOVED_PAGE),
    ]


def test_header_change_alone_is_published(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    publish(bucket, replace(site_a, hashed=()), POLICY, REQUEST)
    (style,) = [path for path in read_files(site_a.folder) if path.startswith("theme/")]
    headers = bucket.store.head(bucket.layout.public + style) or {}
    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"


def test_edit_of_the_same_size_with_an_older_date_is_published(bucket: Bucket, tmp_path: Path) -> None:
    edited = make_build(write_site(tmp_path, ("baiyun", "huadu"), "red", awards=False), "tour")
    publish(bucket, edited, POLICY, REQUEST)
    page = edited.folder / "about/index.html"
    page.write_bytes(page.read_bytes().replace(b"about", b"other"))
    os.utime(page, (0, 0))
    assert [change.path for change in publish(bucket, edited, POLICY, REQUEST).plan] == ["about/index.html"]
    assert public_files(bucket) == read_files(edited.folder)


def test_what_another_tool_changed_is_put_right(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.public}index.html", b"defaced", {})
    assert [(change.path, change.reason) for change in publish(bucket, site_a, POLICY, REQUEST).plan] == [
        ("index.html", "unknown")
    ]
    assert public_files(bucket) == read_files(site_a.folder)


def test_first_publication_reveals_only_what_its_stage_adds(bucket: Bucket, site_b: SiteBuild) -> None:
    plan = plan_publication(bucket, site_b, POLICY, REQUEST).plan
    revealed = [change.path for change in plan if change.is_revealed]
    assert revealed == [path for path in sorted(read_files(site_b.folder)) if path.startswith("media/medal")] + [
        WINNERS
    ]


def test_strange_names_arrive_exactly(bucket: Bucket, tmp_path: Path) -> None:
    release = strange(tmp_path)
    publish(bucket, release, replace(POLICY, rehearsal=True), REQUEST)
    assert public_files(bucket) == read_files(release.folder)
    assert publish(bucket, release, replace(POLICY, rehearsal=True), REQUEST).plan == ()


def test_publish_without_clearance_is_refused(bucket: Bucket, site_a: SiteBuild) -> None:
    with pytest.raises(PublishError) as caught:
        publish(bucket, replace(site_a, clearance=None), POLICY, REQUEST)
    assert _codes(caught) == ["no_clearance"]
    assert public_files(bucket) == {}


def test_going_back_a_stage_is_refused_unless_allowed(bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(bucket, site_b, POLICY, REQUEST)
    with pytest.raises(PublishError) as caught:
        publish(bucket, site_a, POLICY, REQUEST)
    assert _codes(caught) == ["backward"]
    publish(bucket, site_a, POLICY, replace(REQUEST, allow_earlier_stage=True, allow_deletes=True))
    assert WINNERS not in public_files(bucket)


def test_losing_many_pages_is_refused_unless_allowed(bucket: Bucket, site_a: SiteBuild, tmp_path: Path) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    small = make_build(write_site(tmp_path, ("baiyun",), "red", awards=False), "tour")
    with pytest.raises(PublishError) as caught:
        publish(bucket, small, POLICY, REQUEST)
    assert _codes(caught) == ["many_deletes"]
    assert public_files(bucket) == read_files(site_a.folder)
    publish(bucket, small, POLICY, replace(REQUEST, allow_deletes=True))
    assert "entries/huadu/index.html" not in public_files(bucket)


def test_empty_build_is_refused(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        publish(bucket, SiteBuild(tmp_path, "tour", STAGES), POLICY, REQUEST)
    assert _codes(caught) == ["nothing_built"]


def test_rollback_to_an_unknown_release_is_refused(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    with pytest.raises(PublishError) as caught:
        rollback(bucket, "tour-000000000000", POLICY, REQUEST)
    assert _codes(caught) == ["no_such_release"]
