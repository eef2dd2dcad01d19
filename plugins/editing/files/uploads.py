"""Files on their way into the content: checked, and kept aside until the form that names them is saved."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import (
    HEIC_SUFFIXES,
    MAX_FILM_BYTES,
    MAX_PICTURE_BYTES,
    FileReference,
    check_captions,
    check_download,
    check_film,
    check_picture,
)
from plugins.content.problems import ContentError, problem, quote
from plugins.content.schema.fields import DEVICE
from plugins.editing.files.pictures import PictureChange, change_picture, remove_place
from plugins.editing.form import SUFFIXES
from plugins.scaffold.slugs import suggest_slug

CHECKS: dict[str, Callable[[FileReference], object]] = {
    "picture": check_picture,
    "film": check_film,
    "captions": check_captions,
    "document": check_download,
}
MAX_BYTES = {
    "picture": MAX_PICTURE_BYTES,
    "film": MAX_FILM_BYTES,
    "captions": MAX_PICTURE_BYTES,
    "document": MAX_FILM_BYTES,
}
# more than a form can have, and little enough for any disk
MAX_UPLOADS = 200
PIECE_BYTES = 1 << 20
PLAIN_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")


@dataclass(frozen=True)
class Upload:
    """A file that waits; ``name`` is what it will be called in the content."""

    token: str
    name: str
    path: Path
    accepts: str
    has_lost_place: bool = False


class Uploads:
    """The files that wait, in a folder of their own outside the content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # several files arrive at the same time
        self._lock = threading.Lock()
        # by token: the form, and the name that no other file of it gets
        self._names: dict[str, tuple[str, str]] = {}
        self._uploads: dict[str, Upload] = {}

    def get(self, token: str) -> Upload | None:
        """The file with this token."""
        return self._uploads.get(token)

    def add(
        self, read: Callable[[int], bytes], length: int, name: str, accepts: str, taken: Collection[str], form: str = ""
    ) -> Upload:
        """Store a file of this length; its name is made one that can be published and that is not taken.

        ``form`` is any text that only the files of one form have in common: other forms may use the same names.
        Raises ``ContentError`` for what the content cannot hold, and ``OSError``, also where less arrives.
        """
        limit = MAX_BYTES[accepts]
        if not 0 < length <= limit:
            size = f"{length / 1_000_000:.1f}"
            raise ContentError(problem("", 0, "media_too_large", name=quote(name), size=size, limit=limit // 1_000_000))
        with self._lock:
            waiting = (other for user, other in self._names.values() if user == form)
            path = self._place(usable_name(name, accepts, {*taken, *waiting}), form)
        try:
            _receive(read, length, path)
            return self._check_upload(path, accepts)
        except BaseException:
            self._discard(path)
            raise

    def change(self, source: Path, name: str, change: PictureChange) -> Upload:
        """Store a changed copy of a picture under a name. Raises ``ContentError`` or ``OSError``."""
        with self._lock:
            path = self._place(name, "")
        try:
            path.write_bytes(change_picture(source, change))
            return self._check_upload(path, "picture")
        except BaseException:
            self._discard(path)
            raise

    def _place(self, name: str, form: str) -> Path:
        if len(self._uploads) >= MAX_UPLOADS:
            self._discard(self._uploads.pop(next(iter(self._uploads))).path)
        folder = self.folder / secrets.token_urlsafe(16)
        folder.mkdir(parents=True)
        self._names[folder.name] = form, name
        return folder / name

    def _check_upload(self, path: Path, accepts: str) -> Upload:
        # no file refers to it yet
        CHECKS[accepts](FileReference(self.folder, path.parent.name, path.name, "", 0))
        has_lost_place = accepts == "picture" and remove_place(path)
        upload = Upload(path.parent.name, path.name, path, accepts, has_lost_place)
        self._uploads[upload.token] = upload
        return upload

    def _discard(self, path: Path) -> None:
        self._names.pop(path.parent.name, None)
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def usable_name(name: str, accepts: str, taken: Collection[str]) -> str:
    """A name for a file that can be part of an address, in pinyin if it is Chinese, and that no other file has.

    Raises ``ContentError`` if its extension is not one of those that are accepted.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    suffix = f"{dot}{suffix}".lower() if dot and stem else ""
    if accepts == "picture" and suffix in HEIC_SUFFIXES:
        raise ContentError(problem("", 0, "picture_heic", name=quote(name)))
    if suffix not in SUFFIXES[accepts]:
        values = {"name": quote(name), "choices": list(SUFFIXES[accepts])}
        raise ContentError(
            problem("", 0, "not_a_document" if accepts == "document" else "editing_wrong_suffix", **values)
        )
    plain = stem if PLAIN_STEM.match(stem) and not DEVICE.match(stem) else suggest_slug(stem, default=accepts)
    if DEVICE.match(plain):
        plain = accepts
    names, number = {other.lower() for other in taken}, 1
    candidate = f"{plain}{suffix}"
    while candidate.lower() in names:
        number += 1
        candidate = f"{plain}-{number}{suffix}"
    return candidate


def _receive(read: Callable[[int], bytes], length: int, path: Path) -> None:
    with path.open("wb") as file:
        while length:
            piece = read(min(length, PIECE_BYTES))
            if not piece:
                raise ConnectionAbortedError
            file.write(piece)
            length -= len(piece)
