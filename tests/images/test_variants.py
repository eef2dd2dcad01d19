"""Copies of pictures: never larger, upright, in sRGB, without what their files said, and made once."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from plugins.images import variants
from plugins.images.variants import Variant, encode_all, plan_variants

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def _copies(path: Path, width: int, height: int) -> list[Variant]:
    return plan_variants(path, hashlib.sha256(path.read_bytes()).hexdigest(), width, height)


def _photo(path: Path, size: tuple[int, int] = (1600, 900), **saving: object) -> Path:
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((200, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    picture.save(path, **saving)  # type: ignore[arg-type]
    return path


def _encode(path: Path, cache: Path) -> dict[str, Image.Image]:
    with Image.open(path) as opened:
        width, height = opened.size
        if opened.getexif().get(ORIENTATION, 1) >= 5:
            width, height = height, width
    wanted = _copies(path, width, height)
    return {copy.name.partition("-")[2]: Image.open(io.BytesIO(data)) for copy, data in encode_all(wanted, cache)}


def test_copies_come_in_the_widths_of_the_layout(tmp_path: Path) -> None:
    variants_by_name = _encode(_photo(tmp_path / "photo.jpg"), tmp_path / "cache")
    names = {f"{width}.{kind}" for width in (360, 720, 1200) for kind in ("avif", "webp")} | {"720.jpg"}
    assert set(variants_by_name) == names
    assert {name: picture.size for name, picture in variants_by_name.items() if name.endswith("webp")} == {
        "360.webp": (360, 202),
        "720.webp": (720, 405),
        "1200.webp": (1200, 675),
    }


def test_copies_are_never_larger_than_the_picture(tmp_path: Path) -> None:
    variants_by_name = _encode(_photo(tmp_path / "photo.png", (500, 400)), tmp_path / "cache")
    assert sorted(variants_by_name) == ["360.avif", "360.webp", "500.avif", "500.jpg", "500.webp"]


def test_copies_say_nothing_of_where_they_were_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[MAKE] = "SECRETCAMERA"
    exif.get_ifd(GPS)[1] = "N"
    _photo(tmp_path / "photo.jpg", exif=exif.tobytes(), comment=b"SECRETCOMMENT")
    wanted = _copies(tmp_path / "photo.jpg", 1600, 900)
    data = b"".join(data for _, data in encode_all(wanted, tmp_path / "cache"))
    assert b"SECRET" in (tmp_path / "photo.jpg").read_bytes()
    assert b"SECRET" not in data
    assert [dict(picture.getexif()) for picture in _encode(tmp_path / "photo.jpg", tmp_path / "cache").values()] == [
        {}
    ] * 7


def test_lying_picture_is_stood_up(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    _photo(tmp_path / "photo.jpg", exif=exif.tobytes())
    upright = _encode(tmp_path / "photo.jpg", tmp_path / "cache")["720.jpg"]
    assert upright.size == (720, 1280)
    red = upright.convert("RGB").getpixel((600, 100))
    assert isinstance(red, tuple)
    assert red[0] > 150 > red[1]


@pytest.mark.parametrize(("width", "orientation", "part"), [(2400, 1, 2), (2400, 4, 2), (2400, 5, 1), (2398, 1, 1)])
def test_photo_is_read_as_small_as_its_largest_copy_allows(
    tmp_path: Path, width: int, orientation: int, part: int
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    path = _photo(tmp_path / "photo.jpg", (width, 1600), exif=exif.tobytes())
    with Image.open(path) as opened:
        opened.draft("RGB", (width // part, 1600 // part))
        expected = variants.to_upright_srgb(opened).resize((360, 240), Image.Resampling.LANCZOS)
    assert variants.resize_all(path, [(360, 240)])[360, 240].tobytes() == expected.tobytes()


def test_copies_of_a_line_are_as_high_as_one_pixel(tmp_path: Path) -> None:
    assert {variant.height for variant in plan_variants(tmp_path, "digest", 3000, 1)} == {1}


def test_foreign_colours_become_srgb(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _photo(tmp_path / "photo.png", icc_profile=profile)
    variants_by_name = _encode(tmp_path / "photo.png", tmp_path / "cache")
    assert [picture.info.get("icc_profile") for picture in variants_by_name.values()] == [None] * 7


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_pictures_is_understood(tmp_path: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    Image.new(mode, (80, 60)).save(tmp_path / f"photo.{suffix}")
    assert len(_encode(tmp_path / f"photo.{suffix}", tmp_path / "cache")) == 3


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_wide_colours_become_srgb_in_every_mode(tmp_path: Path, mode: str) -> None:
    picture = Image.new("RGBA" if mode == "RGBA" else "RGB", (20, 20), "green").convert(mode)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # a profile whose green is red
    for old, new in ((b"rXYZ", b"xXYZ"), (b"gXYZ", b"rXYZ"), (b"xXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    picture.save(tmp_path / "a.png", icc_profile=profile)
    with Image.open(tmp_path / "a.png") as opened:
        red, green, blue = variants.to_upright_srgb(opened).getpixel((0, 0))[:3]
    assert red > 120
    assert max(green, blue) < 8


def test_a_broken_profile_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (20, 20), "red").save(path, icc_profile=b"not a profile")
    with Image.open(path) as opened:
        red, green, blue = variants.to_upright_srgb(opened).getpixel((0, 0))
    assert red > 250
    assert max(green, blue) < 5


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (16_384, 64), (65_535, 255)])
def test_sixteen_bits_become_eight(tmp_path: Path, value: int, shown: int) -> None:
    path = tmp_path / "a.png"
    Image.new("I;16", (20, 20), value).save(path)
    with Image.open(path) as opened:
        assert variants.to_upright_srgb(opened).getpixel((0, 0)) == (shown, shown, shown)


def test_transparent_picture_has_a_white_ground_as_jpeg(tmp_path: Path) -> None:
    Image.new("RGBA", (80, 60), (0, 0, 0, 0)).save(tmp_path / "photo.png")
    variants_by_name = _encode(tmp_path / "photo.png", tmp_path / "cache")
    assert variants_by_name["80.jpg"].convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_unchanged_picture_is_never_encoded_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _encode(_photo(tmp_path / "photo.jpg"), tmp_path / "cache")
    monkeypatch.setattr(variants, "encode", lambda *_: pytest.fail("encoded again"))
    assert len(_encode(tmp_path / "photo.jpg", tmp_path / "cache")) == 7


def test_bytes_are_the_same_with_and_without_the_cache(tmp_path: Path) -> None:
    wanted = _copies(_photo(tmp_path / "photo.jpg"), 1600, 900)
    first = list(encode_all(wanted, tmp_path / "one"))
    assert list(encode_all(wanted, tmp_path / "one")) == first == list(encode_all(wanted, tmp_path / "two"))


def test_copies_are_the_same_made_one_by_one_or_all_at_once(tmp_path: Path) -> None:
    wanted = _copies(_photo(tmp_path / "photo.jpg", (4000, 2252)), 4000, 2252)
    apart = [variants_by_name for copy in wanted for variants_by_name in encode_all([copy], tmp_path / "one")]
    assert apart == list(encode_all(wanted, tmp_path / "two"))
