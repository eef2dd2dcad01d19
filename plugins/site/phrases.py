"""The site's phrases: those of the theme, those of the contest's translation files, and the contest's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from plugins.content.brand.brand import Brand
from plugins.content.languages.record import TranslationFile, append_to_section, translation_file
from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import Problem, problem, unknown
from plugins.content.stage_view import Competition
from plugins.system import textfile
from plugins.system.command_text import command

Phrases = Mapping[str, Any]
"""Phrases by key: text, a list of texts, or texts by the category of a number or by another name."""

FOLDER = "translations"
# the language that stands in for one that is not translated, and from which others are translated
SOURCE_LANGUAGE = "en"
# a part of the contest by one of the names below, and what it is called unless the contest has a word for it
WORD = re.compile(r"\[(\w+)\|([^\]]*)\]")
# what a language may leave out: the names of other languages, and cities that are written as in English
OPTIONAL = ("language.", "zone.cities")


def theme_phrases(theme: Path, lang: str) -> Phrases | None:
    """The phrases of a theme in a language; None if the theme does not speak it."""
    path = theme / FOLDER / f"{lang}.yaml"
    if not path.exists():
        return None
    return _parse(textfile.read_text(path))


@lru_cache(8)
def _parse(text: str) -> Phrases:
    # a build asks for a language several times, and one that stays waiting builds again
    phrases: Phrases = yaml.load(text, yaml.CSafeLoader)
    return phrases


def read_phrases(theme: Path, lang: str, files: Mapping[str, TranslationFile], brand: Brand) -> Phrases:
    """The phrases of a site in a language, with the contest's own words in their places."""
    shipped = theme_phrases(theme, lang) or theme_phrases(theme, SOURCE_LANGUAGE) or {}
    # each language is called in all others as it calls itself
    names = {key: text for file in files.values() for key, text in file.phrases.items() if key.startswith("language.")}
    changed = files[lang].phrases if lang in files else {}
    forms = dict(_word_forms(brand, lang))
    return {key: _fill_words(phrase, forms) for key, phrase in {**shipped, **names, **changed}.items()}


def _word_forms(brand: Brand, lang: str) -> Iterator[tuple[str, str]]:
    """Each name by which phrases ask for a word: hall, halls, Hall, Halls."""
    for word, by_language in brand.words.items():
        if lang in by_language:
            one, other = by_language[lang].one, by_language[lang].other
            yield from ((word, one), (f"{word}s", other))
            yield from ((word.capitalize(), _capitalize(one)), (f"{word.capitalize()}s", _capitalize(other)))


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fill_words(phrase: Any, forms: Mapping[str, str]) -> Any:
    if isinstance(phrase, str):
        return WORD.sub(lambda match: forms.get(match[1], match[2]), phrase)
    if isinstance(phrase, Mapping):
        return {name: _fill_words(text, forms) for name, text in phrase.items()}
    return phrase


def missing_phrases(theme: Path, lang: str, file: TranslationFile | None) -> list[str]:
    """The keys that a language still needs, in the order of the theme's files; none of a language that it speaks."""
    if theme_phrases(theme, lang) is not None:
        return []
    translated = file.phrases if file else {}
    source = theme_phrases(theme, SOURCE_LANGUAGE) or {}
    needed = [f"language.{lang}", *(key for key in source if not key.startswith(OPTIONAL))]
    return [key for key in needed if key not in translated and not (key == needed[0] and key in source)]


def check_phrases(theme: Path, content: Path, competition: Competition) -> Iterator[Problem]:
    """What is wrong with the phrases of each language: missing and unknown keys, wrong placeholders."""
    source = theme_phrases(theme, SOURCE_LANGUAGE) or {}
    for lang in competition.config.languages:
        file, name = competition.translations.get(lang), translation_file(lang)
        if missing := missing_phrases(theme, lang, file):
            details = {"lang": lang, "count": len(missing), "near": missing[0], "command": command("check")}
            yield problem(name, 1, "phrases_missing", **details)
        if file and file.phrases:
            document = read_yaml(name, read_text(content, name))
            for key, phrase in file.phrases.items():
                yield from _check_phrase(document, source, key, phrase)


def _check_phrase(document: YamlDocument, source: Phrases, key: str, phrase: Any) -> Iterator[Problem]:
    line = document.line("phrases", key)
    if key not in source and not key.startswith("language."):
        yield unknown(document.file, line, "phrase", key, source)
        return
    expected = source.get(key, "")
    if isinstance(expected, list) and not (isinstance(phrase, tuple) and (key != "months" or len(phrase) == 12)):
        yield document.problem("phrase_list", "phrases", key, key=key, count=len(expected))
        return
    allowed = placeholders(expected)
    for text in _texts(phrase):
        if (used := placeholders(text)) is None or not used <= (allowed or set()):
            choices = [f"{{{name}}}" for name in sorted(allowed or ())] or ["—"]
            yield document.problem("phrase_placeholder", "phrases", key, key=key, choices=choices)
            return


def placeholders(phrase: Any) -> set[str] | None:
    """The names in braces of a phrase in all its forms; None where the braces do not match."""
    try:
        parts = [part for text in _texts(phrase) for part in Formatter().parse(text)]
    except ValueError:
        return None
    return {name for _, name, _, _ in parts if name is not None}


def _texts(phrase: Any) -> Iterator[str]:
    if isinstance(phrase, str):
        yield phrase
    elif isinstance(phrase, Mapping):
        yield from phrase.values()
    else:
        yield from phrase


def complete_file(theme: Path, content: Path, lang: str, file: TranslationFile | None) -> list[str]:
    """Add the phrases that a language lacks to the end of its file, in English and commented out; return their keys.

    Those that stand there already are not added again.
    """
    path = content / translation_file(lang)
    text = textfile.read_text(path) if path.exists() else ""
    source = theme_phrases(theme, SOURCE_LANGUAGE) or {}
    drafted = set(re.findall(r"^ *# *([\w.-]+):", text, re.M))
    missing = [key for key in missing_phrases(theme, lang, file) if key not in drafted]
    if missing:
        lines = [f"# {key}: {_yaml_value(source.get(key, lang))}" for key in missing]
        path.parent.mkdir(exist_ok=True)
        textfile.write_text(path, append_to_section(text, "phrases", lines))
    return missing


def _yaml_value(phrase: Any) -> str:
    """A phrase on one line, as it is written in the theme's own files."""
    dumped: str = yaml.safe_dump(
        WORD.sub(lambda match: match[2], phrase) if isinstance(phrase, str) else phrase,
        allow_unicode=True,
        default_flow_style=True,
        default_style='"' if isinstance(phrase, str) else None,
        width=10_000,
    )
    return dumped.removesuffix("...\n").strip()
