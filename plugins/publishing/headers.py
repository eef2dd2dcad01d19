"""The headers of published files: per file by the rules of ``headers.yaml``, for all by the site's ``_headers``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache
from pathlib import Path
from posixpath import splitext
from typing import Any

import yaml

from plugins.system import textfile

# for hosts that read it; servers need not show it
HEADERS_FILE = "_headers"
Headers = tuple[tuple[str, str], ...]


def file_headers(path: str, hashed: Iterable[str]) -> Headers:
    """``Cache-Control`` and ``Content-Type`` of a file; ``hashed`` are patterns of names that change with contents."""
    cache_class = "hashed" if _any_of(tuple(hashed)).match(path) else "other"
    return _headers(cache_class, splitext(path)[1].lower())


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or r"\Z.")


@cache
def _headers(cache_class: str, suffix: str) -> Headers:
    return (("Cache-Control", _rules()["cache"][cache_class]), ("Content-Type", _content_type(f"x{suffix}")))


def site_headers(site: Path) -> dict[str, str]:
    """The headers that every file of a built site must be served with, from its ``_headers``."""
    lines = textfile.read_text(site / HEADERS_FILE).splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))


def content_types() -> dict[str, str]:
    """The content types of files by suffix."""
    return dict(_rules()["types"])


def is_text(path: str) -> bool:
    """Whether a file is worth compressing."""
    return "charset" in _content_type(path)


def _content_type(path: str) -> str:
    return str(_rules()["types"].get(splitext(path)[1].lower(), "application/octet-stream"))


@cache
def _rules() -> Any:
    return yaml.load(textfile.read_text(Path(__file__).parent / "headers.yaml"), yaml.CSafeLoader)
