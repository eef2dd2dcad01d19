"""The pictures and films that pages show, each under a name made from its contents, which tells of no entry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from plugins.competition.model import MediaFile
from plugins.exhibition.outputs import Output, fingerprint
from plugins.exhibition.pieces import Rendition
from plugins.kept.files import kept, key
from plugins.media.pictures import KINDS, Copy, copies, encoded

FOLDER = "media"


Drawing = tuple[str, Callable[[], bytes]]


@dataclass
class Media:
    """Collects what pages ask for: what no page shows is not on the site."""

    cache: Path
    pictures: dict[MediaFile, list[Copy]] = field(default_factory=dict)
    attached: dict[str, Output] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    digests: dict[Path, str] = field(default_factory=dict)

    def path(self, file: MediaFile) -> str:
        """The path from the site's root of a film or its captions, which are published as they are."""
        data = file.path.read_bytes()
        return self.attach(Output(f"{FOLDER}/{fingerprint(data)}{file.path.suffix.lower()}", file.name, data))

    def attach(self, output: Output) -> str:
        """Publish this file too; return its path."""
        return self.attached.setdefault(output.path, output).path

    def digest(self, path: Path) -> str:
        """The hash of a file's contents, read once."""
        if path not in self.digests:
            self.digests[path] = fingerprint(path.read_bytes())
        return self.digests[path]

    def rendition(self, file: MediaFile) -> Rendition:
        """A picture as pages load it, with addresses from the site's root; its copies are made later, all at once."""
        if file not in self.pictures:
            self.pictures[file] = copies(file.path, file.width, file.height)
        *lighter, fallback = self.pictures[file]
        sources = tuple(
            (mime, tuple((f"{FOLDER}/{copy.name}", copy.width) for copy in lighter if copy.kind == kind))
            for kind, mime in KINDS.items()
            if any(copy.kind == kind for copy in lighter)
        )
        return Rendition(f"{FOLDER}/{fallback.name}", fallback.width, fallback.height, sources)

    def drawing(self, suffix: str, of: tuple[str, ...], make: Callable[[], bytes]) -> str:
        """The path of a picture that is drawn, not taken: ``of`` is everything that it is drawn from."""
        name = key(*of)
        path = f"{FOLDER}/{name[:16]}.{suffix}"
        self.drawings[path] = (name, make)
        return path

    def outputs(self) -> Iterator[Output]:
        """Every file that was asked for; pictures come from the cache or are made now."""
        yield from self.attached.values()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(self._drawn, self.drawings.items())
        wanted = [copy for made in self.pictures.values() for copy in made]
        for copy, data in encoded(wanted, self.cache):
            yield Output(f"{FOLDER}/{copy.name}", copy.source.name, data)

    def _drawn(self, drawing: tuple[str, Drawing]) -> Output:
        path, (name, make) = drawing
        return Output(path, "drawing", kept(self.cache, name, make))
