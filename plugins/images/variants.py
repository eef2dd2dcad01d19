"""One picture in the sizes and formats that pages load, made once and kept under the hash of what it was made from."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageOps

from plugins.cache.files import keep, key, read

# a phone's whole width, the same on a dense screen, and a desktop's column on a dense screen
WIDTHS = (360, 720, 1200)
FALLBACK_WIDTH = 720
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
# the first EXIF orientation that swaps width and height
LYING = 5
# why these: docs/decisions/003-picture-encoders.md
SAVING = {
    "avif": {"quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"quality": 76, "method": 4},
    "jpeg": {"quality": 78, "optimize": True, "progressive": True},
}
# part of every key: a change of the encoding must not meet old files
VERSION = "2"


@dataclass(frozen=True)
class Copy:
    """A copy of a picture: its format, its size, and the key under which it is kept."""

    source: Path
    digest: str
    kind: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """A file name made from the contents of the source, which tells of no entry."""
        return f"{self.digest[:16]}-{self.width}.{self.kind.replace('jpeg', 'jpg')}"

    @property
    def key(self) -> str:
        return key(VERSION, self.digest, self.kind, str(self.width), str(SAVING[self.kind]))


def copies(source: Path, digest: str, width: int, height: int) -> list[Copy]:
    """The copies that pages load of a picture with these contents and this size: never larger than it is, the JPEG for
    old browsers last."""
    widths = sorted({min(each, width) for each in WIDTHS})
    wanted = [(kind, each) for kind in ("avif", "webp") for each in widths]
    wanted.append(("jpeg", min(FALLBACK_WIDTH, width)))
    return [Copy(source, digest, kind, each, max(1, round(height * each / width))) for kind, each in wanted]


def encoded(wanted: Iterable[Copy], cache: Path) -> Iterator[tuple[Copy, bytes]]:
    """The bytes of every copy, from the cache or newly made, picture by picture in the order asked for."""
    by_source = [list(group) for _, group in groupby(wanted, key=lambda copy: copy.source)]
    # encoders have threads of their own: the copies of a single picture, too, are made by all processors
    with ThreadPoolExecutor(os.cpu_count()) as pictures, ThreadPoolExecutor(os.cpu_count()) as encoders:
        for made in pictures.map(lambda group: _copies_of_one(group, cache, encoders), by_source):
            yield from made


def _copies_of_one(group: list[Copy], cache: Path, encoders: Executor) -> list[tuple[Copy, bytes]]:
    kept = {copy: read(cache, copy.key) for copy in group}
    unmade = [copy for copy, data in kept.items() if not data]
    if unmade:
        sizes = {(copy.width, copy.height) for copy in unmade}
        small = resized(group[0].source, sizes)
        made = encoders.map(lambda copy: encode(small[copy.width, copy.height], copy.kind), unmade)
        kept |= {copy: keep(cache, copy.key, data) for copy, data in zip(unmade, made, strict=True)}
    return list(kept.items())


def resized(source: Path, sizes: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Image.Image]:
    """A picture in each of these sizes, without whatever else its file said."""
    with Image.open(source) as opened:
        # whichever copies are asked for, they come of the same pixels
        opened.draft("RGB", _largest(opened))
        picture = upright_srgb(opened)
    made = {size: picture.resize(size, Image.Resampling.LANCZOS) for size in sizes}
    for small in made.values():
        # Pillow writes on comments, places, cameras
        small.info = {}
    return made


def _largest(opened: Image.Image) -> tuple[int, int]:
    """The size of the largest copy."""
    width, height = opened.size
    if opened.getexif().get(ExifTags.Base.Orientation, 1) >= LYING:
        width, height = height, width
    widest = min(max(WIDTHS), width)
    return widest, max(1, round(height * widest / width))


def encode(small: Image.Image, kind: str) -> bytes:
    """A picture in this format; where that has no transparency, on white."""
    if kind == "jpeg" and small.mode == "RGBA":
        ground = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(ground, small).convert("RGB")
    # to be saved changes a picture, and its other copies are saved at the same time
    small, out = small.copy(), io.BytesIO()
    small.save(out, kind.upper(), exif=b"", **SAVING[kind])
    return out.getvalue()


def upright_srgb(opened: Image.Image) -> Image.Image:
    """The picture as it is meant to be seen: turned, in sRGB, without whatever else its file said."""
    picture = ImageOps.exif_transpose(opened)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return turned or picture.convert(mode)
        except ImageCms.PyCMSError:
            return picture.convert(mode)
    return picture.convert(mode)
