"""Characters that drawn pictures cannot have: which ones, and where they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import Problem, problem
from plugins.site.files.undrawable import check_drawn_texts, is_plain
from tests.content.mutations import combine, replace_text


@pytest.fixture(autouse=True)
def faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faces that have every character but one; the real ones take long to read."""
    monkeypatch.setattr("plugins.images.fonts.undrawable", lambda text: "𐤀" if "𐤀" in text else "")


def _find(content: Path) -> list[Problem]:
    competition = load(content).competition
    assert competition
    return list(check_drawn_texts(content, competition))


def _warning(file: str, line: int) -> Problem:
    return problem(file, line, "warn_not_drawn", signs=["“𐤀” (U+10900)"])


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("competition.yaml", "name: 金奖", "name: 金奖𐤀", 26),
        ("competition.yaml", "theme: 一起", "theme: 𐤀一起", 6),
        ("competition.yaml", "- name: 小城甲委员会", "- name: 小城甲委员会𐤀", 9),
        ("units.yaml", "name: 东区办", "name: 东区办𐤀", 8),
        ("entries/lift-watch/index.md", "title: 电梯看护", "title: 电梯看护𐤀", 3),
        ("entries/rain-garden/index.md", "en: Rain Garden", "en: Rain 𐤀 Garden", 3),
    ],
)
def test_character_that_no_face_has_is_named_at_its_line(tiny: Path, file: str, old: str, new: str, line: int) -> None:
    assert _find(tiny) == []
    replace_text(file, (old, new))(tiny)
    assert _find(tiny) == [_warning(file, line)]


def test_text_in_a_file_of_its_own_is_found_there_and_one_by_its_number_at_the_beginning(tiny: Path) -> None:
    translation = "entries/rain-garden/index.en.md"
    text = (tiny / translation).read_text(encoding="utf-8")
    replace_text("entries/rain-garden/index.md", ("{zh-Hans: 雨水花园, en: Rain Garden}", "雨水花园"))(tiny)
    (tiny / translation).write_text(text.replace("---\n", "---\ntitle: Rain 𐤀\n", 1), encoding="utf-8")
    assert _find(tiny) == [_warning(translation, 2)]
    (tiny / translation).write_text(text.replace("---\n", '---\ntitle: "Rain \\U00010900"\n', 1), encoding="utf-8")
    assert _find(tiny) == [_warning("entries/rain-garden/index.md", 1)]


def test_characters_of_a_line_are_one_warning_and_entries_without_cards_have_none(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.images.fonts.undrawable", lambda text: "".join(sign for sign in "𐤀𐤁" if sign in text))
    title = ("title: 电梯看护", "title: 电梯𐤁看护𐤀")
    combine(replace_text("entries/lift-watch/index.md", title), replace_text("units.yaml", ("东区办", "东区办𐤀")))(tiny)
    signs = ["“𐤀” (U+10900)", "“𐤁” (U+10901)"]
    both = problem("entries/lift-watch/index.md", 3, "warn_not_drawn", signs=signs)
    assert _find(tiny) == [_warning("units.yaml", 8), both]
    with (tiny / "competition.yaml").open("a", encoding="utf-8") as file:
        file.write("  entry_cards: false\n")
    assert _find(tiny) == []


@pytest.mark.parametrize(("text", "plain"), [("雨水 Rain 1", True), ("", True), ("≒", False), ("𐤀", False)])
def test_most_texts_are_drawn_without_a_look_at_the_faces(text: str, plain: bool) -> None:
    assert is_plain(text) is plain
