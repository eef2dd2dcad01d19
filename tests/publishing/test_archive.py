"""Archives: frozen once, public for ever, never rewritten."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publishing.archive import freeze, lay_out
from plugins.publishing.build_input import SiteBuild
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import PublishRequest, TargetPolicy, publish, rollback
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.target import Target
from tests.publishing.site_factory import HASHED, built, site

POLICY = TargetPolicy("https://xunzhan.example/", wait=0)
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC), allow_deletes=True)
PATTERNS = (*HASHED, *(f"archive/*/{pattern}" for pattern in HASHED))
PAGE = "archive/tour/index.html"


def _frozen(folder: Path, style: str = "red") -> Path:
    made = site(folder / f"tour-{style}", ("baiyun", "huadu"), style, awards=False)
    return freeze(made, "tour", folder / f"archives-{style}")


def _with_archive(folder: Path, archives: Path, *, awards: bool = True) -> SiteBuild:
    made = built(site(folder, ("baiyun", "huadu"), "green", awards=awards), "awards" if awards else "tour")
    placed = lay_out(archives, ("call", "tour"), folder)
    return replace(made, hashed=PATTERNS, public_from={**made.public_from, **placed})


@pytest.fixture(params=["bucket", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param == "bucket":
        found: Bucket = request.getfixturevalue("bucket")
        return found
    return Directory(LocalHost(tmp_path / "www"), keep_releases=20)


def _public(target: Target) -> set[str]:
    return set(target.list_public(target.load_state()))


def test_archive_of_the_same_site_is_the_same_bytes(tmp_path: Path) -> None:
    made = site(tmp_path / "tour", ("baiyun",), "red", awards=False)
    first = freeze(made, "tour", tmp_path / "one").read_bytes()
    later = Path(shutil.copytree(made, tmp_path / "later"))
    os.utime(later / "index.html", (0, 0))
    assert freeze(later, "tour", tmp_path / "two").read_bytes() == first


def test_archive_packed_by_another_zlib_is_the_same_and_stays(tmp_path: Path) -> None:
    made = site(tmp_path / "tour", ("baiyun",), "red", awards=False)
    path = freeze(made, "tour", tmp_path / "archives")
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    before = path.read_bytes()
    assert freeze(made, "tour", path.parent) == path
    assert path.read_bytes() == before


def test_archive_is_never_frozen_anew_with_other_contents(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    before = path.read_bytes()
    other = site(tmp_path / "other", ("baiyun",), "blue", awards=False)
    with pytest.raises(PublishError) as caught:
        freeze(other, "tour", path.parent)
    assert [note.code for note in caught.value.messages] == ["archive_exists"]
    assert path.read_bytes() == before


def test_archive_is_laid_out_as_pages_and_as_zip(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    placed = lay_out(path.parent, ("call", "tour"), tmp_path / "site")
    with zipfile.ZipFile(path) as packed:
        names = {f"archive/{name}" for name in packed.namelist()} | {"archive/tour.zip"}
    assert placed == dict.fromkeys(names, "tour")
    assert (tmp_path / "site/archive/tour.zip").read_bytes() == path.read_bytes()
    assert (tmp_path / "site" / PAGE).exists()


def test_archive_stays_in_public_when_a_release_lacks_it(target: Target, tmp_path: Path) -> None:
    archives = _frozen(tmp_path).parent
    whole = _with_archive(tmp_path / "whole", archives)
    first = publish(target, whole, POLICY, REQUEST)
    archived = {path for path in first.release.files if path.startswith("archive/")}
    for style in ("blue", "pink", "gold", "grey"):
        without = built(site(tmp_path / style, ("baiyun", "huadu"), style, awards=True), "awards")
        second = publish(target, replace(without, hashed=PATTERNS), POLICY, REQUEST)
        assert archived <= _public(target)
    assert not archived & second.release.files.keys()
    rollback(target, first.release.id, POLICY, REQUEST)
    assert archived <= _public(target)


def test_release_that_would_rewrite_an_archive_is_refused(target: Target, tmp_path: Path) -> None:
    first = publish(target, _with_archive(tmp_path / "one", _frozen(tmp_path).parent), POLICY, REQUEST)
    other = _with_archive(tmp_path / "two", _frozen(tmp_path, "blue").parent)
    with pytest.raises(PublishError) as caught:
        publish(target, other, POLICY, REQUEST)
    assert [note.code for note in caught.value.messages] == ["archive_changed"]
    assert target.load_state().release == first.release.id


def test_other_headers_are_no_other_archive(target: Target, tmp_path: Path) -> None:
    whole = _with_archive(tmp_path / "one", _frozen(tmp_path).parent)
    publish(target, whole, POLICY, REQUEST)
    publish(target, replace(whole, hashed=HASHED), POLICY, REQUEST)


def test_archive_of_a_later_stage_goes_when_the_site_goes_back(target: Target, tmp_path: Path) -> None:
    publish(target, _with_archive(tmp_path / "one", _frozen(tmp_path).parent), POLICY, REQUEST)
    call = built(site(tmp_path / "call", ("baiyun",), "red", awards=False), "call")
    publish(target, replace(call, public_from={}, hashed=PATTERNS), POLICY, replace(REQUEST, allow_backward=True))
    assert [path for path in _public(target) if path.startswith("archive/")] == []
