"""Pictures of units are sanitized: upright, scaled down, without metadata."""

from __future__ import annotations

import base64
import gzip
import io
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from plugins.content.problems import ContentError
from plugins.imports.drafts.images import MAX_SIDE, sanitize_image
from plugins.imports.forms.submission import SourceLocation

LOCATION = SourceLocation("a.docx", 3)
# red beside blue, 16 x 8 pixels; what Pillow cannot write
HEIC = zlib.decompress(
    base64.b85decode(
        "c-muNV30{GsVvAy%}izhg51nBLl8SRGck>Ufw3kxwIq=N0u(b+a*CjAhJwuG5(YG&l$nzcHpIn&fe{FSfN=qY1_Em!R?f`KO9S&jqM|@fDif5"
        "KQI>27V)7MamgK^f{K+gRDge@VG7FOPfpjTQnKL6ZNN56Bk=zG{KYxGxU|`^9P5|nVaA4$N{Qn=MfElEM8HD6^F*zgxB{iKG8PQ}GC^WK8d$n%"
        "Xvj>U`4m2<@@HBvgTatjP*<2V879Z>c+98~rpHq~VoKpc5<z-+4Dq#@GEG|feddvZeHIj1@K@Jmux}5_=|NsC00+40`(kDPPNWLJmA`_&MnS%q"
        "QMk2Ey7Z%3AU}J4$VrFdtvYm5N5<y{XuEDroSg|D8;i+lxU#;muj0q~|=lZYa`~CFNUoFGL3H?6PFMM`eFZ1{9g2(j_&MRGMSkk;z&}9MuRc&f9"
    )
)


def _encode(kind: str, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def _as_mode(picture: Image.Image, mode: str) -> Image.Image:
    """Return a picture in another mode, with its own colours as a palette."""
    return picture.convert(mode, palette=Image.Palette.ADAPTIVE) if mode == "P" else picture.convert(mode)


def _stored_picture(data: bytes) -> Image.Image:
    """Return a picture as it is stored."""
    with Image.open(io.BytesIO(sanitize_image(data, "a", LOCATION).data)) as opened:
        return opened.convert("RGB")


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


def test_photo_of_a_phone_becomes_a_jpeg() -> None:
    image = sanitize_image(HEIC, "a.heic", LOCATION)
    with Image.open(io.BytesIO(image.data)) as opened:
        assert (opened.format, opened.size, image.suffixes) == ("JPEG", (16, 8), (".jpg", ".jpeg"))
        assert opened.getpixel((1, 1)) == pytest.approx((200, 40, 40), abs=8)
        assert opened.getpixel((14, 6)) == pytest.approx((20, 60, 200), abs=8)


def test_photo_with_another_behind_it_is_its_first_picture() -> None:
    data = _encode("MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])
    with Image.open(io.BytesIO(sanitize_image(data, "a.jpg", LOCATION).data)) as opened:
        assert (opened.format, opened.size, getattr(opened, "n_frames", 1)) == ("JPEG", (30, 20), 1)
        assert opened.getpixel((5, 5)) == pytest.approx((254, 0, 0), abs=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_pictures_of_every_mode_are_as_bright_as_before(mode: str) -> None:
    if mode == "I;16":
        picture = Image.new(mode, (8, 8), 120 * 257)
    else:
        picture = _as_mode(Image.new("RGB", (8, 8), "white" if mode == "1" else (120, 120, 120)), mode)
    out = io.BytesIO()
    picture.save(out, "TIFF" if mode in {"CMYK", "YCbCr"} else "PNG")
    shown = _stored_picture(out.getvalue())
    assert shown.getpixel((4, 4)) == pytest.approx((255 if mode == "1" else 120,) * 3, abs=2)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_a_profile_are_converted_in_every_mode(mode: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # a profile whose green is red
    for old, new in ((b"rXYZ", b"xXYZ"), (b"gXYZ", b"rXYZ"), (b"xXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    out = io.BytesIO()
    _as_mode(Image.new("RGB", (8, 8), "green"), mode).save(out, "PNG", icc_profile=profile)
    assert _stored_picture(out.getvalue()).getpixel((4, 4)) == pytest.approx((128, 0, 0), abs=8)


def test_large_pictures_are_scaled_down() -> None:
    with Image.open(io.BytesIO(sanitize_image(_encode("JPEG", (6000, 300)), "a", LOCATION).data)) as image:
        assert image.size == (MAX_SIDE, 120)


def test_sanitizing_twice_gives_the_same_bytes() -> None:
    once = sanitize_image(_encode("BMP"), "a", LOCATION).data
    assert sanitize_image(once, "a", LOCATION).data == once


def _animated_gif() -> bytes:
    return _encode("GIF", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")])


def _bomb() -> bytes:
    """A small file with more pixels than are allowed."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "intake_picture_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "intake_picture_vector"),
        (gzip.compress(b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)), "intake_picture_vector"),
        (HEIC[:300], "intake_picture_unreadable"),
        (_encode("JPEG", (500, 500))[:-200], "intake_picture_unreadable"),
        (_encode("ICO", (32, 32)), "intake_picture_unreadable"),
        (_animated_gif(), "picture_animated"),
        (_bomb(), "too_many_pixels"),
        (b"\x89PNG" + b"\0" * 21_000_000, "media_too_large"),
    ],
    ids=["empty", "SVG", "EMZ", "half HEIC", "half", "another kind", "animated", "bomb", "heavy"],
)
def test_invalid_animated_and_too_large_pictures_are_rejected(data: bytes, code: str) -> None:
    with pytest.raises(ContentError) as raised:
        sanitize_image(data, "a.png", LOCATION)
    assert [(problem.file, problem.line, problem.code) for problem in raised.value.problems] == [("a.docx", 3, code)]
