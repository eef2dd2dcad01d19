"""The editors' files on disk, hostile until checked: texts in UTF-8, pictures and films of the type they claim."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.content.model import MediaFile
from plugins.content.parsing.document_safety import find_active_content
from plugins.content.parsing.webvtt import HEAD, check_webvtt
from plugins.content.problems import ContentError, problem
from plugins.content.schema.localized import CONTROL
from plugins.system import textfile
from plugins.system.file_names import is_made_by_system, list_folder, other_spelling, tells_capitals

if TYPE_CHECKING:
    from PIL import Image

LARGEST_TEXT = 500_000
LARGEST_PICTURE = 20_000_000
LARGEST_FILM = 200_000_000
# elsewhere a file opens by other capitals than its own, which the careful way sees; no pipe keeps us waiting
OPEN_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK if sys.platform == "linux" else 0
MOST_PIXELS = 60_000_000
# of length to width: WebP holds no side over 16383, and nobody sees such a picture whole
LONGEST_SHAPE = 10
PICTURE_TYPES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}
# the newer office formats are all ZIP inside
DOCUMENT_HEADS = {".pdf": b"%PDF-", **dict.fromkeys((".docx", ".xlsx", ".pptx", ".zip"), b"PK\x03\x04")}
# the EXIF tag of a picture's orientation, and the first of its values that swap width and height
ORIENTATION, LYING = 0x0112, 5


def read_text(content: Path, file: str) -> str:
    """A text file's words with plain line ends. Raises ``Refused`` for what is no UTF-8 text of a sensible size."""
    raw = _read_plainly(content, file)
    if raw is None:
        path = regular_file(content, file, file, 1)
        if (size := path.stat().st_size) > LARGEST_TEXT:
            raise ContentError(problem(file, 1, "file_too_large", size=size // 1000, limit=LARGEST_TEXT // 1000))
        raw = path.read_bytes()
    raw = textfile.with_lf(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(problem(file, raw.count(b"\n", 0, error.start) + 1, "not_utf8")) from None
    # one spelling of é, whatever the disk or the keyboard made of it
    text = unicodedata.normalize("NFC", text)
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ContentError(problem(file, line, "control_character", character=f"U+{ord(found.group()):04X}"))
    return text


def _read_plainly(content: Path, file: str) -> bytes | None:
    """The bytes of a file of a sensible size that lies below the content without any link on the way to it.

    Nothing where that is not so, or the system cannot tell: then the careful way looks, and says what is wrong.
    """
    if not OPEN_NO_LINK:
        return None
    *folders, name = file.split("/")
    path = str(content)
    try:
        for folder in folders:
            path = f"{path}/{folder}"
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return None
        opened = os.open(f"{path}/{name}", OPEN_NO_LINK)
        try:
            status = os.fstat(opened)
            data = os.read(opened, LARGEST_TEXT + 1) if stat.S_ISREG(status.st_mode) else b""
            return data if 0 < len(data) == status.st_size <= LARGEST_TEXT else None
        finally:
            os.close(opened)
    except (OSError, ValueError):
        return None


def names_in(content: Path, folder: str) -> list[str]:
    """The names of all that people put into a folder, sorted."""
    with os.scandir(f"{content}/{folder}") as listed:
        return sorted(entry.name for entry in listed if not is_made_by_system(entry.name))


def named_within(folder: Path) -> dict[str, bool]:
    """What people put into a folder, by name in order, and whether each is a folder.

    That is asked of the listing itself: of ten thousand folders, to look at each again takes longer than to list them.
    """
    with os.scandir(folder) as listed:
        found = sorted((each for each in listed if not is_made_by_system(each.name)), key=attrgetter("name"))
    return {
        each.name: each.is_dir(follow_symlinks=False) or (each.is_symlink() and Path(each.path).is_dir())
        for each in found
    }


def exists_or_dangling(content: Path, file: str) -> bool:
    """Whether there is anything of this name, be it a link that leads nowhere."""
    return os.path.lexists(content / file)


def regular_file(content: Path, file: str, blamed: str, line: int) -> Path:
    """A plain file inside the content folder: no symbolic link out of it, no pipe, no device. Raises ``Refused``."""
    path = content / file
    try:
        inside = path.resolve().is_relative_to(content.resolve())
        is_readable = inside and stat.S_ISREG(path.stat().st_mode) and os.access(path, os.R_OK)
    except (OSError, RuntimeError, ValueError):
        inside, is_readable = True, False
    if not inside:
        raise ContentError(problem(blamed, line, "outside_content", name=file))
    is_spelled = is_readable and tells_capitals(path)
    if not is_spelled and (found := other_spelling(path)):
        raise ContentError(problem(blamed, line, "other_spelling", name=path.name, found=found))
    if is_readable:
        return path
    raise ContentError(problem(blamed, line, "missing_file", name=file.rpartition("/")[2], near=_nearby(path)))


def _nearby(path: Path) -> str:
    try:
        names = [each.name for each in list_folder(path.parent) if each.is_file() and each.suffix != ".md"]
    except OSError:
        names = []
    return ", ".join(names[:8]) or "—"


def picture(content: Path, folder: str, name: str, blamed: str, line: int) -> MediaFile:
    """A picture that can be decoded and is not a bomb. Raises ``Refused``, blaming the line that names it."""
    path = regular_file(content, f"{folder}/{name}", blamed, line)
    kind = PICTURE_TYPES.get(path.suffix.lower())
    if not kind:
        raise ContentError(problem(blamed, line, "not_a_picture", name=name, choices=sorted(PICTURE_TYPES)))
    _check_size(path, LARGEST_PICTURE, blamed, line)
    try:
        seen = _look(path)
    except Exception:  # a broken picture makes Pillow raise whatever came to its decoders' minds
        raise ContentError(problem(blamed, line, "picture_broken", name=name)) from None
    if seen.moves:
        raise ContentError(problem(blamed, line, "picture_animated", name=name))
    if seen.kind != kind:
        raise ContentError(problem(blamed, line, "picture_mislabelled", name=name, found=seen.kind))
    if seen.width * seen.height > MOST_PIXELS:
        raise ContentError(problem(blamed, line, "too_many_pixels", name=name, width=seen.width, height=seen.height))
    if max(seen.width, seen.height) > LONGEST_SHAPE * min(seen.width, seen.height):
        raise ContentError(problem(blamed, line, "picture_too_long", name=name, width=seen.width, height=seen.height))
    return MediaFile(path, textfile.digest(path), seen.width, seen.height)


def open_image(path: Path) -> Image.Image:
    """A picture, not decoded yet."""
    # loaded only for content with pictures that were not looked at before
    from PIL import Image, ImageFile

    # our own limit is kept before anything is decoded; Pillow's would only warn, or call a bomb a broken picture
    Image.MAX_IMAGE_PIXELS = None
    # other libraries turn this on for the whole process; here half a picture is a problem
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return Image.open(path)


class _Seen(NamedTuple):
    width: int
    height: int
    kind: str
    moves: bool


def _look(path: Path) -> _Seen:
    with open_image(path) as image:
        seen = _Seen(image.width, image.height, str(image.format), bool(getattr(image, "is_animated", False)))
        if image.width * image.height > MOST_PIXELS:
            return seen
        # decoding to the end is the only proof that a file is whole; a JPEG can be decoded small
        image.draft("L", (1, 1))
        image.load()
        lying = image.getexif().get(ORIENTATION, 1) >= LYING
    return seen._replace(width=seen.height, height=seen.width) if lying else seen


def film(content: Path, folder: str, name: str, blamed: str, line: int) -> MediaFile:
    """A film that begins as MP4 does."""
    return _with_head(content, folder, name, blamed, line, suffix=".mp4", head=b"ftyp", at=4)


def captions(content: Path, folder: str, name: str, blamed: str, line: int) -> MediaFile:
    """Captions in WebVTT, a text like any other, of which every cue can be shown."""
    opened = _with_head(content, folder, name, blamed, line, suffix=".vtt", head=b"", at=0)
    # as a text it may begin with a byte order mark, which browsers take too
    text = read_text(content, f"{folder}/{name}")
    if not HEAD.match(text):
        raise ContentError(problem(blamed, line, "wrong_type", name=name, suffix=".vtt"))
    if wrong := check_webvtt(f"{folder}/{name}", text):
        raise ContentError(wrong)
    return opened


def download(content: Path, folder: str, name: str, blamed: str, line: int) -> MediaFile:
    """A document to take away, of a type that offices use and that its first bytes confirm."""
    suffix = Path(name).suffix.lower()
    if suffix not in DOCUMENT_HEADS:
        raise ContentError(problem(blamed, line, "not_a_document", name=name, choices=sorted(DOCUMENT_HEADS)))
    opened = _with_head(content, folder, name, blamed, line, suffix=suffix, head=DOCUMENT_HEADS[suffix], at=0)
    if found := find_active_content(opened.path, suffix):
        raise ContentError(problem(blamed, line, "document_not_plain", name=name, found=found))
    return opened


def _with_head(
    content: Path, folder: str, name: str, blamed: str, line: int, *, suffix: str, head: bytes, at: int
) -> MediaFile:
    path = regular_file(content, f"{folder}/{name}", blamed, line)
    _check_size(path, LARGEST_FILM, blamed, line)
    with path.open("rb") as opened:
        found = opened.read(at + len(head))[at:]
    if path.suffix.lower() != suffix or found != head:
        raise ContentError(problem(blamed, line, "wrong_type", name=name, suffix=suffix))
    return MediaFile(path, textfile.digest(path))


def _check_size(path: Path, limit: int, blamed: str, line: int) -> None:
    if (size := path.stat().st_size) > limit:
        megabytes = f"{size / 1_000_000:.1f}"
        raise ContentError(
            problem(blamed, line, "media_too_large", name=path.name, size=megabytes, limit=limit // 1_000_000)
        )
