"""The files of a site that is being written: what stands already, here or in the former site, and what is new."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from plugins.site.files.outputs import Output
from plugins.site.incremental.manifest import Footprint, Seen, seen
from plugins.system.disk import retry_in_use


class SiteWriter:
    """The site that is being written: what of it stands already, here or in the former site, and what was written."""

    def __init__(self, folder: Path, left: Footprint, site: Path, former: Footprint) -> None:
        self.folder = folder
        self.left = left
        self.site = site
        self.former = former
        self._files: dict[str, tuple[str, Seen | None]] = {}
        self._asked: dict[str, list[Any]] = {}

    @property
    def is_first(self) -> bool:
        """Whether nothing stands anywhere that could be taken."""
        return not (self.left.files or self.former.files)

    def take(self, path: str, name: str) -> Footprint | None:
        """Have the file of this name as it stands here or, by a second name, in the former site; say where it was."""
        for footprint, folder in ((self.left, self.folder), (self.former, self.site)):
            left = footprint.files.get(path)
            old = f"{folder}/{path}"
            if left is None or left[0] != name or left != (name, seen(old)):
                continue
            if footprint is self.left or _link(old, f"{self.folder}/{path}"):
                self._files[path] = left
                return footprint
        return None

    def take_page(self, path: str, name: str) -> bool:
        """The same for a page, with what it asked for."""
        footprint = self.take(path, name)
        if footprint and path in footprint.asked:
            self._asked[path] = footprint.asked[path]
        return footprint is not None

    def write(self, output: Output) -> None:
        """Write a file, unless it can be taken or was written already."""
        if output.path not in self._files and not self.take(output.path, output.name):
            self._files[output.path] = (output.name, write_new(self.folder / output.path, output.data))

    def note_page(self, path: str, name: str, stands: Seen | None, asked: list[Any]) -> None:
        """Note a page that was written here."""
        self._files[path] = (name, stands)
        if asked:
            self._asked[path] = asked

    @property
    def asked(self) -> Iterable[list[Any]]:
        """What each page asks for, of those that ask for anything, in the order of their paths."""
        return (self._asked[path] for path in sorted(self._asked))

    def finish(self) -> Footprint:
        """Take away all that is left of others; give back what stands here now."""
        for path in self.left.files.keys() - self._files.keys():
            retry_in_use(partial((self.folder / path).unlink, missing_ok=True))
        folders = folders_of(self._files) | {""}
        # whole names sort after those that they begin with
        for path in sorted(self.left.folders.keys() - folders, reverse=True):
            retry_in_use((self.folder / path).rmdir)
        asked = pickle.dumps(self._asked, pickle.HIGHEST_PROTOCOL)
        return Footprint(self._files, {path: seen(f"{self.folder}/{path}") for path in folders}, asked)


def write_new(file: Path, data: bytes) -> Seen | None:
    """Write a file anew: written over, a second name of it in the former site would change as well."""
    _make_room(file.as_posix())
    with file.open("xb") as out:
        out.write(data)
    return seen(str(file))


def _make_room(file: str) -> None:
    # by their names, not by Path: a site has ten thousand of them
    folder = file.rpartition("/")[0]
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        with suppress(FileNotFoundError):
            retry_in_use(partial(os.unlink, file))


def _link(old: str, new: str) -> bool:
    try:
        _make_room(new)
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # a disk or a system that knows no such links
        return False
    return True


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that these files stand in."""
    folders: set[str] = set()
    for path in paths:
        above = path.rpartition("/")[0]
        while above and above not in folders:
            folders.add(above)
            above = above.rpartition("/")[0]
    return folders
