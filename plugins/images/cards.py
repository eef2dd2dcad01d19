"""Pictures with words, drawn for each entry: the card that messengers show, and the poster to print or send."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont, ImageOps

from plugins.images.qr import qr_png

CARD = (1200, 630)
POSTER = (1080, 1920)
# the theme's colours: night river, kapok red, plaster, ink
RIVER, KAPOK, PLASTER, INK, MUTED = "#0c3d43", "#a8201a", "#fbf6ee", "#1d1b19", "#5d5750"
# part of every key: a change of the drawing must not meet old files
VERSION = "2"
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


@dataclass(frozen=True)
class CardWords:
    """What a card says: the competition, the title, one line of facts, and the invitation beside the QR code."""

    site: str
    title: str
    line: str
    invitation: str
    address: str


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # named, for Pillow otherwise takes Raqm wherever the system has FriBidi: other pixels on other machines
    return ImageFont.truetype(str(FONTS / f"NotoS{name}SC-Regular.otf"), size, layout_engine=ImageFont.Layout.BASIC)


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    """The text in at most so many lines of this width; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and font.getlength(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    if len(lines) > most:
        last = lines[most - 1]
        while last and font.getlength(last + "…") > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last + "…"]
    return lines


def _pieces(text: str) -> list[str]:
    """Han characters one by one, Latin words whole, closing marks never alone at a line's beginning."""
    pieces: list[str] = []
    for character in text:
        joins = character.isascii() and not character.isspace()
        closing = character in "，。、；：！？”’）》」』…"
        if pieces and (closing or (joins and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace())):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def share_card(words: CardWords, cover: Path | None) -> bytes:
    """The card as JPEG, 1200 × 630."""
    card = Image.new("RGB", CARD, PLASTER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, CARD[0], 12), fill=KAPOK)
    _hang(card, cover, (730, 70, 1130, 560))
    draw.text((70, 64), words.site, font=_font("ans", 30), fill=RIVER)
    bottom = _write(draw, words.title, _font("erif", 60), (70, 150), 600, most=4, fill=INK)
    _write(draw, words.line, _font("ans", 30), (70, max(bottom + 30, 480)), 600, most=2, fill=MUTED)
    return _jpeg(card)


def poster(words: CardWords, cover: Path | None) -> bytes:
    """The poster as JPEG, 1080 × 1920, with a QR code that leads to the entry."""
    sheet = Image.new("RGB", POSTER, PLASTER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, POSTER[0], 20), fill=KAPOK)
    draw.text((90, 90), words.site, font=_font("ans", 42), fill=RIVER)
    _hang(sheet, cover, (90, 190, 990, 920))
    bottom = _write(draw, words.title, _font("erif", 76), (90, 980), 900, most=4, fill=INK)
    _write(draw, words.line, _font("ans", 38), (90, bottom + 34), 900, most=2, fill=MUTED)
    code = Image.open(io.BytesIO(qr_png(words.address, 7))).convert("RGB").resize((300, 300), Image.Resampling.NEAREST)
    sheet.paste(code, (90, 1550))
    _write(draw, words.invitation, _font("ans", 44), (430, 1600), 560, most=3, fill=INK)
    return _jpeg(sheet)


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont,
    at: tuple[int, int],
    width: int,
    *,
    most: int,
    fill: str,
) -> int:
    """Write a paragraph; return where it ends."""
    left, top = at
    for line in wrapped(text, font, width, most):
        # an opening mark is half empty: it hangs out, so that the line begins where the others do
        hang = font.size // 2 if line[:1] in "“‘（《「『" else 0
        draw.text((left - hang, top), line, font=font, fill=fill)
        top += round(font.size * 1.36)
    return top


def _hang(ground: Image.Image, cover: Path | None, box: tuple[int, int, int, int]) -> None:
    """Hang the picture in an arcade's arch; without one the arch stays a coloured niche."""
    size = (box[2] - box[0], box[3] - box[1])
    picture = Image.new("RGB", size, RIVER)
    if cover:
        with Image.open(cover) as opened:
            opened.draft("RGB", size)
            picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGB"), size, Image.Resampling.LANCZOS)
    ground.paste(picture, box[:2], _arch(size))


@cache
def _arch(size: tuple[int, int]) -> Image.Image:
    # drawn at four times its size and made small, so that the arch has a smooth edge
    large = Image.new("L", (size[0] * 4, size[1] * 4), 0)
    arch = ImageDraw.Draw(large)
    radius = min(size[0] * 2, size[1] * 2)
    arch.pieslice((0, 0, size[0] * 4, radius * 2), 180, 360, fill=255)
    arch.rectangle((0, radius, size[0] * 4, size[1] * 4), fill=255)
    return large.resize(size, Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
