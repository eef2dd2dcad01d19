"""Reads and checks the editors' files, which are not trusted: UTF-8 texts, pictures and films of the claimed type."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.content.model import MediaFile
from plugins.content.parsing.document_safety import find_active_content
from plugins.content.parsing.films import CAPTIONS_HEAD, check_webvtt, find_film_mistake
from plugins.content.parsing.picture_kinds import HEAD_BYTES, jpeg_bits, name_kind
from plugins.content.problems import ContentError, problem
from plugins.content.schema.localized import CONTROL
from plugins.system import textfile
from plugins.system.file_names import differing_spelling, is_case_sensitive, is_system_file, list_folder

if TYPE_CHECKING:
    from PIL import Image

MAX_TEXT_BYTES = 500_000
MAX_PICTURE_BYTES = 20_000_000
# what browsers decode of a JPEG
USUAL_BITS = 8
MAX_FILM_BYTES = 200_000_000
# Linux only: other systems open a file by other capitals, which only regular_file() notices; pipes do not block
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK if sys.platform == "linux" else 0
MAX_PIXELS = 60_000_000
# long side to short side: WebP allows no side over 16383, and no screen shows such a picture whole
MAX_ASPECT_RATIO = 10
PICTURE_TYPES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}
# Windows and browsers save pictures of web pages so
JFIF_SUFFIXES = {".jfif", ".jpe", ".jif"}
HEIC_SUFFIXES = {".heic", ".heif", ".hif"}
# the first bytes of each type; office formats are ZIP files
DOCUMENT_SIGNATURES = {".pdf": b"%PDF-", **dict.fromkeys((".docx", ".xlsx", ".pptx", ".zip"), b"PK\x03\x04")}
# the EXIF tag of the orientation, and the first of its values that swap width and height
ORIENTATION_TAG, ROTATED_FROM = 0x0112, 5


def read_text(content: Path, file: str) -> str:
    """A text in NFC, with LF line ends. Raises ``ContentError`` for what is not UTF-8 of a sensible size."""
    raw = _read_fast(content, file)
    if raw is None:
        path = regular_file(content, file, file, 1)
        if (size := path.stat().st_size) > MAX_TEXT_BYTES:
            raise ContentError(problem(file, 1, "file_too_large", size=size // 1000, limit=MAX_TEXT_BYTES // 1000))
        raw = path.read_bytes()
    raw = textfile.normalize_newlines(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(problem(file, raw.count(b"\n", 0, error.start) + 1, "not_utf8")) from None
    # one encoding of é, whichever the file system or the keyboard produced
    text = unicodedata.normalize("NFC", text)
    if match := CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise ContentError(problem(file, line, "control_character", character=f"U+{ord(match.group()):04X}"))
    return text


def _read_fast(content: Path, file: str) -> bytes | None:
    """The bytes of a regular file of a sensible size, with no link in its path below the content.

    None for anything else: then ``regular_file`` examines it, and says what is wrong.
    """
    if not OPEN_FLAGS:
        return None
    *folders, name = file.split("/")
    path = str(content)
    try:
        for folder in folders:
            path = f"{path}/{folder}"
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return None
        descriptor = os.open(f"{path}/{name}", OPEN_FLAGS)
        try:
            status = os.fstat(descriptor)
            data = os.read(descriptor, MAX_TEXT_BYTES + 1) if stat.S_ISREG(status.st_mode) else b""
            return data if 0 < len(data) == status.st_size <= MAX_TEXT_BYTES else None
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None


def list_names(content: Path, folder: str) -> list[str]:
    """The names in a folder, sorted, without files that systems create themselves."""
    with os.scandir(f"{content}/{folder}") as listing:
        return sorted(entry.name for entry in listing if not is_system_file(entry.name))


def list_folder_kinds(folder: Path) -> dict[str, bool]:
    """The names in a folder, sorted, each with True if it is a folder (or a link to one).

    Taken from the listing itself: with ten thousand folders, another stat of each takes longer than the listing.
    """
    with os.scandir(folder) as listing:
        entries = sorted((entry for entry in listing if not is_system_file(entry.name)), key=attrgetter("name"))
    return {
        entry.name: entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and Path(entry.path).is_dir())
        for entry in entries
    }


def exists_or_dangling(content: Path, file: str) -> bool:
    """True if there is anything of this name, even a dangling link."""
    return os.path.lexists(content / file)


def regular_file(content: Path, file: str, referenced_in: str, line: int) -> Path:
    """The path of a regular file inside the content folder, with the same capitals as on disk.

    Raises ``ContentError`` at the line that names the file, in ``referenced_in``.
    """
    path = content / file
    try:
        inside = path.resolve().is_relative_to(content.resolve())
        is_readable = inside and stat.S_ISREG(path.stat().st_mode) and os.access(path, os.R_OK)
    except (OSError, RuntimeError, ValueError):
        inside, is_readable = True, False
    if not inside:
        raise ContentError(problem(referenced_in, line, "outside_content", name=file))
    is_spelled = is_readable and is_case_sensitive(path)
    if not is_spelled and (spelling := differing_spelling(path)):
        raise ContentError(problem(referenced_in, line, "other_spelling", name=path.name, found=spelling))
    if is_readable:
        return path
    raise ContentError(problem(referenced_in, line, "missing_file", name=path.name, near=_files_beside(path)))


def _files_beside(path: Path) -> str:
    try:
        names = [file.name for file in list_folder(path.parent) if file.is_file() and file.suffix != ".md"]
    except OSError:
        names = []
    return ", ".join(names[:8]) or "—"


@dataclass(frozen=True)
class FileReference:
    """A file in a folder of the content, and where another file names it: there its problems are reported."""

    content: Path
    folder: str
    name: str
    referenced_in: str
    line: int

    @property
    def file(self) -> str:
        """The path of the file below the content."""
        return f"{self.folder}/{self.name}"

    def find(self) -> Path:
        """The path of the file. Raises ``ContentError`` as ``regular_file``."""
        return regular_file(self.content, self.file, self.referenced_in, self.line)

    def error(self, code: str, **values: Any) -> ContentError:
        """A problem of the file, to be raised."""
        return ContentError(problem(self.referenced_in, self.line, code, name=self.name, **values))


def check_picture(reference: FileReference) -> MediaFile:
    """A picture that can be decoded and is not a decompression bomb. Raises ``ContentError``."""
    path = reference.find()
    expected_format = _expected_format(path, reference)
    _check_size(path, MAX_PICTURE_BYTES, reference)
    try:
        info = _read_image_info(path)
    except Exception:  # Pillow's decoders raise exceptions of any type for a broken picture
        bits = jpeg_bits(path.read_bytes())
        if bits > USUAL_BITS:
            raise reference.error("picture_deep", bits=bits) from None
        raise reference.error("picture_broken") from None
    if info.is_animated:
        raise reference.error("picture_animated")
    if info.format != expected_format:
        raise reference.error("picture_mislabelled", found=info.format)
    if info.width * info.height > MAX_PIXELS:
        raise reference.error("too_many_pixels", width=info.width, height=info.height)
    if max(info.width, info.height) > MAX_ASPECT_RATIO * min(info.width, info.height):
        raise reference.error("picture_too_long", width=info.width, height=info.height)
    return MediaFile(path, textfile.digest(path), info.width, info.height)


def _expected_format(path: Path, reference: FileReference) -> str:
    """The format that the name of a picture promises. Raises ``ContentError`` for what is clearly something else."""
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        kind = name_kind(stream.read(HEAD_BYTES))
    if suffix in HEIC_SUFFIXES or kind == "HEIC":
        raise reference.error("picture_heic")
    if suffix in JFIF_SUFFIXES:
        raise reference.error("picture_jfif")
    if suffix not in PICTURE_TYPES:
        raise reference.error("not_a_picture", choices=sorted(PICTURE_TYPES))
    if kind:
        raise reference.error("picture_mislabelled", found=kind)
    return PICTURE_TYPES[suffix]


def open_image(path: Path) -> Image.Image:
    """A picture, not decoded yet."""
    # imported late: not needed where all pictures are cached
    from PIL import Image, ImageFile

    # MAX_PIXELS is checked before decoding; Pillow's own limit only warns, or reports a bomb as a broken picture
    Image.MAX_IMAGE_PIXELS = None
    # other libraries turn this on for the whole process; here a truncated picture is a problem
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return Image.open(path)


class _ImageInfo(NamedTuple):
    width: int
    height: int
    format: str
    is_animated: bool


def _read_image_info(path: Path) -> _ImageInfo:
    """The picture's size as it is displayed, its format, and whether it is animated."""
    with open_image(path) as image:
        # a phone's picture with another for bright screens behind it, or a smaller copy: its first one counts
        is_multiple = image.format == "MPO"
        kind = "JPEG" if is_multiple else str(image.format)
        is_animated = bool(getattr(image, "is_animated", False)) and not is_multiple
        info = _ImageInfo(image.width, image.height, kind, is_animated)
        if image.width * image.height > MAX_PIXELS:
            return info
        # only decoding to the end proves that a file is complete; a JPEG can be decoded at a smaller size
        image.draft("L", (1, 1))
        image.load()
        is_rotated = image.getexif().get(ORIENTATION_TAG, 1) >= ROTATED_FROM
    return info._replace(width=info.height, height=info.width) if is_rotated else info


