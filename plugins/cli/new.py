"""The command ``new``: asks what has to be known, in Chinese or English, and writes the paper to begin with."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from plugins.content.problems import Problem, ContentError, unknown
from plugins.content.report import report, shown
from plugins.imports.forms.mapping import read_form
from plugins.content.lookup import Known, known
from plugins.scaffold.competition import write_competition
from plugins.scaffold.documents import article_questions, entry_questions, write_article, write_entry
from plugins.scaffold.prompts import Answers, Ask, Question, answered
from plugins.scaffold.units import append_unit, unit_questions
from plugins.system.command_text import command

KINDS = ("entry", "article", "unit", "competition")
WORDS = {
    "zh-Hans": {
        "written": "已写好 {path}",
        "entry": "接下来：把图片放进同一个文件夹，在 index.md 里去掉要用的各项前面的井号，写正文；\n"
        "写进 results/shortlist.yaml 才会公开。随时用 {check} 检查。",
        "article": "接下来：在资料区下面写正文。随时用 {check} 检查。",
        "unit": "项目里用代号 {slug} 指这个单位。",
        "competition": "接下来：照 competition.yaml 里的说明换成自己的大赛。\n看效果：{serve}",
    },
    "en": {
        "written": "{path} was written",
        "entry": "Next: put pictures into the same folder, take away the # before keys that you use, write the text;\n"
        "it is public once it is in results/shortlist.yaml. Check with {check}.",
        "article": "Next: write the text below the front matter. Check with {check}.",
        "unit": "Entries refer to this unit as {slug}.",
        "competition": "Next: make it your own contest as competition.yaml explains. See it with {serve}",
    },
}


def new(what: str, content: Path, given: Mapping[str, str], lang: str) -> int:
    """Write what is asked for; return the exit status. Without a terminal all answers come from the flags."""
    ask: Ask | None = input if sys.stdin.isatty() else None
    try:
        if what not in KINDS:
            raise ContentError(unknown("new", 0, "value", what, KINDS))
        answers, paths = _made(what, content, given, ask, lang)
    except ContentError as refused:
        for each in refused.problems:
            _say(lang, each, content)
        return 1
    except EOFError:
        return 1
    for path in paths:
        print(WORDS[lang]["written"].format(path=shown(path)))
    commands = {task: command(task, "--content", shown(content)) for task in ("check", "serve")}
    print(WORDS[lang][what].format(slug=answers.get("slug", ""), **commands))
    return 0


def _made(what: str, content: Path, given: Mapping[str, str], ask: Ask | None, lang: str) -> tuple[Answers, list[Path]]:
    if what == "competition":
        return {}, write_competition(content)
    names = known(content)
    answers = answered(_questions(what, content, names), given, ask, lambda each: print(each.message(lang)), lang)
    if what == "entry":
        return answers, [write_entry(content, answers, dict.fromkeys(_headings(), ""))]
    if what == "article":
        return answers, [write_article(content, answers)]
    return answers, [append_unit(content, answers, names.languages)]


def _questions(what: str, content: Path, names: Known) -> list[Question]:
    made = {"entry": entry_questions, "article": article_questions, "unit": unit_questions}
    return made[what](content, names)


def _headings() -> list[str]:
    return [section.heading for section in read_form().sections]


def _say(lang: str, each: Problem, content: Path) -> None:
    # an answer has no file and no line, only the flag it is given with
    if each.line:
        report([each], content, lang)
    else:
        print(f"{each.file}: {each.message(lang)}", file=sys.stderr)
