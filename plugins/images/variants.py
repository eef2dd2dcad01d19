"""Variants of a picture in the sizes and formats that pages load, cached under a hash of their inputs."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageOps

from plugins.cache.files import cache_key, load, store

# widths in pixels: a phone's whole width, the same on a dense screen, and a desktop's column on a dense screen
WIDTHS = (360, 720, 1200)
FALLBACK_WIDTH = 720
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
# the first EXIF orientation that swaps width and height
FIRST_ROTATED = 5
# the reasons: docs/decisions/003-picture-encoders.md
ENCODER_OPTIONS = {
    "avif": {"quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"quality": 76, "method": 4},
    "jpeg": {"quality": 78, "optimize": True, "progressive": True},
}
# part of every key: raise it when the encoding changes
VERSION = "3"


@dataclass(frozen=True)
class Variant:
    """A picture in one format and size. ``digest`` is the hash of the source's contents."""

    source: Path
    digest: str
    kind: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """A file name made from the contents of the source, which reveals no entry."""
        return f"{self.digest[:16]}-{self.width}.{self.kind.replace('jpeg', 'jpg')}"

    @property
    def key(self) -> str:
        """The key under which its bytes are cached."""
        return cache_key(VERSION, self.digest, self.kind, str(self.width), str(ENCODER_OPTIONS[self.kind]))


def plan_variants(source: Path, digest: str, width: int, height: int) -> list[Variant]:
    """The variants that pages load of a picture of this size, none larger than it, the last a JPEG."""
    widths = sorted({min(target, width) for target in WIDTHS})
    wanted = [(kind, target) for kind in ("avif", "webp") for target in widths]
    wanted.append(("jpeg", min(FALLBACK_WIDTH, width)))
    return [Variant(source, digest, kind, target, max(1, round(height * target / width))) for kind, target in wanted]


def encode_all(wanted: Iterable[Variant], cache: Path) -> Iterator[tuple[Variant, bytes]]:
    """The bytes of every variant, from the cache or encoded now, picture by picture in the order of ``wanted``."""
    by_source = [list(group) for _, group in groupby(wanted, key=lambda variant: variant.source)]
    # a separate pool for encoders, so that the variants of a single picture, too, use all processors
    with ThreadPoolExecutor(os.cpu_count()) as pictures, ThreadPoolExecutor(os.cpu_count()) as encoders:
        for encoded in pictures.map(lambda group: _encode_picture(group, cache, encoders), by_source):
            yield from encoded


def _encode_picture(group: list[Variant], cache: Path, encoders: Executor) -> list[tuple[Variant, bytes]]:
    results = {variant: load(cache, variant.key) for variant in group}
    uncached = [variant for variant, data in results.items() if not data]
    if uncached:
        sizes = {(variant.width, variant.height) for variant in uncached}
        resized = resize_all(group[0].source, sizes)
        encoded = encoders.map(lambda variant: encode(resized[variant.width, variant.height], variant.kind), uncached)
        results |= {variant: store(cache, variant.key, data) for variant, data in zip(uncached, encoded, strict=True)}
    return list(results.items())


def resize_all(source: Path, sizes: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Image.Image]:
    """A picture in each of these sizes, without metadata."""
    with Image.open(source) as opened:
        # independent of the sizes, so that every variant is made from the same pixels
        opened.draft("RGB", _largest_size(opened))
        picture = to_upright_srgb(opened)
    resized = {size: picture.resize(size, Image.Resampling.LANCZOS) for size in sizes}
    for small in resized.values():
        # Pillow would save comments, positions and cameras
        small.info = {}
    return resized


def _largest_size(opened: Image.Image) -> tuple[int, int]:
    """The size of the largest variant."""
    width, height = opened.size
    if opened.getexif().get(ExifTags.Base.Orientation, 1) >= FIRST_ROTATED:
        width, height = height, width
    largest = min(max(WIDTHS), width)
    return largest, max(1, round(height * largest / width))


def encode(picture: Image.Image, kind: str) -> bytes:
    """A picture in this format; transparent parts become white in a JPEG."""
    if kind == "jpeg" and picture.mode == "RGBA":
        background = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(background, picture).convert("RGB")
    # saving changes a picture, and its other variants are saved at the same time
    picture, stream = picture.copy(), io.BytesIO()
    picture.save(stream, kind.upper(), exif=b"", **ENCODER_OPTIONS[kind])
    return stream.getvalue()


def to_upright_srgb(opened: Image.Image) -> Image.Image:
    """The picture turned upright and converted to sRGB, with 8 bits a channel."""
    picture = ImageOps.exif_transpose(opened)
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        # Pillow's own conversion makes everything brighter than 255 white
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        picture = picture.convert(mode)
    return (_to_srgb(picture, profile, mode) if profile else None) or picture.convert(mode)


def _to_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    """The picture with its colours converted from this profile; None if the profile is broken or of other colours."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # browsers, too, show such a picture as if it had none
        return None
