"""The organisers' secret key for certificate ids: from the environment, or from a file that is never committed."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path

from plugins.system import textfile

VARIABLE, FILE = "XUNZHAN_CERTIFICATE_KEY", ".certificate-key"
# the SID of a file's owner, independent of Windows' language
OWNER_RIGHTS = "S-1-3-4"
HAS_MODES = os.name == "posix"


def certificate_key(root: Path) -> str:
    """Load the key; empty if there is none, and then no certificate is made and none can be verified."""
    file = root / FILE
    return os.environ.get(VARIABLE) or (textfile.read_text(file).strip() if file.is_file() else "")


def create_certificate_key(root: Path) -> tuple[Path, bool]:
    """Write a new key. Returns its file, and whether only the owner can read it.

    Raises ``FileExistsError`` if there is a key: another one would change every id.
    """
    file = root / FILE
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as out:
        is_private = HAS_MODES or _restrict_to_owner(file)
        out.write(secrets.token_urlsafe(32) + "\n")
    return file, is_private


def _restrict_to_owner(file: Path) -> bool:
    """Give only the owner rights on a file, if Windows' file system has rights. Returns whether that worked."""
    command = ["icacls", str(file), "/inheritance:r", "/grant:r", f"*{OWNER_RIGHTS}:(F)"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
