"""The shape of a new contest: its languages, its clock, and which parts it has; and the questions about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from plugins.content.problems import ContentError, problem, quote
from plugins.content.schema.config import is_language
from plugins.content.schema.dates import DEFAULT_ZONE, find_zone
from plugins.scaffold.prompts import Answers, Question

MAX_ROUNDS = 3
# where a contest has languages of which none is Chinese, nobody's clock is more likely than another's
NEUTRAL_ZONE = "UTC"
YES, NO = ("yes", "y", "是", "有", "true"), ("no", "n", "否", "没有", "false")
SEPARATORS = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class ContestShape:
    """What a new contest has. The first of its languages is that of its texts."""

    languages: tuple[str, ...] = ("zh-Hans",)
    timezone: str = DEFAULT_ZONE
    has_vote: bool = True
    has_scores: bool = True
    rounds: int = 1

    @property
    def is_chinese(self) -> bool:
        """True if its texts are in Chinese; in any other language they begin in English."""
        return self.languages[0].lower().split("-")[0] == "zh"


def shape_questions(lang: str) -> list[Question]:
    """The questions about the shape of a new contest; ``lang`` is the language of the person."""
    return [
        Question("languages", "ask_languages", _check_languages, lambda _: lang),
        Question("timezone", "ask_timezone", _check_zone, _suggest_zone),
        Question("vote", "ask_vote", partial(_check_yes, "--vote"), lambda _: YES[0]),
        Question("scores", "ask_scores", partial(_check_yes, "--scores"), lambda _: YES[0]),
        Question("rounds", "ask_rounds", _check_rounds, lambda _: "1"),
    ]


def shape_of(answers: Answers) -> ContestShape:
    """The shape that the answers describe."""
    return ContestShape(
        languages=answers["languages"],
        timezone=answers["timezone"],
        has_vote=answers["vote"],
        has_scores=answers["scores"],
        rounds=answers["rounds"],
    )


def _suggest_zone(answers: Answers) -> str:
    languages = answers.get("languages") or ("zh",)
    return DEFAULT_ZONE if languages[0].lower().split("-")[0] == "zh" else NEUTRAL_ZONE


def _check_languages(text: str, _: Answers) -> tuple[str, ...]:
    languages = tuple(part for part in SEPARATORS.split(text) if part)
    for language in languages:
        if not is_language(language):
            raise ContentError(problem("--languages", 0, "wrong_form", key="languages", given=quote(language)))
    return tuple(dict.fromkeys(languages))


def _check_zone(text: str, _: Answers) -> str:
    if find_zone(text) is None:
        raise ContentError(problem("--timezone", 0, "not_zone", key="timezone", given=quote(text)))
    return text


def _check_yes(flag: str, text: str, _: Answers) -> bool:
    if text.lower() not in YES + NO:
        raise ContentError(problem(flag, 0, "answer_not_yes_or_no", given=quote(text)))
    return text.lower() in YES


def _check_rounds(text: str, _: Answers) -> int:
    if text not in map(str, range(1, MAX_ROUNDS + 1)):
        raise ContentError(problem("--rounds", 0, "not_rounds", given=quote(text), limit=MAX_ROUNDS))
    return int(text)
