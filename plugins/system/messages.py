"""Messages to people, by code and language. Each package keeps its own in a ``messages.yaml``; this loads them.

A file holds ``code: {zh-Hans: …, en: …}``. ``tests/system/test_messages.py`` checks that none lacks a language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

LANGS = ("zh-Hans", "en")
DEFAULT_LANG = LANGS[0]


class Catalogue:
    """The messages of one package, read from its ``messages.yaml`` when the first of them is needed."""

    def __init__(self, package: str) -> None:
        """``package`` is the path of the package's folder or of a module in it, such as ``__file__``."""
        path = Path(package)
        self._file = (path.parent if path.suffix else path) / "messages.yaml"

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Every message by code and language, its placeholders unfilled."""
        # loaded here, because help is shown before the packages of the project are installed
        import yaml

        texts: Mapping[str, Mapping[str, str]] = yaml.load(self._file.read_bytes(), yaml.CSafeLoader)
        return texts

    def text(self, code: str, lang: str, /, **values: Any) -> str:
        """A message in a language, with the values put in. Raises ``KeyError`` for an unknown code."""
        return self.texts[code][lang].format(**values)

    def public_text(self, code: str, lang: str, /, **values: Any) -> str:
        """A message in a language of a competition, in English if there is none in that language."""
        return self.text(code, lang if lang in LANGS else LANGS[-1], **values)


class UserError(Exception):
    """What a person can mend. A command prints the problems of the content and the text, and ends with status 1."""

    problems: Sequence[Any] = ()

    def text(self, lang: str) -> str:  # noqa: ARG002 - its subclasses need it
        """What is wrong and what to do; empty if the problems say it."""
        return ""


# messages that several packages need
COMMON = Catalogue(__file__)
