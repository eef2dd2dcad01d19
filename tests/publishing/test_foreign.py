"""Files that no release put there stay, in every kind of target, until a pattern adopts them."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import plan_publication, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.ssh_host import SshHost
from plugins.publishing.targets.target import Target
from tests.publishing.buckets import public_files
from tests.publishing.cut_line import new_line, search_path
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, make_build, read_files, write_site
from tests.support.needs import needs

pytestmark = pytest.mark.posix

# as search engines, a messenger, a certificate's issuer and another system put them there
FOREIGN = {
    "MP_verify_aB3dE6fG9hJ2kL5m.txt": b"aB3dE6fG9hJ2kL5m",
    ".well-known/security.txt": b"Contact: mailto:x@example.org",
    "google1234567890abcdef.html": b"google-site-verification",
    "uploads/2026/minutes.pdf": b"%PDF-1.7",
    "uploads/2026/long.txt": b"text " * 500,
    "media/by-hand.png": b"PNG",
}


@dataclass(frozen=True)
class Place:
    """A target, and how another tool writes to its public part and reads it."""

    target: Target
    put: Callable[[str, bytes], None]
    read: Callable[[], dict[str, bytes]]


def _bucket_place(bucket: Bucket) -> Place:
    return Place(
        bucket,
        lambda path, data: bucket.store.put(bucket.layout.public + path, data, {}),
        lambda: public_files(bucket),
    )


def _folder_place(target: Directory, root: Path) -> Place:
    def put(path: str, data: bytes) -> None:
        file = root / "current" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def read() -> dict[str, bytes]:
        files = read_files((root / "current").resolve())
        return {path: data for path, data in files.items() if not path.endswith((".gz", ".br"))}

    return Place(target, put, read)


@pytest.fixture(params=["bucket", "directory", pytest.param("rsync", marks=needs("sshd", "ssh", "rsync"))])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    if request.param == "bucket":
        return _bucket_place(request.getfixturevalue("bucket"))
    root = tmp_path / "www"
    if request.param == "directory":
        return _folder_place(Directory(LocalHost(root), keep_releases=20), root)
    line = new_line(tmp_path / "line")
    monkeypatch.setenv("PATH", search_path(line))
    root = line.server / "www"
    return _folder_place(Directory(SshHost(f"{getpass.getuser()}.example", str(root)), keep_releases=20), root)


def _put_all(place: Place) -> None:
    for path, data in FOREIGN.items():
        place.put(path, data)


def test_files_of_others_stay_through_publications_and_rollbacks(
    place: Place, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(place.target, site_a, POLICY, REQUEST)
    _put_all(place)
    assert plan_publication(place.target, site_b, POLICY, REQUEST).foreign == FOREIGN.keys()
    publish(place.target, site_b, POLICY, REQUEST)
    assert FOREIGN.items() <= place.read().items()
    assert publish(place.target, site_b, POLICY, REQUEST).plan == ()
    rollback(place.target, first.release.id, POLICY, REQUEST)
    assert FOREIGN.items() <= place.read().items()
    assert WINNERS not in place.read()


def test_what_was_there_before_the_first_publication_stays(bucket: Bucket, site_a: SiteBuild) -> None:
    place = _bucket_place(bucket)
    _put_all(place)
    result = plan_publication(bucket, site_a, POLICY, REQUEST)
    assert (result.foreign, [change.path for change in result.plan if not change.file]) == (FOREIGN.keys(), [])
    publish(bucket, site_a, POLICY, REQUEST)
    assert place.read() == read_files(site_a.folder) | FOREIGN


@pytest.mark.parametrize(
    "place", ["bucket", "directory", pytest.param("rsync", marks=pytest.mark.exhaustive)], indirect=True
)
def test_patterns_adopt_files_of_others(place: Place, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(place.target, site_a, POLICY, REQUEST)
    _put_all(place)
    adopting = replace(POLICY, adopt=("uploads/*", "google*.html"))
    plan = plan_publication(place.target, site_b, adopting, REQUEST)
    adopted = {path for path in FOREIGN if path.startswith(("uploads/", "google"))}
    assert plan.foreign == FOREIGN.keys() - adopted
    assert adopted <= {change.path for change in plan.plan if not change.file}
    publish(place.target, site_b, adopting, replace(REQUEST, allow_deletes=True))
    assert FOREIGN.keys() & place.read().keys() == FOREIGN.keys() - adopted


def test_page_of_a_former_release_that_another_tool_puts_back_goes(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(bucket, site_a, POLICY, REQUEST)
    publish(bucket, site_b, POLICY, REQUEST)
    rollback(bucket, first.release.id, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.public}{WINNERS}", b"restored from a backup", {})
    result = publish(bucket, site_a, POLICY, REQUEST)
    assert [change.path for change in result.plan] == [WINNERS]
    assert WINNERS not in public_files(bucket)


def test_known_files_of_others_cost_no_requests(bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    _put_all(_bucket_place(bucket))
    publish(bucket, site_b, POLICY, REQUEST)
    assert bucket.load_state().foreign == FOREIGN.keys()
    bucket.store.requests = 0
    assert publish(bucket, site_b, POLICY, REQUEST).plan == ()
    assert bucket.store.requests <= 5


def test_former_releases_are_read_once_for_new_files_of_others(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    _put_all(_bucket_place(bucket))
    loaded: list[Target] = []
    load_releases = Bucket.load_releases
    monkeypatch.setattr(Bucket, "load_releases", lambda target: loaded.append(target) or load_releases(target))
    publish(bucket, site_b, POLICY, REQUEST)
    assert loaded == [bucket]


def test_file_of_others_that_a_release_has_is_ours_from_then_on(bucket: Bucket, tmp_path: Path) -> None:
    site = make_build(write_site(tmp_path / "one", ("baiyun",), "red", awards=False), "tour")
    publish(bucket, site, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.public}robots.txt", b"theirs", {})
    (site.folder / "robots.txt").write_bytes(b"ours")
    publish(bucket, site, POLICY, REQUEST)
    assert public_files(bucket)["robots.txt"] == b"ours"
    (site.folder / "robots.txt").unlink()
    publish(bucket, site, POLICY, REQUEST)
    assert "robots.txt" not in public_files(bucket)


@pytest.mark.parametrize("place", ["directory", pytest.param("rsync", marks=pytest.mark.exhaustive)], indirect=True)
def test_names_that_are_not_utf_8_stay(place: Place, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(place.target, site_a, POLICY, REQUEST)
    name = os.fsdecode("附件.doc".encode("gb18030"))
    try:
        place.put(name, b"theirs")
    except OSError:
        pytest.skip("needs a disk that takes any name")
    everything = replace(POLICY, adopt=("*",))
    assert plan_publication(place.target, site_b, everything, REQUEST).foreign == {name}
    publish(place.target, site_b, everything, REQUEST)
    assert place.read()[name] == b"theirs"


@pytest.fixture
def folder(tmp_path: Path) -> Directory:
    return Directory(LocalHost(tmp_path / "www"), keep_releases=20)


def test_symbolic_link_of_others_stays_a_link(
    folder: Directory, tmp_path: Path, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    publish(folder, site_a, POLICY, REQUEST)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/minutes.pdf").write_bytes(b"%PDF")
    (tmp_path / "www/current/uploads").symlink_to(tmp_path / "uploads")
    assert plan_publication(folder, site_b, POLICY, REQUEST).foreign == {"uploads"}
    publish(folder, site_b, POLICY, REQUEST)
    assert (tmp_path / "www/current/uploads").readlink() == tmp_path / "uploads"
    assert (tmp_path / "www/current/uploads/minutes.pdf").read_bytes() == b"%PDF"


def test_file_of_others_in_the_way_of_a_folder_is_reported_before_anything_changes(
    folder: Directory, tmp_path: Path, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    publish(folder, site_a, POLICY, REQUEST)
    (tmp_path / "www/current/winners").write_bytes(b"not a folder")
    with pytest.raises(PublishError) as caught:
        publish(folder, site_b, POLICY, REQUEST)
    assert [(problem.code, dict(problem.values)) for problem in caught.value.messages] == [
        ("foreign_in_the_way", {"path": "winners"})
    ]
    assert folder.load_state().release.startswith("tour-")
    assert (tmp_path / "www/current/winners").read_bytes() == b"not a folder"
