"""Schema of ``translations/<language>.yaml``: the site's phrases and the contest's texts in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.content.schema.fields import StrictRecord, quote_value
from plugins.content.schema.localized import MAX_TEXT_LENGTH

FOLDER = "translations"
# the categories of numbers in all languages (CLDR)
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
Phrase = str | tuple[str, ...] | Mapping[str, str]
"""A phrase; or a list, such as the months; or forms by the category of a number."""


def translation_file(lang: str) -> str:
    """The file of a language within the content."""
    return f"{FOLDER}/{lang}.yaml"


def _read_phrase(value: Any) -> Phrase:
    match value:
        case str() if value.strip() or value == "":
            return value
        case list() if value and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        case dict() if {type(form) for form in value.values()} == {str} and ("other" in value or set(value) - PLURALS):
            return value
    raise PydanticCustomError("not_phrase", "", {"given": quote_value(value)})


def _read_section(value: Any) -> Any:
    """A section of which every line is a comment is empty."""
    return {} if value is None else value


def _read_texts(value: Any) -> Any:
    for source, text in value.items() if isinstance(value, dict) else ():
        if not isinstance(text, str) or not text.strip():
            raise PydanticCustomError("text_without_translation", "", {"given": quote_value(source)})
        if len(text) > MAX_TEXT_LENGTH:
            raise PydanticCustomError("text_too_long", "", {"length": len(text), "limit": MAX_TEXT_LENGTH})
    return _read_section(value)


_PHRASE_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    ]
}
PhraseField = Annotated[Any, BeforeValidator(_read_phrase), WithJsonSchema(_PHRASE_SCHEMA)]


@dataclass(frozen=True)
class TranslationFile(StrictRecord):
    """``content/translations/<language>.yaml``."""

    phrases: Annotated[Mapping[str, PhraseField], BeforeValidator(_read_section)] = field(default_factory=dict)
    """网站自己的用语，键名: 译文；软件自带的语言只写要改的。Phrases; of a shipped language those to change."""
    texts: Annotated[Mapping[str, str], BeforeValidator(_read_texts)] = field(default_factory=dict)
    """大赛的文字，原文: 译文。Texts of the contest: the original, then its translation."""


def append_to_section(text: str, section: str, lines: list[str]) -> str:
    """The text of such a file with these lines at the end of a section, which is added where there is none.

    Nothing else changes but blank lines there.
    """
    heading = re.search(rf"^{section}:[ \t]*(?:#.*)?$", text, re.M)
    added = "".join(f"  {line}\n" for line in lines)
    if heading is None:
        return f"{text.rstrip()}\n{section}:\n{added}".lstrip("\n")
    following = re.search(r"^\w", text[heading.end() :], re.M)
    end = heading.end() + following.start() if following else len(text)
    return f"{text[:end].rstrip()}\n{added}{text[end:]}"
