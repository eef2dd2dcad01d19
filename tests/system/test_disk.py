"""What another program has open is tried again for a while; then it is told by its right name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from plugins.system import disk
from plugins.system.disk import explain, remove_tree, retry_in_use


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
def test_what_is_in_use_for_a_moment_is_done_a_moment_later() -> None:
    busy = Busy(3)
    assert (retry_in_use(busy), busy.tried) == ("done", 4)


@pytest.mark.usefixtures("windows")
def test_what_stays_in_use_is_given_up_and_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_elsewhere_nothing_is_tried_again() -> None:
    busy = Busy(1)
    with pytest.raises(PermissionError):
        retry_in_use(busy)
    assert busy.tried == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The disk is full: /x/y cannot be written. Make room and run this again."),
        (
            errno.EROFS,
            "/x/y may not be read or written (EROFS). Check the rights on it and run this again.",
        ),
        (errno.EIO, "/x/y cannot be read or written (EIO). Check the disk and run this again."),
    ],
)
def test_each_kind_of_failure_has_its_hint(number: int, said: str) -> None:
    error = OSError(number, errno.errorcode[number], "/x/y")
    assert explain(error, "en", Path("other")) == said


@pytest.mark.usefixtures("windows")
def test_folder_goes_with_what_may_only_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder, unlink = tmp_path / "folder", os.unlink

    def refuse_read_only(path: str, **given: int) -> None:
        # as Windows does
        if not os.stat(path, **given).st_mode & stat.S_IWUSR:  # noqa: PTH116 - from a folder's descriptor
            raise PermissionError(errno.EACCES, "Access is denied", path)
        unlink(path, **given)

    (folder / "below").mkdir(parents=True)
    (folder / "below" / "cover.png").touch(mode=0o444)
    monkeypatch.setattr(os, "unlink", refuse_read_only)
    remove_tree(folder)
    assert not folder.exists()
