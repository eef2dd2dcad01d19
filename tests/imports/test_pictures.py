"""Pictures of units are written anew: safe, upright, no larger than needed, silent about where they were taken."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from plugins.content.problems import ContentError
from plugins.imports.drafts.images import MAX_SIDE, sanitize_image
from plugins.imports.forms.submission import SourceLocation

PLACE = SourceLocation("a.docx", 3)


def _saved(kind: str, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
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
def test_every_kind_becomes_one_that_pages_show(kind: str, becomes: str) -> None:
    with Image.open(io.BytesIO(sanitize_image(_saved(kind), "a", PLACE).data)) as made:
        assert (made.format, made.size) == (becomes, (30, 20))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_places_and_cameras_are_gone_and_the_picture_is_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    exif.get_ifd(0x8825)[1] = "N"
    with Image.open(io.BytesIO(sanitize_image(_saved(kind, exif=exif), "a", PLACE).data)) as made:
        assert (dict(made.getexif()), made.size) == ({}, (20, 30))


@pytest.mark.parametrize(("kind", "place"), [("JPEG", "comment"), ("JPEG", "xmp"), ("WEBP", "xmp"), ("AVIF", "xmp")])
def test_nothing_that_was_written_into_the_file_stays(kind: str, location: str) -> None:
    data = _saved(kind, **{location: b"by somebody"})
    assert (b"by somebody" in data, b"by somebody" in sanitize_image(data, "a", PLACE).data) == (True, False)


def test_large_pictures_are_made_smaller() -> None:
    with Image.open(io.BytesIO(sanitize_image(_saved("JPEG", (6000, 300)), "a", PLACE).data)) as made:
        assert made.size == (MAX_SIDE, 120)


def test_what_was_made_is_made_the_same_again() -> None:
    once = sanitize_image(_saved("BMP"), "a", PLACE).data
    assert sanitize_image(once, "a", PLACE).data == once


def _animated() -> bytes:
    return _saved("GIF", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "intake_picture_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "intake_picture_unreadable"),
        (_saved("JPEG", (500, 500))[:-200], "intake_picture_unreadable"),
        (_saved("ICO", (32, 32)), "intake_picture_unreadable"),
        (_animated(), "picture_animated"),
        (_saved("PNG", (9000, 9000)), "too_many_pixels"),
        (b"\x89PNG" + b"\0" * 21_000_000, "media_too_large"),
    ],
    ids=["empty", "SVG", "half", "another kind", "animated", "bomb", "heavy"],
)
def test_what_is_no_still_picture_of_a_sensible_size_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ContentError) as refused:
        sanitize_image(data, "a.png", PLACE)
    assert [(each.file, each.line, each.code) for each in refused.value.problems] == [("a.docx", 3, code)]
