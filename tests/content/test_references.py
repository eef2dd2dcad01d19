"""Names that editors write where an id belongs."""

from __future__ import annotations

import pytest

from plugins.content.checks.references import id_for_name

INDEX = [
    ("征集", "call"),
    ("Call for entries", "call"),
    ("征集延期", "late"),
    ("评审", "review"),
    ("专家评审", "experts"),
]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("征集", "call"),
        ("评审", "review"),
        ("延期", "late"),
        ("专家", "experts"),
        ("entries", "call"),
        ("专", None),
        ("征", None),
        ("投票", None),
        ("", None),
    ],
)
def test_a_name_or_a_part_of_one_names_an_id(name: str, id_: str | None) -> None:
    assert id_for_name(name, INDEX) == id_


def test_a_name_of_two_things_names_none() -> None:
    assert id_for_name("评", [*INDEX, ("评", "a"), ("评", "b")]) is None
    assert id_for_name("征集", [("征集一", "a"), ("征集二", "b")]) is None
