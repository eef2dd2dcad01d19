"""Pictures with text for each entry: the card that messengers show, and the poster to print or send."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from plugins.images.fonts import SANS, SERIF, Font, drawable, load_font
from plugins.images.qr import qr_png

# sizes in pixels
CARD = (1200, 630)
POSTER = (1080, 1920)
# part of every key: raise it when the drawing changes
VERSION = "5"
CLOSING_MARKS = "，。、；：！？”’）》」』…"
OPENING_MARKS = "“‘（《「『"
LINE_HEIGHT = 1.36
# in a title: where its lines may end
BREAK = "\u200b"
PART_END = re.compile(f"{BREAK}|(?<=[{CLOSING_MARKS}])(?![{CLOSING_MARKS}])")


@dataclass(frozen=True, repr=False)
class CardWords:
    """The text on a card: the competition, the title, one line of facts, and the invitation beside the QR code.

    The title may be divided by ``BREAK``, where a line may end.

    ``mark`` is set across the picture of what is made up, ``award`` names what the entry has won.

    Its ``repr`` is part of the names of published files.
    """

    site: str
    title: str
    line: str
    invitation: str
    address: str
    mark: str = ""
    award: str = ""

    def __repr__(self) -> str:
        # names of files that were public before there were these stay
        parts = {name: value for name, value in vars(self).items() if value or name not in ("mark", "award")}
        return f"CardWords({', '.join(f'{name}={value!r}' for name, value in parts.items())})"


@dataclass(frozen=True)
class CardColors:
    """The colours of a card, ``#rrggbb``, named as in the theme. Its ``repr`` is part of the names of files."""

    accent: str
    band: str
    ground: str
    ink: str
    soft: str


@dataclass(frozen=True)
class TextBlock:
    """A paragraph to draw: its top left corner, its width in pixels, and how many lines it may have."""

    text: str
    font: Font
    corner: tuple[int, int]
    width: int
    max_lines: int
    fill: str


def wrap_text(text: str, font: Font, width: int, max_lines: int) -> list[str]:
    """The text in lines of this width in pixels; if it does not fit, the last line ends in an ellipsis."""
    lines = [""]
    for piece in _pieces(text, font, width):
        if lines[-1] and font.getlength(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    if len(lines) > max_lines:
        last = lines[max_lines - 1]
        while last and font.getlength(last + "…") > width:
            last = last[:-1]
        lines = [*lines[: max_lines - 1], last + "…"]
    return lines


def _pieces(text: str, font: Font, width: int) -> list[str]:
    """What a line is made of: the parts between the marks of a divided text, else single characters and words."""
    if BREAK not in text:
        return _unbreakable_pieces(drawable(text))
    pieces: list[str] = []
    for part in map(drawable, PART_END.split(text)):
        pieces += [part] if font.getlength(part) <= width else _unbreakable_pieces(part)
    return pieces


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


def share_card(words: CardWords, cover: Path | None, colors: CardColors, frame: str) -> bytes:
    """The card as a JPEG of 1200 × 630 pixels; ``frame`` names the ornament that shapes its picture."""
    card = Image.new("RGB", CARD, colors.ground)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, CARD[0], 12), fill=colors.accent)
    paste_cover(card, cover, (730, 70, 1130, 560), colors.band, frame)
    Font(SANS, 30).draw(draw, (70, 64), drawable(words.site), colors.band)
    _draw_mark(draw, words.mark, (930, 480), 44, colors)
    top = 150
    if words.award:
        draw_ribbon(draw, words.award, (70, 130), Font(SANS, 32), 600, colors)
        top = 218
    bottom = draw_text(draw, TextBlock(words.title, Font(SERIF, 60), (70, top), 600, 4 - bool(words.award), colors.ink))
    draw_text(draw, TextBlock(words.line, Font(SANS, 30), (70, max(bottom + 30, 480)), 600, 2, colors.soft))
    return to_jpeg(card)


