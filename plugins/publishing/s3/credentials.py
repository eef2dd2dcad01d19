"""Credentials of stores and CDNs, from the environment or from a file that only its owner can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from plugins.publishing.messages import publish_error
from plugins.publishing.yaml_config import load_yaml


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Credentials:
    """A key pair, perhaps with a session token; its ``repr`` shows no secret."""

    key: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def load_credentials(name: str, file: str = "", environment: Mapping[str, str] = os.environ) -> Credentials:
    """The credentials of a target, from ``XUNZHAN_<NAME>_KEY``, ``_SECRET`` and ``_TOKEN`` or from ``file``.

    Raises ``PublishError`` if there are none, or if other users can read the file.
    """
    prefix = f"XUNZHAN_{name.upper().replace('-', '_')}_"
    key, secret = environment.get(f"{prefix}KEY", ""), environment.get(f"{prefix}SECRET", "")
    if key and secret:
        return Credentials(key, secret, environment.get(f"{prefix}TOKEN", ""))
    path = Path(file).expanduser()
    if not file or not path.exists():
        raise publish_error("no_credentials", target=name, prefix=prefix)
    # Windows has no such mode; there a user's folder is closed to others
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise publish_error("open_credentials", path=path)
    return load_yaml(path, TypeAdapter(Credentials))


def redact(text: str, *secrets: Credentials) -> str:
    """A text, such as a server's error, with secrets replaced by ``***``."""
    for credentials in secrets:
        for secret in filter(None, (credentials.secret, credentials.token)):
            text = text.replace(secret, "***")
    return text