def check_film(reference: FileReference) -> MediaFile:
    """An MP4 film that browsers can play. Raises ``ContentError``."""
    film = _check_signature(reference, ".mp4", b"ftyp", offset=4)
    if mistake := find_film_mistake(film.path):
        code, codec = mistake
        raise reference.error(code, found=codec)
    return film


def check_captions(reference: FileReference) -> MediaFile:
    """Captions in WebVTT of which every cue can be shown. Raises ``ContentError``."""
    media_file = _check_signature(reference, ".vtt", b"")
    # read as text, because it may begin with a byte order mark
    text = read_text(reference.content, reference.file)
    if not CAPTIONS_HEAD.match(text):
        raise reference.error("wrong_type", suffix=".vtt")
    if mistake := check_webvtt(reference.file, text):
        raise ContentError(mistake)
    return media_file


def check_download(reference: FileReference) -> MediaFile:
    """A document for download, of an office type that its first bytes confirm. Raises ``ContentError``."""
    suffix = Path(reference.name).suffix.lower()
    if suffix not in DOCUMENT_SIGNATURES:
        raise reference.error("not_a_document", choices=sorted(DOCUMENT_SIGNATURES))
    media_file = _check_signature(reference, suffix, DOCUMENT_SIGNATURES[suffix])
    if active_content := find_active_content(media_file.path, suffix):
        raise reference.error("document_not_plain", found=active_content)
    return media_file


def _check_signature(reference: FileReference, suffix: str, signature: bytes, offset: int = 0) -> MediaFile:
    path = reference.find()
    _check_size(path, MAX_FILM_BYTES, reference)
    with path.open("rb") as stream:
        start = stream.read(offset + len(signature))[offset:]
    if path.suffix.lower() != suffix or start != signature:
        raise reference.error("wrong_type", suffix=suffix)
    return MediaFile(path, textfile.digest(path))


def _check_size(path: Path, limit: int, reference: FileReference) -> None:
    if (size := path.stat().st_size) > limit:
        raise reference.error("media_too_large", size=f"{size / 1_000_000:.1f}", limit=limit // 1_000_000)
