"""What a command takes from where it is started: the folder of the content, and the language of its messages.

It needs the standard library alone, because help is shown before the project's packages are installed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from plugins.system.messages import DEFAULT_LANG, LANGS

CONTENT, LANG = "XUNZHAN_CONTENT", "XUNZHAN_LANG"
CONFIG = "competition.yaml"
# the first of the languages, written in brackets or as a list
FIRST_LANGUAGE = re.compile(rb"^languages:\s*(?:\[\s*|#.*\n|\s|- +)*[\"']?([A-Za-z][\w-]*)", re.M)
MAX_BYTES = 500_000


def default_content(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that ``XUNZHAN_CONTENT`` names, the working folder if it is one of content, or else ``content``."""
    if named := environment.get(CONTENT):
        return Path(named)
    return Path() if Path(CONFIG).is_file() else Path("content")


def beside_content(path: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where a command writes to by default: in the working folder, but never among the content's own files."""
    inside = not environment.get(CONTENT) and Path(CONFIG).is_file()
    return ".." / path if inside and not path.is_absolute() else path


def default_lang(content: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The language that ``XUNZHAN_LANG`` names, or else that of the content: Chinese for any Chinese, else English."""
    named = environment.get(LANG, "")
    if named in LANGS:
        return named
    first = _first_language(content / CONFIG)
    if first is None:
        return DEFAULT_LANG
    return DEFAULT_LANG if first.partition("-")[0] == DEFAULT_LANG.partition("-")[0] else LANGS[-1]


def _first_language(config: Path) -> str | None:
    """The first language that a ``competition.yaml`` lists; None where it cannot be read."""
    try:
        with config.open("rb") as stream:
            match = FIRST_LANGUAGE.search(stream.read(MAX_BYTES).replace(b"\r", b"\n"))
    except OSError:
        return None
    return match[1].decode("ascii") if match else None
