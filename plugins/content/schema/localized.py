"""Texts in one language or in several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_TEXT_LENGTH = 4000
# where the author of a headline would break it, between two words; never shown
SOFT_BREAK = "<wbr>"
# not allowed in any text: invisible, invalid in XML, or (U+2028, U+2029) a line end only to some programs
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
FALLBACK = ("zh-Hans",)
TEXT_SCHEMA = {
    "anyOf": [
        {"type": ["string", "number"], "minLength": 1},
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1},
    ]
}


class LocalizedText(NamedTuple):
    """A text as a page shows it, and the language in which it really is."""

    value: str
    lang: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class TranslatedText:
    """A text by language, always including the competition's default language.

    ``breaks`` are, by language, the positions at which its author would break it as a headline.
    """

    default: str
    by_language: Mapping[str, str] = field(default_factory=dict)
    breaks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def in_language(self, lang: str) -> LocalizedText:
        """The text in this language, or in the default language if it is not translated."""
        if lang in self.by_language:
            return LocalizedText(self.by_language[lang], lang)
        return LocalizedText(self.default_text, self.default)

    @property
    def default_text(self) -> str:
        """The text in the competition's default language."""
        return self.by_language[self.default]

    def with_language(self, lang: str, value: str) -> TranslatedText:
        """The same text with this translation."""
        texts, breaks = _take_breaks({lang: value})
        unchanged = {other: positions for other, positions in self.breaks.items() if other != lang}
        return TranslatedText(self.default, {**self.by_language, **texts}, {**unchanged, **breaks})


def _read_text(value: Any, info: ValidationInfo) -> TranslatedText:
    configured: tuple[str, ...] = (info.context or {}).get("languages") or ()
    texts = value if isinstance(value, dict) else {(configured or FALLBACK)[0]: value}
    # if competition.yaml cannot be read every language is accepted: only that file's problem is reported
    languages = configured or tuple(texts) or FALLBACK
    for lang, text in texts.items():
        if lang not in languages:
            raise PydanticCustomError("unknown_language", "{given}", {"given": lang, "choices": list(languages)})
        if not isinstance(text, str) or not text.replace(SOFT_BREAK, "").strip():
            raise PydanticCustomError("not_text", "", {})
        if len(text) > MAX_TEXT_LENGTH:
            raise PydanticCustomError("text_too_long", "", {"length": len(text), "limit": MAX_TEXT_LENGTH})
    if languages[0] not in texts:
        raise PydanticCustomError("default_language_missing", "", {"language": languages[0]})
    return TranslatedText(languages[0], *_take_breaks(texts))


def _take_breaks(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """The texts without soft breaks, and the positions of these in those texts that have any."""
    pieces = {lang: [part for part in text.strip().split(SOFT_BREAK) if part] for lang, text in texts.items()}
    breaks = {lang: tuple(accumulate(map(len, parts[:-1]))) for lang, parts in pieces.items() if len(parts) > 1}
    return {lang: "".join(parts) for lang, parts in pieces.items()}, breaks


Text = Annotated[TranslatedText, BeforeValidator(_read_text), WithJsonSchema(TEXT_SCHEMA)]
