"""The organisers' secret for the ids of certificates: from the environment, or from a file that is never committed."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path

from plugins.system import textfile

VARIABLE, FILE = "XUNZHAN_CERTIFICATE_KEY", ".certificate-key"
# whoever owns a file, by the name that Windows has for that in any language
OWNER_RIGHTS = "S-1-3-4"
HAS_MODES = os.name == "posix"


def certificate_key(root: Path) -> str:
    """The key, or nothing where there is none; then no certificate is made and none can be verified."""
    file = root / FILE
    return os.environ.get(VARIABLE) or (textfile.read_text(file).strip() if file.is_file() else "")


def make_key(root: Path) -> tuple[Path, bool]:
    """Write a new key; say where it is, and whether only its owner can read it.

    Raises ``FileExistsError``: another key makes all other ids.
    """
    file = root / FILE
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as out:
        is_private = HAS_MODES or _close_to_others(file)
        out.write(secrets.token_urlsafe(32) + "\n")
    return file, is_private


def _close_to_others(file: Path) -> bool:
    """Leave the rights on a file to its owner alone, where Windows' disk knows rights."""
    command = ["icacls", str(file), "/inheritance:r", "/grant:r", f"*{OWNER_RIGHTS}:(F)"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
