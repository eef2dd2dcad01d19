"""Archives of stages: zips that open without a server; what is public of them below ``archive/`` never changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from plugins.publishing.files import File
from plugins.publishing.messages import publish_error
from plugins.publishing.release import Release, is_archived
from plugins.publishing.target_state import State
from plugins.system.disk import write_atomically

MANIFEST = "archive.json"
# a zip must have a date; this is the first that it can have
NO_DATE = (1980, 1, 1, 0, 0, 0)


def freeze(site: Path, stage: str, archives: Path) -> Path:
    """Write a built site as ``<stage>.zip``. Raises ``PublishError`` if there is one with other contents."""
    data, path = zip_site(site, stage), archives / f"{stage}.zip"
    if path.exists():
        former, new = _unzip(path), _unzip(io.BytesIO(data))
        # one that was made before archives had a manifest
        if former != {name: new[name] for name in new if name in former or not name.endswith(f"/{MANIFEST}")}:
            raise publish_error("archive_exists", path=path)
        # its bytes may be public, and another zlib packs the same contents differently
        return path
    archives.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
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


def check_archives(release: Release, state: State) -> None:
    """Raise ``PublishError`` if a release would change an archive that is public; another contest's may go."""
    if state.current and not release.is_same_contest(state.current):
        return
    changed = [file.path for file in release.files.values() if is_archived(file.path) and _is_changed(file, state)]
    if changed:
        raise publish_error("archive_changed", first=changed[:3], count=len(changed))


def _is_changed(file: File, state: State) -> bool:
    if state.current and file.path in state.current.files:
        # headers may change
        return state.current.files[file.path].md5 != file.md5
    return file.path in state.remote_files and state.remote_files[file.path].blob not in {"", file.blob}
