"""Files on the disk: all of a save or none of it, nothing through a link, nothing lost when a process is killed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.content.problems import ContentError, problem
from plugins.editing.files import storage
from plugins.editing.files.history import History
from plugins.editing.files.storage import bin_place, list_bin, move, plain_path, read_file, write_files
from plugins.system import disk
from tests.editing.conftest import Forms

OLD = {"entries/a/index.md": b"old", "entries/a/cover.png": b"old picture"}
NEW = {"entries/a/cover.png": b"new picture", "entries/a/index.md": b"new", "entries/b/index.md": b"b"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content of two files."""
    for file, data in OLD.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(data)
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_and_removed(content: Path) -> None:
    write_files(content, {**NEW, "entries/a/cover.png": None})
    assert _files(content) == {"entries/a/index.md": b"new", "entries/b/index.md": b"b"}


@pytest.mark.parametrize("step", range(6))
def test_full_disk_changes_nothing(content: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    steps = iter(range(100))

    def limit_steps(function: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object) -> object:
            if next(steps) == step:
                raise OSError(errno.ENOSPC, "No space left on device")
            return function(*arguments)

        return run

    monkeypatch.setattr(storage, "_write", limit_steps(storage._write))
    monkeypatch.setattr(storage, "_replace", limit_steps(storage._replace))
    with pytest.raises(OSError, match="No space"):
        write_files(content, NEW)
    assert _files(content) == OLD
    assert not (content / "entries/b").exists()


@pytest.mark.posix
@pytest.mark.parametrize("step", range(6))
def test_killed_process_leaves_whole_files(content: Path, step: int) -> None:
    child = os.fork()
    if child == 0:
        steps = iter(range(100))
        original, original_fsync = disk.retry_in_use, os.fsync

        def end_here(function: Callable[..., object], *arguments: object) -> object:
            if next(steps) == step:
                os._exit(9)
            return function(*arguments)

        storage.retry_in_use = lambda action: end_here(original, action)  # type: ignore[attr-defined,assignment]
        storage.os.fsync = lambda number: end_here(original_fsync, number)  # type: ignore[attr-defined,assignment]
        write_files(content, NEW)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left_over = {file: data for file, data in _files(content).items() if not Path(file).name.startswith(".")}
    assert all(data in {OLD.get(file), NEW.get(file)} for file, data in left_over.items())
    assert left_over.keys() >= OLD.keys()
    write_files(content, NEW)
    assert {file: _files(content)[file] for file in NEW} == NEW


@pytest.mark.posix
@pytest.mark.parametrize("file", ["entries/link/index.md", "entries/a/link.png", "outside/x", "entries/a/fifo"])
def test_links_and_pipes_are_refused(content: Path, tmp_path_factory: pytest.TempPathFactory, file: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "index.md").write_bytes(b"secret")
    (content / "entries/link").symlink_to(outside)
    (content / "entries/a/link.png").symlink_to(outside / "index.md")
    (content / "outside").symlink_to(outside)
    os.mkfifo(content / "entries/a/fifo")
    with pytest.raises(ContentError):
        write_files(content, {file: b"x"})
    assert _files(outside) == {"index.md": b"secret"}


@pytest.mark.posix
def test_link_with_the_name_of_an_unfinished_file_is_not_followed(
    content: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x"
    outside.write_bytes(b"theirs")
    (content / "entries/a/.index.md.new").symlink_to(outside)
    write_files(content, {"entries/a/index.md": b"new"})
    assert outside.read_bytes() == b"theirs"
    assert not (content / "entries/a/index.md").is_symlink()
    assert _files(content) == {**OLD, "entries/a/index.md": b"new"}


def test_file_that_could_not_be_replaced_is_not_written(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, _staged: Path | None) -> None:
        raise PermissionError(errno.EACCES, "in use", str(path))

    monkeypatch.setattr(storage, "_replace", refuse)
    file = content / "entries/a/index.md"
    os.utime(file, (1, 1))
    with pytest.raises(PermissionError):
        write_files(content, {"entries/a/index.md": b"new"})
    assert (file.read_bytes(), file.stat().st_mtime) == (b"old", 1)


def test_what_is_no_longer_in_the_bin_leaves_no_folder(content: Path) -> None:
    with pytest.raises(OSError):
        move(content, "bin/pages/gone", "pages/gone")
    assert not (content / "pages").exists()


@pytest.mark.parametrize(
    "file", ["../x", "entries/../../x", "/etc/x", "entries//x", "a\\..\\x", "entries/./x", "a\0", "C:/x"]
)
def test_paths_out_of_the_content_are_refused(content: Path, file: str) -> None:
    with pytest.raises(ContentError):
        plain_path(content, file)


def test_undo_refuses_what_changed_since(content: Path, tmp_path: Path) -> None:
    history = History(content, tmp_path / "history")
    edit = history.write("saved", "a", NEW)
    (content / "entries/a/index.md").write_bytes(b"later")
    with pytest.raises(ContentError):
        history.undo(edit.number)
    assert (content / "entries/a/index.md").read_bytes() == b"later"
    with pytest.raises(ContentError):
        history.undo(99)


def test_full_disk_is_reported_and_the_form_is_not_lost(forms: Forms, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "index.md")

    monkeypatch.setattr(storage, "_write", full)
    controls = [
        (name, "x" if name == "summary@zh-Hans" else value) for name, value in forms.controls("entries/rain-garden")
    ]
    state = forms.save("entries/rain-garden", controls)
    assert state.saved is None
    assert "index.md" in state.failure
    assert b">x</textarea>" in forms.page(state).replace(b"\n", b"")


def test_bin_lists_its_folders_and_gives_each_a_place_of_its_own(content: Path) -> None:
    assert (list_bin(content), bin_place(content, "entries/a")) == ([], "bin/entries/a")
    for name in ("pages/x", "entries/b", "entries/a"):
        (content / "bin" / name).mkdir(parents=True)
    (content / "bin/entries/file.txt").write_bytes(b"")
    (content / "bin/file.txt").write_bytes(b"")
    assert list_bin(content) == ["entries/a", "entries/b", "pages/x"]
    assert bin_place(content, "entries/a") == "bin/entries/a-2"
    assert bin_place(content, "pages/a") == "bin/pages/a"


@pytest.mark.posix
def test_links_in_the_bin_are_not_listed(content: Path) -> None:
    (content / "bin/entries").mkdir(parents=True)
    (content / "bin/entries/a").symlink_to(content / "entries/a")
    (content / "bin/pages").symlink_to(content / "entries")
    assert list_bin(content) == []


def test_folder_is_moved_unless_something_has_its_place(content: Path) -> None:
    move(content, "entries/a", "bin/entries/a")
    assert _files(content) == {f"bin/{file}": data for file, data in OLD.items()}
    (content / "entries/a").mkdir(parents=True)
    with pytest.raises(ContentError) as refused:
        move(content, "bin/entries/a", "entries/a")
    assert refused.value.problems == (problem("entries/a", 1, "new_taken", given="entries/a"),)


def test_path_of_a_new_file_is_below_the_content(content: Path) -> None:
    assert plain_path(content, "entries/new/index.md") == content / "entries/new/index.md"
    assert read_file(content, "entries/new/index.md") == b""
    assert read_file(content, "entries/a/index.md") == b"old"
    with pytest.raises(ContentError) as refused:
        plain_path(content, "../x")
    assert refused.value.problems == (problem("../x", 1, "outside_content", name="../x"),)


def test_file_is_written_as_a_copy_and_its_folder_goes_with_its_last_file(content: Path, tmp_path: Path) -> None:
    source = tmp_path / "upload.png"
    source.write_bytes(b"picture")
    write_files(content, {"pages/b/a.png": source})
    assert _files(content / "pages") == {"b/a.png": b"picture"}
    assert source.read_bytes() == b"picture"
    write_files(content, {"pages/b/a.png": None, "entries/a/cover.png": None})
    assert [(content / name).exists() for name in ("pages/b", "entries/a")] == [False, True]


def test_edits_are_numbered_and_each_can_be_taken_back_once(content: Path, tmp_path: Path) -> None:
    history = History(content, tmp_path / "history")
    first = history.write("saved", "a", {"entries/a/index.md": b"new", "entries/a/new.md": b"x"})
    second = history.move("deleted", "b", "entries/a", "bin/entries/a")
    assert [(edit.number, edit.action, edit.name, edit.moved) for edit in (first, second)] == [
        (1, "saved", "a", None),
        (2, "deleted", "b", ("entries/a", "bin/entries/a")),
    ]
    third, fourth = history.undo(2), history.undo(1)
    assert [(edit.number, edit.action, edit.name, edit.moved) for edit in (third, fourth)] == [
        (3, "undone", "b", ("bin/entries/a", "entries/a")),
        (4, "undone", "a", None),
    ]
    assert [edit.is_undone for edit in history.edits] == [True, True, False, False]
    assert _files(content / "entries") == {"a/index.md": b"old", "a/cover.png": b"old picture"}
    with pytest.raises(ContentError) as refused:
        history.undo(1)
    assert refused.value.problems == (problem("", 0, "editing_nothing_to_undo"),)
    # what was taken back can be done again
    history.undo(4)
    assert _files(content / "entries") == {"a/index.md": b"new", "a/cover.png": b"old picture", "a/new.md": b"x"}


def test_undo_names_the_file_that_changed_since(content: Path, tmp_path: Path) -> None:
    history = History(content, tmp_path / "history")
    edit = history.write("saved", "a", NEW)
    (content / "entries/a/cover.png").write_bytes(b"later")
    with pytest.raises(ContentError) as refused:
        history.undo(edit.number)
    file = "entries/a/cover.png"
    assert refused.value.problems == (problem(file, 1, "editing_changed_since", name=file),)
    assert not edit.is_undone
