"""Cards and posters: their size, their words within the edges, and a QR code that leads to the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from plugins.images.cards import BREAK, SANS, SERIF, CardColors, CardWords, load_font, poster, share_card, wrap_text
from plugins.images.fonts import Font
from plugins.images.qr import qr_png, qr_svg

WORDS = CardWords("大赛", "雨水花园" * 30, "某单位", "扫码参观", "https://small-town.example/zt/entries/rain-garden/")
COLORS = CardColors(accent="#a3211d", band="#0c3d43", ground="#f3eee3", ink="#1c2728", soft="#4a5655")


def test_card_and_poster_have_their_sizes() -> None:
    assert Image.open(io.BytesIO(share_card(WORDS, None, COLORS, "arcade"))).size == (1200, 630)
    assert Image.open(io.BytesIO(poster(WORDS, None, COLORS, "arcade"))).size == (1080, 1920)


def test_drawn_twice_the_bytes_are_the_same() -> None:
    assert share_card(WORDS, None, COLORS, "arcade") == share_card(WORDS, None, COLORS, "arcade")
    assert poster(WORDS, None, COLORS, "arcade") == poster(WORDS, None, COLORS, "arcade")


def test_card_has_its_colors() -> None:
    card = Image.open(io.BytesIO(share_card(WORDS, None, COLORS, "arcade")))
    pixels = [card.getpixel(point) for point in ((600, 5), (930, 300), (20, 620))]
    colors = [tuple(bytes.fromhex(color[1:])) for color in (COLORS.accent, COLORS.band, COLORS.ground)]
    # JPEG changes values a little
    assert [
        max(abs(a - b) for a, b in zip(pixel, color, strict=True)) <= 3
        for pixel, color in zip(pixels, colors, strict=True)
    ] == [True] * 3


@pytest.mark.parametrize(
    ("draw", "inside", "outside"),
    [
        (share_card, [(735, 555), (1125, 555), (930, 80)], [(725, 300), (1135, 300), (930, 565), (930, 60)]),
        (poster, [(95, 915), (985, 915), (540, 200)], [(85, 600), (995, 600), (540, 925), (540, 180)]),
    ],
)
def test_cover_fills_its_frame_and_nothing_beyond(
    tmp_path: Path,
    draw: Callable[[CardWords, Path | None, CardColors, str], bytes],
    inside: list[tuple[int, int]],
    outside: list[tuple[int, int]],
) -> None:
    Image.new("RGB", (300, 200), "#00ff00").save(tmp_path / "cover.png")
    words = CardWords("大赛", "", "", "扫码参观", "https://small-town.example/zt/")
    picture = Image.open(io.BytesIO(draw(words, tmp_path / "cover.png", COLORS, "arcade"))).convert("RGB")
    greens = [picture.getpixel(point) for point in (*inside, *outside)]
    is_cover = [max(abs(a - b) for a, b in zip(pixel, (0, 255, 0), strict=True)) < 40 for pixel in greens]
    assert is_cover == [True] * len(inside) + [False] * len(outside)


def test_text_engine_is_the_same_on_every_machine() -> None:
    assert {load_font(file, 30).layout_engine for file in (SANS, SERIF)} == {ImageFont.Layout.BASIC}


def test_share_card_is_light() -> None:
    assert len(share_card(WORDS, None, COLORS, "arcade")) < 100_000


@pytest.mark.parametrize(
    "text", ["雨水花园" * 40, "A very long English title of an entry " * 8, "一、二；三。（四）“五”" * 20]
)
def test_title_stays_within_its_lines(text: str) -> None:
    lines = wrap_text(text, load_font(SERIF, 60), 600, 4)
    assert len(lines) == 4
    assert max(load_font(SERIF, 60).getlength(line) for line in lines) <= 600
    assert lines[-1].endswith("…")
    assert [line for line in lines if line[0] in "，。、；：！？”’）"] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # four characters are exactly as wide as a line
        ("一二三四", ["一二三四"]),
        ("一二三四五六七八九", ["一二三四", "五六七…"]),
        ("A very long", ["A very ", "long"]),
        ("“一二三”四", ["“一二", "三”四"]),
        (f"雨花{BREAK}建设", ["雨花建设"]),
        (f"雨水花{BREAK}建设", ["雨水花", "建设"]),
        (f"雨水，花园，{BREAK}好", ["雨水，", "花园，好"]),
        (f"一{BREAK}二三四五六", ["一二三四", "五六"]),
    ],
)
def test_lines_are_filled_and_end_where_they_may(text: str, lines: list[str]) -> None:
    assert wrap_text(text, Font(SERIF, 60), 240, 2) == lines


def test_qr_code_has_a_quiet_zone_and_large_modules() -> None:
    corner = Image.open(io.BytesIO(qr_png("https://a.example/1"))).convert("L").crop((0, 0, 40, 40))
    # four modules of nothing, then the dark corner of the finder pattern
    assert [corner.getpixel((pixel, pixel)) for pixel in (0, 31, 32, 39)] == [255, 255, 0, 0]
    assert Image.open(io.BytesIO(qr_png("https://a.example/1", 1))).size == (33, 33)


def test_printed_qr_code_is_of_any_size_and_of_no_style() -> None:
    code = qr_svg("https://a.example/1")
    assert code.startswith(
        b'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33">'
        b'<path fill="#fff" d="M0 0h33v33h-33z"/><path stroke="#000" d="M4 4.5h7'
    )


def test_qr_codes_differ_by_address() -> None:
    assert qr_png("https://a.example/1") != qr_png("https://a.example/2")
