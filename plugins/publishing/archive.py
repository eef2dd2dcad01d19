"""Archives of stages: a zip that opens without a server, which publishing also unpacks below ``archive/``."""

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

# a zip must have a date; this is the first that it can have
NO_DATE = (1980, 1, 1, 0, 0, 0)


def freeze(site: Path, stage: str, archives: Path) -> Path:
    """Write a built site as ``<stage>.zip``. Raises ``PublishError`` if there is one with other contents."""
    data, path = zip_site(site, stage), archives / f"{stage}.zip"
    if path.exists():
        if _unzip(path) != _unzip(io.BytesIO(data)):
            raise publish_error("archive_exists", path=path)
        # its bytes may be public, and another zlib packs the same contents differently
        return path
    archives.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".zip-new")
    temporary.write_bytes(data)
    retry_in_use(partial(temporary.replace, path))
    return path


def _unzip(archive: Path | io.BytesIO) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(archive) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    except zipfile.BadZipFile:
        return {}


def zip_site(site: Path, name: str) -> bytes:
    """A zip with the site in one folder of this name: the same bytes for the same site."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(site).as_posix()}", NO_DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def lay_out(
    archives: Path, stages: Iterable[str], site: Path, forbidden_marker: bytes | None = None
) -> Mapping[str, str]:
    """Put the archives of these stages into a built site, as pages and as zips; return the stage of each path.

    Raises ``PublishError`` if a page contains ``forbidden_marker``, which marks what is never to be published.
    """
    stage_of_path: dict[str, str] = {}
    for stage in stages:
        path = archives / f"{stage}.zip"
        if not path.exists():
            continue
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if forbidden_marker and any(
                forbidden_marker in archive.read(name) for name in names if name.endswith(".html")
            ):
                raise publish_error("archive_unfit", path=path)
            archive.extractall(site / ARCHIVE)
        (site / ARCHIVE / path.name).write_bytes(path.read_bytes())
        stage_of_path |= dict.fromkeys((f"{ARCHIVE}/{name}" for name in [*names, path.name]), stage)
    return stage_of_path


def check_archives(release: Release, state: State) -> None:
    """Raise ``PublishError`` if a release would change an archive that is public."""
    changed = [file.path for file in release.files.values() if is_archived(file.path) and _is_changed(file, state)]
    if changed:
        raise publish_error("archive_changed", first=changed[:3], count=len(changed))


def _is_changed(file: File, state: State) -> bool:
    if state.current and file.path in state.current.files:
        # headers may change
        return state.current.files[file.path].md5 != file.md5
    return file.path in state.remote_files and state.remote_files[file.path].blob not in {"", file.blob}
