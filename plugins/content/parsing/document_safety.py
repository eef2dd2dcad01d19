"""Checks of documents offered for download: active or hidden content, found from their structure alone."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from plugins.content.problems import quote

MAX_UNPACKED_BYTES = 1_000_000_000
# genuine documents are hardly ever compressed more than this
MAX_COMPRESSION_RATIO = 200
TAIL = 66_000
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
# an object's stream, which may hold anything by chance; within a comment it is none
STREAM = re.compile(rb"^[^%\r\n]*\bobj\s*<<(?P<head>[^%]{0,2000}?)>>\s*stream\r?\n(?P<data>.*?)endstream", re.S | re.M)
# a stream that holds objects, compressed
OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
MAX_OBJECT_BYTES = 100_000_000
ESCAPED_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
MARKUP = re.compile(rb"<(?:script|html|svg|iframe|body|!doctype)\b", re.I)
MACRO = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|oleObject\d*\.bin)$|\.(?:exe|dll|bat|cmd|js|vbs|ps1|scr|lnk|html?|svg)$", re.I
)


def find_active_content(path: Path, suffix: str) -> str | None:
    """A word or two for what this document contains besides what its type promises; None if nothing was found."""
    return _find_in_pdf(path) if suffix == ".pdf" else _find_in_zip(path, suffix)


def _find_in_pdf(path: Path) -> str | None:
    data = path.read_bytes()
    if b"PK\x05\x06" in data[-TAIL:]:
        return "ZIP"
    if b"%%EOF" not in data[-1024:]:
        return "no %%EOF"
    match = MARKUP.search(data[:1024]) or ACTIVE_PDF.search(_outside_streams(data))
    return match.group().decode("ascii", "replace") if match else None


def _outside_streams(data: bytes) -> bytes:
    """The objects of a PDF, those in compressed streams too, without other streams, with names in plain letters."""
    rest = MAX_OBJECT_BYTES

    def without_stream(match: re.Match[bytes]) -> bytes:
        nonlocal rest
        objects = _unpack(match["data"], rest) if rest and OBJECTS.search(match["head"]) else b""
        rest = max(rest - len(objects), 0)
        return b" obj <<" + match["head"] + b">> " + objects

    plain = STREAM.sub(without_stream, data)
    return ESCAPED_LETTER.sub(lambda match: bytes([int(match[1], 16)]), plain)


def _unpack(data: bytes, limit: int) -> bytes:
    """The beginning of compressed data; as it is where it is not compressed."""
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return data


def _find_in_zip(path: Path, suffix: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if archive.comment or (members and min(member.header_offset for member in members)):
                return "HTML, PDF …?"
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "broken ZIP"
    if suffix != ".zip" and "[Content_Types].xml" not in {member.filename for member in members}:
        return f"ZIP, not {suffix}"
    return next(filter(None, map(_find_in_member, members)), None) or _find_bomb(members)


def _find_in_member(member: zipfile.ZipInfo) -> str | None:
    name = member.filename
    is_outside = name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
    is_link = member.external_attr >> 28 == 0o12
    return quote(name) if is_outside or is_link or MACRO.search(name) else None


def _find_bomb(members: list[zipfile.ZipInfo]) -> str | None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    is_bomb = unpacked > MAX_UNPACKED_BYTES or (unpacked > 10_000_000 and unpacked > MAX_COMPRESSION_RATIO * packed)
    return f"{unpacked // 1_000_000} MB" if is_bomb else None
