"""One picture in the sizes and formats that pages load, made once and kept under the hash of what it was made from."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from plugins.kept.files import keep, key, read

# a phone's whole width, the same on a dense screen, and a desktop's column on a dense screen
WIDTHS = (360, 720, 1200)
FALLBACK_WIDTH = 720
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
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
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for made in pool.map(lambda group: _copies_of_one(group, cache), by_source):
            yield from made


def _copies_of_one(group: list[Copy], cache: Path) -> list[tuple[Copy, bytes]]:
    kept = {copy: read(cache, copy.key) for copy in group}
    if not all(kept.values()):
        with Image.open(group[0].source) as opened:
            largest = max(group, key=lambda copy: copy.width)
            opened.draft("RGB", (largest.width, largest.height))
            picture = upright_srgb(opened)
        kept = {copy: data or keep(cache, copy.key, _encode(picture, copy)) for copy, data in kept.items()}
    return list(kept.items())


def _encode(picture: Image.Image, copy: Copy) -> bytes:
    small = picture.resize((copy.width, copy.height), Image.Resampling.LANCZOS)
    if copy.kind == "jpeg" and small.mode == "RGBA":
        ground = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(ground, small).convert("RGB")
    # Pillow writes on whatever the source's file said: comments, places, cameras
    small.info = {}
    out = io.BytesIO()
    small.save(out, copy.kind.upper(), exif=b"", **SAVING[copy.kind])
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
