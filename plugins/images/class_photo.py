"""One picture of all winning entries, to share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from plugins.images.cards import CardColors, TextBlock, draw_text, paste_cover, to_jpeg
from plugins.images.fonts import SANS, SERIF, Font

# in pixels
PHOTO = (1600, 1200)
MARGIN, GAP, TOP = 60, 14, 210
# width by height of a picture in it: from a square to the shape of a photo
SHAPES = (1.0, 4 / 3)
# part of every key: raise it when the drawing changes
VERSION = "2"


@dataclass(frozen=True)
class ClassPhotoWords:
    """The text above the pictures; ``mark`` if any of the entries is made up. Its ``repr`` is part of file names."""

    title: str
    contest: str
    mark: str


def draw_class_photo(words: ClassPhotoWords, pictures: tuple[Path, ...], colors: CardColors, frame: str) -> bytes:
    """The pictures in rows under the title, as a JPEG; ``frame`` names the ornament that shapes them."""
    photo = Image.new("RGB", PHOTO, colors.ground)
    draw = ImageDraw.Draw(photo)
    draw.rectangle((0, 0, PHOTO[0], 16), fill=colors.accent)
    title = f"{words.title} · {words.mark}" if words.mark else words.title
    bottom = draw_text(draw, TextBlock(title, Font(SERIF, 62), (MARGIN, 44), PHOTO[0] - 2 * MARGIN, 1, colors.ink))
    draw_text(draw, TextBlock(words.contest, Font(SANS, 32), (MARGIN, bottom), PHOTO[0] - 2 * MARGIN, 1, colors.soft))
    space = (PHOTO[0] - 2 * MARGIN, PHOTO[1] - TOP - MARGIN)
    columns, size = arrange(len(pictures), space)
    rows = math.ceil(len(pictures) / columns)
    top = TOP + (space[1] - rows * (size[1] + GAP) + GAP) // 2
    for number, path in enumerate(pictures):
        row, column = divmod(number, columns)
        in_row = min(columns, len(pictures) - row * columns)
        indent = (space[0] - in_row * (size[0] + GAP) + GAP) // 2
        x, y = MARGIN + indent + column * (size[0] + GAP), top + row * (size[1] + GAP)
        paste_cover(photo, path, (x, y, x + size[0], y + size[1]), colors.band, frame)
    return to_jpeg(photo)


def arrange(count: int, space: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """The number of columns by which so many pictures are largest in this space, and the size of each."""
    options = []
    for columns in range(1, count + 1):
        rows = math.ceil(count / columns)
        width = (space[0] - (columns - 1) * GAP) // columns
        height = min((space[1] - (rows - 1) * GAP) // rows, round(width / SHAPES[0]))
        # with more than a thousand pictures some options have no space but for the gaps
        height = max(height, 1)
        width = max(min(width, round(height * SHAPES[1])), 1)
        options.append((width * height, -columns, (width, height)))
    _, columns, size = max(options)
    return -columns, size
