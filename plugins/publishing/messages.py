"""What publishers are told: notes by code in Chinese and English, and the one exception that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.system import textfile
from plugins.system.command_text import tasks

LANGS = ("zh-Hans", "en")


@dataclass(frozen=True)
class Message:
    """Something to say. ``file`` and ``line`` name the place to mend, where there is one."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
    file: str = ""
    line: int = 0

    def text(self, lang: str) -> str:
        """One or two sentences: what is the matter, and what to do."""
        said = messages()[self.code][lang].format(**dict(self.values), tasks=tasks())
        return f"{self.file}:{self.line}: {said}" if self.file else said


class PublishError(Exception):
    """The command cannot go on, for these reasons; the public sees what it saw before."""

    def __init__(self, *notes: Message) -> None:
        super().__init__(*(message.text("en") for message in notes))
        self.messages = notes


def message(code: str, *, file: str = "", line: int = 0, **values: Any) -> Message:
    """Make a note; numbers and lists are written out."""
    return Message(code, tuple((key, _written(value)) for key, value in values.items()), file, line)


def publish_error(code: str, **values: Any) -> PublishError:
    """The exception with a single note."""
    return PublishError(message(code, **values))


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else str(value)


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every message by code and language."""
    words = textfile.read_text(Path(__file__).parent / "messages.yaml")
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(words, yaml.CSafeLoader)
    return loaded
