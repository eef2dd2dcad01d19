"""Questions to an editor: answered by a flag, at the terminal or by a suggestion, and validated at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.content.problems import ContentError, Problem, problem, unknown
from plugins.system.messages import DEFAULT_LANG, Catalogue

# the answers so far, by flag
Answers = dict[str, Any]
Ask = Callable[[str], str]
MESSAGES = Catalogue(__file__)


@dataclass(frozen=True)
class Question:
    """A question. ``message`` is its code in messages.yaml, ``choices`` are ids with their names.

    ``check`` converts the text of an answer to its value, or raises ``ContentError``; without it any text will do.
    """

    flag: str
    message: str
    check: Callable[[str, Answers], Any] = lambda text, _: text
    suggestion: Callable[[Answers], str] = lambda _: ""
    choices: Sequence[tuple[str, str]] = ()
    is_optional: bool = False


def choice_question(
    flag: str, message: str, what: str, choices: Sequence[tuple[str, str]], *, is_optional: bool = False
) -> Question:
    """Return a question that is answered with the id or the name of one of these choices; ``what`` names their kind."""
    ids = {name: id_ for id_, name in choices} | {id_: id_ for id_, _ in choices}

    def check(text: str, _: Answers) -> str:
        if text not in ids:
            raise ContentError(unknown(f"--{flag}", 0, what, text, [id_ for id_, _ in choices]))
        return ids[text]

    return Question(flag, message, check, choices=choices, is_optional=is_optional)


def ask_all(
    questions: Sequence[Question],
    flags: Mapping[str, str],
    ask: Ask | None,
    report: Callable[[Problem], None],
    lang: str,
) -> Answers:
    """Return all answers. With ``ask``, wrong answers are reported and asked again.

    Raises ``ContentError`` with all problems if there is no ``ask``.
    """
    answers: Answers = {}
    problems: list[Problem] = []
    for question in questions:
        text = flags.get(question.flag) or ("" if ask else question.suggestion(answers))
        while True:
            text = text or (_ask(question, answers, ask, lang) if ask else "")
            try:
                answers[question.flag] = _check(question, text, answers)
                break
            except ContentError as error:
                if not ask:
                    problems += error.problems
                    break
                for wrong in error.problems:
                    report(wrong)
                text = ""
    if problems:
        raise ContentError(*problems)
    return answers


def _check(question: Question, text: str, answers: Answers) -> Any:
    if text:
        return question.check(text, answers)
    if question.is_optional:
        return None
    raise ContentError(
        problem(f"--{question.flag}", 0, "missing_key", key=MESSAGES.text(question.message, DEFAULT_LANG))
    )


def _ask(question: Question, answers: Answers, ask: Ask, lang: str) -> str:
    choices = "".join(f"  {number}. {name} [{id_}]\n" for number, (id_, name) in enumerate(question.choices, start=1))
    suggestion = question.suggestion(answers)
    hint = MESSAGES.text("hint_choose", lang) if question.choices else ""
    hint += MESSAGES.text("hint_optional", lang) if question.is_optional else ""
    hint += f" [{suggestion}]" if suggestion else ""
    asked = MESSAGES.text(question.message, lang) + hint
    text = ask(choices + MESSAGES.text("ask_line", lang, question=asked)).strip() or suggestion
    # a choice may be given by its number in the list
    number = int(text) if text.isascii() and text.isdigit() else 0
    return question.choices[number - 1][0] if 0 < number <= len(question.choices) else text
