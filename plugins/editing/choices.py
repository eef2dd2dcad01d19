"""Choices by name: what the ids in the content stand for, and how somebody may type each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from plugins.content.lookup import normalize_label
from plugins.content.schema.fields import NUMBER
from plugins.content.schema.localized import TranslatedText
from plugins.content.sources import RawContent
from plugins.scaffold.shortlist import fold_number, split_numbers
from plugins.system.messages import DEFAULT_LANG

DIGIT = re.compile("[0-9]")


@dataclass(frozen=True)
class NamedChoice:
    """An id with its name as forms show it; ``words`` are other ways to type it: its number, its name as pinyin."""

    id: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContentNames:
    """The names of everything that ids stand for, by what it is, such as ``unit``."""

    choices: Mapping[str, tuple[NamedChoice, ...]] = field(default_factory=dict)

    def of(self, topic: str) -> tuple[NamedChoice, ...]:
        """The choices of a kind, in their order in the content."""
        return self.choices.get(topic, ())

    def name(self, topic: str, id_: str) -> str:
        """The name of an id; the id itself if nothing has it."""
        return next((choice.name for choice in self.of(topic) if choice.id == id_), id_)

    def resolve(self, topic: str, text: str) -> str | None:
        """The id of what was typed: an id, a name, a number or pinyin; None if it is none or several."""
        wanted = normalize_label(text).lower()
        exact = [choice.id for choice in self.of(topic) if wanted in {normalize_label(choice.name).lower(), choice.id}]
        alike = exact or [
            choice.id for choice in self.of(topic) if wanted in {normalize_label(word).lower() for word in choice.words}
        ]
        if not alike:
            number = fold_number(text)
            alike = [choice.id for choice in self.of(topic) if number in map(fold_number, choice.words[:1])]
        return alike[0] if len(set(alike)) == 1 else None

    def split(self, topic: str, text: str) -> list[str]:
        """Each number in what was typed, such as ``1-3、07``; the text itself if it is not of numbers alone."""
        if self.resolve(topic, text):
            return [text]
        numbers = {fold_number(word) for choice in self.of(topic) for word in choice.words[:1]}
        parts = list(split_numbers(text, numbers))
        return parts if all(NUMBER.match(part) and DIGIT.search(part) for part in parts) else [text]


def list_names(raw: RawContent, lang: str) -> ContentNames:
    """The names in a content, in a language as far as they are translated."""
    choices: dict[str, list[NamedChoice]] = {}
    if raw.config:
        config = raw.config.record
        choices["track"] = _name_choices(((track.id, track.name) for track in config.tracks), lang)
        groups = ((group.id, group.name) for track in config.tracks for group in track.groups)
        choices["group"] = _name_choices(groups, lang)
        choices["stage"] = _name_choices(((stage.id, stage.name) for stage in config.stages), lang)
        choices["channel"] = _name_choices(((channel.id, channel.name) for channel in config.all_channels), lang)
        choices["level"] = _name_choices(((level.id, level.name) for level in config.award_levels), lang)
        special = config.result_rule.special_awards if config.result_rule else ()
        choices["special_award"] = _name_choices(((award.id, award.name) for award in special), lang)
    if raw.units:
        units = raw.units.record
        choices["unit"] = _with_pinyin(_name_choices(((unit.id, unit.name) for unit in units.units), lang))
        choices["unit_kind"] = _name_choices(((kind.id, kind.name) for kind in units.kinds), lang)
        choices["district"] = _name_choices(((district.id, district.name) for district in units.districts), lang)
    entries = [
        NamedChoice(
            source.slug,
            f"{source.record.number} {source.title.in_language(lang).value}",
            (source.record.number, *source.title.by_language.values()),
        )
        for source in raw.entries
    ]
    choices["entry"] = _with_pinyin(entries)
    # of a special award
    choices["winner"] = [*choices["entry"], *choices.get("unit", ())]
    return ContentNames({topic: tuple(_distinct(items)) for topic, items in choices.items()})


def _name_choices(items: Iterable[tuple[str, TranslatedText]], lang: str) -> list[NamedChoice]:
    return [NamedChoice(id_, name.in_language(lang).value, tuple(name.by_language.values())) for id_, name in items]


def _distinct(items: list[NamedChoice]) -> Iterable[NamedChoice]:
    """The same with the id after names that several have."""
    names = [item.name for item in items]
    for item in items:
        is_shared = names.count(item.name) > 1
        yield NamedChoice(item.id, f"{item.name} ({item.id})", item.words) if is_shared else item


def _with_pinyin(items: list[NamedChoice]) -> list[NamedChoice]:
    return [
        NamedChoice(
            item.id, item.name, (*item.words, *(word for name in (item.name, *item.words) for word in _pinyin(name)))
        )
        for item in items
    ]


@cache
def _pinyin(name: str) -> tuple[str, ...]:
    """A name in pinyin, whole and by its initials; nothing for a name without Chinese."""
    if name.isascii():
        return ()
    # its dictionaries take long to load
    from pypinyin import Style, lazy_pinyin

    whole, initials = ("".join(lazy_pinyin(name, style=style)) for style in (Style.NORMAL, Style.FIRST_LETTER))
    return whole, initials


def content_languages(raw: RawContent) -> tuple[str, ...]:
    """The languages of a content, of which a text in one language only is in the first."""
    return raw.languages or (DEFAULT_LANG,)
