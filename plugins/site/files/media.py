"""The pictures and films that pages show, each under a name made from its contents, which reveals no entry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count, groupby
from pathlib import Path

from plugins.cache.files import cache_key, get_or_create, load
from plugins.content.model import MediaFile
from plugins.content.url_scheme import MEDIA
from plugins.images.variants import MIME_TYPES, Variant, encode_all, plan_variants
from plugins.site.files.outputs import HASH_LENGTH, Output
from plugins.site.views.components import ImageSource, ResponsiveImage
from plugins.system import textfile


@dataclass(frozen=True)
class GeneratedFile:
    """A picture that is drawn by this program: its path on the site, its cache key, and the function that draws it."""

    path: str
    key: str
    draw: Callable[[], bytes]


RequestedFile = MediaFile | GeneratedFile
"""A file that a page needs."""

PictureProgress = Callable[[int, int], None]
"""Called with the number of pictures made so far, and in all."""


@dataclass
class MediaCollector:
    """Collects the files that pages request, so that only what some page shows is published.

    ``requested`` lists the requests of the page that is being rendered, with repeats.
    """

    cache: Path
    variants: dict[MediaFile, list[Variant]] = field(default_factory=dict)
    files: dict[str, MediaFile] = field(default_factory=dict)
    generated: dict[str, GeneratedFile] = field(default_factory=dict)
    requested: list[RequestedFile] = field(default_factory=list)

    def path(self, file: MediaFile) -> str:
        """The path from the site's root of a film or its captions, which are published as they are."""
        self.requested.append(file)
        path = f"{MEDIA}{file.digest[:HASH_LENGTH]}{file.path.suffix.lower()}"
        self.files[path] = file
        return path

    def image_for(self, file: MediaFile) -> ResponsiveImage:
        """A picture with paths from the site's root. Its variants are encoded later, all at once."""
        self.requested.append(file)
        if file not in self.variants:
            self.variants[file] = self._plan(file)
        *lighter, fallback = self.variants[file]
        sources = tuple(
            ImageSource(MIME_TYPES[kind], tuple((_variant_path(variant), variant.width) for variant in group))
            for kind, group in groupby(lighter, key=lambda variant: variant.kind)
        )
        return ResponsiveImage(_variant_path(fallback), fallback.width, fallback.height, sources)

    def _plan(self, file: MediaFile) -> list[Variant]:
        return plan_variants(file.path, file.digest, file.width, file.height)

    @property
    def paths(self) -> list[str]:
        """The paths of all published files and pictures, without those that are drawn."""
        return [*self.files, *map(_variant_path, self._all_variants())]

    def add_generated(self, suffix: str, inputs: tuple[str, ...], draw: Callable[[], bytes]) -> str:
        """The path of a picture that ``draw`` makes of these inputs, which are all that it depends on."""
        key = cache_key(*inputs)
        file = GeneratedFile(f"{MEDIA}{key[:16]}.{suffix}", key, draw)
        self.requested.append(file)
        self.generated[file.path] = file
        return file.path

    def request(self, files: Iterable[RequestedFile]) -> None:
        """Publish files that were requested in another process or in an earlier build."""
        for file in files:
            if isinstance(file, GeneratedFile):
                self.generated[file.path] = file
            elif file.width:
                self.image_for(file)
            else:
                self.path(file)

    def outputs(self, progress: PictureProgress | None = None) -> Iterator[Output]:
        """Every requested file; pictures come from the cache or are made now."""
        for path, original in self.files.items():
            yield Output(path, original.name, original.digest, partial(textfile.read_bytes, original.path))
        wanted = self._all_variants()
        uncached = [variant for variant in wanted if not self._is_cached(variant.key)]
        undrawn = [file for file in self.generated.values() if not self._is_cached(file.key)]
        numbers = count(1)

        def report_progress() -> None:
            if progress:
                progress(next(numbers), len(undrawn) + len(uncached))

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for file, data in zip(undrawn, pool.map(self._draw, undrawn), strict=True):
                report_progress()
                yield Output(file.path, "drawing", file.key, data)
        for variant, data in encode_all(uncached, self.cache):
            report_progress()
            yield Output(_variant_path(variant), variant.source.name, variant.key, data)
        for variant in set(wanted).difference(uncached):
            yield Output(_variant_path(variant), variant.source.name, variant.key, partial(self._load, variant))
        for file in set(self.generated.values()).difference(undrawn):
            yield Output(file.path, "drawing", file.key, partial(self._draw, file))

    def _all_variants(self) -> list[Variant]:
        return [variant for variants in self.variants.values() for variant in variants]

    def _is_cached(self, key: str) -> bool:
        return (self.cache / key).is_file()

    def _load(self, variant: Variant) -> bytes:
        return load(self.cache, variant.key) or next(data for _, data in encode_all([variant], self.cache))

    def _draw(self, file: GeneratedFile) -> bytes:
        return get_or_create(self.cache, file.key, file.draw)


def _variant_path(variant: Variant) -> str:
    return f"{MEDIA}{variant.name}"
