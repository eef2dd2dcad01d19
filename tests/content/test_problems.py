"""Problems: their texts, the choices that they list, and where those of a round are."""

from __future__ import annotations

import pytest

from plugins.content.problems import Problem, problem, unknown

LETTERS = [letter * 5 for letter in "abcdefghijklm"]


def _values(item: Problem) -> dict[str, str]:
    return dict(item.values)


def test_a_problem_has_its_values_as_texts_on_one_line() -> None:
    item = problem("units.yaml", 3, "warn_not_read", name="a\nb\u2028c", choices=["x", "y"], size=7)
    assert item == Problem(
        "units.yaml", 3, "warn_not_read", (("name", "a b c"), ("choices", "x, y"), ("size", "7")), is_warning=True
    )
    assert item.is_warning
    assert not problem("units.yaml", 3, "not_a_folder", name="a").is_warning


def test_the_most_similar_choice_is_suggested() -> None:
    item = unknown("units.yaml", 1, "track", "watr", ["safety", "water", "waste"])
    assert (item.code, _values(item)["near"], _values(item)["choices"]) == (
        "unknown_track_near",
        "water",
        "water, waste, safety",
    )


def test_without_a_similar_choice_all_are_listed_in_their_order() -> None:
    item = unknown("units.yaml", 1, "track", "xyz", ["safety", "water"])
    assert (item.code, _values(item)) == ("unknown_track", {"given": "xyz", "choices": "safety, water"})


@pytest.mark.parametrize(("number", "end"), [(12, "lllll"), (13, "lllll …")])
def test_a_long_list_of_choices_is_cut(number: int, end: str) -> None:
    choices = _values(unknown("units.yaml", 1, "track", "xyz", LETTERS[:number]))["choices"]
    assert (choices.count(","), choices.rpartition(", ")[2]) == (11, end)


def test_without_any_choice_the_list_is_a_dash() -> None:
    assert _values(unknown("units.yaml", 1, "track", "x", []))["choices"] == "—"


def test_a_long_name_is_cut() -> None:
    assert _values(unknown("units.yaml", 1, "track", "x" * 90, []))["given"] == "x" * 60


@pytest.mark.parametrize(
    ("file", "round_id", "expected"),
    [
        ("results/awards.yaml", "first", "rounds/first/results/awards.yaml"),
        ("results/awards.yaml", "", "results/awards.yaml"),
        ("competition.yaml", "first", "competition.yaml"),
    ],
)
def test_a_problem_of_results_is_in_the_folder_of_their_round(file: str, round_id: str, expected: str) -> None:
    assert problem(file, 2, "not_a_folder", name="a").of_round(round_id).file == expected
