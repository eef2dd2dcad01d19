"""What is cached and public under a version is what that version draws: another drawing needs another version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from PIL import Image

from plugins.images import cards, certificate_picture, class_photo, variants
from plugins.images.cards import CardColors, CardWords
from plugins.images.certificate_picture import CertificateWords
from plugins.images.class_photo import ClassPhotoWords
from plugins.images.fonts import SANS, SERIF, Font

ADDRESS = "https://small-town.example/zt/entries/rain-garden/"
COLORS = CardColors(accent="#a3211d", band="#0c3d43", ground="#f3eee3", ink="#1c2728", soft="#4a5655")
FRAMES = ("arcade", "gables", "waves", "weave", "plain")
CARD_WORDS = CardWords("大赛", "雨水花园" * 9, "某单位", "扫码参观", ADDRESS, mark="示例", award="十佳")
# without mark and award a title begins higher, and all else takes more lines than there are
LONG_WORDS = CardWords("小城大赛", "雨水花园", "某单位与居民" * 20, "请扫码参观" * 20, ADDRESS)
LONG_AWARD = replace(CARD_WORDS, award="社会治理创新" * 10)
CERTIFICATE_WORDS = CertificateWords(
    "证书", "某单位", "在大赛中" * 9, "十佳", "特发此证", ("某局", "某会"), "2022年", ADDRESS, "扫码核对", "示例"
)


def just_too_wide(file: str, size: int, width: int) -> str:
    """Han characters and a word, together one pixel wider than this."""
    font = Font(file, size)
    words = ("".join(letters) for count in (4, 5, 6) for letters in combinations_with_replacement("iltacegmw", count))
    signs = "一" * (width // size - 2)
    return next(signs + word for word in words if font.getlength(signs + word) == width + 1)


def draw_cover(folder: Path) -> Path:
    """Draw a picture with edges, a slope and two colours, of a size that fits none of the frames."""
    slope = Image.linear_gradient("L").resize((1440, 1000))
    cover = Image.merge("RGB", (slope, slope.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.new("L", slope.size)))
    cover.paste("#ffcc00", (300, 200, 900, 640))
    # a JPEG can be read at a part of its size
    cover.save(path := folder / "cover.jpg", quality=95)
    return path


def draw_cards(cover: Path) -> list[bytes]:
    wide_words = replace(
        LONG_WORDS,
        title=just_too_wide(SERIF, 60, 600),
        line=just_too_wide(SANS, 30, 600),
        award=just_too_wide(SANS, 32, 536),
    )
    others = [cards.share_card(words, None, COLORS, "plain") for words in (LONG_WORDS, LONG_AWARD, wide_words)]
    return [*(cards.share_card(CARD_WORDS, cover, COLORS, frame) for frame in FRAMES), *others]


def draw_posters(cover: Path) -> list[bytes]:
    wide_words = replace(
        LONG_WORDS,
        title=just_too_wide(SERIF, 76, 900),
        line=just_too_wide(SANS, 38, 900),
        award=just_too_wide(SANS, 44, 812),
        invitation=just_too_wide(SANS, 44, 560),
    )
    others = [cards.poster(words, None, COLORS, "plain") for words in (LONG_WORDS, LONG_AWARD, wide_words)]
    return [cards.poster(CARD_WORDS, cover, COLORS, "arcade"), *others]


def draw_class_photos(cover: Path) -> list[bytes]:
    words = ClassPhotoWords("获奖项目", "大赛", "示例")
    long_words = ClassPhotoWords(just_too_wide(SERIF, 62, 1480), just_too_wide(SANS, 32, 1480), "")
    drawn = [class_photo.draw_class_photo(words, (cover,) * count, COLORS, "arcade") for count in (7, 23)]
    return [*drawn, class_photo.draw_class_photo(long_words, (cover,), COLORS, "arcade")]


def draw_certificates(_cover: Path) -> list[bytes]:
    words = CERTIFICATE_WORDS
    drawn = [replace(words, level="社会治理创新" * count) for count in (3, 4, 5, 6, 7)]
    # the longer the text, the smaller; the last is too long for the smallest letters
    drawn += [replace(words, text="在小城大赛中" * count) for count in (15, 16, 18, 20, 22, 25, 30)]
    # a line of the end is as wide as there is space for, and so many that they have small letters
    drawn += [replace(words, issuers=("小城大赛组委会" * count,) * count, mark="") for count in (3, 8)]
    drawn += [replace(words, unit="某街道居委会" * 20, closing="特发此证" * 20, check="扫码核对真伪" * 9, mark="")]
    unit, closing, check = just_too_wide(SERIF, 32, 968), just_too_wide(SERIF, 30, 968), just_too_wide(SANS, 16, 130)
    drawn += [replace(words, unit=unit, closing=closing, check=check)]
    return [certificate_picture.draw_certificate(item, COLORS) for item in (words, *drawn)]


def encode_variants(cover: Path) -> list[bytes]:
    planned = variants.plan_variants(cover, "digest", 1440, 1000)
    pictures = variants.resize_all(cover, {(variant.width, variant.height) for variant in planned})
    return [variants.encode(pictures[variant.width, variant.height], variant.kind) for variant in planned]


@pytest.mark.parametrize(
    ("draw", "version", "recorded"),
    [
        (draw_cards, cards.VERSION, ("5", "800a343e7fde1e1d")),
        (draw_posters, cards.VERSION, ("5", "a8affe26f5e8883a")),
        (draw_class_photos, class_photo.VERSION, ("2", "70aaa2883bdf65b2")),
        (draw_certificates, certificate_picture.VERSION, ("1", "f6d660ead27cdbca")),
        (encode_variants, variants.VERSION, ("3", "4675a59e25510365")),
    ],
    ids=["cards", "posters", "class-photo", "certificate", "variants"],
)
def test_another_drawing_has_another_version(
    tmp_path: Path, draw: Callable[[Path], list[bytes]], version: str, recorded: tuple[str, str]
) -> None:
    digest = hashlib.sha256(b"".join(draw(draw_cover(tmp_path)))).hexdigest()
    assert (version, digest[:16]) == recorded, "raise VERSION of this module, and record what it draws now"
