"""The preview's own words, by message and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.system import textfile


def say(key: str, lang: str, **values: Any) -> str:
    """A message in a language."""
    return _words()[key][lang].format(**values)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    said = textfile.read_text(Path(__file__).parent / "messages.yaml")
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(said, yaml.CSafeLoader)
    return loaded
