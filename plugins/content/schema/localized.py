"""Words that can be written in one language or in several, and the languages a competition speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 4000
# what no text may hold: it cannot be seen, breaks feeds, or (as U+2028 does) is a line's end to some and not to others
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
FALLBACK = ("zh-Hans",)
TEXT_SCHEMA = {
    "anyOf": [
        {"type": ["string", "number"], "minLength": 1},
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1},
    ]
}


class LocalizedText(NamedTuple):
    """A text as one page shows it: the words, and the language they are really in."""

    value: str
    lang: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class TranslatedText:
    """A text by language. The competition's default language is always there."""

    default: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, lang: str) -> LocalizedText:
        """The words in this language, or in the default language where they were not translated."""
        if lang in self.by_language:
            return LocalizedText(self.by_language[lang], lang)
        return LocalizedText(self.by_language[self.default], self.default)

    def with_language(self, lang: str, value: str) -> TranslatedText:
        return TranslatedText(self.default, {**self.by_language, lang: value})


def _read_text(value: Any, info: ValidationInfo) -> TranslatedText:
    known: tuple[str, ...] = (info.context or {}).get("languages") or ()
    words = value if isinstance(value, dict) else {(known or FALLBACK)[0]: value}
    # where competition.yaml cannot be read, no language is wrong: its own mistake is the one to report
    languages = known or tuple(words) or FALLBACK
    for lang, one in words.items():
        if lang not in languages:
            raise PydanticCustomError("unknown_language", "{given}", {"given": lang, "choices": list(languages)})
        if not isinstance(one, str) or not one.strip():
            raise PydanticCustomError("not_text", "", {})
        if len(one) > LONGEST_TEXT:
            raise PydanticCustomError("text_too_long", "", {"length": len(one), "limit": LONGEST_TEXT})
    if languages[0] not in words:
        raise PydanticCustomError("default_language_missing", "", {"language": languages[0]})
    return TranslatedText(languages[0], {lang: one.strip() for lang, one in words.items()})


Text = Annotated[TranslatedText, BeforeValidator(_read_text), WithJsonSchema(TEXT_SCHEMA)]
