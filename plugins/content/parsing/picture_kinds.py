"""What a file is that no page can show as a picture, by its first bytes: drawings, photos of phones, documents."""

from __future__ import annotations

import re
import zlib

HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
HEAD_BYTES = 512
SIGNATURES = {
    b"\xd7\xcd\xc6\x9a": "WMF", b"\x01\x00\x09\x00\x00\x03": "WMF", b"\x02\x00\x09\x00\x00\x03": "WMF", b"8BPS": "PSD",
    b"%!PS": "EPS", b"\xc5\xd0\xd3\xc6": "EPS", b"%PDF-": "PDF", b"\xff\x0a": "JPEG XL", b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000", b"\xff\x4f\xff\x51": "JPEG 2000", b"PK\x03\x04": "ZIP", b"Rar!": "RAR",
    b"\xd0\xcf\x11\xe0": "Office", b"version https://git-lfs": "Git LFS",
    b"{\\rtf": "RTF",
}  # fmt: skip
# drawings, which programs can save as PNG
DRAWINGS = {"EMF", "WMF", "SVG", "EPS", "PDF"}
EMF_PLACE = slice(40, 44)
GZIP = b"\x1f\x8b"
JPEG = b"\xff\xd8"
# the segments that tell the size of a JPEG and the bits of its colours
JPEG_FRAMES = {bytes([marker]) for marker in range(0xC0, 0xD0)} - {b"\xc4", b"\xc8", b"\xcc"}
MARKUP = re.compile(
    rb"(?:<\?xml[^>]*>|<!DOCTYPE svg[^>]*>|<!--(?:(?!-->).)*-->|\s)*<(svg|!doctype html|html|head|body|meta|table)\b",
    re.I | re.S,
)
FILM_BRANDS = {b"qt  ", b"mp42", b"mp41", b"isom", b"iso2", b"avc1", b"M4V "}


def name_kind(head: bytes) -> str:
    """Return what a file with these first bytes is, if it is none of the pictures of pages; else an empty text."""
    if head.startswith(GZIP):
        head = _unpack(head)
    if is_heic(head):
        return "HEIC"
    if head[EMF_PLACE] == b" EMF":
        return "EMF"
    if match := MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "SVG" if match[1].lower() == b"svg" else "HTML"
    if head[4:8] == b"ftyp" and head[8:12] in FILM_BRANDS:
        return "MP4"
    return next((kind for signature, kind in SIGNATURES.items() if head.startswith(signature)), "")


def jpeg_bits(data: bytes) -> int:
    """Return the bits that a JPEG has for each colour, 0 if the file does not begin as one."""
    place = len(JPEG)
    while data.startswith(JPEG) and data[place : place + 1] == b"\xff":
        if data[place + 1 : place + 2] in JPEG_FRAMES:
            return int.from_bytes(data[place + 4 : place + 5], "big")
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0


def is_heic(head: bytes) -> bool:
    """Return whether a file is a picture as phones store it; AVIF has the same container."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[index : index + 4] for index in (8, *range(16, length, 4))}
    return head[4:8] == b"ftyp" and bool(brands & HEIC_BRANDS) and b"avif" not in brands


def _unpack(head: bytes) -> bytes:
    """Return the beginning of a compressed drawing: EMZ, WMZ, SVGZ."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return head
