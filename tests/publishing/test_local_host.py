"""A folder of this machine, operation by operation; ``test_directory.py`` publishes to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.publishing.files import File
from plugins.publishing.messages import PublishError
from plugins.publishing.targets.host import StoredFile
from plugins.publishing.targets.lease import lock_owner, parse_lock_owner
from plugins.publishing.targets.local_host import LocalHost

pytestmark = pytest.mark.posix


@pytest.fixture
def host(tmp_path: Path) -> LocalHost:
    return LocalHost(tmp_path / "www")


def test_small_files_are_written_read_and_listed(host: LocalHost) -> None:
    assert (host.read_file("private/b"), host.list_names("private"), host.list_tree("private")) == (None, [], {})
    for name in ("private/b", "private/a/c"):
        host.write_file(name, name.encode())
    assert (host.read_file("private/b"), host.read_file("private/a")) == (b"private/b", None)
    assert host.list_names("private") == ["a", "b"]
    (host.root / "private/link").symlink_to("a")
    times = {path: str((host.root / "private" / path).lstat().st_mtime_ns) for path in ("a/c", "b", "link")}
    assert host.list_tree("private") == {
        "a/c": StoredFile(11, times["a/c"]),
        "b": StoredFile(9, times["b"]),
        "link": StoredFile(1, times["link"]),
    }


def test_files_are_stored_with_their_variants_and_progress_is_reported(host: LocalHost, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    files = []
    for name, size in (("a.html", 2000), ("b.html", 10)):
        (tmp_path / "site" / name).write_bytes(b"x" * size)
        files.append(File(name, f"blob-{name[0]}", size, "", ()))
    progress: list[tuple[int, int]] = []
    host.upload(iter(files), tmp_path / "site", lambda number, total: progress.append((number, total)))
    assert host.list_names("private/blobs") == ["blob-a", "blob-a.br", "blob-a.gz", "blob-b"]
    assert progress == [(1, 2), (2, 2)]


def test_tree_is_made_of_links_and_shown_at_once(host: LocalHost) -> None:
    host.write_file("private/blobs/one", b"1")
    host.write_file("private/blobs/two", b"2")
    host.create_tree("000001-a", {"index.html": "private/blobs/one", "x/y/z.html": "private/blobs/two"})
    host.activate("000001-a")
    assert (host.root / "current").readlink() == Path("releases/000001-a")
    assert (host.root / "current/x/y/z.html").samefile(host.root / "private/blobs/two")
    host.create_tree("000002-b", {"index.html": "private/blobs/two"})
    host.activate("000002-b")
    assert (host.root / "current/index.html").read_bytes() == b"2"
    assert list(host.list_tree("current")) == ["index.html"]
    host.remove("releases", ["000001-a", "none"])
    assert host.list_names("releases") == ["000002-b"]


def test_link_that_is_removed_leaves_its_folder(host: LocalHost) -> None:
    host.write_file("elsewhere/a", b"")
    (host.root / "releases").mkdir()
    (host.root / "releases/link").symlink_to(host.root / "elsewhere")
    host.remove("releases", ["link"])
    assert (host.list_names("releases"), host.list_names("elsewhere")) == ([], ["a"])


def test_damaged_file_is_moved_aside(host: LocalHost) -> None:
    host.write_file("private/records/000001.json", b"half")
    host.set_aside("private/records/000001.json")
    host.write_file("private/records/000001.json", b"other")
    host.set_aside("private/records/000001.json")
    assert host.list_names("private/records") == []
    assert host.read_file("private/damaged/records-000001.json") == b"other"
    with pytest.raises(PublishError) as caught:
        host.set_aside("private/records/none")
    assert [message.code for message in caught.value.messages] == ["disk"]


def test_lock_is_held_by_one_and_names_its_owner(host: LocalHost) -> None:
    notices: list[str] = []
    with host.lock(lock_owner("Mu Mu"), 0, lambda _: None) as lock:
        assert lock.remaining_seconds() > 0
        owner = parse_lock_owner(host.read_file("private/holder"))
        assert (owner.name, bool(owner.since)) == ("Mu Mu", True)
        with (
            pytest.raises(PublishError) as caught,
            host.lock(lock_owner("Li"), 0, lambda message: notices.append(message.code)),
        ):
            pytest.fail("two have the lock")
    assert dict(caught.value.messages[0].values) == {"name": "Mu Mu", "since": owner.since, "until": "—"}
    assert notices == []
    with host.lock(lock_owner("Li"), 0, lambda _: None):
        assert parse_lock_owner(host.read_file("private/holder")).name == "Li"
