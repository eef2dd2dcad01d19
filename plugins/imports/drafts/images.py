"""Sanitizing of pictures from units: checked before decoding, rotated upright, scaled down, encoded again."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import ExifTags, Image, ImageFile, ImageOps

from plugins.content.parsing.files import MAX_PICTURE_BYTES, MAX_PIXELS
from plugins.content.parsing.picture_kinds import DRAWINGS, HEAD_BYTES, name_kind
from plugins.content.problems import ContentError
from plugins.images.variants import to_upright_srgb
from plugins.imports.forms.submission import WHOLE_IMAGE, ImageView, SourceLocation, problem_at

# the only formats that are opened: each further decoder could be attacked
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")
HEIF_FORMATS = ("HEIF",)
# pixels; twice the width of the largest variant on a page
MAX_SIDE = 2400
# formats that are kept, with their suffixes; others become PNG, which is lossless
SUFFIXES = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "WEBP": (".webp",), "AVIF": (".avif",)}
# photos of phones: MPO is a JPEG with another for bright screens behind it
PHOTOS = ("MPO", "HEIF")
# of these the first picture counts
SEVERAL = ("TIFF", *PHOTOS)
SAVE_OPTIONS: dict[str, dict[str, object]] = {"PNG": {"optimize": True}, "AVIF": {"quality": 80, "max_threads": 1}}


class SanitizedImage(NamedTuple):
    """The bytes of a picture, and the suffixes that its name may have."""

    data: bytes
    suffixes: tuple[str, ...]


def sanitize_image(data: bytes, name: str, location: SourceLocation, view: ImageView = WHOLE_IMAGE) -> SanitizedImage:
    """Return the picture as the form shows it, without metadata.

    Raises ``ContentError`` at the location if it cannot be used.
    """

    def image_error(code: str, **values: object) -> ContentError:
        return ContentError(problem_at(location, code, name=name, **values))

    if len(data) > MAX_PICTURE_BYTES:
        raise image_error("media_too_large", size=f"{len(data) / 1e6:.1f}", limit=MAX_PICTURE_BYTES // 1_000_000)
    kind = name_kind(data[:HEAD_BYTES])
    if kind in DRAWINGS:
        raise image_error("intake_picture_vector", kind=kind)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        formats = _open_heif() if kind == "HEIC" else FORMATS
        with Image.open(io.BytesIO(data), formats=formats) as image:
            if image.width * image.height > MAX_PIXELS:
                raise image_error("too_many_pixels", width=image.width, height=image.height)
            if getattr(image, "n_frames", 1) > 1 and image.format not in SEVERAL:
                raise image_error("picture_animated")
            return _encode(image, view)
    except ContentError:
        raise
    except Exception:  # a broken picture makes Pillow's decoders raise exceptions of many types
        raise image_error("intake_picture_unreadable") from None


def _open_heif() -> tuple[str, ...]:
    """Let Pillow read the photos of phones, and return the names of their formats."""
    # a decoder alone, of 1.5 MB; it is loaded only for such a photo
    from pi_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return HEIF_FORMATS


def show_as(image: Image.Image, view: ImageView) -> Image.Image:
    """Return the picture cropped, mirrored and turned as a view has it, and otherwise upright, in sRGB."""
    if view == WHOLE_IMAGE:
        return to_upright_srgb(image)
    near_x, near_y, far_x, far_y = view.crop
    box = (
        min(round(image.width * near_x), image.width - 1),
        min(round(image.height * near_y), image.height - 1),
        max(round(image.width * (1 - far_x)), 1),
        max(round(image.height * (1 - far_y)), 1),
    )
    shown = image.crop(box) if box[0] < box[2] and box[1] < box[3] else image.copy()
    if view.angle:
        # a program that turns a picture does so from the stored pixels, whatever the camera noted
        shown.getexif().pop(ExifTags.Base.Orientation, None)
        shown.info.pop("exif", None)
    shown = to_upright_srgb(shown)
    shown = ImageOps.mirror(shown) if view.is_mirrored else shown
    shown = ImageOps.flip(shown) if view.is_upside_down else shown
    if view.angle % 90 == 0:
        # Pillow turns anticlockwise
        return shown.rotate(-view.angle, expand=True)
    return shown.rotate(-view.angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _encode(image: Image.Image, view: ImageView) -> SanitizedImage:
    upright = show_as(image, view)
    image_format = image.format if image.format in SUFFIXES else "PNG"
    if image.format in PHOTOS and upright.mode == "RGB":
        image_format = "JPEG"
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    # Pillow would write the metadata of the source: comments, coordinates, camera
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, image_format, **SAVE_OPTIONS.get(image_format, {"quality": 90}))
    return SanitizedImage(out.getvalue(), SUFFIXES[image_format])
