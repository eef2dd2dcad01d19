"""Schema of ``brand/brand.yaml``: what a contest looks like, and what it calls its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.content.brand.palette import DARK_NAMES, DEFAULT_ACCENT, LIGHT_NAMES
from plugins.content.schema.fields import FileName, StrictRecord, quote_value
from plugins.content.schema.localized import FALLBACK

FOLDER = "brand"
FILE = f"{FOLDER}/brand.yaml"
COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.I)
MAX_WORD_LENGTH = 40


class Ornament(StrEnum):
    """A drawing that runs through the site and the printed matter: bands, frames of pictures, marks."""

    ARCADE = "arcade"
    GABLES = "gables"
    WAVES = "waves"
    WEAVE = "weave"
    NONE = "none"


class ContestWord(StrEnum):
    """A part of the contest that its organisers may call by another name."""

    STAGE = "stage"
    TOUR = "tour"
    HALL = "hall"
    VOTE = "vote"
    TRACK = "track"
    UNIT = "unit"


@dataclass(frozen=True)
class WordForms:
    """A word for one thing and for several, as within a sentence."""

    one: str
    other: str


def _read_color(value: Any) -> str:
    if not isinstance(value, str) or not COLOR.match(value):
        raise PydanticCustomError("not_color", "", {"given": quote_value(value)})
    return value.lower()


def _read_names_of(scheme: frozenset[str]) -> BeforeValidator:
    def check_names(value: Any) -> Any:
        for name in value if isinstance(value, dict) else ():
            if name not in scheme:
                raise PydanticCustomError("unknown_color", "", {"given": quote_value(name), "choices": sorted(scheme)})
        return value

    return BeforeValidator(check_names)


def _read_word(value: Any, info: ValidationInfo) -> dict[str, WordForms]:
    configured: tuple[str, ...] = (info.context or {}).get("languages") or FALLBACK
    plain = isinstance(value, str) or (isinstance(value, dict) and set(value) == {"one", "other"})
    by_language = {configured[0]: value} if plain else value
    if not isinstance(by_language, dict) or not by_language:
        raise PydanticCustomError("not_text", "", {})
    for lang in by_language:
        if lang not in configured:
            raise PydanticCustomError("unknown_language", "{given}", {"given": lang, "choices": list(configured)})
    return {lang: _read_forms(forms) for lang, forms in by_language.items()}


def _read_forms(value: Any) -> WordForms:
    forms = {"one": value, "other": value} if isinstance(value, str) else value
    if not isinstance(forms, dict) or set(forms) != {"one", "other"}:
        raise PydanticCustomError("word_without_forms", "", {})
    for form in forms.values():
        if not isinstance(form, str) or not form.strip() or not set(form).isdisjoint("{}[]"):
            raise PydanticCustomError("word_with_brackets", "", {"given": quote_value(form)})
        if len(form) > MAX_WORD_LENGTH:
            raise PydanticCustomError("text_too_long", "", {"length": len(form), "limit": MAX_WORD_LENGTH})
    return WordForms(forms["one"].strip(), forms["other"].strip())


_FORMS_SCHEMA = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {"one": {"type": "string"}, "other": {"type": "string"}},
            "required": ["one", "other"],
            "additionalProperties": False,
        },
    ]
}
_COLOR_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"})
_WORD_SCHEMA = WithJsonSchema({"anyOf": [*_FORMS_SCHEMA["anyOf"], {"additionalProperties": _FORMS_SCHEMA}]})
Color = Annotated[str, BeforeValidator(_read_color), _COLOR_SCHEMA]
Word = Annotated[Mapping[str, WordForms], BeforeValidator(_read_word), _WORD_SCHEMA]


@dataclass(frozen=True)
class ColorsRecord(StrictRecord):
    """The colours: one is enough, the others are computed from it."""

    accent: Color = DEFAULT_ACCENT
    """主色，如 "#a3211d"；其余的颜色由它算出。The colour of links and buttons; the others are computed from it."""
    light: Annotated[dict[str, Color], _read_names_of(LIGHT_NAMES)] = field(default_factory=dict)
    """浅色界面里要另定的颜色，名称: 颜色。Colours of the light scheme that are not to be computed."""
    dark: Annotated[dict[str, Color], _read_names_of(DARK_NAMES)] = field(default_factory=dict)
    """深色界面里要另定的颜色。Colours of the dark scheme that are not to be computed."""


@dataclass(frozen=True)
class BrandFile(StrictRecord):
    """``content/brand/brand.yaml``: the contest's emblem, colours, ornament and words."""

    emblem: FileName | None = None
    """徽标：这个文件夹里的 SVG 或 PNG。The emblem, an SVG or PNG in this folder."""
    favicon: FileName | None = None
    """浏览器标签上的图标；不写就用徽标。The icon of the browser's tab; the emblem if not given."""
    colors: ColorsRecord = field(default_factory=ColorsRecord)
    """颜色。Colours."""
    ornament: Ornament = Ornament.NONE
    """装饰：arcade 骑楼、gables 山墙、waves 波浪、weave 编织、none 不要。A drawing through pages and print."""
    words: Mapping[ContestWord, Word] = field(default_factory=dict)
    """大赛自己的叫法：stage、tour、hall、vote、track、unit。What this contest calls its parts."""
