"""A certificate as a picture for the screen, with the words of the printed one."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from plugins.images.cards import CardColors, TextBlock, draw_text, to_jpeg
from plugins.images.fonts import SANS, SERIF, Font, drawable
from plugins.images.qr import qr_png

# A4 across, in pixels
SHEET = (1188, 840)
MARGIN, CODE = 110, 130
SIZES = (34, 31, 28, 25, 22, 20)
# part of every key: raise it when the drawing changes
VERSION = "1"


@dataclass(frozen=True)
class CertificateWords:
    """What a certificate says; ``mark`` if its entry is made up. Its ``repr`` is part of file names."""

    title: str
    unit: str
    text: str
    level: str
    closing: str
    issuers: tuple[str, ...]
    issued: str
    address: str
    check: str
    mark: str


def draw_certificate(words: CertificateWords, colors: CardColors) -> bytes:
    """The certificate as a JPEG, with the QR code of the page that checks it."""
    sheet = Image.new("RGB", SHEET, "#ffffff")
    draw = ImageDraw.Draw(sheet)
    for inset, width in ((24, 6), (38, 1)):
        draw.rectangle((inset, inset, SHEET[0] - inset, SHEET[1] - inset), outline=colors.accent, width=width)
    _draw_centered(draw, words.title, Font(SERIF, 64), 76, colors.accent)
    _draw_award(draw, words, colors)
    _draw_issuers(draw, words, colors)
    code = Image.open(io.BytesIO(qr_png(words.address, 5))).convert("RGB")
    sheet.paste(code.resize((CODE, CODE), Image.Resampling.NEAREST), (MARGIN, 630))
    draw_text(draw, TextBlock(words.check, Font(SANS, 16), (MARGIN + CODE + 12, 725), 130, 2, colors.soft))
    if words.mark:
        Font(SANS, 26).draw(draw, (MARGIN, 590), drawable(words.mark), colors.accent)
    return to_jpeg(sheet)


def _draw_award(draw: ImageDraw.ImageDraw, words: CertificateWords, colors: CardColors) -> None:
    width = SHEET[0] - 2 * MARGIN
    level = Font(SERIF, next(size for size in (58, 48, 40, 32, 26) if size == 26 or _fits(words.level, size, width)))
    y = draw_text(draw, TextBlock(words.unit, Font(SERIF, 32), (MARGIN, 186), width, 2, colors.ink)) + 10
    # as large as the text fits above the award
    lines = 3
    size = next((size for size in SIZES if _fits(words.text, size, width * lines)), SIZES[-1])
    y = draw_text(draw, TextBlock(words.text, Font(SERIF, size), (MARGIN, y), width, lines + 1, colors.ink)) + 16
    _draw_centered(draw, words.level, level, y, colors.accent)
    y += round(level.size * 1.6)
    draw_text(draw, TextBlock(words.closing, Font(SERIF, 30), (MARGIN, y), width, 1, colors.ink))


def _fits(text: str, size: int, width: int) -> bool:
    return Font(SERIF, size).getlength(drawable(text)) <= width


def _draw_issuers(draw: ImageDraw.ImageDraw, words: CertificateWords, colors: CardColors) -> None:
    lines = [drawable(line) for line in (*words.issuers, words.issued)]
    size = min(26, (SHEET[1] - 60 - 590) // len(lines) * 3 // 4)
    widest = SHEET[0] - 2 * MARGIN - CODE - 150
    y = SHEET[1] - 74 - round(len(lines) * size * 1.4)
    for line in lines:
        face = next(
            (Font(SERIF, smaller) for smaller in range(size, 9, -1) if Font(SERIF, smaller).getlength(line) <= widest),
            Font(SERIF, 10),
        )
        face.draw(draw, (SHEET[0] - MARGIN - face.getlength(line), y), line, colors.ink)
        y += round(size * 1.4)


def _draw_centered(draw: ImageDraw.ImageDraw, text: str, face: Font, y: int, color: str) -> None:
    line = drawable(text)
    face.draw(draw, ((SHEET[0] - face.getlength(line)) / 2, y), line, color)
