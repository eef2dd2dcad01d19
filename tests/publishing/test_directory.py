"""A folder of this machine as a target."""

from __future__ import annotations

import gzip
import itertools
import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest

from plugins.publishing.messages import Message, PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets import host
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.lease import lock_owner
from plugins.publishing.targets.local_host import LocalHost
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, make_build, read_files, strange, write_site

pytestmark = pytest.mark.posix


@pytest.fixture
def folder(tmp_path: Path) -> Directory:
    return Directory(LocalHost(tmp_path / "www"), keep_releases=20)


def _current_files(target: Directory) -> dict[str, bytes]:
    assert isinstance(target.host, LocalHost)
    return read_files((target.host.root / "current").resolve())


def test_publish_shows_every_file(folder: Directory, site_a: SiteBuild) -> None:
    publish(folder, site_a, POLICY, REQUEST)
    assert _current_files(folder) == read_files(site_a.folder)


def test_publish_again_changes_nothing(folder: Directory, site_a: SiteBuild) -> None:
    publish(folder, site_a, POLICY, REQUEST)
    assert publish(folder, site_a, POLICY, REQUEST).plan == ()


def test_next_stage_keeps_old_assets(folder: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(folder, site_a, POLICY, REQUEST)
    publish(folder, site_b, POLICY, REQUEST)
    old, new = read_files(site_a.folder), read_files(site_b.folder)
    assets = {path: data for path, data in old.items() if path.startswith(("theme/", "media/", "data/"))}
    assert _current_files(folder) == assets | new


def test_trees_are_numbered_and_only_the_last_two_stay(folder: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(folder, site_a, POLICY, REQUEST).release.id
    assert folder.host.list_names("releases") == [f"000001-{first}"]
    second = publish(folder, site_b, POLICY, REQUEST).release.id
    rollback(folder, first, POLICY, REQUEST)
    assert folder.host.list_names("releases") == [f"000002-{second}", f"000003-{first}"]


def test_rollback_takes_back_what_was_revealed(folder: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(folder, site_a, POLICY, REQUEST)
    publish(folder, site_b, POLICY, REQUEST)
    rollback(folder, first.release.id, POLICY, REQUEST)
    files = _current_files(folder)
    assert {path: files[path] for path in read_files(site_a.folder)} == read_files(site_a.folder)
    assert [path for path in files if path == WINNERS or path.startswith("media/medal")] == []


def test_long_texts_have_compressed_siblings(folder: Directory, tmp_path: Path) -> None:
    built_site = write_site(tmp_path / "long", tuple(f"work-{number}" for number in range(30)), "red", awards=False)
    publish(folder, make_build(built_site, "tour"), POLICY, REQUEST)
    files = _current_files(folder)
    page = files["entries/index.html"]
    assert gzip.decompress(files["entries/index.html.gz"]) == page
    assert brotli.decompress(files["entries/index.html.br"]) == page
    assert "404.html.gz" not in files
    assert publish(folder, make_build(built_site, "tour"), POLICY, REQUEST).plan == ()


def test_private_part_is_closed_to_others(folder: Directory, site_a: SiteBuild) -> None:
    assert isinstance(folder.host, LocalHost)
    publish(folder, site_a, POLICY, REQUEST)
    assert (folder.host.root / "private").stat().st_mode & 0o077 == 0


@pytest.fixture(params=[0o000, 0o077], ids=["umask 000", "umask 077"])
def careless_umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """A umask by which everybody could write, or nobody else read."""
    former = os.umask(request.param)
    yield
    os.umask(former)


@pytest.mark.usefixtures("careless_umask")
def test_files_are_for_readers_whatever_the_umask(folder: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    assert isinstance(folder.host, LocalHost)
    for site in (site_a, site_b):
        publish(folder, site, POLICY, REQUEST)
    root = folder.host.root
    paths = [root, *(path for path in root.rglob("*") if not path.is_symlink())]
    modes = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in paths}
    private = {path: mode for path, mode in modes.items() if path.startswith("private/")}
    public = modes.keys() - private.keys() - {"private"}
    assert modes["private"] == 0o700
    assert {modes[path] for path in public if (root / path).is_dir()} == {0o755}
    assert {modes[path] for path in public if (root / path).is_file()} == {0o444}
    # the folder is closed; what is in it must not be anybody's to write, should it be opened
    assert set(private.values()) <= {0o444, 0o600, 0o644, 0o700, 0o755}
    assert [path for path, mode in private.items() if (root / path).is_file() and mode & 0o111] == []


def test_full_disk_leaves_the_old_release(folder: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    assert isinstance(folder.host, LocalHost)
    publish(folder, site_a, POLICY, REQUEST)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_publish_with_little_room, args=(folder, site_b))
    child.start()
    child.join(30)
    assert child.exitcode == 3
    assert _current_files(folder) == read_files(site_a.folder)
    publish(folder, site_b, POLICY, REQUEST)
    assert _current_files(folder)[WINNERS] == (site_b.folder / WINNERS).read_bytes()


def _publish_with_little_room(target: Directory, site: SiteBuild) -> None:
    import resource

    # a file that would grow beyond the limit fails as on a full disk
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))
    try:
        publish(target, site, POLICY, REQUEST)
    except PublishError as caught:
        os._exit(3 if [message.code for message in caught.messages] == ["disk"] else 4)
    os._exit(0)


def test_error_of_the_disk_names_its_place_and_reason(tmp_path: Path) -> None:
    (tmp_path / "www").write_bytes(b"no folder")
    with pytest.raises(PublishError) as caught:
        LocalHost(tmp_path / "www").write_file("private/state.json.gz", b"{}")
    (problem,) = caught.value.messages
    path = str(tmp_path / "www/private/state.json.gz")
    assert (problem.code, dict(problem.values)) == ("disk", {"path": path, "why": "Not a directory"})


def test_strange_names_and_a_same_size_edit_with_an_older_date_arrive_exactly(
    folder: Directory, tmp_path: Path
) -> None:
    release, policy = strange(tmp_path / "site"), replace(POLICY, rehearsal=True)
    publish(folder, release, policy, REQUEST)
    assert _current_files(folder) == read_files(release.folder)
    page = release.folder / "Case.html"
    page.write_bytes(page.read_bytes().swapcase())
    os.utime(page, (0, 0))
    assert [change.path for change in publish(folder, release, policy, REQUEST).plan] == ["Case.html"]
    assert _current_files(folder) == read_files(release.folder)


class Mortal(LocalHost):
    """This machine, whose publisher dies before its nth step."""

    def __init__(self, root: Path, steps: int) -> None:
        super().__init__(root)
        object.__setattr__(self, "steps_left", itertools.count(steps, -1))

    def __getattribute__(self, name: str) -> Any:
        attribute = object.__getattribute__(self, name)
        if callable(attribute) and not name.startswith("_") and next(object.__getattribute__(self, "steps_left")) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return attribute


def _die(target: Directory, site: SiteBuild, steps: int) -> None:
    assert isinstance(target.host, LocalHost)
    publish(replace(target, host=Mortal(target.host.root, steps)), site, POLICY, REQUEST)
    os._exit(0)


def test_publisher_killed_at_any_step_leaves_one_whole_release(
    tmp_path: Path, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    context, exits = multiprocessing.get_context("fork"), set()
    for steps in range(60):
        target = Directory(LocalHost(tmp_path / f"www{steps}"), keep_releases=20)
        publish(target, site_a, POLICY, REQUEST)
        child = context.Process(target=_die, args=(target, site_b, steps))
        child.start()
        child.join(30)
        exits.add(child.exitcode)
        files = _current_files(target)
        assert files == read_files(site_a.folder) or read_files(site_b.folder).items() <= files.items()
        publish(target, site_b, POLICY, REQUEST)
        assert read_files(site_b.folder).items() <= _current_files(target).items()
        if child.exitcode == 0:
            break
    assert exits == {0, -signal.SIGKILL}


def _hold(target: Directory, ready: object, done: object) -> None:
    with target.lock("Liu Xinshe", 0, lambda _: None):
        ready.set()  # type: ignore[attr-defined]
        done.wait()  # type: ignore[attr-defined]


def test_second_publisher_gets_the_name_of_the_first(folder: Directory, site_a: SiteBuild) -> None:
    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(folder, ready, done))
    other.start()
    assert ready.wait(60)
    with pytest.raises(PublishError) as caught:
        publish(folder, site_a, POLICY, REQUEST)
    assert (caught.value.messages[0].code, dict(caught.value.messages[0].values)["name"]) == ("locked", "Liu Xinshe")
    other.kill()
    other.join()
    publish(folder, site_a, replace(POLICY, wait=5), REQUEST)
    assert _current_files(folder) == read_files(site_a.folder)


def test_who_is_waited_for_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "POLL_S", 0)
    LocalHost(tmp_path).write_file(host.OWNER_FILE, lock_owner("Liu Xinshe").to_json())
    locks, notes = iter([None, None, "lock"]), list[Message]()
    assert host.wait_for_lock(LocalHost(tmp_path), lambda: next(locks), 60, notes.append) == "lock"
    assert [(note.code, dict(note.values)["name"]) for note in notes] == [("waiting", "Liu Xinshe")]
