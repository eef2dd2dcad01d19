"""The pictures and films that pages show, each under a name made from its contents, which tells of no entry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.cache.files import keep, kept, key, read
from plugins.content.model import MediaFile
from plugins.images.variants import KINDS, Copy, copies, encoded
from plugins.site.files.outputs import SHORT, Output
from plugins.site.views.components import Rendition
from plugins.system import textfile

FOLDER = "media"


@dataclass(frozen=True)
class Drawing:
    """A picture that is drawn, not taken: its place, its name, and how it is drawn."""

    path: str
    name: str
    make: Callable[[], bytes]


Asked = MediaFile | Drawing
"""What a page asks for."""


@dataclass
class Media:
    """Collects what pages ask for: what no page shows is not on the site."""

    cache: Path
    pictures: dict[MediaFile, list[Copy]] = field(default_factory=dict)
    attached: dict[str, Output] = field(default_factory=dict)
    files: dict[str, MediaFile] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def path(self, file: MediaFile) -> str:
        """The path from the site's root of a film or its captions, which are published as they are."""
        self.asked.append(file)
        path = f"{FOLDER}/{file.digest[:SHORT]}{file.path.suffix.lower()}"
        self.files[path] = file
        return path

    def attach(self, output: Output) -> str:
        """Publish this file too; return its path."""
        return self.attached.setdefault(output.path, output).path

    def rendition(self, file: MediaFile) -> Rendition:
        """A picture as pages load it, with addresses from the site's root; its copies are made later, all at once."""
        self.asked.append(file)
        if file not in self.pictures:
            self.pictures[file] = copies(file.path, file.digest, file.width, file.height)
        *lighter, fallback = self.pictures[file]
        sources = tuple(
            (mime, tuple((f"{FOLDER}/{copy.name}", copy.width) for copy in lighter if copy.kind == kind))
            for kind, mime in KINDS.items()
            if any(copy.kind == kind for copy in lighter)
        )
        return Rendition(f"{FOLDER}/{fallback.name}", fallback.width, fallback.height, sources)

    @property
    def places(self) -> list[str]:
        """Where all that was taken, not drawn, will stand: paths from the site's root."""
        return [*self.files, *(f"{FOLDER}/{copy.name}" for made in self.pictures.values() for copy in made)]

    def drawing(self, suffix: str, of: tuple[str, ...], make: Callable[[], bytes]) -> str:
        """The path of a picture that is drawn, not taken: ``of`` is everything that it is drawn from."""
        name = key(*of)
        drawing = Drawing(f"{FOLDER}/{name[:16]}.{suffix}", name, make)
        self.asked.append(drawing)
        self.drawings[drawing.path] = drawing
        return drawing.path

    def ask_for(self, asked: Iterable[Asked]) -> None:
        """Hold what was asked for elsewhere: pictures as copies, drawings, other files as they are."""
        for each in asked:
            if isinstance(each, Drawing):
                self.drawings[each.path] = each
            elif each.width:
                self.rendition(each)
            else:
                self.path(each)

    def outputs(self) -> Iterator[Output]:
        """Every file that was asked for; pictures come from the cache or are made now."""
        yield from self.attached.values()
        for path, file in self.files.items():
            yield Output(path, file.name, file.digest, partial(textfile.read_bytes, file.path))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(self._drawn, self.drawings.values())
        wanted = [copy for made in self.pictures.values() for copy in made]
        unmade = [copy for copy in wanted if not self._is_kept(copy.key)]
        for copy, data in encoded(unmade, self.cache):
            yield Output(f"{FOLDER}/{copy.name}", copy.source.name, copy.key, data)
        for copy in set(wanted).difference(unmade):
            yield Output(f"{FOLDER}/{copy.name}", copy.source.name, copy.key, partial(self._kept, copy))

    def _is_kept(self, name: str) -> bool:
        return (self.cache / name).is_file()

    def _kept(self, copy: Copy) -> bytes:
        return read(self.cache, copy.key) or next(data for _, data in encoded([copy], self.cache))

    def _drawn(self, drawing: Drawing) -> Output:
        path, name, make = drawing.path, drawing.name, drawing.make
        if self._is_kept(name):
            return Output(path, "drawing", name, partial(kept, self.cache, name, make))
        return Output(path, "drawing", name, keep(self.cache, name, make()))
