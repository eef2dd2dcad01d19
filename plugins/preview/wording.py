"""The preview's own words, by message and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def say(key: str, lang: str, **values: Any) -> str:
    """A message in a language."""
    return _words()[key][lang].format(**values)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(text, yaml.CSafeLoader)
    return loaded
