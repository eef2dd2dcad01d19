"""Writers of hostile files: bombs, truncated pictures, links out of the content, pipes."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

from PIL import Image

from tests.content.mutations import Change, combine, remove_file, write_file


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def decompression_bomb(side: int) -> bytes:
    """A PNG of a few KB that would unpack into gigabytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def encode_picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def animated_picture(kind: str) -> bytes:
    """A picture of two frames."""
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 6), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def truncate_picture(file: str, kind: str) -> Change:
    return write_file(file, (whole := encode_picture(kind))[: len(whole) // 2])


def link_outside(file: str) -> Change:
    def change(content: Path) -> None:
        secret = content.parent / "secret"
        secret.write_text("---\ntitle: x\n---\n\nsecret\n", encoding="utf-8")
        (content / file).unlink(missing_ok=True)
        (content / file).symlink_to(secret)

    return change


def link_to_itself(file: str) -> Change:
    return combine(remove_file(file), lambda content: (content / file).symlink_to(content / file))


def make_pipe(file: str) -> Change:
    return combine(remove_file(file), lambda content: os.mkfifo(content / file))


def link_folder_outside(content: Path) -> None:
    (content.parent / "elsewhere").mkdir()
    (content.parent / "elsewhere" / "index.md").write_text("---\n---\n", encoding="utf-8")
    (content / "pages" / "elsewhere").symlink_to(content.parent / "elsewhere")


def mp4(brand: str, *codecs: tuple[str, str], extra: bytes = b"") -> bytes:
    """A film of this brand whose tracks have these handlers and codecs, and no pictures."""
    tracks = b"".join(_track(handler, codec) for handler, codec in codecs)
    head = brand.encode() + bytes(4) + brand.encode()
    return _box("ftyp", head) + _box("moov", _box("mvhd", bytes(100)) + tracks) + _box("mdat", bytes(50)) + extra


def _track(handler: str, codec: str) -> bytes:
    description = _box("stsd", bytes(4) + b"\0\0\0\1" + _box(codec, bytes(30)))
    media = _box("hdlr", bytes(8) + handler.encode() + bytes(13)) + _box("minf", _box("stbl", description))
    return _box("trak", _box("mdia", media))


def _box(kind: str, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind.encode() + content


def pdf(dictionary: str, stream: bytes, before: str = "") -> bytes:
    """A PDF with one object that has this stream."""
    head = f"%PDF-1.4\n{before}1 0 obj\n<<{dictionary}/Length {len(stream)}>>\nstream\n".encode()
    return head + stream + b"\nendstream\nendobj\ntrailer<<>>\n%%EOF\n"
