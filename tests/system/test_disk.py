"""Retrying while another program has a file open, and explaining disk errors."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from plugins.system import disk
from plugins.system.disk import explain, hash_file, remove_tree, retry_in_use, write_atomically


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "IS_WINDOWS", True)


class Busy:
    """An action on a file that is in use for its first so many times."""

    def __init__(self, times: int) -> None:
        self.times, self.tried = times, 0

    def __call__(self) -> str:
        self.tried += 1
        if self.tried <= self.times:
            raise PermissionError(errno.EACCES, "Access is denied", "C:\\output")
        return "done"


@pytest.mark.usefixtures("windows")
def test_action_is_retried_while_a_file_is_in_use() -> None:
    busy = Busy(3)
    assert (retry_in_use(busy), busy.tried) == ("done", 4)


@pytest.mark.usefixtures("windows")
def test_retry_ends_after_the_maximum_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MAX_WAIT_S", 0.2)
    busy = Busy(1000)
    with pytest.raises(PermissionError) as error:
        retry_in_use(busy)
    assert busy.tried > 1
    assert explain(error.value, "en") == (
        "C:\\output is open in another program, or may only be read (Access is denied). "
        "Close what has it open (Word, Excel, an editor, Explorer, a browser) and run this again."
    )
    assert "正被别的程序使用" in explain(error.value, "zh-Hans")


def test_nothing_is_retried_outside_windows() -> None:
    busy = Busy(1)
    with pytest.raises(PermissionError):
        retry_in_use(busy)
    assert busy.tried == 1


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "The disk is full: /x/y cannot be written. Make room and run this again."),
        (
            errno.EROFS,
            "/x/y may not be read or written (EROFS). Check the rights on it and run this again.",
        ),
        (errno.EIO, "/x/y cannot be read or written (EIO). Check the disk and run this again."),
    ],
)
def test_each_disk_error_is_explained(number: int, message: str) -> None:
    error = OSError(number, errno.errorcode[number], "/x/y")
    assert explain(error, "en", Path("other")) == message


def test_error_without_a_file_name_is_explained_with_the_place_that_was_meant() -> None:
    assert explain(OSError("gone"), "en", "/x/y") == (
        "/x/y cannot be read or written (gone). Check the disk and run this again."
    )


@pytest.mark.usefixtures("windows")
def test_folder_with_read_only_files_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder, unlink = tmp_path / "folder", os.unlink

    def refuse_read_only(path: str, **options: int) -> None:
        # as Windows does
        if not os.stat(path, **options).st_mode & stat.S_IWUSR:  # noqa: PTH116 - from a folder's descriptor
            raise PermissionError(errno.EACCES, "Access is denied", path)
        unlink(path, **options)

    (folder / "below").mkdir(parents=True)
    (folder / "below" / "cover.png").touch(mode=0o444)
    monkeypatch.setattr(os, "unlink", refuse_read_only)
    remove_tree(folder)
    assert not folder.exists()


def test_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_atomically(path, b"old")
    write_atomically(path, b"new", 0o444)
    assert [(file.name, file.read_bytes(), file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [
        ("state.json", b"new", 0o444)
    ]


def test_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "state.json"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        write_atomically(folder, b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["state.json", "inside"]


def test_hash_of_a_file_is_that_of_its_bytes_with_their_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\r\n")
    # sha256sum's own answer
    assert hash_file(tmp_path / "a.txt") == "8e4621379786ef42a4fec155cd525c291dd7db3c1fde3478522f4f61c03fd1bd"
