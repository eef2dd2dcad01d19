"""The headers a file is served with, by the rules of ``headers.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from posixpath import splitext
from typing import Any

import yaml

from plugins.system import textfile

Headers = tuple[tuple[str, str], ...]


def file_headers(path: str, hashed: Iterable[str]) -> Headers:
    """``Cache-Control`` and ``Content-Type`` of this file; ``hashed`` are patterns of lasting names."""
    lasting = any(fnmatchcase(path, pattern) for pattern in hashed)
    return (("Cache-Control", _rules()["cache"]["hashed" if lasting else "other"]), ("Content-Type", _type(path)))


def is_text(path: str) -> bool:
    """Whether a file is worth compressing."""
    kind = _type(path)
    return "charset" in kind


def _type(path: str) -> str:
    return str(_rules()["types"].get(splitext(path)[1].lower(), "application/octet-stream"))


@cache
def _rules() -> Any:
    said = textfile.read_text(Path(__file__).parent / "headers.yaml")
    return yaml.load(said, yaml.CSafeLoader)
