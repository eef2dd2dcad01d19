"""What is cached and public under a version is what that version draws: another drawing needs another version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from plugins.images import cards, certificate_picture, class_photo, variants
from plugins.images.cards import CardColors, CardWords
from plugins.images.certificate_picture import CertificateWords
from plugins.images.class_photo import ClassPhotoWords

ADDRESS = "https://small-town.example/zt/entries/rain-garden/"
COLORS = CardColors(accent="#a3211d", band="#0c3d43", ground="#f3eee3", ink="#1c2728", soft="#4a5655")
FRAMES = ("arcade", "gables", "waves", "weave", "plain")
CARD_WORDS = CardWords("大赛", "雨水花园" * 9, "某单位", "扫码参观", ADDRESS, mark="示例", award="十佳")
CERTIFICATE_WORDS = CertificateWords(
    "证书", "某单位", "在大赛中" * 9, "十佳", "特发此证", ("某局", "某会"), "2022年", ADDRESS, "扫码核对", "示例"
)


def draw_cover(folder: Path) -> Path:
    """Draw a picture with edges, a slope and two colours, of a size that fits none of the frames."""
    slope = Image.linear_gradient("L").resize((1440, 1000))
    cover = Image.merge("RGB", (slope, slope.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.new("L", slope.size)))
    cover.paste("#ffcc00", (300, 200, 900, 640))
    # a JPEG can be read at a part of its size
    cover.save(path := folder / "cover.jpg", quality=95)
    return path


def draw_cards(cover: Path) -> list[bytes]:
    return [cards.share_card(CARD_WORDS, cover, COLORS, frame) for frame in FRAMES]


def draw_posters(cover: Path) -> list[bytes]:
    return [cards.poster(CARD_WORDS, cover, COLORS, frame) for frame in FRAMES]


def draw_class_photos(cover: Path) -> list[bytes]:
    words = ClassPhotoWords("获奖项目", "大赛", "示例")
    return [class_photo.draw_class_photo(words, (cover,) * count, COLORS, "arcade") for count in (1, 7, 23)]


def draw_certificates(_cover: Path) -> list[bytes]:
    levels = ["十佳", *("社会治理创新" * count for count in (3, 4, 5, 6, 7))]
    return [certificate_picture.draw_certificate(replace(CERTIFICATE_WORDS, level=level), COLORS) for level in levels]


def encode_variants(cover: Path) -> list[bytes]:
    planned = variants.plan_variants(cover, "digest", 1440, 1000)
    pictures = variants.resize_all(cover, {(variant.width, variant.height) for variant in planned})
    return [variants.encode(pictures[variant.width, variant.height], variant.kind) for variant in planned]


@pytest.mark.parametrize(
    ("draw", "version", "recorded"),
    [
        (draw_cards, cards.VERSION, ("5", "0b659f509a38988f")),
        (draw_posters, cards.VERSION, ("5", "78c5c86fecd8d78a")),
        (draw_class_photos, class_photo.VERSION, ("2", "5a06175e67b348d8")),
        (draw_certificates, certificate_picture.VERSION, ("1", "2c28e4e255871b2f")),
        (encode_variants, variants.VERSION, ("3", "4675a59e25510365")),
    ],
    ids=["cards", "posters", "class-photo", "certificate", "variants"],
)
def test_another_drawing_has_another_version(
    tmp_path: Path, draw: Callable[[Path], list[bytes]], version: str, recorded: tuple[str, str]
) -> None:
    digest = hashlib.sha256(b"".join(draw(draw_cover(tmp_path)))).hexdigest()
    assert (version, digest[:16]) == recorded, "raise VERSION of this module, and record what it draws now"
