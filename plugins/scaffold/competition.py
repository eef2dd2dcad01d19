"""The starter content of a new competition: small, valid, of the shape that was asked for, every key explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from plugins.content.problems import ContentError, problem
from plugins.scaffold.documents import write_article, write_entry
from plugins.scaffold.shape import ContestShape
from plugins.scaffold.translation import find_draft
from plugins.system import textfile
from plugins.system.file_names import list_folder, list_tree

STARTERS = {"zh-Hans": Path(__file__).with_name("starter"), "en": Path(__file__).with_name("starter_en")}
SHORTLIST = "results/shortlist.yaml"
# a line of a starter that is there or not by the shape; Jinja's own line statements take blank lines with them
LINE_STATEMENT = re.compile(r"^#% (.*)$", re.M)
IDS = {"slug": "sample-entry", "number": "1", "unit": ["sample-unit"], "track": "community", "sample": "true"}
LAUNCH = {"slug": "launch", "date": "2024-01-01", "public-from": "call", "sample": "true"}


class _Words(NamedTuple):
    """The texts of the first entry and article, and what rounds are called, in one language."""

    entry: tuple[str, str]
    sections: dict[str, str]
    article: tuple[str, str, str]
    rounds: tuple[str, ...]
    round_prefix: str


_WORDS = {
    "zh-Hans": _Words(
        ("示例项目", "示例：用一两句话说清做了什么。"),
        {"背景": "示例：遇到了什么问题。", "做法": "示例：做了哪几件事。", "成效": "示例：有了什么变化。"},
        ("大赛启动", "示例：启动公告的摘要。", "示例：启动公告的正文。"),
        ("初选", "复选", "决选"),
        "{}",
    ),
    "en": _Words(
        ("Sample entry", "Sample: what was done, in a sentence or two."),
        {
            "Why": "Sample: what the trouble was.",
            "What we did": "Sample: the steps.",
            "What came of it": "Sample: the change.",
        },
        ("The contest begins", "Sample: the announcement in short.", "Sample: the text of the announcement."),
        ("First round", "Second round", "Final"),
        "{} – ",
    ),
}


def write_competition(content: Path, shape: ContestShape | None = None) -> list[Path]:
    """Lay the files down in a folder that is new or empty. Raises ``ContentError`` where there is anything already."""
    if content.exists() and (not content.is_dir() or list_folder(content)):
        raise ContentError(problem(content.name, 1, "new_folder_taken", given=content.name))
    shape = shape or ContestShape()
    lang = "zh-Hans" if shape.is_chinese else "en"
    # the texts of any Chinese begin as simplified ones
    convert = find_draft(lang, shape.languages[0]) or str
    words, values = _WORDS[lang], _values(shape, _WORDS[lang])
    for path in list_tree(STARTERS[lang]):
        if path.is_file():
            name = path.relative_to(STARTERS[lang]).as_posix()
            for target in _targets(name, values["rounds"]):
                (content / target).parent.mkdir(parents=True, exist_ok=True)
                textfile.write_text(content / target, convert(_render(textfile.read_text(path), values)))
    title, summary = map(convert, words.entry)
    sections = {convert(heading): convert(text) for heading, text in words.sections.items()}
    write_entry(content, {**IDS, "title": title, "summary": summary}, sections, lang)
    title, summary, body = map(convert, words.article)
    write_article(content, {**LAUNCH, "title": title, "summary": summary}, lang, body)
    return [path for path in list_tree(content) if path.is_file()]


def _values(shape: ContestShape, words: _Words) -> dict[str, Any]:
    return {
        "languages": shape.languages,
        "timezone": shape.timezone,
        "vote": shape.has_vote,
        "scores": shape.has_scores,
        "rounds": list(_rounds(shape.rounds, words)),
    }


def _rounds(count: int, words: _Words) -> Iterator[dict[str, str]]:
    """Each round with its id and name, and the ids of its stages; one round has neither."""
    if count == 1:
        yield {"id": "", "name": "", "prefix": "", "tour": "tour", "review": "review"}
        return
    names = (*words.rounds[: count - 1], words.rounds[-1])
    for number, name in enumerate(names, start=1):
        round_id = "final" if number == count else f"round-{number}"
        stages = {"tour": f"tour-{number}", "review": f"review-{number}"}
        yield {"id": round_id, "name": name, "prefix": words.round_prefix.format(name), **stages}


def _targets(name: str, rounds: list[dict[str, str]]) -> Iterator[str]:
    """Where a file of the starter is written: a shortlist for each round, the last one's with the results."""
    yield name
    if name == SHORTLIST:
        yield from (f"rounds/{part['id']}/{name}" for part in rounds[:-1])


def _render(text: str, values: dict[str, Any]) -> str:
    environment = Environment(trim_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined)
    return environment.from_string(LINE_STATEMENT.sub(r"{% \1 %}", text)).render(values)
