"""Statements of a release: the site's own is signed, one with the sources is written for whoever asks."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.publishing.files import File
from plugins.publishing.release import Release, SiteBuild
from plugins.release.prepare import REPORTS
from plugins.site.files.statement import INSTRUCTIONS, STATEMENT
from plugins.system import textfile
from plugins.system.disk import hash_file, write_atomically
from plugins.system.signatures import sign_file

CHECKER = Path(__file__).parent / "check_release.py"
# what a statement is signed for
PURPOSE = "release"


def sign_site(build: SiteBuild, key: Path) -> None:
    """Sign the statements in a site that was checked: its own, and that of an edition. Raises ``SigningError``."""
    for folder in dict.fromkeys((build.folder, build.folder / build.edition)):
        sign_file(folder / STATEMENT, key, PURPOSE)


def write_statement(release: Release, build: SiteBuild, address: str, key: Path | None) -> Path:
    """Write the statement of what was published, signed if there is a key, and its checker beside it.

    Returns the statement's path. Raises ``SigningError`` after it was written.
    """
    path = REPORTS / f"{release.id}.release.json"
    REPORTS.mkdir(exist_ok=True)
    write_atomically(path, make_statement(release, build, address))
    write_atomically(REPORTS / CHECKER.name, textfile.read_bytes(CHECKER))
    if key:
        sign_file(path, key, PURPOSE)
    return path


def make_statement(release: Release, build: SiteBuild, address: str) -> bytes:
    """The statement as JSON: the same bytes for the same release of the same sources."""
    files = {path: _digest(file, build.folder) for path, file in release.files.items() if path not in INSTRUCTIONS}
    data = {
        "format": 1,
        "release": release.id,
        "contest": release.contest,
        "stage": f"{release.edition}/{release.stage}" if release.edition else release.stage,
        "address": address,
        "commit": build.commit,
        "embargo_report": f"sha256:{build.clearance.sha256}" if build.clearance else "",
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _digest(file: File, folder: Path) -> str:
    """The SHA-256 of a file of this build; of another edition only the MD5 is known here."""
    path = folder / file.path
    return f"sha256:{hash_file(path)}" if path.is_file() else f"md5:{file.md5}"
