"""How many entries a ballot may name, and how that is said."""

from __future__ import annotations

import pytest

from plugins.results.votes.vote_files import Choices


@pytest.mark.parametrize(
    ("choices", "allowed", "text"),
    [
        (Choices(), [1, 2, 3, 4], "1–∞"),
        (Choices(exactly=2), [2], "2"),
        (Choices(at_least=2), [2, 3, 4], "2–∞"),
        (Choices(at_most=3), [1, 2, 3], "1–3"),
        (Choices(at_least=2, at_most=3), [2, 3], "2–3"),
    ],
)
def test_ballot_names_so_many_entries(choices: Choices, allowed: list[int], text: str) -> None:
    assert [count for count in range(5) if choices.allow(count)] == allowed
    assert str(choices) == text
