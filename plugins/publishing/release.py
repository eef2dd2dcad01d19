"""A build that is to be published, and the release that it becomes: files with hashes and headers, immutable."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.publishing.files import File, hash_site, md5_of_files
from plugins.publishing.messages import publish_error

Links = Mapping[str, tuple[str, ...]]
# the folder of a site below which archived stages are
ARCHIVE = "archive"
# the files of archives, also of those of an edition, but not the list of them
ARCHIVED = re.compile(rf"(?:[a-z0-9-]+/)?{ARCHIVE}/[^/]+(?:/|\.zip\Z)")


@dataclass(frozen=True)
class Clearance:
    """The results of the caller's checks of this very build.

    ``report`` is the file with the proof that nothing embargoed is in it, ``sha256`` that file's hash. ``findings`` are
    sentences for the operator about what a public site must not have, such as sample entries.
    """

    report: Path
    sha256: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteBuild:
    """A built site in ``folder``, and what publishing must know of the competition.

    ``stages`` are all stages in order, ``stage`` the one that was built. ``public_from`` is the first stage in which a
    path may be public, if not always. ``hashed`` are patterns of names that change with their contents. ``commit`` is
    the revision of the sources. Paths have slashes and are relative to ``folder``.

    ``contest`` is the id of the competition or series, and ``former_contests`` are those whose site it takes over. Of a
    series, ``edition`` is the one that is published, in the folder of this name; the rest is the series' front page,
    which shows ``other_editions`` as of these stages. ``announced`` is what the site says of the times of each stage.
    """

    folder: Path
    stage: str
    stages: tuple[str, ...]
    public_from: Mapping[str, str] = field(default_factory=dict)
    hashed: tuple[str, ...] = ()
    clearance: Clearance | None = None
    commit: str = ""
    contest: str = ""
    former_contests: tuple[str, ...] = ()
    edition: str = ""
    other_editions: Mapping[str, str] = field(default_factory=dict)
    announced: Mapping[str, Announcement] = field(default_factory=dict)


@dataclass(frozen=True)
class Announcement:
    """When a stage opens and closes, as ISO 8601 texts, and how many changes of that were announced."""

    opens: str
    closes: str
    amendments: int


@dataclass(frozen=True)
class Release:
    """A build as it is published.

    ``stage_indexes`` are the indexes of the stages from which paths may be public, if not always. ``links`` are the
    links inside the site by page; they follow from the files and are no part of the identity, nor is ``contest``. Of a
    series, ``editions`` are those that the release has, each with its stage and that stage's index; ``edition`` is the
    one that was published with it, to which ``stage`` and ``stages`` belong.
    """

    stage: str
    stages: tuple[str, ...]
    stage_indexes: Mapping[str, int]
    hashed: tuple[str, ...]
    files: Mapping[str, File]
    links: Links = field(default_factory=dict, compare=False)
    contest: str = field(default="", compare=False)
    former_contests: tuple[str, ...] = field(default=(), compare=False)
    edition: str = ""
    editions: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    announced: Mapping[str, Announcement] = field(default_factory=dict, compare=False)

    @cached_property
    def id(self) -> str:
        """The stage and a hash of everything in the release: the same build has the same id."""
        metadata: list[object] = [self.stage, self.stages, sorted(self.stage_indexes.items()), self.hashed]
        metadata += [self.edition, sorted(self.editions.items())] if self.edition else []
        lines = [f"{file.path}\0{file.blob}" for file in self.files.values()]
        digest = hashlib.sha256(json.dumps([*metadata, sorted(lines)], ensure_ascii=False).encode())
        return f"{self.stage}-{digest.hexdigest()[:12]}"

    @property
    def stage_index(self) -> int:
        """The index of the stage among all, from 0; -1 if it is not one of them."""
        return self.stages.index(self.stage) if self.stage in self.stages else -1

    def is_same_contest(self, other: Release) -> bool:
        """Whether another release is of the same contest, of one that this one takes over, or does not say of which."""
        return not (self.contest and other.contest) or other.contest in {self.contest, *self.former_contests}

    def is_of_other_edition(self, path: str) -> bool:
        """Whether a path belongs to another edition than the one that was published with this release."""
        return edition_of(path, self.editions) not in {"", self.edition}

    def is_asset(self, path: str) -> bool:
        """Whether a name changes with its contents, so that it may stay when no page needs it any more."""
        return any(fnmatchcase(path, pattern) for pattern in self.hashed)

    def is_lasting(self, path: str) -> bool:
        """Whether a public path may stay though no page of the release needs it."""
        return is_archived(path) or self.is_asset(path)


def is_archived(path: str) -> bool:
    """Whether a public path belongs to the archive of a stage, which stays permanently; the list of archives does
    not."""
    return bool(ARCHIVED.match(path))


def edition_of(path: str, editions: Collection[str]) -> str:
    """The edition in whose folder a path is; empty if it is in none of these."""
    folder, slash, _ = path.partition("/")
    return folder if slash and folder in editions else ""


def find_silent_changes(former: Release | None, release: Release) -> list[str]:
    """The stages whose times differ from what was published before, though no change of them was announced since."""
    if former is None or (former.contest, former.edition) != (release.contest, release.edition):
        return []
    return [
        stage
        for stage, item in release.announced.items()
        if (before := former.announced.get(stage))
        and (before.opens, before.closes) != (item.opens, item.closes)
        and (before.opens or before.closes)
        and item.amendments <= before.amendments
    ]


def make_release(build: SiteBuild, hashed: Sequence[File] = (), former: Release | None = None) -> Release:
    """The release of a build. Raises ``PublishError`` if the folder is not a site.

    ``hashed`` are its files, if they were hashed before. Of what is as in the ``former`` release the MD5 is known.
    """
    hashed = hashed or hash_site(build.folder, build.hashed)
    md5s = {file.blob: file.md5 for file in former.files.values()} if former else {}
    new_md5s = md5_of_files(build.folder, [file.path for file in hashed if file.blob not in md5s])
    files = {file.path: replace(file, md5=md5s.get(file.blob) or new_md5s[file.path]) for file in hashed}
    if "index.html" not in files:
        raise publish_error("nothing_built", folder=build.folder)
    release = Release(
        build.stage,
        build.stages,
        {path: build.stages.index(stage) for path, stage in build.public_from.items() if path in files},
        build.hashed,
        files,
        contest=build.contest,
        former_contests=build.former_contests,
        edition=build.edition,
        announced=build.announced,
    )
    return replace(release, editions={build.edition: (build.stage, release.stage_index)}) if build.edition else release


def serialize_release(release: Release) -> bytes:
    """The release as it is stored: compressed JSON, the same bytes for the same release."""
    paths = sorted(release.files)
    numbers = {path: number for number, path in enumerate(paths)}
    header_sets = sorted({file.headers for file in release.files.values()})
    files = [
        [file.path, file.blob, file.size, file.md5, header_sets.index(file.headers)]
        for file in (release.files[path] for path in paths)
    ]
    links = {numbers[page]: [numbers[target] for target in targets] for page, targets in sorted(release.links.items())}
    record = {
        "format": 1,
        "stage": release.stage,
        "stages": release.stages,
        "places": dict(sorted(release.stage_indexes.items())),
        "hashed": release.hashed,
        "headers": header_sets,
        "files": files,
        "links": links,
    }
    announced = {stage: [item.opens, item.closes, item.amendments] for stage, item in sorted(release.announced.items())}
    named = {"contest": release.contest, "edition": release.edition, "editions": dict(sorted(release.editions.items()))}
    named |= {"announced": announced}
    record |= {key: value for key, value in named.items() if value}
    return gzip.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def deserialize_release(data: bytes, release_id: str = "") -> Release:
    """A stored release, with this id if there is one. Raises ``ValueError`` for other bytes."""
    try:
        release = _release_from_json(json.loads(decompress(data)))
        if release_id and release.id != release_id:
            raise ValueError(release.id)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from None
    return release


def decompress(data: bytes) -> bytes:
    """Compressed bytes as they were. Raises ``ValueError`` for others, or if the end is missing."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(str(error)) from None


def _release_from_json(record: Any) -> Release:
    header_sets = [tuple((name, value) for name, value in headers) for headers in record["headers"]]
    files = [File(path, blob, size, md5, header_sets[number]) for path, blob, size, md5, number in record["files"]]
    links = {
        files[int(page)].path: tuple(files[target].path for target in targets)
        for page, targets in record["links"].items()
    }
    return Release(
        record["stage"],
        tuple(record["stages"]),
        record["places"],
        tuple(record["hashed"]),
        {file.path: file for file in files},
        links,
        contest=record.get("contest", ""),
        edition=record.get("edition", ""),
        editions={edition: (stage, index) for edition, (stage, index) in record.get("editions", {}).items()},
        announced={stage: Announcement(*values) for stage, values in record.get("announced", {}).items()},
    )
