"""The shape of a new contest as its questions ask for it."""

from __future__ import annotations

import pytest

from plugins.content.problems import ContentError
from plugins.scaffold.prompts import ask_all
from plugins.scaffold.shape import ContestShape, shape_of, shape_questions


def _shape(lang: str = "zh-Hans", **flags: str) -> ContestShape:
    return shape_of(ask_all(shape_questions(lang), flags, None, lambda _: None, "en"))


def test_contest_has_everything_in_one_round_unless_it_is_said_otherwise() -> None:
    assert _shape() == ContestShape() == ContestShape(("zh-Hans",), "Asia/Shanghai", True, True, 1)


@pytest.mark.parametrize(
    ("flags", "shape"),
    [
        ({"languages": "en、zh-Hans, en"}, ContestShape(("en", "zh-Hans"), "UTC")),
        ({"languages": "zh-Hant"}, ContestShape(("zh-Hant",))),
        ({"timezone": "Europe/Berlin", "vote": "否"}, ContestShape(timezone="Europe/Berlin", has_vote=False)),
        ({"scores": "NO", "vote": "Y", "rounds": "3"}, ContestShape(has_scores=False, rounds=3)),
    ],
)
def test_contest_has_the_shape_that_is_asked_for(flags: dict[str, str], shape: ContestShape) -> None:
    assert _shape(**flags) == shape


def test_texts_begin_in_the_language_of_the_person() -> None:
    assert _shape("en") == ContestShape(("en",), "UTC")


@pytest.mark.parametrize(("languages", "is_chinese"), [("zh-Hans", True), ("ZH", True), ("en, zh-Hans", False)])
def test_contest_is_chinese_if_its_first_language_is(languages: str, is_chinese: bool) -> None:
    assert _shape(languages=languages).is_chinese is is_chinese


@pytest.mark.parametrize(
    ("flag", "answer", "code"),
    [
        ("rounds", "0", "not_rounds"),
        ("rounds", "4", "not_rounds"),
        ("vote", "x" * 70, "answer_not_yes_or_no"),
        ("scores", "maybe", "answer_not_yes_or_no"),
        ("timezone", "x" * 70, "not_zone"),
        ("languages", "en, " + "x" * 70, "wrong_form"),
    ],
)
def test_wrong_answer_is_quoted(flag: str, answer: str, code: str) -> None:
    with pytest.raises(ContentError) as refused:
        _shape(**{flag: answer})
    quoted = answer.removeprefix("en, ")[:60]
    assert [(wrong.file, wrong.line, wrong.code, dict(wrong.values)["given"]) for wrong in refused.value.problems] == [
        (f"--{flag}", 0, code, quoted)
    ]
