"""Pictures of units made safe: looked at before they are decoded, turned upright, made smaller, written anew."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageFile

from plugins.content.parsing.files import LARGEST_PICTURE, MOST_PIXELS
from plugins.content.problems import ContentError, problem
from plugins.images.variants import to_upright_srgb
from plugins.imports.forms.submission import Place

# the kinds that are opened at all: Pillow knows many more, each with a decoder of its own to be attacked
KINDS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")
# twice as wide as the largest copy on a page
LONGEST_SIDE = 2400
# what is none of these becomes PNG, which keeps every pixel
KEPT = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "WEBP": (".webp",), "AVIF": (".avif",)}
SAVING: dict[str, dict[str, object]] = {"PNG": {"optimize": True}, "AVIF": {"quality": 80, "max_threads": 1}}


class Made(NamedTuple):
    """A picture's bytes, and the suffixes that its name can have."""

    data: bytes
    suffixes: tuple[str, ...]


def remade(data: bytes, name: str, place: Place) -> Made:
    """The picture without whatever else its file said. Raises ``Refused``, blaming its place."""

    def refused(code: str, **values: object) -> ContentError:
        return ContentError(problem(place.file, place.line, code, name=name, **values))

    if len(data) > LARGEST_PICTURE:
        raise refused("media_too_large", size=f"{len(data) / 1e6:.1f}", limit=LARGEST_PICTURE // 1_000_000)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise refused("too_many_pixels", width=opened.width, height=opened.height)
            if getattr(opened, "n_frames", 1) > 1 and opened.format != "TIFF":
                raise refused("picture_animated")
            return _written(opened)
    except ContentError:
        raise
    except Exception:  # a broken picture makes Pillow raise whatever came to its decoders' minds
        raise refused("intake_picture_unreadable") from None


def _written(opened: Image.Image) -> Made:
    kind = opened.format if opened.format in KEPT else "PNG"
    picture = to_upright_srgb(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # Pillow would write on whatever the source's file said: comments, places, cameras
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, kind, **SAVING.get(kind, {"quality": 90}))
    return Made(out.getvalue(), KEPT[kind])
