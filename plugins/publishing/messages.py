"""Messages for publishers by code, in Chinese and English, and the exception that carries them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.system.command_text import tasks
from plugins.system.messages import Catalogue, UserError

CATALOGUE = Catalogue(__file__)


@dataclass(frozen=True)
class Message:
    """A message with its values. ``file`` and ``line`` name what to correct, if anything."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
    file: str = ""
    line: int = 0

    def text(self, lang: str) -> str:
        """One or two sentences: what is wrong, and what to do."""
        text = CATALOGUE.text(self.code, lang, **dict(self.values), tasks=tasks())
        return f"{self.file}:{self.line}: {text}" if self.file else text


# called with a message for the person who publishes, while the command goes on
Notify = Callable[[Message], None]


class PublishError(UserError):
    """A command cannot continue, for the reasons in ``messages``; the public site is unchanged or usable."""

    def __init__(self, *messages: Message) -> None:
        super().__init__(*(message.text("en") for message in messages))
        self.messages = messages

    def text(self, lang: str) -> str:
        """The reasons, a line each."""
        return "\n".join(item.text(lang) for item in self.messages)


def message(code: str, *, file: str = "", line: int = 0, **values: Any) -> Message:
    """Make a message; lists are joined by commas."""
    return Message(code, tuple((key, _to_text(value)) for key, value in values.items()), file, line)


def publish_error(code: str, **values: Any) -> PublishError:
    """The exception with a single message."""
    return PublishError(message(code, **values))


def _to_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
