"""Pictures with text for each entry: the card that messengers show, and the poster to print or send."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont, ImageOps

from plugins.images.qr import qr_png

# sizes in pixels
CARD = (1200, 630)
POSTER = (1080, 1920)
# part of every key: raise it when the drawing changes
VERSION = "3"
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
SANS, SERIF = "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"
CLOSING_MARKS = "，。、；：！？”’）》」』…"
OPENING_MARKS = "“‘（《「『"
LINE_HEIGHT = 1.36


@dataclass(frozen=True)
class CardWords:
    """The text on a card: the competition, the title, one line of facts, and the invitation beside the QR code.

    Its ``repr`` is part of the names of published files.
    """

    site: str
    title: str
    line: str
    invitation: str
    address: str


@dataclass(frozen=True)
class CardColors:
    """The colours of a card, ``#rrggbb``, named as in the theme. Its ``repr`` is part of the names of files."""

    kapok: str
    river: str
    ground: str
    ink: str
    soft: str


@dataclass(frozen=True)
class TextBlock:
    """A paragraph to draw: its top left corner, its width in pixels, and how many lines it may have."""

    text: str
    font: ImageFont.FreeTypeFont
    corner: tuple[int, int]
    width: int
    max_lines: int
    fill: str


@cache
def load_font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels."""
    # with a named engine, because Pillow otherwise takes Raqm where the system has FriBidi: other pixels elsewhere
    return ImageFont.truetype(str(FONTS / file), size, layout_engine=ImageFont.Layout.BASIC)


def wrap_text(text: str, font: ImageFont.FreeTypeFont, width: int, max_lines: int) -> list[str]:
    """The text in lines of this width in pixels; if it does not fit, the last line ends in an ellipsis."""
    lines = [""]
    for piece in _unbreakable_pieces(text):
        if lines[-1] and font.getlength(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    if len(lines) > max_lines:
        last = lines[max_lines - 1]
        while last and font.getlength(last + "…") > width:
            last = last[:-1]
        lines = [*lines[: max_lines - 1], last + "…"]
    return lines


def _unbreakable_pieces(text: str) -> list[str]:
    """Single Han characters and whole Latin words, each with the closing marks that follow it."""
    pieces: list[str] = []
    for character in text:
        in_word = character.isascii() and not character.isspace()
        after_word = bool(pieces) and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace()
        if pieces and (character in CLOSING_MARKS or (in_word and after_word)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def share_card(words: CardWords, cover: Path | None, colors: CardColors) -> bytes:
    """The card as a JPEG of 1200 × 630 pixels."""
    card = Image.new("RGB", CARD, colors.ground)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, CARD[0], 12), fill=colors.kapok)
    _paste_cover(card, cover, (730, 70, 1130, 560), colors.river)
    draw.text((70, 64), words.site, font=load_font(SANS, 30), fill=colors.river)
    bottom = _draw_text(draw, TextBlock(words.title, load_font(SERIF, 60), (70, 150), 600, 4, colors.ink))
    _draw_text(draw, TextBlock(words.line, load_font(SANS, 30), (70, max(bottom + 30, 480)), 600, 2, colors.soft))
    return _to_jpeg(card)


def poster(words: CardWords, cover: Path | None, colors: CardColors) -> bytes:
    """The poster as a JPEG of 1080 × 1920 pixels, with a QR code of the address."""
    sheet = Image.new("RGB", POSTER, colors.ground)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, POSTER[0], 20), fill=colors.kapok)
    draw.text((90, 90), words.site, font=load_font(SANS, 42), fill=colors.river)
    _paste_cover(sheet, cover, (90, 190, 990, 920), colors.river)
    bottom = _draw_text(draw, TextBlock(words.title, load_font(SERIF, 76), (90, 980), 900, 4, colors.ink))
    _draw_text(draw, TextBlock(words.line, load_font(SANS, 38), (90, bottom + 34), 900, 2, colors.soft))
    code = Image.open(io.BytesIO(qr_png(words.address, 7))).convert("RGB").resize((300, 300), Image.Resampling.NEAREST)
    sheet.paste(code, (90, 1550))
    _draw_text(draw, TextBlock(words.invitation, load_font(SANS, 44), (430, 1600), 560, 3, colors.ink))
    return _to_jpeg(sheet)


def _draw_text(draw: ImageDraw.ImageDraw, block: TextBlock) -> int:
    """Draw a paragraph; return the y coordinate of its end."""
    x, y = block.corner
    for line in wrap_text(block.text, block.font, block.width, block.max_lines):
        # an opening mark is half empty: shifted left, the line begins where the others do
        shift = block.font.size // 2 if line[:1] in OPENING_MARKS else 0
        draw.text((x - shift, y), line, font=block.font, fill=block.fill)
        y += round(block.font.size * LINE_HEIGHT)
    return y


def _paste_cover(background: Image.Image, cover: Path | None, box: tuple[int, int, int, int], plain: str) -> None:
    """Paste the cover in the shape of an arch; without a cover the arch has a plain colour."""
    size = (box[2] - box[0], box[3] - box[1])
    picture = Image.new("RGB", size, plain)
    if cover:
        with Image.open(cover) as opened:
            opened.draft("RGB", size)
            picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGB"), size, Image.Resampling.LANCZOS)
    background.paste(picture, box[:2], _arch_mask(size))


@cache
def _arch_mask(size: tuple[int, int]) -> Image.Image:
    # drawn at four times its size, so that the edge is smooth
    large = Image.new("L", (size[0] * 4, size[1] * 4), 0)
    arch = ImageDraw.Draw(large)
    radius = min(size[0] * 2, size[1] * 2)
    arch.pieslice((0, 0, size[0] * 4, radius * 2), 180, 360, fill=255)
    arch.rectangle((0, radius, size[0] * 4, size[1] * 4), fill=255)
    return large.resize(size, Image.Resampling.LANCZOS)


def _to_jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82, optimize=True, progressive=True)
    return stream.getvalue()
