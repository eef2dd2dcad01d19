"""New entries and articles: the questions about each, and the file that is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from plugins.content.lookup import ENTRIES, ReferenceData, list_existing_entries
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.problems import ContentError, problem, quote, unknown
from plugins.content.schema.documents import ArticleRecord, EntryRecord
from plugins.content.schema.fields import DAY, NUMBER, is_slug
from plugins.scaffold.front_matter import front_matter_template
from plugins.scaffold.prompts import Answers, Question, choice_question
from plugins.scaffold.slugs import next_number, suggest_slug
from plugins.system import textfile

UNIT_SEPARATORS = re.compile(r"[,，、;；]+")


def slug_question(content: Path, kind: str, taken: Collection[str], message: str = "ask_slug") -> Question:
    """Return the question for the slug of a folder or unit; the suggestion is the pinyin of the title."""

    def check_slug(text: str, _: Answers) -> str:
        if not is_slug(text):
            raise ContentError(problem("--slug", 0, "not_slug", key="slug", given=quote(text)))
        if text in taken or exists_or_dangling(content, f"{kind}/{text}"):
            raise ContentError(problem("--slug", 0, "new_taken", given=text))
        return text

    return Question("slug", message, check_slug, lambda answers: suggest_slug(answers.get("title") or "", taken, "new"))


def entry_questions(content: Path, reference: ReferenceData) -> list[Question]:
    """Return the questions for a new entry."""
    existing = list_existing_entries(content)

    def check_units(text: str, _: Answers) -> list[str]:
        parts = [text] if reference.find_unit(text) else [part.strip() for part in UNIT_SEPARATORS.split(text)]
        ids = {name: reference.find_unit(name) for name in parts if name}
        if missing := [name for name, id_ in ids.items() if not id_]:
            raise ContentError(*(unknown("--unit", 0, "unit_name", name, reference.unit_names) for name in missing))
        return [id_ for id_ in ids.values() if id_]

    def check_track(text: str, _: Answers) -> str:
        if not (id_ := reference.find_track(text)):
            raise ContentError(unknown("--track", 0, "track", text, reference.track_names))
        return id_

    def check_number(text: str, _: Answers) -> str:
        if not NUMBER.match(text):
            raise ContentError(problem("--number", 0, "not_number", key="number", given=quote(text)))
        if text in existing.numbers:
            raise ContentError(problem("--number", 0, "duplicate_number", number=text, other=existing.numbers[text]))
        return text

    tracks = [(track.id, track.name.default_text) for track in reference.competition.tracks]
    return [
        Question("title", "ask_title"),
        Question("unit", "ask_units", check_units),
        Question("track", "ask_track", check_track, choices=tracks),
        Question("summary", "ask_summary"),
        Question("number", "ask_number", check_number, lambda _: next_number(list(existing.numbers))),
        slug_question(content, ENTRIES, existing.slugs),
    ]


def article_questions(content: Path, reference: ReferenceData) -> list[Question]:
    """Return the questions for a new article. The stage has no suggestion: a wrong one could disclose the winners."""

    def check_date(text: str, _: Answers) -> str:
        if not DAY.match(text):
            raise ContentError(problem("--date", 0, "day_not_iso", key="date", given=quote(text)))
        return text

    stages = [(stage.id, stage.name.default_text) for stage in reference.competition.stages]
    return [
        Question("title", "ask_title"),
        Question("date", "ask_date", check_date),
        choice_question("public-from", "ask_public_from", "stage", stages),
        Question("summary", "ask_summary"),
        slug_question(content, "articles", ()),
    ]


def write_entry(content: Path, answers: Answers, sections: Mapping[str, str], lang: str) -> Path:
    """Write the ``index.md`` of a new entry, with sections by heading and help in a language; return its path."""
    values = {key: answers[key] for key in ("number", "title", "track", "summary", "sample") if key in answers}
    body = "\n".join(f"## {heading}\n" + (f"\n{text}\n" if text else "") for heading, text in sections.items())
    return _write(content / ENTRIES / answers["slug"], EntryRecord, values | {"units": answers["unit"]}, body, lang)


def write_article(content: Path, answers: Answers, lang: str, body: str = "") -> Path:
    """Write the ``index.md`` of a new article and return its path."""
    values = {"title": answers["title"], "date": answers["date"], "public_from": answers["public-from"]}
    values |= {key: answers[key] for key in ("summary", "sample") if key in answers}
    return _write(content / "articles" / answers["slug"], ArticleRecord, values, body and body + "\n", lang)


def _write(folder: Path, record: type[Any], values: dict[str, Any], body: str, lang: str) -> Path:
    folder.mkdir(parents=True)
    path = folder / "index.md"
    textfile.write_text(path, f"---\n{front_matter_template(record, values, lang)}---\n\n{body}")
    return path
