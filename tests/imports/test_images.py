"""Pictures of units are sanitized: upright, scaled down, without metadata."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from plugins.content.problems import ContentError
from plugins.imports.drafts.images import MAX_SIDE, sanitize_image
from plugins.imports.forms.submission import SourceLocation

LOCATION = SourceLocation("a.docx", 3)


def _encode(kind: str, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("PNG", "PNG"),
        ("JPEG", "JPEG"),
        ("WEBP", "WEBP"),
        ("AVIF", "AVIF"),
        ("BMP", "PNG"),
        ("GIF", "PNG"),
        ("TIFF", "PNG"),
    ],
)
def test_formats_are_kept_or_become_png(kind: str, becomes: str) -> None:
    with Image.open(io.BytesIO(sanitize_image(_encode(kind), "a", LOCATION).data)) as image:
        assert (image.format, image.size) == (becomes, (30, 20))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exif_is_removed_and_the_picture_is_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    exif.get_ifd(0x8825)[1] = "N"
    with Image.open(io.BytesIO(sanitize_image(_encode(kind, exif=exif), "a", LOCATION).data)) as image:
        assert (dict(image.getexif()), image.size) == ({}, (20, 30))


@pytest.mark.parametrize(("kind", "field"), [("JPEG", "comment"), ("JPEG", "xmp"), ("WEBP", "xmp"), ("AVIF", "xmp")])
def test_other_metadata_is_removed(kind: str, field: str) -> None:
    data = _encode(kind, **{field: b"by somebody"})
    assert (b"by somebody" in data, b"by somebody" in sanitize_image(data, "a", LOCATION).data) == (True, False)


def test_large_pictures_are_scaled_down() -> None:
    with Image.open(io.BytesIO(sanitize_image(_encode("JPEG", (6000, 300)), "a", LOCATION).data)) as image:
        assert image.size == (MAX_SIDE, 120)


def test_sanitizing_twice_gives_the_same_bytes() -> None:
    once = sanitize_image(_encode("BMP"), "a", LOCATION).data
    assert sanitize_image(once, "a", LOCATION).data == once


def _animated_gif() -> bytes:
    return _encode("GIF", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "intake_picture_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "intake_picture_unreadable"),
        (_encode("JPEG", (500, 500))[:-200], "intake_picture_unreadable"),
        (_encode("ICO", (32, 32)), "intake_picture_unreadable"),
        (_animated_gif(), "picture_animated"),
        (_encode("PNG", (9000, 9000)), "too_many_pixels"),
        (b"\x89PNG" + b"\0" * 21_000_000, "media_too_large"),
    ],
    ids=["empty", "SVG", "half", "another kind", "animated", "bomb", "heavy"],
)
def test_invalid_animated_and_too_large_pictures_are_rejected(data: bytes, code: str) -> None:
    with pytest.raises(ContentError) as raised:
        sanitize_image(data, "a.png", LOCATION)
    assert [(problem.file, problem.line, problem.code) for problem in raised.value.problems] == [("a.docx", 3, code)]
