"""What all kinds of targets do alike: numbers of records, and which releases stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import make_release
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.target import StoredKind
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import ENTRIES_A, make_build, write_site

pytestmark = pytest.mark.posix

# other pages each time, so that a former release needs blobs that nothing else does
STYLES = ("red", "green", "blue")


@pytest.fixture(params=["bucket", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Bucket | Directory:
    """A target from which only the last two releases can be restored."""
    if request.param == "bucket":
        bucket: Bucket = request.getfixturevalue("bucket")
        return replace(bucket, keep_releases=2)
    return Directory(LocalHost(tmp_path / "www"), keep_releases=2)


def _blobs(target: Bucket | Directory) -> set[str]:
    if isinstance(target, Bucket):
        return set(target.store.list_objects(target.layout.blobs))
    return {name.partition(".")[0] for name in target.host.list_names("private/blobs")}


def test_only_the_last_releases_can_be_restored(target: Bucket | Directory, tmp_path: Path) -> None:
    sites = [make_build(write_site(tmp_path / style, ENTRIES_A, style, awards=False), "tour") for style in STYLES]
    releases = [publish(target, site, POLICY, REQUEST).release for site in sites]
    blobs = [{file.blob for file in release.files.values()} for release in releases]
    # what a former page still needs is public for some publications more
    former_assets = {file.blob for path, file in releases[0].files.items() if path.startswith("theme/")}
    assert _blobs(target) <= blobs[1] | blobs[2] | former_assets
    with pytest.raises(PublishError) as caught:
        rollback(target, releases[0].id, POLICY, REQUEST)
    assert [problem.code for problem in caught.value.messages] == ["blobs_collected"]
    assert rollback(target, releases[1].id, POLICY, REQUEST).release == releases[1]
    # the one that was public before is one of the last two now
    assert rollback(target, releases[2].id, POLICY, REQUEST).release == releases[2]


def test_old_assets_stay_for_the_grace_though_their_release_cannot_be_restored(
    target: Bucket | Directory, tmp_path: Path
) -> None:
    styles = (*STYLES, "grey")
    sites = [make_build(write_site(tmp_path / style, ENTRIES_A, style, awards=False), "tour") for style in styles]
    first, *_ = [publish(target, site, POLICY, REQUEST).release for site in sites]
    (old_style,) = (path for path in first.files if path.startswith("theme/"))
    assert old_style in target.list_public(target.load_state())


def test_record_of_a_publisher_that_died_before_the_state_is_not_replaced(
    target: Bucket | Directory, tmp_path: Path
) -> None:
    red, green = (
        make_build(write_site(tmp_path / style, ENTRIES_A, style, awards=False), "tour") for style in STYLES[:2]
    )
    first = publish(target, red, POLICY, REQUEST)
    assert first.record
    orphan = replace(first.record, sequence=2, who="Liu Xinshe")
    name = f"{StoredKind.RECORD}/{orphan.file_name}"
    if isinstance(target, Bucket):
        target.store.put(target.layout.private + name, orphan.to_json(), {})
    else:
        target.host.write_file(f"private/{name}", orphan.to_json())
    second = publish(target, green, POLICY, REQUEST)
    assert second.record
    assert (second.record.sequence, target.load_state().sequence) == (3, 3)
    assert target.load_records() == [first.record, orphan, second.record]


def test_release_that_is_stored_with_other_links_is_the_same(bucket: Bucket, tmp_path: Path) -> None:
    release = make_release(make_build(write_site(tmp_path, ENTRIES_A, "red", awards=False), "tour"))
    bucket.save_release(release)
    bucket.save_release(replace(release, links={"index.html": ()}))
    bucket.store.put(f"{bucket.layout.private}{StoredKind.RELEASE}/{release.id}", b"half", {})
    with pytest.raises(PublishError) as caught:
        bucket.save_release(release)
    assert [problem.code for problem in caught.value.messages] == ["damaged"]
