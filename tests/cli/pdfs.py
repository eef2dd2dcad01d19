"""PDFs read back by two engines, PDFium and MuPDF, and held against drawings by a third, FreeType."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import ceil, floor
from pathlib import Path
from statistics import correlation

import pylopdf_fonts_zh_cn
import pymupdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

SCALE = 4
FACES = Path(pylopdf_fonts_zh_cn.__file__).parent
NAMES = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
# a glyph's crop is made this large before it is compared
CELL = (32, 32)

Box = tuple[float, float, float, float]


def words(text: str) -> str:
    """The text without blanks, which the engines guess."""
    return "".join(text.split())


def texts(file: Path) -> tuple[str, str]:
    """All words of a PDF, as PDFium and as MuPDF reads them."""
    with pypdfium2.PdfDocument(file) as document:
        one = words("".join(page.get_textpage().get_text_range() for page in document))
    with pymupdf.open(file) as document:
        return one, words("".join(page.get_text() for page in document))


def pictures(file: Path, page: int = 0) -> tuple[Image.Image, Image.Image]:
    """A page in shades of grey, drawn by PDFium and by MuPDF."""
    with pypdfium2.PdfDocument(file) as document:
        one = document[page].render(scale=SCALE).to_pil().convert("L")
    with pymupdf.open(file) as document:
        drawn = document[page].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), colorspace=pymupdf.csGRAY)
        return one, Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)


def glyphs(file: Path, page: int = 0) -> Iterator[tuple[str, Box]]:
    """Every Han character of a page with the box that it is drawn in, in pixels."""
    with pypdfium2.PdfDocument(file) as document:
        height, text = document[page].get_height(), document[page].get_textpage()
        for index in range(text.count_chars()):
            sign = text.get_text_range(index, 1)
            if "\u4e00" <= sign <= "\u9fff":
                x0, bottom, right, top = text.get_charbox(index)
                yield sign, (x0 * SCALE, (height - top) * SCALE, right * SCALE, (height - bottom) * SCALE)


def likeness(drawn: Image.Image, box: Box, sign: str) -> float:
    """How like what is drawn in this box is to the character in one of the faces: 1 is the same, a blank box 0."""
    shape = drawn.crop((floor(box[0]), floor(box[1]), ceil(box[2]), ceil(box[3]))).resize(CELL)
    light, dark = shape.getextrema()
    if light == dark:
        return 0
    return max(-correlation(shape.tobytes(), _drawing(sign, face).tobytes()) for face in NAMES)


@cache
def _drawing(sign: str, face: str) -> Image.Image:
    """The character in white on black, by FreeType."""
    font = ImageFont.truetype(str(FACES / face), 96, layout_engine=ImageFont.Layout.BASIC)
    ground = Image.new("L", (160, 160), 0)
    ImageDraw.Draw(ground).text((20, 10), sign, font=font, fill=255)
    return ground.crop(ground.getbbox()).resize(CELL)
