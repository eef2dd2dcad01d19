"""Files that no page can show as a picture are named by their first bytes."""

from __future__ import annotations

import gzip

import pytest

from plugins.content.parsing.picture_kinds import HEAD_BYTES, is_heic, jpeg_bits, name_kind


def _container(*brands: bytes, length: int | None = None) -> bytes:
    """The beginning of a file in boxes: its main brand, a version, and the brands that it is compatible with."""
    head = brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return (8 + len(head) if length is None else length).to_bytes(4, "big") + b"ftyp" + head


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
EMF = b"\x01\0\0\0" + b"\0" * 36 + b" EMF"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (_container(b"heic"), "HEIC"),
        (_container(b"abcd", b"mif1"), "HEIC"),
        (_container(b"abcd", b"efgh", b"heix"), "HEIC"),
        (_container(b"mif1", b"avif"), ""),
        (_container(b"abcd"), ""),
        (_container(b"isom", b"mp42"), "MP4"),
        (_container(b"qt  "), "MP4"),
        (b"\0\0\0\x10abcdheic", ""),
        (EMF, "EMF"),
        (b"x" + EMF, ""),
        (b"\xd7\xcd\xc6\x9a", "WMF"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe", "EPS"),
        (b"8BPS", "PSD"),
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n", "JPEG XL"),
        (b"\0\0\0\x0cjP  \r\n", "JPEG 2000"),
        (b"PK\x03\x04", "ZIP"),
        (b"Rar!\x1a", "RAR"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b"version https://git-lfs.github.com", "Git LFS"),
        (SVG, "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC ''>\n" + SVG, "SVG"),
        (b"<SVG>", "SVG"),
        (b"<!DOCTYPE html><title>", "HTML"),
        (b"<html>", "HTML"),
        (b"<svgs>", ""),
        (b"text <svg>", ""),
        (gzip.compress(SVG, mtime=0), "SVG"),
        (gzip.compress(EMF, mtime=0), "EMF"),
        (gzip.compress(b" " * (HEAD_BYTES - 3) + b"<svg>", mtime=0), ""),
        (gzip.compress(b" " * (HEAD_BYTES - 4) + b"<svg>", mtime=0), "SVG"),
        (b"\x1f\x8bno archive", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"\xff\xd8\xff\xe0", ""),
        (b"", ""),
    ],
)
def test_kind_is_known_by_the_first_bytes(head: bytes, kind: str) -> None:
    assert name_kind(head) == kind


def test_brands_are_those_of_the_first_box() -> None:
    assert is_heic(_container(b"abcd", b"heic", length=20))
    assert not is_heic(_container(b"abcd", b"heic", length=16))
    assert is_heic(_container(b"abcd", b"heic", length=9999))


FRAME = b"\xff\xd8\xff\xe0\x00\x04ab"


@pytest.mark.parametrize(
    ("data", "bits"),
    [
        (FRAME + b"\xff\xc0\x00\x0b\x08", 8),
        (FRAME + b"\xff\xc2\x00\x0b\x0c", 12),
        (FRAME + b"\xff\xc4\x00\x05\x10ab\xff\xcf\x00\x0b\x0c", 12),
        (FRAME + b"\xff\xc0", 0),
        (FRAME + b"ab", 0),
        (b"\x89PNG\xff\xc0\x00\x0b\x0c", 0),
        (b"", 0),
    ],
)
def test_bits_of_a_jpeg_stand_in_its_frame(data: bytes, bits: int) -> None:
    assert jpeg_bits(data) == bits
