"""The commands ``new`` and ``shortlist``: begin a document, a unit or a contest; shortlist entries by number."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.cli.console import report_errors, table_heads, text
from plugins.content.load import choose_round, load
from plugins.content.lookup import load_reference_data
from plugins.content.problems import ContentError, unknown
from plugins.content.report import display_path
from plugins.imports.forms.mapping import load_mapping
from plugins.scaffold.competition import write_competition
from plugins.scaffold.documents import article_questions, entry_questions, write_article, write_entry
from plugins.scaffold.edition import write_edition
from plugins.scaffold.pipeline import find_place, forge_question, write_pipeline
from plugins.scaffold.prompts import Answers, Ask, Question, ask_all
from plugins.scaffold.shape import shape_of, shape_questions
from plugins.scaffold.shortlist import FILE, change_shortlist
from plugins.scaffold.translation import write_translation
from plugins.scaffold.units import append_units, unit_questions
from plugins.system.command_text import command
from plugins.system.messages import COMMON

KINDS = ("entry", "article", "unit", "competition", "edition", "translation", "pipeline")


@report_errors
def new(what: str, content: Path, lang: str, **options: str | None) -> int:
    """Write a new document, unit or contest; return the exit status. Without a terminal all answers are options."""
    given_answers = {name.replace("_", "-"): value for name, value in options.items() if value}
    ask: Ask | None = input if sys.stdin.isatty() else None
    try:
        if what not in KINDS:
            raise ContentError(unknown("new", 0, "value", what, KINDS))
        answers, paths = _create(what, content, given_answers, ask, lang)
    except EOFError:
        return 1
    for path in paths:
        print(text("new_written", lang, path=display_path(path)))
    commands = {task: command(task, "--content", display_path(content)) for task in ("check", "serve")}
    print(text(f"new_{what}", lang, slug=answers.get("slug", ""), **commands))
    return 0


def _create(
    what: str, content: Path, given_answers: Mapping[str, str], ask: Ask | None, lang: str
) -> tuple[Answers, list[Path]]:
    def answer(questions: Sequence[Question]) -> Answers:
        return ask_all(questions, given_answers, ask, lambda problem: print(problem.message(lang)), lang)

    if what == "competition":
        answers = answer([*shape_questions(lang), forge_question()])
        return {}, _begin_competition(content, answers)
    if what == "pipeline":
        forge = answer([replace(forge_question(), is_optional=False)])["forge"]
        return {}, [write_pipeline(content, forge)]
    if what == "edition":
        return {}, write_edition(content)
    if what == "translation":
        return {}, _translate(content, given_answers.get("language", ""))
    names = load_reference_data(content)
    questions = {"entry": entry_questions, "article": article_questions, "unit": unit_questions}[what](content, names)
    answers, content_lang = answer(questions), names.languages[0]
    if what == "entry":
        return answers, [write_entry(content, answers, dict.fromkeys(_headings(content_lang), ""), content_lang)]
    if what == "article":
        return answers, [write_article(content, answers, content_lang)]
    return answers, [append_units(content, [answers], names.languages)]


def _begin_competition(content: Path, answers: Answers) -> list[Path]:
    if forge := answers["forge"]:
        # before anything is written
        find_place(content, forge)
    paths = write_competition(content, shape_of(answers))
    return [*paths, write_pipeline(content, forge)] if forge else paths


def _headings(lang: str) -> list[str]:
    """The headings of a new entry: in Chinese those of the usual form."""
    if lang.startswith("zh"):
        return [section.heading for section in load_mapping().sections]
    return table_heads("new_headings", "en")


def _translate(content: Path, language: str) -> list[Path]:
    """Write what a language of the contest lacks. Raises ``ContentError`` if it is none, or the content has errors."""
    competition = load(content).require()
    languages = competition.config.languages
    if language not in languages[1:]:
        raise ContentError(unknown("--language", 0, "language", language, languages[1:]))
    return write_translation(content, competition, language)


@report_errors
def shortlist(content: Path, entries: str, replace: bool, lang: str, round_id: str | None = None) -> int:
    """Add entries to the shortlist, or replace it, and print what changed; 1 where a number is unknown."""
    languages = load_reference_data(content).languages
    folder = choose_round(content, round_id)
    change = change_shortlist(content, entries, languages, replace=replace, folder=folder)
    for code, slugs in (
        ("shortlist_added", change.added),
        ("shortlist_present", change.present),
        ("shortlist_removed", change.removed),
    ):
        if slugs:
            print(text(code, lang, count=len(slugs), slugs=COMMON.text("list_separator", lang).join(slugs)))
    print(text("shortlist_written", lang, path=display_path(folder / FILE)))
    return 0
