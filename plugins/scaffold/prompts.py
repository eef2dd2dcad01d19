"""Questions to an editor: answered by a flag, else at the terminal, else by a suggestion, and checked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.content.problems import Problem, ContentError, problem

# what was answered so far, by the questions' flags
Answers = dict[str, Any]
CHOOSE = {"zh-Hans": "（写前面的数字）", "en": " (its number)"}
OPTIONAL = {"zh-Hans": "（可不填，直接回车）", "en": " (may be empty)"}


@dataclass(frozen=True)
class Question:
    """``check`` turns the words into an answer or raises ``Refused``; ``choices`` are ids with their names."""

    flag: str
    words: Mapping[str, str]
    check: Callable[[str, Answers], Any]
    suggestion: Callable[[Answers], str] = lambda _: ""
    choices: Sequence[tuple[str, str]] = ()
    is_optional: bool = False


Ask = Callable[[str], str]


def answered(
    questions: Sequence[Question], given: Mapping[str, str], ask: Ask | None, say: Callable[[Problem], None], lang: str
) -> Answers:
    """Every answer. With ``ask`` wrong ones are told by ``say`` and asked again; without, all are raised at once."""
    answers: Answers = {}
    wrong: list[Problem] = []
    for question in questions:
        said = given.get(question.flag) or ("" if ask else question.suggestion(answers))
        while True:
            said = said or (_asked(question, answers, ask, lang) if ask else "")
            try:
                answers[question.flag] = _checked(question, said, answers)
                break
            except ContentError as refused:
                if not ask:
                    wrong += refused.problems
                    break
                for each in refused.problems:
                    say(each)
                said = ""
    if wrong:
        raise ContentError(*wrong)
    return answers


def _checked(question: Question, said: str, answers: Answers) -> Any:
    if said:
        return question.check(said, answers)
    if question.is_optional:
        return None
    raise ContentError(problem(f"--{question.flag}", 0, "missing_key", key=question.words["zh-Hans"]))


def _asked(question: Question, answers: Answers, ask: Ask, lang: str) -> str:
    listed = "".join(f"  {at}. {name} [{id_}]\n" for at, (id_, name) in enumerate(question.choices, start=1))
    suggestion = question.suggestion(answers)
    hint = (CHOOSE[lang] if question.choices else "") + (OPTIONAL[lang] if question.is_optional else "")
    hint += f" [{suggestion}]" if suggestion else ""
    said = ask(f"{listed}{question.words[lang]}{hint}：").strip() or suggestion
    # a choice can be named by its place in the list
    at = int(said) if said.isascii() and said.isdigit() else 0
    return question.choices[at - 1][0] if 0 < at <= len(question.choices) else said
