"""Signing files with the programs that a machine has: ssh-keygen, or minisign with its own keys."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SSH_KEYGEN, MINISIGN = "ssh-keygen", "minisign"
MINISIGN_HEAD = b"untrusted comment:"


class SigningError(Exception):
    """A file was not signed; the message is what the signing program says."""


def signer_of(key: Path) -> str:
    """Return the program that signs with a key: minisign with its own keys, ssh-keygen with all others."""
    try:
        with key.open("rb") as file:
            return MINISIGN if file.read(len(MINISIGN_HEAD)) == MINISIGN_HEAD else SSH_KEYGEN
    except OSError:
        return SSH_KEYGEN


def find_signer(key: Path) -> str | None:
    """Return the place of the program that signs with this key on this machine, or None."""
    return shutil.which(signer_of(key))


def sign_file(file: Path, key: Path, purpose: str) -> Path:
    """Sign a file, and return the signature beside it. Raises ``SigningError``.

    ssh-keygen signs for a ``purpose``, which whoever verifies has to name.
    """
    signer = signer_of(key)
    signature = file.with_name(f"{file.name}{'.minisig' if signer == MINISIGN else '.sig'}")
    # ssh-keygen asks before it replaces one
    signature.unlink(missing_ok=True)
    if signer == MINISIGN:
        # the comment is signed too; its default would be the time
        options = ["-S", "-s", str(key), "-m", str(file), "-x", str(signature), "-t", purpose]
    else:
        options = ["-Y", "sign", "-n", purpose, "-f", str(key), str(file)]
    command = [find_signer(key) or signer, *options]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SigningError((done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2])
    return signature
