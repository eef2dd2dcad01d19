"""What a bucket asks of its store for each change, and which blobs it needs there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins.publishing.files import File
from plugins.publishing.messages import PublishError
from plugins.publishing.plan import Change, Phase, Reason
from plugins.publishing.release import Release
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import BucketConfig
from plugins.publishing.target_state import State
from plugins.publishing.targets.bucket import (
    Bucket,
    BucketLayout,
    _blobs_to_back_up,
    _missing_files,
    _uploads_directly,
)
from plugins.publishing.targets.target import Job

FILE = File("a.html", "blob", 4, "md5", (("Content-Type", "text/html"),))
RELEASE = Release("tour", ("tour",), {}, (), {FILE.path: FILE})


class Store:
    """A store that notes what it is asked, and answers copies as a test wants."""

    def __init__(self) -> None:
        self.config = BucketConfig("https://store.example", "bucket", "region")
        self.has_opaque_etags = False
        self.asked: list[tuple[Any, ...]] = []
        self.etags: list[str | None] = []
        self.blobs: Mapping[str, ObjectInfo] = {}

    def put(self, key: str, data: bytes, headers: Mapping[str, str], _: Any, md5: str) -> None:
        self.asked.append(("put", key, data, dict(headers), md5))

    def copy(self, source: str, key: str, _: Any) -> str | None:
        self.asked.append(("copy", source, key))
        return self.etags.pop(0)

    def delete(self, key: str, _: Any) -> None:
        self.asked.append(("delete", key))

    def list_objects(self, prefix: str) -> Mapping[str, ObjectInfo]:
        self.asked.append(("list", prefix))
        return self.blobs


class AnyLock:
    """A lock with time enough."""

    def remaining_seconds(self) -> int:
        return 60


def _bucket(store: Any, **settings: Any) -> Bucket:
    return Bucket(store, BucketLayout("site/", "private/"), 20, 60, **settings)


def _change(reason: Reason = Reason.CHANGED, **more: Any) -> Change:
    values: dict[str, Any] = {"path": FILE.path, "phase": Phase.PAGE, "deferred": False, "file": FILE} | more
    return Change(reason=reason, **values)


def _job(folder: Path | None = None, release: str = "", **more: Any) -> Job:
    values: dict[str, Any] = {"plan": (_change(),), "public": {}} | more
    return Job(release=RELEASE, state=State(release), folder=folder, **values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the file of the release."""
    (tmp_path / FILE.path).write_bytes(b"page")
    return tmp_path


@pytest.mark.parametrize(
    ("etags", "has_own", "has_folder", "problem"),
    [
        (["md5"], False, True, None),
        ([""], False, False, None),
        (["other"], True, False, None),
        (["other"], False, True, "opaque_etags"),
        ([None], False, False, "blobs_collected"),
        ([None, "md5"], False, True, None),
        ([None, None], False, True, "blobs_collected"),
    ],
)
def test_blob_is_copied_to_its_public_place_or_uploaded_again_if_it_is_gone(
    folder: Path, etags: list[str | None], has_own: bool, has_folder: bool, problem: str | None
) -> None:
    store, lock = Store(), AnyLock()
    store.etags = list(etags)
    bucket = _bucket(store, has_own_checksums=has_own)
    codes: list[str] = []
    try:
        any_lock: Any = lock
        bucket._copy_blob(FILE, "site/a.html", _job(folder if has_folder else None), any_lock)
    except PublishError as error:
        codes = [message.code for message in error.messages]
    assert codes == ([problem] if problem else [])
    copy = ("copy", "private/blobs/blob", "site/a.html")
    upload = ("put", "private/blobs/blob", b"page", {"Content-Type": "text/html"}, "md5")
    assert store.asked == ([copy, upload, copy] if len(etags) > 1 else [copy])


def test_file_that_the_folder_no_longer_has_is_not_uploaded(tmp_path: Path) -> None:
    store: Any = Store()
    store.etags = [None]
    lock: Any = AnyLock()
    with pytest.raises(PublishError):
        _bucket(store)._copy_blob(FILE, "site/a.html", _job(tmp_path), lock)
    assert [name for name, *_ in store.asked] == ["copy"]


@pytest.mark.parametrize(
    ("change", "state", "asked"),
    [
        (_change(Reason.GONE, file=None), "tour-0", [("delete", "site/a.html")]),
        (_change(), "", [("copy", "private/blobs/blob", "site/a.html")]),
        (
            _change(Reason.NEW),
            "",
            [("put", "site/a.html", b"page", {"Content-Type": "text/html", "x-meta-blob": "blob"}, "md5")],
        ),
        (_change(Reason.NEW), "tour-0", [("copy", "private/blobs/blob", "site/a.html")]),
        (_change(Reason.NEW, is_revealed=True), "", [("copy", "private/blobs/blob", "site/a.html")]),
    ],
)
def test_change_is_a_copy_but_for_the_first_publication(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Change, state: str, asked: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr("plugins.publishing.targets.bucket.CHECKSUM_HEADER", "x-meta-blob")
    store: Any = Store()
    store.etags = ["md5"]
    lock: Any = AnyLock()
    _bucket(store, has_own_checksums=True)._write(change, _job(folder, state), lock)
    assert store.asked == asked


def test_only_the_first_publication_of_a_folder_uploads_directly(folder: Path) -> None:
    new = _change(Reason.NEW)
    uploads = [
        _uploads_directly(change, job)
        for change, job in (
            (new, _job(folder)),
            (new, _job(None)),
            (new, _job(folder, "tour-0")),
            (_change(), _job(folder)),
            (_change(Reason.NEW, is_revealed=True), _job(folder)),
        )
    ]
    assert uploads == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("size", "changes", "has_folder", "asked"),
    [(4, 1, True, False), (4, 1, False, True), (10**9, 1, True, True), (4, 10_000, True, True)],
)
def test_blobs_are_listed_if_that_costs_less_than_to_upload_all(
    folder: Path, size: int, changes: int, has_folder: bool, asked: bool
) -> None:
    store: Any = Store()
    store.blobs = {"blob": ObjectInfo(4, "md5", "")}
    change = _change(file=File("a.html", "blob", size, "md5", ()))
    job = _job(folder if has_folder else None, plan=(change,) * changes)
    assert _bucket(store)._list_blobs(job) == (store.blobs if asked else {})
    assert store.asked == ([("list", "private/blobs/")] if asked else [])


def test_blob_is_missing_if_it_is_not_there_in_its_size() -> None:
    blobs = {"here": ObjectInfo(4, "", ""), "cut": ObjectInfo(3, "", "")}
    files = [File(f"{name}.html", name, 4, "", ()) for name in ("here", "cut", "gone")]
    job = _job(plan=(*(_change(path=file.path, file=file) for file in files), _change(Reason.GONE, file=None)))
    assert _missing_files(job, blobs) == files[1:]


def test_what_is_replaced_and_nowhere_else_is_backed_up() -> None:
    public = {"a.html": "old", "b.html": "stored", "c.html": None, "other.html": "x"}
    plan = tuple(_change(path=path) for path in ("b.html", "a.html", "c.html", "new.html"))
    assert _blobs_to_back_up(_job(plan=plan, public=public), {"stored": ObjectInfo(1, "", "")}) == [("old", "a.html")]


def test_release_without_its_files_cannot_be_published() -> None:
    store: Any = Store()
    with pytest.raises(PublishError) as refused:
        _bucket(store).upload_missing(_job(), lambda *_: None)
    (item,) = refused.value.messages
    assert (item.code, dict(item.values)) == ("blobs_collected", {"release": RELEASE.id, "count": "1"})
