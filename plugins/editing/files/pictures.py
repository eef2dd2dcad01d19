"""Pictures before they reach the content: turned, cropped, with places made unrecognisable, and without their place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.content.parsing.files import PICTURE_TYPES, open_image
from plugins.content.problems import ContentError, problem

if TYPE_CHECKING:
    from PIL import Image

# EXIF's pointer to where a picture was taken
GPS_TAG = 0x8825
TURNS = (0, 90, 180, 270)
# a box that is blurred is first made of so few squares that nothing can be restored from it
MAX_SQUARES = 8
QUALITY = 92
# per cent
WHOLE = 100


@dataclass(frozen=True)
class PictureBox:
    """A part of a picture: the distances of its sides from those of the picture, in per cent of width and height."""

    from_left: float = 0
    from_top: float = 0
    from_right: float = 0
    from_bottom: float = 0

    def __post_init__(self) -> None:
        across, down = (self.from_left, self.from_right), (self.from_top, self.from_bottom)
        if not all(0 <= side < WHOLE for side in (*across, *down)) or max(sum(across), sum(down)) >= WHOLE:
            raise ValueError(self)

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Its corners in a picture of this size; never empty."""
        x, y = int(width * self.from_left / 100), int(height * self.from_top / 100)
        right, bottom = width - int(width * self.from_right / 100), height - int(height * self.from_bottom / 100)
        return x, y, max(right, x + 1), max(bottom, y + 1)


@dataclass(frozen=True)
class PictureChange:
    """How a picture is changed: turned clockwise by degrees, then blurred in boxes, then cropped."""

    turn: int = 0
    crop: PictureBox = PictureBox()
    blurs: tuple[PictureBox, ...] = ()


def change_picture(path: Path, change: PictureChange) -> bytes:
    """The picture of a file with a change, in the same format and without what a camera notes of time and place.

    Raises ``ContentError`` for what is no picture.
    """
    # imported late: not needed without pictures
    from PIL import ImageOps

    try:
        with open_image(path) as opened:
            kind = PICTURE_TYPES[path.suffix.lower()]
            image = ImageOps.exif_transpose(opened)
            profile = opened.info.get("icc_profile")
    except Exception:  # as in check_picture; this one may lie in the content, where nobody checked it yet
        raise ContentError(problem("", 0, "picture_broken", name=path.name)) from None
    if change.turn % 360:
        image = image.rotate(-change.turn, expand=True)
    for box in change.blurs:
        _blur(image, box.pixels(image.width, image.height))
    image = image.crop(change.crop.pixels(image.width, image.height))
    return _encode(image, kind, profile)


def remove_place(path: Path) -> bool:
    """Remove from a picture where it was taken; return whether it said so."""
    with open_image(path) as image:
        exif = image.getexif()
        if GPS_TAG not in exif:
            return False
        del exif[GPS_TAG]
        stream = io.BytesIO()
        # with "keep" a JPEG loses nothing visible; not every format keeps the profile of its colours by itself
        quality = "keep" if image.format == "JPEG" else QUALITY
        image.save(stream, image.format, exif=exif, quality=quality, icc_profile=image.info.get("icc_profile"))
    path.write_bytes(stream.getvalue())
    return True


def _blur(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    part = image.crop(box)
    scale = MAX_SQUARES / max(part.width, part.height, MAX_SQUARES)
    small = part.resize((max(1, round(part.width * scale)), max(1, round(part.height * scale))))
    image.paste(small.resize(part.size), box[:2])


def _encode(image: Image.Image, kind: str, profile: bytes | None) -> bytes:
    stream = io.BytesIO()
    if kind == "JPEG" and image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("RGB")
    options = {"quality": QUALITY} if kind != "PNG" else {"optimize": True}
    if profile:
        options["icc_profile"] = profile  # type: ignore[assignment]
    image.save(stream, kind, **options)
    return stream.getvalue()