def poster(words: CardWords, cover: Path | None, colors: CardColors, frame: str) -> bytes:
    """The poster as a JPEG of 1080 × 1920 pixels, with a QR code of the address; ``frame`` as for the card."""
    sheet = Image.new("RGB", POSTER, colors.ground)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, POSTER[0], 20), fill=colors.accent)
    Font(SANS, 42).draw(draw, (90, 90), drawable(words.site), colors.band)
    paste_cover(sheet, cover, (90, 190, 990, 920), colors.band, frame)
    _draw_mark(draw, words.mark, (540, 800), 72, colors)
    top = 980
    if words.award:
        draw_ribbon(draw, words.award, (90, 960), Font(SANS, 44), 900, colors)
        top = 1074
    bottom = draw_text(draw, TextBlock(words.title, Font(SERIF, 76), (90, top), 900, 4 - bool(words.award), colors.ink))
    draw_text(draw, TextBlock(words.line, Font(SANS, 38), (90, bottom + 34), 900, 2, colors.soft))
    code = Image.open(io.BytesIO(qr_png(words.address, 7))).convert("RGB").resize((300, 300), Image.Resampling.NEAREST)
    sheet.paste(code, (90, 1550))
    draw_text(draw, TextBlock(words.invitation, Font(SANS, 44), (430, 1600), 560, 3, colors.ink))
    return to_jpeg(sheet)


def _draw_mark(draw: ImageDraw.ImageDraw, mark: str, center: tuple[int, int], size: int, colors: CardColors) -> None:
    """Draw the mark of what is made up as a label around this point, in letters of this height."""
    if not mark:
        return
    font, (x, y) = load_font(SANS, size), center
    width = round(font.getlength(mark)) + size
    draw.rectangle((x - width // 2, y - size, x + width // 2, y + size), fill=colors.accent)
    draw.text((x, y), mark, font=font, fill=colors.ground, anchor="mm")


def draw_ribbon(
    draw: ImageDraw.ImageDraw, text: str, corner: tuple[int, int], face: Font, width: int, colors: CardColors
) -> None:
    """Draw a ribbon with one line of text, no wider than this; its top left corner is here."""
    (line,) = wrap_text(text, face, width - face.size * 2, 1)
    (x, y), height = corner, round(face.size * 1.8)
    right = x + round(face.getlength(line)) + face.size * 2
    notch = height // 3
    draw.polygon(
        [(x, y), (right, y), (right - notch, y + height // 2), (right, y + height), (x, y + height)], fill=colors.accent
    )
    face.draw(draw, (x + face.size * 0.7, y + (height - face.size * 1.45) // 2), line, colors.ground)


def draw_text(draw: ImageDraw.ImageDraw, block: TextBlock) -> int:
    """Draw a paragraph; return the y coordinate of its end."""
    x, y = block.corner
    for line in wrap_text(block.text, block.font, block.width, block.max_lines):
        # an opening mark is half empty: shifted left, the line begins where the others do
        shift = block.font.size // 2 if line[:1] in OPENING_MARKS else 0
        block.font.draw(draw, (x - shift, y), line, block.fill)
        y += round(block.font.size * LINE_HEIGHT)
    return y


def paste_cover(
    background: Image.Image, cover: Path | None, box: tuple[int, int, int, int], plain: str, frame: str
) -> None:
    """Paste the cover in the shape of its frame; without a cover the frame has a plain colour."""
    size = (box[2] - box[0], box[3] - box[1])
    picture = Image.new("RGB", size, plain)
    if cover:
        with Image.open(cover) as opened:
            opened.draft("RGB", size)
            picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGB"), size, Image.Resampling.LANCZOS)
    background.paste(picture, box[:2], frame_mask(size, frame))


@cache
def frame_mask(size: tuple[int, int], frame: str) -> Image.Image:
    """The shape of a picture of this size in the contest's ornament."""
    # drawn at four times its size, so that the edge is smooth
    width, height = size[0] * 4, size[1] * 4
    large = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(large)
    match frame:
        case "arcade":
            radius = min(width, height) // 2
            draw.pieslice((0, 0, width, radius * 2), 180, 360, fill=255)
            draw.rectangle((0, radius, width, height), fill=255)
        case "gables":
            eaves = height // 5
            draw.polygon([(0, eaves), (width // 2, 0), (width, eaves), (width, height), (0, height)], fill=255)
        case "waves":
            draw.rounded_rectangle((0, 0, width, height), min(width, height) // 9, fill=255)
        case "weave":
            cut, right, bottom = min(width, height) // 10, width, height
            top_half = [(0, cut), (cut, 0), (right - cut, 0), (right, cut)]
            draw.polygon([*top_half, *((x, bottom - y) for x, y in reversed(top_half))], fill=255)
        case _:
            draw.rectangle((0, 0, width, height), fill=255)
    return large.resize(size, Image.Resampling.LANCZOS)


def to_jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG for screens."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82, optimize=True, progressive=True)
    return stream.getvalue()
