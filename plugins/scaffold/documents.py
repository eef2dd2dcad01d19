"""New entries, articles and units: what is asked for each, and the files that are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.content.lookup import Known, default_name, shelf
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.problems import ContentError, problem, unknown
from plugins.content.schema.documents import ArticleRecord, EntryRecord
from plugins.content.schema.fields import DAY, NUMBER, is_slug
from plugins.scaffold.prompts import Answers, Question
from plugins.scaffold.slugs import next_number, slug_of
from plugins.scaffold.template import explained
from plugins.system import textfile

COMMA = re.compile(r"[,，、;；]+")
NAMES = {"entry": "entries", "article": "articles"}
TITLE = {"zh-Hans": "名称", "en": "title"}
SUMMARY = {"zh-Hans": "一两句话的简介", "en": "summary, a sentence or two"}
SLUG = {"zh-Hans": "文件夹名（网址的一部分，定了不要改）", "en": "folder (part of the address; never change it)"}


def plain_text(said: str, _: Answers) -> str:
    return said


def slug_question(content: Path, kind: str, taken: Sequence[str]) -> Question:
    """What to call the folder, or the unit; the suggestion sounds like the title."""

    def check(said: str, _: Answers) -> str:
        if not is_slug(said):
            raise ContentError(problem("--slug", 0, "not_slug", key="slug", given=said[:60]))
        if said in taken or exists_or_dangling(content, f"{kind}/{said}"):
            raise ContentError(problem("--slug", 0, "new_taken", given=said))
        return said

    return Question("slug", SLUG, check, lambda answers: slug_of(answers.get("title") or "", taken, "new"))


def entry_questions(content: Path, known: Known) -> list[Question]:
    """What is asked for a new entry."""
    there = shelf(content)

    def units(said: str, _: Answers) -> list[str]:
        names = [said] if known.unit(said) else [each.strip() for each in COMMA.split(said) if each.strip()]
        wrong = [unknown("--unit", 0, "unit_name", name, known.unit_names) for name in names if not known.unit(name)]
        if wrong:
            raise ContentError(*wrong)
        return [id_ for name in names if (id_ := known.unit(name))]

    def track(said: str, _: Answers) -> str:
        if not (found := known.track(said)):
            raise ContentError(unknown("--track", 0, "track", said, known.track_names))
        return found

    def number(said: str, _: Answers) -> str:
        if not NUMBER.match(said):
            raise ContentError(problem("--number", 0, "not_number", key="number", given=said[:60]))
        if said in there.numbers:
            raise ContentError(problem("--number", 0, "duplicate_number", number=said, other=there.numbers[said]))
        return said

    tracks = [(track.id, default_name(track.name)) for track in known.contest.tracks]
    return [
        Question("title", TITLE, plain_text),
        Question(
            "unit",
            {"zh-Hans": "申报单位（全称或代号，几个用顿号隔开）", "en": "units (names or ids, with commas)"},
            units,
        ),
        Question("track", {"zh-Hans": "赛道", "en": "track"}, track, choices=tracks),
        Question("summary", SUMMARY, plain_text),
        Question("number", {"zh-Hans": "编号", "en": "number"}, number, lambda _: next_number(list(there.numbers))),
        slug_question(content, "entries", sorted(there.slugs)),
    ]


def article_questions(content: Path, known: Known) -> list[Question]:
    """What is asked for a new article. From when it is public has no suggestion: a slip would tell the winners."""

    def day(said: str, _: Answers) -> str:
        if not DAY.match(said):
            raise ContentError(problem("--date", 0, "day_not_iso", key="date", given=said[:60]))
        return said

    def stage(said: str, _: Answers) -> str:
        ids = [stage.id for stage in known.contest.stages]
        if said not in ids:
            raise ContentError(unknown("--public-from", 0, "stage", said, ids))
        return said

    stages = [(stage.id, default_name(stage.name)) for stage in known.contest.stages]
    return [
        Question("title", TITLE, plain_text),
        Question("date", {"zh-Hans": "发布日期，如 2022-09-19", "en": "date, such as 2022-09-19"}, day),
        Question("public-from", {"zh-Hans": "从哪个阶段起公开", "en": "public from stage"}, stage, choices=stages),
        Question("summary", SUMMARY, plain_text),
        slug_question(content, "articles", []),
    ]


def write_entry(content: Path, answers: Answers, sections: Mapping[str, str]) -> Path:
    """Write the new entry's ``index.md``, its sections by their headings, and return its path."""
    values = {key: answers[key] for key in ("number", "title", "track", "summary", "sample") if key in answers}
    body = "\n".join(f"## {heading}\n" + (f"\n{text}\n" if text else "") for heading, text in sections.items())
    return _write(content / "entries" / answers["slug"], EntryRecord, values | {"units": answers["unit"]}, body)


def write_article(content: Path, answers: Answers, body: str = "") -> Path:
    """Write the new article's ``index.md`` and return its path."""
    values = {"title": answers["title"], "date": answers["date"], "public_from": answers["public-from"]}
    values |= {"summary": answers["summary"]}
    return _write(content / "articles" / answers["slug"], ArticleRecord, values, body and body + "\n")


def _write(folder: Path, record: type[Any], values: dict[str, Any], body: str) -> Path:
    folder.mkdir(parents=True)
    path = folder / "index.md"
    textfile.write_text(path, f"---\n{explained(record, values)}---\n\n{body}")
    return path
