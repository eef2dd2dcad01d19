"""A file of the site as everything it can be read as: text, escapes undone, what is packed or encoded in it."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

import brotli
import pypdfium2
from PIL import Image

TEXTS = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".vtt", ".webmanifest", ""}
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}
UNPACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}
PACKED = {".zip", ".docx", ".xlsx", ".pptx"}
TAG = re.compile(r"<[^<>]*>")
JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}) ?")
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
# what may be words in the bytes of a picture or document: runs that UTF-8, or UTF-16 either way, would write
RUNS = {
    "utf-8": re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xef][\x80-\xbf]{1,2}){5,}"),
    "utf-16-le": re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){3,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\x20-\x7e]|[\x4e-\x9f][\x00-\xff]){3,}"),
}
LARGEST_MEMBER = 50_000_000


def extract_texts(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every reading of a file, each with a word on how it was read."""
    yield "name", path
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in TEXTS:
        yield from _texts(data.decode("utf-8", "replace"))
        return
    yield from _raw(data)
    if suffix in PICTURES:
        yield "metadata", _metadata(data)
    elif suffix == ".pdf":
        yield "PDF", _pdf(data)
    elif suffix in PACKED:
        yield from _members(data)
    elif suffix in UNPACK:
        yield from (
            (f"{suffix}, {how}", text) for how, text in extract_texts(path.removesuffix(suffix), _unpacked(suffix, data))
        )


def _unpacked(suffix: str, data: bytes) -> bytes:
    try:
        return UNPACK[suffix](data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return b""


def _texts(text: str) -> Iterator[tuple[str, str]]:
    plain = unquote(unescape(text))
    yield "text", text
    yield "escapes undone", plain
    yield "tags left out", TAG.sub("", plain)
    if "\\" in plain:
        yield "escapes of JSON", JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain)
        yield "escapes of CSS", CSS_ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFF)), plain)
    yield "base64", "\n".join(_decoded(found.group()) for found in ENCODED.finditer(plain))


def _decoded(word: str) -> str:
    """The text in a word of base64, wherever in it the text begins; nothing where there is none."""
    plain = word.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4], validate=True).decode("utf-8", "ignore")
    except binascii.Error:
        return ""


def _raw(data: bytes) -> Iterator[tuple[str, str]]:
    """The words that stand plainly in the bytes, in the encodings that pictures and documents use."""
    for encoding, run in RUNS.items():
        yield encoding, "\n".join(found.decode(encoding, "ignore") for found in run.findall(data))


def _metadata(data: bytes) -> str:
    try:
        opened = Image.open(io.BytesIO(data))
    except OSError:
        # no picture after all: its bytes are read all the same
        return ""
    with opened as picture:
        if picture.format == "PNG":
            # only a PNG may have words behind the picture
            picture.load()
        said = [*picture.info.values(), *dict(picture.getexif()).values()]
    return "\n".join(each.decode("utf-8", "ignore") if isinstance(each, bytes) else str(each) for each in said)


def _pdf(data: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ""
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join([*pages, *document.get_metadata_dict().values()])


def _members(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for member in opened.infolist():
                if member.file_size <= LARGEST_MEMBER:
                    inner = _member(opened, member)
                    yield from ((f"{member.filename}, {how}", text) for how, text in inner)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError):
        return


def _member(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[str, str]]:
    # one level deep: a document within a document was refused where it came in
    yield "name", member.filename
    yield from _texts(opened.read(member).decode("utf-8", "replace"))
