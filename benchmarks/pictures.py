"""Covers for measurements, the same bytes for the same number: a drawn PNG and a photo of 12 megapixels in turn."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from PIL import Image

from tools.placeholder_art.draw import draw_picture

PHOTO = (4000, 3000)
SCENE = (4800, 3600)
# from clouds to leaves: how many dots a layer is wide, and how much of it shows through
LAYERS = ((6, 0.5), (24, 0.4), (96, 0.3), (384, 0.2), (1536, 0.12))
GRAIN = 0.03


def write_cover(folder: Path, number: int) -> Path:
    """Write the cover of this number into a folder, in place of the one that is there."""
    for old in folder.glob("cover.*"):
        old.unlink()
    cover = folder / ("cover.jpg" if number % 2 else "cover.png")
    if number % 2:
        _photo(number).save(cover, "JPEG", quality=90)
    else:
        cover.write_bytes(draw_picture(f"entry-{number}", "cover", number // 2))
    return cover


def _photo(number: int) -> Image.Image:
    dice = random.Random(number)
    x, y = (dice.randrange(scene - photo) for scene, photo in zip(SCENE, PHOTO, strict=True))
    return _scene().crop((x, y, x + PHOTO[0], y + PHOTO[1]))


@cache
def _scene() -> Image.Image:
    """Coloured noise of several sizes, which encoders find as hard as a photo; every photo is a part of it."""
    dice = random.Random(1)
    scene = Image.new("RGB", SCENE, "#7a8a80")
    for width, share in LAYERS:
        scene = Image.blend(scene, _noise(dice, width, width * 3 // 4).resize(SCENE, Image.Resampling.BICUBIC), share)
    return Image.blend(scene, _noise(dice, *SCENE), GRAIN)


def _noise(dice: random.Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), dice.randbytes(width * height * 3))
