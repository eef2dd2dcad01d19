"""Recognizes what a scaffold wrote: its made-up texts, by the digests of all that it ever had."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.content.kinds import KINDS
from plugins.system import textfile
from plugins.system.file_names import list_folder

# of the present scaffold and of former ones, which contests began with; lines are only ever added
DIGESTS = Path(__file__).with_name("digests.txt")
DIGEST_LENGTH = 16
DATA_FILES = ("competition.yaml", "units.yaml")
PARAGRAPHS = re.compile(r"\n\s*\n")


def text_digest(text: str) -> str:
    """The digest of a text, whatever its white space and the width of its characters."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()[:DIGEST_LENGTH]


def is_scaffold_text(text: str) -> bool:
    """True for a made-up text that a scaffold has written."""
    return text_digest(text) in _digests()


@cache
def _digests() -> frozenset[str]:
    return frozenset(textfile.read_text(DIGESTS).split())


def list_texts(content: Path) -> Iterator[tuple[str, str]]:
    """The texts of a content's data files and documents with their file: every value, body and paragraph."""
    for name in DATA_FILES:
        if (content / name).is_file():
            data = yaml.load(textfile.read_text(content / name), yaml.CBaseLoader)
            yield from ((name, text) for text in _strings(data))
    for kind in KINDS:
        for folder in list_folder(content / kind):
            for path in list_folder(folder):
                if path.suffix == ".md":
                    yield from ((f"{kind}/{folder.name}/{path.name}", text) for text in _document_texts(path))


def _document_texts(path: Path) -> Iterator[str]:
    _, head, body = textfile.read_text(path).split("---\n", 2)
    yield from _strings(yaml.load(head, yaml.CBaseLoader))
    if body.strip():
        yield body
        yield from (part for part in PARAGRAPHS.split(body) if part.strip())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for member in value.values() for text in _strings(member))
    elif isinstance(value, list):
        yield from (text for item in value for text in _strings(item))
