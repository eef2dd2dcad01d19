"""Credentials of stores and CDNs, from the environment or from a file that only its owner can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from plugins.publishing.messages import publish_error
from plugins.publishing.s3.signing import Credentials
from plugins.publishing.yaml_config import load_yaml


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Stored:
    key: str
    secret: str
    token: str = ""


def load_credentials(name: str, file: str = "", environment: Mapping[str, str] = os.environ) -> Credentials:
    """The credentials of a target, from ``XUNZHAN_<NAME>_KEY``, ``_SECRET`` and ``_TOKEN`` or from ``file``.

    Raises ``PublishError`` if there are none, or if other users can read the file.
    """
    prefix = f"XUNZHAN_{name.upper().replace('-', '_')}_"
    key, secret = environment.get(f"{prefix}KEY", ""), environment.get(f"{prefix}SECRET", "")
    if key and secret:
        return Credentials(key, secret, environment.get(f"{prefix}TOKEN", ""))
    if not file:
        raise publish_error("no_credentials", target=name, prefix=prefix)
    return _load_file(Path(file).expanduser(), name, prefix)


def _load_file(path: Path, name: str, prefix: str) -> Credentials:
    if not path.exists():
        raise publish_error("no_credentials", target=name, prefix=prefix)
    # Windows has no such mode; there a user's folder is closed to others
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise publish_error("open_credentials", path=path)
    stored = load_yaml(path, TypeAdapter(_Stored))
    return Credentials(stored.key, stored.secret, stored.token)


def redact(text: str, *secrets: Credentials) -> str:
    """A text, such as a server's error, with secrets replaced by ``***``."""
    for credentials in secrets:
        for secret in filter(None, (credentials.secret, credentials.token)):
            text = text.replace(secret, "***")
    return text
