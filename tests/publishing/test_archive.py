"""Archives: frozen once, public permanently, never changed."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.archive import freeze
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.target import Target
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import HASHED, make_build, paths, write_site

DELETING = replace(REQUEST, allow_deletes=True)
PATTERNS = (*HASHED, *(f"archive/*/{pattern}" for pattern in HASHED))
PAGE = "archive/tour/index.html"


def _frozen(folder: Path, style: str = "red") -> Path:
    built_site = write_site(folder / f"tour-{style}", ("baiyun", "huadu"), style, awards=False)
    return freeze(built_site, "tour", folder / f"archives-{style}")


def _with_archive(folder: Path, archives: Path, *, awards: bool = True) -> SiteBuild:
    built_site = make_build(
        write_site(folder, ("baiyun", "huadu"), "green", awards=awards), "awards" if awards else "tour"
    )
    with zipfile.ZipFile(archives / "tour.zip") as packed:
        packed.extractall(folder / "archive")
    shutil.copyfile(archives / "tour.zip", folder / "archive/tour.zip")
    stage_of_path = {f"archive/{path}": "tour" for path in paths(folder / "archive")}
    return replace(built_site, hashed=PATTERNS, public_from={**built_site.public_from, **stage_of_path})


@pytest.fixture(params=["bucket", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param == "bucket":
        bucket: Bucket = request.getfixturevalue("bucket")
        return bucket
    return Directory(LocalHost(tmp_path / "www"), keep_releases=20)


def _public(target: Target) -> set[str]:
    return set(target.list_public(target.load_state()))


def test_archive_of_the_same_site_is_the_same_bytes(tmp_path: Path) -> None:
    built_site = write_site(tmp_path / "tour", ("baiyun",), "red", awards=False)
    first = freeze(built_site, "tour", tmp_path / "one").read_bytes()
    later = Path(shutil.copytree(built_site, tmp_path / "later"))
    os.utime(later / "index.html", (0, 0))
    assert freeze(later, "tour", tmp_path / "two").read_bytes() == first


def test_archive_packed_by_another_zlib_stays_as_it_is(tmp_path: Path) -> None:
    built_site = write_site(tmp_path / "tour", ("baiyun",), "red", awards=False)
    path = freeze(built_site, "tour", tmp_path / "archives")
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    before = path.read_bytes()
    assert freeze(built_site, "tour", path.parent) == path
    assert path.read_bytes() == before


def test_archive_is_never_restage_of_path_by_other_contents(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    before = path.read_bytes()
    other = write_site(tmp_path / "other", ("baiyun",), "blue", awards=False)
    with pytest.raises(PublishError) as caught:
        freeze(other, "tour", path.parent)
    assert [message.code for message in caught.value.messages] == ["archive_exists"]
    assert path.read_bytes() == before


def test_archive_stays_in_public_when_a_release_lacks_it(target: Target, tmp_path: Path) -> None:
    archives = _frozen(tmp_path).parent
    whole = _with_archive(tmp_path / "whole", archives)
    first = publish(target, whole, POLICY, DELETING)
    archived = {path for path in first.release.files if path.startswith("archive/")}
    for style in ("blue", "pink", "gold", "grey"):
        without = make_build(write_site(tmp_path / style, ("baiyun", "huadu"), style, awards=True), "awards")
        second = publish(target, replace(without, hashed=PATTERNS), POLICY, DELETING)
        assert archived <= _public(target)
    assert not archived & second.release.files.keys()
    rollback(target, first.release.id, POLICY, DELETING)
    assert archived <= _public(target)


def test_release_that_would_rewrite_an_archive_is_refused(target: Target, tmp_path: Path) -> None:
    first = publish(target, _with_archive(tmp_path / "one", _frozen(tmp_path).parent), POLICY, DELETING)
    other = _with_archive(tmp_path / "two", _frozen(tmp_path, "blue").parent)
    with pytest.raises(PublishError) as caught:
        publish(target, other, POLICY, DELETING)
    assert [message.code for message in caught.value.messages] == ["archive_changed"]
    assert target.load_state().release == first.release.id


def test_list_of_the_archives_may_change(target: Target, tmp_path: Path) -> None:
    archives = _frozen(tmp_path).parent
    for text in ("one", "two"):
        whole = _with_archive(tmp_path / text, archives)
        (whole.folder / "archive/index.html").write_text(text, encoding="utf-8")
        publish(target, whole, POLICY, DELETING)
    assert "archive/index.html" in _public(target)
    publish(target, _with_archive(tmp_path / "none", archives), POLICY, DELETING)
    assert "archive/index.html" not in _public(target)


def test_archive_from_before_there_were_manifests_stays(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    before, site = path.read_bytes(), tmp_path / "tour-red"
    (site / "archive.json").write_bytes(b"{}")
    assert freeze(site, "tour", path.parent).read_bytes() == before


def test_headers_of_an_archive_may_change(target: Target, tmp_path: Path) -> None:
    whole = _with_archive(tmp_path / "one", _frozen(tmp_path).parent)
    publish(target, whole, POLICY, DELETING)
    publish(target, replace(whole, hashed=HASHED), POLICY, DELETING)


def test_archive_of_a_later_stage_goes_when_the_site_goes_back(target: Target, tmp_path: Path) -> None:
    publish(target, _with_archive(tmp_path / "one", _frozen(tmp_path).parent), POLICY, DELETING)
    call = make_build(write_site(tmp_path / "call", ("baiyun",), "red", awards=False), "call")
    publish(target, replace(call, public_from={}, hashed=PATTERNS), POLICY, replace(DELETING, allow_earlier_stage=True))
    assert [path for path in _public(target) if path.startswith("archive/")] == []
