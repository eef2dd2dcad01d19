"""The organisers' secret for the ids of certificates: from the environment, or from a file that is never committed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from plugins.system import textfile

VARIABLE, FILE = "XUNZHAN_CERTIFICATE_KEY", ".certificate-key"


def certificate_key(root: Path) -> str:
    """The key, or nothing where there is none; then no certificate is made and none can be verified."""
    file = root / FILE
    return os.environ.get(VARIABLE) or (textfile.read_text(file).strip() if file.is_file() else "")


def make_key(root: Path) -> Path:
    """Write a new key that only its owner can read. Raises ``FileExistsError``: another key makes all other ids."""
    file = root / FILE
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n"
    ) as out:
        out.write(secrets.token_urlsafe(32) + "\n")
    return file
