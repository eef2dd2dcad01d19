"""Extracts every text from a file of the site: escapes decoded, archives unpacked, metadata read."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

import brotli
import pypdfium2
from PIL import Image

TEXT_SUFFIXES = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".vtt", ".webmanifest", ""}
IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}
ARCHIVE_SUFFIXES = {".zip", ".docx", ".xlsx", ".pptx"}
DECOMPRESSORS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}
TAG = re.compile(r"<[^<>]*>")
PERCENT_ESCAPES = re.compile("(?:%[0-9a-fA-F]{2})+")
JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}) ?")
BASE64_WORD = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
# byte sequences in images and documents that may be words in this encoding; what looks ahead only saves time
TEXT_RUNS = {
    "utf-8": re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xef][\x80-\xbf]{1,2}+){5,}+"),
    "utf-16-le": re.compile(
        rb"(?s)(?=.[\x00\x4e-\x9f].[\x00\x4e-\x9f].[\x00\x4e-\x9f])(?:[\x20-\x7e]\x00|.[\x4e-\x9f]){3,}+"
    ),
    "utf-16-be": re.compile(
        rb"(?s)(?=[\x00\x4e-\x9f].[\x00\x4e-\x9f].[\x00\x4e-\x9f])(?:\x00[\x20-\x7e]|[\x4e-\x9f].){3,}+"
    ),
}
# one sign over and over is how plain areas of a picture are stored, not a word or a figure
REPEATED = re.compile(r"(.)\1{8,}")
MAX_MEMBER_BYTES = 50_000_000


def extract_texts(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield every text of a file with a description of how it was extracted."""
    yield "name", path
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in TEXT_SUFFIXES:
        yield from _decode_text(data.decode("utf-8", "replace"))
        return
    yield from _text_runs(data)
    if suffix in IMAGE_SUFFIXES:
        yield "metadata", _image_metadata(data)
    elif suffix == ".pdf":
        yield "PDF", _pdf_text(data)
    elif suffix in ARCHIVE_SUFFIXES:
        yield from _archive_texts(data)
    elif suffix in DECOMPRESSORS:
        inner = extract_texts(path.removesuffix(suffix), _decompress(suffix, data))
        yield from ((f"{suffix}, {reading}", text) for reading, text in inner)


def _decompress(suffix: str, data: bytes) -> bytes:
    try:
        return DECOMPRESSORS[suffix](data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return b""


def _decode_text(text: str) -> Iterator[tuple[str, str]]:
    # of a whole script "unquote" makes a list of parts, one for each %, most of which escape nothing
    plain = PERCENT_ESCAPES.sub(lambda match: unquote(match[0]), unescape(text))
    yield "text", text
    yield "escapes undone", plain
    yield "tags left out", TAG.sub("", plain)
    if "\\" in plain:
        yield "escapes of JSON", JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain)
        yield "escapes of CSS", CSS_ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0xFFFF)), plain)
    yield "base64", "\n".join(_decode_base64(match.group()) for match in BASE64_WORD.finditer(plain))


# the same names stand on every page
@lru_cache(4096)
def _decode_base64(word: str) -> str:
    """Decode a word of base64, ignoring bytes that are not UTF-8; empty if it is not base64."""
    plain = word.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4], validate=True).decode("utf-8", "ignore")
    except binascii.Error:
        return ""


def _text_runs(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the unencoded words in binary data, in the encodings that images and documents use."""
    for encoding, pattern in TEXT_RUNS.items():
        runs = "\n".encode(encoding).join(pattern.findall(data))
        yield encoding, REPEATED.sub("\n", runs.decode(encoding, "ignore"))


def _image_metadata(data: bytes) -> str:
    try:
        image = Image.open(io.BytesIO(data))
    except OSError:
        # not an image; its bytes were searched for words nevertheless
        return ""
    with image:
        if image.format == "PNG":
            # only a PNG can have text chunks after the pixels
            image.load()
        values = [*image.info.values(), *dict(image.getexif()).values()]
    return "\n".join(value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value) for value in values)


def _pdf_text(data: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ""
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join([*pages, *document.get_metadata_dict().values()])


def _archive_texts(data: bytes) -> Iterator[tuple[str, str]]:
    # members are read as text, one level deep: the loader rejects documents within documents
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size <= MAX_MEMBER_BYTES:
                    yield f"{member.filename}, name", member.filename
                    texts = _decode_text(archive.read(member).decode("utf-8", "replace"))
                    yield from ((f"{member.filename}, {reading}", text) for reading, text in texts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError):
        return
