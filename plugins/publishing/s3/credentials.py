"""Keys of stores and networks: from the environment or from a file that only its owner can read, never elsewhere."""

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


def credentials(name: str, file: str = "", environment: Mapping[str, str] = os.environ) -> Credentials:
    """The keys for this target: ``XUNZHAN_<NAME>_KEY``, ``_SECRET`` and ``_TOKEN``, or the file that it names.

    Raises ``PublishError`` where there are none, or where others could read the file.
    """
    prefix = f"XUNZHAN_{name.upper().replace('-', '_')}_"
    key, secret = environment.get(f"{prefix}KEY", ""), environment.get(f"{prefix}SECRET", "")
    if key and secret:
        return Credentials(key, secret, environment.get(f"{prefix}TOKEN", ""))
    if not file:
        raise publish_error("no_credentials", target=name, prefix=prefix)
    return _from(Path(file).expanduser(), name, prefix)


def _from(path: Path, name: str, prefix: str) -> Credentials:
    if not path.exists():
        raise publish_error("no_credentials", target=name, prefix=prefix)
    # on Windows the mode says nothing: there the folder of a user is closed to others
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise publish_error("open_credentials", path=path)
    stored = load_yaml(path, TypeAdapter(_Stored))
    return Credentials(stored.key, stored.secret, stored.token)


def redacted(text: str, *secrets: Credentials) -> str:
    """A text of somebody else's without what is secret in it."""
    for each in secrets:
        for secret in filter(None, (each.secret, each.token)):
            text = text.replace(secret, "***")
    return text
