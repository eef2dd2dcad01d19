"""Sanitizing of pictures from units: checked before decoding, rotated upright, scaled down, encoded again."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageFile

from plugins.content.parsing.files import MAX_PICTURE_BYTES, MAX_PIXELS
from plugins.content.problems import ContentError, problem
from plugins.images.variants import to_upright_srgb
from plugins.imports.forms.submission import SourceLocation

# the only formats that are opened: each further decoder of Pillow could be attacked
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")
# pixels; twice the width of the largest variant on a page
MAX_SIDE = 2400
# formats that are kept, with their suffixes; others become PNG, which is lossless
SUFFIXES = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "WEBP": (".webp",), "AVIF": (".avif",)}
SAVE_OPTIONS: dict[str, dict[str, object]] = {"PNG": {"optimize": True}, "AVIF": {"quality": 80, "max_threads": 1}}


class SanitizedImage(NamedTuple):
    """The bytes of a picture, and the suffixes that its name may have."""

    data: bytes
    suffixes: tuple[str, ...]


def sanitize_image(data: bytes, name: str, location: SourceLocation) -> SanitizedImage:
    """Return the picture without metadata. Raises ``ContentError`` at the location if it cannot be used."""

    def image_error(code: str, **values: object) -> ContentError:
        return ContentError(problem(location.file, location.line, code, name=name, **values))

    if len(data) > MAX_PICTURE_BYTES:
        raise image_error("media_too_large", size=f"{len(data) / 1e6:.1f}", limit=MAX_PICTURE_BYTES // 1_000_000)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise image_error("too_many_pixels", width=image.width, height=image.height)
            if getattr(image, "n_frames", 1) > 1 and image.format != "TIFF":
                raise image_error("picture_animated")
            return _encode(image)
    except ContentError:
        raise
    except Exception:  # a broken picture makes Pillow's decoders raise exceptions of many types
        raise image_error("intake_picture_unreadable") from None


def _encode(image: Image.Image) -> SanitizedImage:
    image_format = image.format if image.format in SUFFIXES else "PNG"
    upright = to_upright_srgb(image)
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    # Pillow would write the metadata of the source: comments, coordinates, camera
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, image_format, **SAVE_OPTIONS.get(image_format, {"quality": 90}))
    return SanitizedImage(out.getvalue(), SUFFIXES[image_format])
