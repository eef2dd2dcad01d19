"""A release: every file of a build with its hash and headers, immutable and named by what is in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, cached_property

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.headers import Headers, file_headers
from plugins.publishing.messages import publish_error

Links = Mapping[str, tuple[str, ...]]
ARCHIVE = "archive"


@dataclass(frozen=True)
class File:
    """A file of a release. ``blob`` is the hash of contents and headers, its name when staged; ``size`` in bytes."""

    path: str
    blob: str
    size: int
    md5: str
    headers: Headers


@dataclass(frozen=True)
class Release:
    """A build as it is published. ``places`` are those of the stages from which paths are public, if not always;
    ``links`` are the in-site links of its pages, which follow from the files."""

    stage: str
    stages: tuple[str, ...]
    stage_indexes: Mapping[str, int]
    hashed: tuple[str, ...]
    files: Mapping[str, File]
    links: Links = field(default_factory=dict, compare=False)

    @cached_property
    def id(self) -> str:
        """The stage and a hash of everything in the release: the same build is the same release."""
        whole = [self.stage, self.stages, sorted(self.stage_indexes.items()), self.hashed]
        lines = [f"{file.path}\0{file.blob}" for file in self.files.values()]
        digest = hashlib.sha256(json.dumps([*whole, sorted(lines)], ensure_ascii=False).encode())
        return f"{self.stage}-{digest.hexdigest()[:12]}"

    @property
    def stage_index(self) -> int:
        """Where the stage stands among all, from 0; -1 for one that is not among them."""
        return self.stages.index(self.stage) if self.stage in self.stages else -1

    def is_asset(self, path: str) -> bool:
        """Whether a name changes with its contents, so that it may stay when the page that needed it is gone."""
        return any(fnmatchcase(path, pattern) for pattern in self.hashed)

    def is_lasting(self, path: str) -> bool:
        """Whether a public path may stay though no page of the release needs it."""
        return is_archived(path) or self.is_asset(path)


def is_archived(path: str) -> bool:
    """Whether a public path belongs to the archive of a stage, which stays for ever."""
    return path.startswith(f"{ARCHIVE}/")


def make_release(build: SiteBuild) -> Release:
    """The release that a built folder is. Raises ``PublishError`` where there is nothing to publish."""
    files = {file.path: file for file in _files(build)}
    if "index.html" not in files:
        raise publish_error("nothing_built", folder=build.folder)
    stage_indexes = {path: build.stages.index(stage) for path, stage in build.public_from.items() if path in files}
    return Release(build.stage, build.stages, stage_indexes, build.hashed, files)


def _files(build: SiteBuild) -> Iterator[File]:
    root = str(build.folder)
    # pathlib would take longer to name the files than it takes to read them
    found = (f"{folder[len(root) :]}/{name}" for folder, _, names in os.walk(root) for name in names)
    for name in sorted(path.replace(os.sep, "/").lstrip("/") for path in found):
        yield _file(name, (build.folder / name).read_bytes(), file_headers(name, build.hashed))


def _file(path: str, data: bytes, headers: Headers) -> File:
    digest = hashlib.sha256(_written_headers(headers))
    digest.update(data)
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return File(path, digest.hexdigest()[:40], len(data), md5, headers)


@cache
def _written_headers(headers: Headers) -> bytes:
    return json.dumps(headers).encode() + b"\0"


def serialize_release(release: Release) -> bytes:
    """The release as it is stored: compressed JSON, the same bytes for the same release."""
    paths = sorted(release.files)
    numbers = {path: number for number, path in enumerate(paths)}
    sets = sorted({file.headers for file in release.files.values()})
    files = [
        [file.path, file.blob, file.size, file.md5, sets.index(file.headers)]
        for file in (release.files[path] for path in paths)
    ]
    links = {numbers[page]: [numbers[to] for to in targets] for page, targets in sorted(release.links.items())}
    record = {
        "format": 1,
        "stage": release.stage,
        "stages": release.stages,
        "places": dict(sorted(release.stage_indexes.items())),
        "hashed": release.hashed,
        "headers": sets,
        "files": files,
        "links": links,
    }
    return gzip.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def deserialize_release(data: bytes) -> Release:
    """The release that was stored. Raises ``ValueError`` where the bytes are none."""
    record = json.loads(gzip.decompress(data))
    sets = [tuple((name, value) for name, value in headers) for headers in record["headers"]]
    files = [File(path, blob, size, md5, sets[which]) for path, blob, size, md5, which in record["files"]]
    return Release(
        record["stage"],
        tuple(record["stages"]),
        record["places"],
        tuple(record["hashed"]),
        {file.path: file for file in files},
        {files[int(page)].path: tuple(files[to].path for to in targets) for page, targets in record["links"].items()},
    )
