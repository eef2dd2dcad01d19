"""Questions are answered by flags, at the terminal or by a suggestion, and asked again after a wrong answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugins.content.problems import ContentError, Problem, problem
from plugins.scaffold.prompts import MESSAGES, Answers, Question, ask_all, choice_question

TRACKS = [("water", "雨水"), ("lift", "电梯"), ("7", "七号")]


def _number(text: str, _: Answers) -> int:
    if not text.isdigit():
        raise ContentError(problem("--count", 0, "not_rounds", given=text, limit=3))
    return int(text)


def _answer(*replies: str, questions: list[Question], flags: Mapping[str, str] | None = None) -> Answers:
    waiting = list(replies)
    answers = ask_all(questions, flags or {}, lambda _: waiting.pop(0), lambda _: None, "en")
    assert waiting == []
    return answers


@pytest.mark.parametrize(
    ("reply", "answer"),
    [("1", "water"), ("3", "7"), ("7", "7"), ("lift", "lift"), ("电梯", "lift"), (" 2 ", "lift")],
)
def test_choice_is_given_by_its_place_its_id_or_its_name(reply: str, answer: str) -> None:
    question = choice_question("track", "ask_vote", "track", TRACKS)
    assert _answer(reply, questions=[question]) == {"track": answer}


@pytest.mark.parametrize("reply", ["0", "4", "²", "fountain", ""])
def test_other_choices_are_reported_and_asked_for_again(reply: str) -> None:
    replies, reported = [reply, "2"], list[Problem]()
    question = choice_question("track", "ask_vote", "track", TRACKS)
    assert ask_all([question], {}, lambda _: replies.pop(0), reported.append, "en") == {"track": "lift"}
    assert [(wrong.file, wrong.line, dict(wrong.values).get("given", "")) for wrong in reported] == [
        ("--track", 0, reply)
    ]


def test_what_is_asked_lists_the_choices_and_what_an_empty_answer_means() -> None:
    asked: list[str] = []
    choice = choice_question("track", "ask_vote", "track", TRACKS[:2], is_optional=True)
    count = Question("count", "ask_rounds", _number, lambda answers: str(len(answers)))
    plain = Question("vote", "ask_vote", _number)

    def ask(text: str) -> str:
        asked.append(text)
        return "5" if len(asked) == 3 else ""

    assert ask_all([choice, count, plain], {}, ask, lambda _: None, "en") == {"track": None, "count": 1, "vote": 5}
    vote, rounds = MESSAGES.text("ask_vote", "en"), MESSAGES.text("ask_rounds", "en")
    assert asked == [
        f"  1. 雨水 [water]\n  2. 电梯 [lift]\n{vote} (its number) (may be empty): ",
        f"{rounds} [1]: ",
        f"{vote}: ",
    ]


def test_flag_answers_without_a_question_and_is_asked_for_if_it_is_wrong() -> None:
    question = Question("count", "ask_rounds", _number, lambda _: "9")
    assert _answer(questions=[question], flags={"count": "4"}) == {"count": 4}
    assert _answer("6", questions=[question], flags={"count": "many"}) == {"count": 6}
    assert _answer("", questions=[question], flags={"count": "many"}) == {"count": 9}


def test_without_a_terminal_suggestions_answer_and_all_problems_are_raised() -> None:
    questions = [
        Question("count", "ask_rounds", _number, lambda _: "9"),
        Question("title", "ask_vote"),
        Question("note", "ask_vote", is_optional=True),
    ]
    flags = {"title": "雨"}
    assert ask_all(questions, flags, None, lambda _: None, "en") == {"count": 9, "title": "雨", "note": None}
    with pytest.raises(ContentError) as refused:
        ask_all(questions, {"count": "many"}, None, lambda _: None, "en")
    assert [(wrong.file, wrong.code) for wrong in refused.value.problems] == [
        ("--count", "not_rounds"),
        ("--title", "missing_key"),
    ]
