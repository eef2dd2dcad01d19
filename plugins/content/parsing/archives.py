"""Archived stages: zips in ``archives/``, read as untrusted files: a wrong one could make winners public early."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import IO, Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, file_signature
from plugins.cache.sqlite import CACHE
from plugins.content.problems import ContentError, problem, quote
from plugins.content.schema.fields import DEVICE, IsoDate, Slug, StrictRecord, Url
from plugins.system.disk import hash_file
from plugins.system.file_names import list_folder

FOLDER = "archives"
MANIFEST = "archive.json"
# of all files of an archive, unpacked
MAX_BYTES = 2_000_000_000
MAX_FILES = 200_000
MAX_MANIFEST_BYTES = 50_000_000
SAFE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._~+@-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._~+@-]*)*\Z")
# of pages, as every build writes them: whose they are, that results are made up, that something shown is made up
CONTEST_MARK = re.compile(rb"<html[^>]*\sdata-contest=[\"']?([a-z0-9-]+)")
REHEARSAL_MARK = b'data-rehearsal="'
SAMPLE_MARK = re.compile(rb"<[a-z][^>]*\s(?:data-sample\b|class=[\"']?sample[\"'\s>])")
# sizes of the fixed parts of a zip, see APPNOTE.TXT of the format: local header, entry of the list, end of the list
LOCAL_HEADER, ENTRY, END = 30, 46, 22
# where the lengths of name and extra field are in a local header
LENGTHS = slice(26, 30)
# what may follow the data of a member, and the end of the list: a descriptor, the records of large archives
MAX_DESCRIPTOR, LARGE_END = 24, 76
HAS_DESCRIPTOR, IS_UTF_8 = 0x08, 0x800


@dataclass(frozen=True)
class ArchiveChecks(StrictRecord):
    """What was checked when a stage was archived: whether nothing early was in it, and what kept it from the public,
    as codes of ``plugins/release/messages.yaml``."""

    embargo: Literal["passed"]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArchiveManifest(StrictRecord):
    """``archive.json``: whose stage an archive is, as of which day, and the SHA-256 of its other files by name."""

    format: Literal[1]
    contest: Slug
    stage: Slug
    day: IsoDate
    address: Url
    checks: ArchiveChecks
    files: Mapping[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]


@dataclass(frozen=True)
class StageArchive:
    """An archived stage, checked. ``names`` are those of its files, each below a folder named after the stage.

    ``day`` and ``checks`` are None if it was made before archives had a manifest. ``samples`` is the number of pages
    that show something made up, ``digest`` the SHA-256 of the zip, ``size`` is in bytes.
    """

    stage: str
    contest: str
    path: Path
    names: tuple[str, ...] = field(repr=False)
    digest: str
    size: int
    samples: int
    day: date | None = None
    checks: ArchiveChecks | None = None

    def read(self, name: str) -> bytes:
        """One of its files."""
        return _open(self.path, self.digest).read(name)


@lru_cache(maxsize=1)
def _open(path: Path, digest: str) -> zipfile.ZipFile:  # noqa: ARG001 - another digest is another archive
    # from memory: Windows replaces no file that is open
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def list_archives(folder: Path) -> list[Path]:
    """The zips of a folder of archives, by name."""
    return [path for path in list_folder(folder) if path.suffix == ".zip"]


def read_archive(path: Path, file: str) -> StageArchive:
    """Read an archive, which must be named after its stage; problems are reported for ``file``.

    Raises ``ContentError`` for what is damaged, dangerous, renamed, changed or a rehearsal.
    """
    signature = file_signature(path)
    key = cache_key("archive", code_digest(), str(path), signature) if signature else None
    archive: StageArchive = CACHE.get_or_create(key, lambda: _read(path, file))
    return archive


def _read(path: Path, file: str) -> StageArchive:
    if path.is_symlink() or not path.is_file():
        raise ContentError(problem(file, 1, "archive_unreadable", name=path.name))
    try:
        with path.open("rb") as stream, zipfile.ZipFile(path) as opened:
            if _has_unlisted_bytes(opened, stream, path.stat().st_size):
                raise ContentError(problem(file, 1, "archive_hidden_bytes", name=path.name))
            return _read_members(opened, path, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise ContentError(problem(file, 1, "archive_unreadable", name=path.name)) from None


def _read_members(opened: zipfile.ZipFile, path: Path, file: str) -> StageArchive:
    names = _check_names(opened, path.stem, file)
    digests, samples, contest = {}, 0, ""
    for name in names:
        data = opened.read(name)
        digests[name] = hashlib.sha256(data).hexdigest()
        if name.endswith(".html"):
            if REHEARSAL_MARK in data:
                raise ContentError(problem(file, 1, "archive_made_up", name=name))
            samples += bool(SAMPLE_MARK.search(data))
        if name == f"{path.stem}/index.html" and (match := CONTEST_MARK.search(data)):
            contest = match[1].decode()
    manifest = _read_manifest(opened, path.stem, digests, file)
    if not contest or (manifest and manifest.contest != contest):
        raise ContentError(problem(file, 1, "archive_unreadable", name=path.name))
    return StageArchive(
        stage=path.stem,
        contest=contest,
        path=path.absolute(),
        names=names,
        digest=hash_file(path),
        size=path.stat().st_size,
        samples=samples,
        day=manifest.day if manifest else None,
        checks=manifest.checks if manifest else None,
    )


def _check_names(opened: zipfile.ZipFile, stage: str, file: str) -> tuple[str, ...]:
    """The names of all files, each safe to write below any folder, and in one folder that is named after the stage."""
    members = [member for member in opened.infolist() if not (member.is_dir() and member.file_size == 0)]
    if sum(member.file_size for member in members) > MAX_BYTES or len(members) > MAX_FILES:
        raise ContentError(problem(file, 1, "archive_too_large", limit=MAX_BYTES // 1_000_000))
    seen_names: set[str] = set()
    for member in members:
        if member.filename.lower() in seen_names or not _is_safe(member):
            raise ContentError(problem(file, 1, "archive_unsafe", name=quote(member.filename)))
        seen_names.add(member.filename.lower())
    folders = sorted({member.filename.partition("/")[0] for member in members})
    if folders != [stage]:
        raise ContentError(problem(file, 1, "archive_renamed", stage=quote(", ".join(folders))))
    return tuple(member.filename for member in members)


def _is_safe(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    is_plain = kind in {0, stat.S_IFREG} and not member.flag_bits & 1
    name = member.filename
    return is_plain and bool(SAFE_NAME.match(name)) and not any(DEVICE.match(part) for part in name.split("/"))


def _read_manifest(
    opened: zipfile.ZipFile, stage: str, digests: Mapping[str, str], file: str
) -> ArchiveManifest | None:
    """The manifest, which must fit the name and the contents of the archive; None where there is none."""
    name = f"{stage}/{MANIFEST}"
    if name not in digests:
        return None
    if opened.getinfo(name).file_size > MAX_MANIFEST_BYTES:
        raise ContentError(problem(file, 1, "archive_unreadable", name=name))
    try:
        manifest = TypeAdapter(ArchiveManifest).validate_json(opened.read(name))
    except ValidationError:
        raise ContentError(problem(file, 1, "archive_unreadable", name=name)) from None
    if manifest.stage != stage:
        raise ContentError(problem(file, 1, "archive_renamed", stage=manifest.stage))
    present = {path.removeprefix(f"{stage}/"): digest for path, digest in digests.items() if path != name}
    for changed in sorted(set(present.items()) ^ set(manifest.files.items())):
        raise ContentError(problem(file, 1, "archive_changed", name=changed[0]))
    return manifest


def _has_unlisted_bytes(opened: zipfile.ZipFile, stream: IO[bytes], size: int) -> bool:
    """Whether anything is before, between or after the members and their list, or a member has another name inside.

    Whoever gets the file gets those bytes, too.
    """
    position, gap, entries = 0, 0, 0
    for member in sorted(opened.infolist(), key=lambda member: member.header_offset):
        if not 0 <= member.header_offset - position <= gap:
            return True
        name = member.orig_filename.encode("utf-8" if member.flag_bits & IS_UTF_8 else "cp437")
        stream.seek(member.header_offset)
        header = stream.read(LOCAL_HEADER + len(name))
        lengths = header[LENGTHS]
        if len(lengths) < 4 or header[LOCAL_HEADER:] != name or int.from_bytes(lengths[:2], "little") != len(name):
            return True
        position = member.header_offset + len(header) + int.from_bytes(lengths[2:], "little") + member.compress_size
        gap = MAX_DESCRIPTOR if member.flag_bits & HAS_DESCRIPTOR else 0
        entries += ENTRY + len(name) + len(member.extra) + len(member.comment)
    is_list_adjacent = 0 <= opened.start_dir - position <= gap
    return not is_list_adjacent or size - opened.start_dir - entries - END not in {0, LARGE_END}
