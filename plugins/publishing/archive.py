"""Archives: a stage frozen for good, as a zip that opens from a folder; publishing lays it out below ``archive/``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from plugins.publishing.messages import publish_error
from plugins.publishing.release import ARCHIVE, File, Release, is_archived
from plugins.publishing.target_state import State
from plugins.system.disk import retry_in_use

# a zip must have a date; this is the first it can have
NO_DATE = (1980, 1, 1, 0, 0, 0)


def freeze(site: Path, stage: str, archives: Path) -> Path:
    """Write a built site as ``<stage>.zip`` among the archives. Raises ``PublishError`` where there is another one."""
    data, path = zip_site(site, stage), archives / f"{stage}.zip"
    if path.exists():
        if _unpacked(path) != _unpacked(io.BytesIO(data)):
            raise publish_error("archive_exists", path=path)
        # the former bytes stay, whichever zlib packed them: they may be public
        return path
    archives.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".zip-new")
    fresh.write_bytes(data)
    retry_in_use(partial(fresh.replace, path))
    return path


def _unpacked(packed: Path | io.BytesIO) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(packed) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    except zipfile.BadZipFile:
        return {}


def zip_site(site: Path, name: str) -> bytes:
    """A zip with one folder of this name: the same bytes for the same site."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as into:
        for path in sorted(each for each in site.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(site).as_posix()}", NO_DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            into.writestr(entry, path.read_bytes())
    return written.getvalue()


def lay_out(
    archives: Path, stages: Iterable[str], site: Path, forbidden_marker: bytes | None = None
) -> Mapping[str, str]:
    """Put the archives of these stages into a built site, as pages and as zips; return the stage of each path.

    Raises ``PublishError`` where a page has the ``unfit`` mark of what is never to be published.
    """
    found = {stage: archives / f"{stage}.zip" for stage in stages if (archives / f"{stage}.zip").exists()}
    placed: dict[str, str] = {}
    for stage, path in found.items():
        with zipfile.ZipFile(path) as packed:
            if forbidden_marker and any(
                forbidden_marker in packed.read(name) for name in packed.namelist() if name.endswith(".html")
            ):
                raise publish_error("archive_unfit", path=path)
            packed.extractall(site / ARCHIVE)
            placed |= dict.fromkeys((f"{ARCHIVE}/{name}" for name in packed.namelist()), stage)
        (site / ARCHIVE / path.name).write_bytes(path.read_bytes())
        placed[f"{ARCHIVE}/{path.name}"] = stage
    return placed


def check_archives(release: Release, state: State) -> None:
    """Raise ``PublishError`` where a release would rewrite what is archived in public."""
    changed = [file.path for file in release.files.values() if is_archived(file.path) and _is_other(file, state)]
    if changed:
        raise publish_error("archive_changed", first=changed[:3], count=len(changed))


def _is_other(file: File, state: State) -> bool:
    if state.current and file.path in state.current.files:
        # other headers are no other archive
        return state.current.files[file.path].md5 != file.md5
    return file.path in state.remote_files and state.remote_files[file.path].blob not in {"", file.blob}
