"""Labels in a Word form, and what distinguishes a line of the form from a sentence that looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.imports.forms.mapping import FieldMapping, KeyPath
from plugins.imports.word.lines import COLON

MAX_LABEL_LENGTH = 80
SENTENCE_END = re.compile(r"[。！？；]")
COMMA = re.compile(r"[，,]")
# characters; names, numbers and addresses of mail are shorter
MAX_DETAIL, MAX_LISTED_DETAIL = 30, 15


@dataclass(frozen=True)
class LabelFinder:
    """Finds the labels of a mapping; those with a language after them have the languages after the first."""

    mapping: FieldMapping
    languages: Sequence[str]

    def find(self, label: str) -> KeyPath | None:
        """Return the key path for a label, or None for a text that is not one."""
        return self.mapping.find_path(label, self.languages) if 0 < len(label) <= MAX_LABEL_LENGTH else None

    def split(self, text: str) -> str | None:
        """Return what stands before the first colon, or None if there is no colon."""
        return COLON.split(text, maxsplit=1)[0] if COLON.search(text) else None

    def ignores(self, text: str) -> bool:
        """Return whether the mapping leaves out what has this label, or is this text."""
        return self.mapping.ignores(text)


def is_sentence(text: str) -> bool:
    """Return whether a text is part of a description rather than a detail such as a name or a number."""
    is_long = len(text) > MAX_DETAIL or (len(text) > MAX_LISTED_DETAIL and bool(COMMA.search(text)))
    return is_long or bool(SENTENCE_END.search(text))
