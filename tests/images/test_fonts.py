"""Characters are looked up before they are drawn: another face stands in, and what none has is left out or replaced."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from plugins.content.load import load
from plugins.images.cards import CardColors, CardWords, share_card
from plugins.images.certificate_picture import CertificateWords, draw_certificate
from plugins.images.class_photo import ClassPhotoWords, arrange, draw_class_photo
from plugins.images.fonts import SANS, SERIF, UNASSIGNED, Font, drawable, has_glyph, undrawable
from plugins.site.files.undrawable import check_drawn_texts, is_plain
from tests.content.mutations import replace_text

COLORS = CardColors(accent="#a3211d", band="#0c3d43", ground="#f3eee3", ink="#1c2728", soft="#4a5655")
RARE = "𠮷𰻞㐀𨋢𠱁䶮龘"


@pytest.mark.parametrize("sign", RARE)
@pytest.mark.parametrize("file", [SANS, SERIF])
def test_rare_characters_are_drawn_by_some_face(file: str, sign: str) -> None:
    assert undrawable(sign) == ""
    face = Font(file, 60)
    pictures = []
    for text in (sign, UNASSIGNED):
        picture = Image.new("L", (90, 90))
        face.draw(ImageDraw.Draw(picture), (5, 5), text, "#ffffff")
        pictures.append(picture.tobytes())
    assert pictures[0] != pictures[1]
    assert any(pictures[0])


def test_what_no_face_has_is_never_drawn_as_a_box() -> None:
    assert undrawable("雨🌧️花园👨‍👩‍👧") == "🌧👨👩👧"
    assert drawable("雨🌧️花园 👨‍👩‍👧 好") == "雨花园 好"
    assert drawable("\u1200字") == "〓字"
    assert drawable("𠮷字") == "𠮷字"
    assert has_glyph(SANS, "一")


def test_text_with_a_rare_character_is_as_wide_as_its_parts() -> None:
    face = Font(SANS, 40)
    assert face.getlength("吉𠮷吉") == 3 * face.getlength("吉")


def test_card_draws_the_same_with_and_without_an_emoji() -> None:
    def card(title: str) -> bytes:
        words = CardWords("大赛", title, "某单位", "扫码", "https://x.example/")
        return share_card(words, None, COLORS, "arcade")

    assert card("雨水花园😀") == card("雨水花园")
    assert card("𠮷祥花园") != card("吉祥花园")


def test_title_with_what_no_face_has_is_a_problem_at_its_line(tiny: Path) -> None:
    replace_text("entries/lift-watch/index.md", ("title: 电梯看护", "title: 电梯看护🛗"))(tiny)
    loaded = load(tiny)
    assert loaded.competition
    (warning,) = check_drawn_texts(tiny, loaded.competition)
    assert (warning.file, warning.line, warning.code, warning.is_warning) == (
        "entries/lift-watch/index.md", 3, "warn_not_drawn", True,
    )  # fmt: skip


def test_name_of_an_award_is_drawn_too(tiny: Path) -> None:
    replace_text("competition.yaml", ("表扬奖", "表扬奖🛗"))(tiny)
    loaded = load(tiny)
    assert loaded.competition
    (warning,) = check_drawn_texts(tiny, loaded.competition)
    assert (warning.file, warning.code) == ("competition.yaml", "warn_not_drawn")


@pytest.mark.parametrize(
    ("count", "space", "columns", "size"),
    [
        (1, (1480, 930), 1, (1240, 930)),
        (4, (1480, 930), 2, (611, 458)),
        (23, (1480, 930), 6, (235, 222)),
        # without any space but for the gaps
        (8, (40, 30), 1, (1, 1)),
    ],
)
def test_pictures_of_a_class_photo_are_as_large_as_they_fit(
    count: int, space: tuple[int, int], columns: int, size: tuple[int, int]
) -> None:
    assert arrange(count, space) == (columns, size)


@pytest.mark.parametrize("count", [1, 2, 10, 23, 300, 1500])
def test_class_photo_holds_any_number(count: int) -> None:
    columns, (width, height) = arrange(count, (1480, 930))
    rows = -(-count // columns)
    assert columns * width + (columns - 1) * 14 <= 1480
    assert rows * height + (rows - 1) * 14 <= 930
    assert width > (20 if count < 1000 else 10)
    assert height > 5


def test_class_photo_is_the_same_each_time(tmp_path: Path) -> None:
    paths = []
    for number, color in enumerate(("#f00", "#0f0", "#00f")):
        paths.append(tmp_path / f"{number}.png")
        Image.new("RGB", (40, 30), color).save(paths[-1])
    words = ClassPhotoWords("获奖项目", "小城大赛", "示例")
    one, other = (draw_class_photo(words, tuple(paths), COLORS, "none") for _ in range(2))
    assert one == other
    assert Image.open(io.BytesIO(one)).size == (1600, 1200)


@pytest.mark.parametrize("issuers", [1, 8])
def test_certificate_holds_long_words(issuers: int) -> None:
    words = CertificateWords(
        title="获奖证书",
        unit="某市某区某街道某社区居民委员会" * 2 + "：",
        text="你单位申报的《" + "雨水花园" * 20 + "》，在小城创新大赛中荣获",
        level="金奖",
        closing="特发此证。",
        issuers=("小城创新大赛组织委员会办公室",) * issuers,
        issued="2024年5月2日",
        address="https://small-town.example/zt/verify/abc/",
        check="扫码核对真伪",
        mark="样张",
    )
    picture = Image.open(io.BytesIO(draw_certificate(words, COLORS))).convert("L")
    assert picture.size == (1188, 840)
    # between the frame and the words nothing is drawn
    for strip in ((60, 44, 1128, 60), (60, 784, 1128, 798), (44, 60, 100, 780), (1088, 60, 1144, 780)):
        assert picture.crop(strip).getextrema()[0] > 200, strip


@pytest.mark.parametrize(
    "first", [0xB0, *(pytest.param(first, marks=pytest.mark.exhaustive) for first in range(0x81, 0xFE))]
)
def test_plain_text_can_be_drawn(first: int) -> None:
    rows = (bytes((first, second)).decode("gbk", "ignore") for second in range(0x40, 0xFF))
    plain = "".join(sign for row in rows for sign in row if sign.isprintable() and is_plain(sign))
    assert len(plain) > 80
    assert undrawable(plain) == ""
