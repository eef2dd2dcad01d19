"""A contest's texts in one more language: drafts between the Chinese scripts, otherwise the texts to translate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml
from opencc import OpenCC

from plugins.content.kinds import KINDS
from plugins.content.languages.record import append_to_section, translation_file
from plugins.content.schema.localized import TranslatedText
from plugins.content.stage_view import Competition
from plugins.scaffold.front_matter import to_document
from plugins.system import textfile

Draft = Callable[[str], str]
# OpenCC's conversions by the scripts of the two languages
CONVERSIONS = {("zh-hans", "zh-hant"): "s2tw", ("zh-hant", "zh-hans"): "tw2s"}
QUOTES = {"s2tw": str.maketrans("“”‘’", "「」『』"), "tw2s": str.maketrans("「」『』", "“”‘’")}


def find_draft(source: str, lang: str) -> Draft | None:
    """What drafts a text of one language in another; None where only people can."""
    conversion = CONVERSIONS.get((source.lower(), lang.lower()))
    if conversion is None:
        return None
    converter, quotes = OpenCC(conversion), QUOTES[conversion]
    return lambda text: str(converter.convert(text)).translate(quotes)


def write_translation(content: Path, competition: Competition, lang: str) -> list[Path]:
    """Write what a language lacks: drafts of documents, and the texts of the data files; return the files.

    Without a draft the texts are comments, to be translated. What is there already is kept.
    """
    source = competition.config.languages[0]
    draft = find_draft(source, lang)
    written = list(_write_documents(content, source, lang, draft)) if draft else []
    texts = [text for text in untranslated_texts(competition, lang) if not (draft and text in _documents(competition))]
    file = competition.translations.get(lang)
    missing = [text for text in texts if not (file and text in file.texts)]
    path = content / translation_file(lang)
    former = textfile.read_text(path) if path.exists() else ""
    lines = [line for text in missing for line in [_line(text, draft)] if line not in former]
    if lines:
        path.parent.mkdir(exist_ok=True)
        textfile.write_text(path, append_to_section(former, "texts", lines))
        written.append(path)
    return written


def untranslated_texts(competition: Competition, lang: str) -> list[str]:
    """Every text of the contest that has no translation of its own to this language, once, in order."""
    return list(dict.fromkeys(text.default_text for text in _texts(competition) if lang not in text.by_language))


def _documents(competition: Competition) -> set[str]:
    """Titles and summaries, which are translated beside their text."""
    return {text.default_text for document in competition.documents for text in (document.title, document.summary)}


def _texts(value: Any) -> Iterator[TranslatedText]:
    if isinstance(value, TranslatedText):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (text for field in fields(value) for text in _texts(getattr(value, field.name)))
    elif isinstance(value, dict):
        yield from (text for member in value.values() for text in _texts(member))
    elif isinstance(value, tuple):
        yield from (text for member in value for text in _texts(member))


def _line(text: str, draft: Draft | None) -> str:
    pair = {text: draft(text) if draft else ""}
    line: str = yaml.safe_dump(pair, allow_unicode=True, default_flow_style=False, width=100_000).strip()
    return line if draft else f"# {line.removesuffix(chr(39) * 2)}".rstrip()


def _write_documents(content: Path, source: str, lang: str, draft: Draft) -> Iterator[Path]:
    for kind in KINDS:
        for original in sorted((content / kind).glob("*/index.md")):
            path = original.with_name(f"index.{lang}.md")
            if not path.exists():
                _, head, body = textfile.read_text(original).split("---\n", 2)
                values = yaml.load(head, yaml.CBaseLoader)
                original_texts = {key: _text_in(values.get(key), source, lang) for key in ("title", "summary")}
                translated = {key: draft(text) for key, text in original_texts.items() if text}
                textfile.write_text(path, to_document(translated, draft(body).lstrip("\n")))
                yield path


def _text_in(value: Any, source: str, lang: str) -> str:
    """A text of front matter in its original language; empty where it is translated to the other already."""
    if isinstance(value, dict):
        return "" if lang in value else str(value.get(source, ""))
    return str(value or "")
