"""Writing the files of a site, without writing again what is unchanged."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from plugins.site.files.outputs import Output
from plugins.site.incremental.manifest import OutputManifest, StatKey, stat_key
from plugins.site.urls import folders_of
from plugins.system.disk import retry_in_use


class SiteWriter:
    """Writes a site into ``folder``, whose present files are listed in ``existing``.

    Files that are unchanged are kept from ``folder`` or linked from the ``previous`` site in ``previous_folder``.
    """

    def __init__(self, folder: Path, existing: OutputManifest, previous_folder: Path, previous: OutputManifest) -> None:
        self.folder = folder
        self.existing = existing
        self.previous_folder = previous_folder
        self.previous = previous
        self._files: dict[str, tuple[str, StatKey | None]] = {}
        self._requests: dict[str, list[Any]] = {}

    @property
    def is_first_build(self) -> bool:
        """Whether there is nothing to reuse."""
        return not (self.existing.files or self.previous.files)

    def reuse(self, path: str, key: str) -> OutputManifest | None:
        """Keep or link the file with this key, if there is one. Returns the manifest that lists it."""
        for manifest, folder in ((self.existing, self.folder), (self.previous, self.previous_folder)):
            recorded = manifest.files.get(path)
            file = f"{folder}/{path}"
            if recorded is None or recorded[0] != key or recorded[1] != stat_key(file):
                continue
            if manifest is self.existing or _link(file, f"{self.folder}/{path}"):
                self._files[path] = recorded
                return manifest
        return None

    def reuse_page(self, path: str, key: str) -> bool:
        """The same for a page and the files that it requests. Returns whether it succeeded."""
        manifest = self.reuse(path, key)
        if manifest and path in manifest.requests:
            self._requests[path] = manifest.requests[path]
        return manifest is not None

    def write(self, output: Output) -> None:
        """Write a file, unless it can be reused or was written already."""
        if output.path not in self._files and not self.reuse(output.path, output.key):
            self._files[output.path] = (output.key, write_new_file(self.folder / output.path, output.data))

    def record_page(self, path: str, key: str, stat: StatKey | None, requested: list[Any]) -> None:
        """Record a page that was written into ``folder``, and the files that it requests."""
        self._files[path] = (key, stat)
        if requested:
            self._requests[path] = requested

    @property
    def requests(self) -> Iterable[list[Any]]:
        """The files that each page requests, in the order of the pages' paths; pages without are left out."""
        return (self._requests[path] for path in sorted(self._requests))

    def finish(self) -> OutputManifest:
        """Remove all files and folders that do not belong to the site; return its manifest."""
        for path in self.existing.files.keys() - self._files.keys():
            retry_in_use(partial((self.folder / path).unlink, missing_ok=True))
        folders = folders_of(self._files) | {""}
        # in this order folders come before those that contain them
        for path in sorted(self.existing.folders.keys() - folders, reverse=True):
            retry_in_use((self.folder / path).rmdir)
        requests = pickle.dumps(self._requests, pickle.HIGHEST_PROTOCOL)
        return OutputManifest(self._files, {path: stat_key(f"{self.folder}/{path}") for path in folders}, requests)


def write_new_file(file: Path, data: bytes) -> StatKey | None:
    """Write a new file: if an existing one were overwritten, its hard link in the previous site would change too."""
    _make_room(file.as_posix())
    with file.open("xb") as stream:
        stream.write(data)
    return stat_key(str(file))


def _make_room(file: str) -> None:
    # os functions, not Path: a site has ten thousand files
    folder = file.rpartition("/")[0]
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        with suppress(FileNotFoundError):
            retry_in_use(partial(os.unlink, file))


def _link(source: str, target: str) -> bool:
    try:
        _make_room(target)
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # the disk or the system does not support hard links
        return False
    return True
