"""Who scores which entries by which criteria, and what in ``judging.yaml`` is wrong."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from plugins.content.load import load_before_results
from plugins.content.problems import ContentError
from plugins.judging.blind import WordMask, find_identifying_terms, identifying_words
from plugins.judging.panel_file import Panel, read_panel
from tests.content.mutations import replace_text
from tests.support.builds import TINY

CRITERIA = """criteria:
  - {id: novelty, name: 创新性, weight: 60, description: 办法是不是新的}
  - {id: effect, name: 成效, weight: 40}
"""
Read = Callable[[str], Panel]


@pytest.fixture
def read(tiny: Path) -> Read:
    """Reads these lines as the panel of the tiny competition, which has two criteria."""
    replace_text("competition.yaml", ("criteria:\n  - {id: novelty, name: 创新性}\n", CRITERIA))(tiny)

    def read_lines(lines: str) -> Panel:
        (tiny / "results/judging.yaml").write_text(lines, encoding="utf-8")
        competition = load_before_results(tiny).competition
        assert competition
        return read_panel(tiny, competition)

    return read_lines


def test_judges_have_a_sheet_their_entries_and_their_recusals(read: Read) -> None:
    panel = read(
        "judges: [王 甲, 乙, 丙]\nlowest: 1\nhighest: 9\npanels: {safety: [王甲, 丙]}\n"
        "recusals: [{judge: 王甲, entry: rain-garden, reason: x}]\n"
    )
    assert [(judge.name, judge.file, judge.recused) for judge in panel.judges] == [
        ("王 甲", "scores-01.xlsx", {"rain-garden"}),
        ("乙", "scores-02.xlsx", set()),
        ("丙", "scores-03.xlsx", set()),
    ]
    assert [[entry.slug for entry in judge.entries] for judge in panel.judges] == [
        ["rain-garden", "lift-watch"],
        ["rain-garden"],
        ["rain-garden", "lift-watch"],
    ]


@pytest.mark.parametrize(("count", "first"), [(9, "scores-01.xlsx"), (99, "scores-01.xlsx"), (100, "scores-001.xlsx")])
def test_files_are_numbered_in_their_order(read: Read, count: int, first: str) -> None:
    names = ", ".join(f"评委{number}" for number in range(count))
    files = [judge.file for judge in read(f"judges: [{names}]\nlowest: 0\nhighest: 9\n").judges]
    assert (files[0], files == sorted(files), len(files)) == (first, True, count)


def test_criteria_are_explained_with_their_range(read: Read) -> None:
    panel = read("judges: [甲]\nlowest: 60\nhighest: 100\n")
    assert panel.explain_criteria() == [("创新性", "60%", "60–100", "办法是不是新的"), ("成效", "40%", "60–100", "")]
    panel = read("judges: [甲]\nlowest: 0\nhighest: 100\nmaxima: {novelty: 70, effect: 30}\n")
    assert [row[2] for row in panel.explain_criteria()] == ["0–70", "0–30"]


def test_criterion_without_a_weight_has_none(tiny: Path) -> None:
    (tiny / "results/judging.yaml").write_text("judges: [甲]\nlowest: 0\nhighest: 9\n", encoding="utf-8")
    competition = load_before_results(tiny).competition
    assert competition
    assert read_panel(tiny, competition).explain_criteria() == [("创新性", "", "0–9", "")]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("judges: [甲, ' 甲']\nlowest: 9\nhighest: 8\n", [(1, "duplicate_id"), (2, "range_backwards")]),
        ("judges: [甲]\nlowest: 0\nhighest: 9\nmaxima: {novelty: 9, effect: 9, more: 1}\n", [(4, "criteria_differ")]),
        ("judges: [甲]\nlowest: 0\nhighest: 9\nmaxima: {novelty: 9, effect: 9}\n", []),
        ("judges: [甲]\nlowest: 8\nhighest: 9\npanels: {water: [' 甲']}\n", []),
        ("judges: [甲]\nlowest: 8\nhighest: 9\nrecusals: [{judge: 乙, entry: rain-garden, reason: x}]\n",
         [(4, "unknown_judge")]),
        ("judges: [甲]\nlowest: 8\nhighest: 9\nrecusals: [{judge: ' 甲', entry: rain-garden, reason: x}]\n", []),
    ],
    ids=["twice-and-backwards", "maxima-differ", "maxima", "panel", "recusal-of-nobody", "recusal"],
)  # fmt: skip
def test_everything_wrong_is_reported_with_its_line(read: Read, lines: str, problems: list[tuple[int, str]]) -> None:
    try:
        read(lines)
    except ContentError as error:
        assert sorted((problem.line, problem.code) for problem in error.problems) == problems
    else:
        assert problems == []


def test_words_are_withheld_in_any_writing_the_longest_first() -> None:
    mask = WordMask(("水务", "水务 局", "Water (Bureau)"), "×")
    texts = ("水务局和水务处", "水\n务 局", "WATER ( bureau )", "其他")
    assert [mask.apply(text) for text in texts] == ["×和×处", "×", "×", "其他"]
    assert WordMask().apply("水务局") == "水务局"


def test_names_ids_files_and_hidden_words_identify_whose_an_entry_is(read: Read) -> None:
    panel = read("judges: [甲]\nlowest: 0\nhighest: 9\nhidden: [' 张三丰 ', ' ', 小城大赛组]\n")
    assert identifying_words(panel) == ("Water Bureau", "东区办", "小城大赛组", "张三丰", "水务局")
    sources = {term.text: term.source for term in find_identifying_terms(panel)}
    hidden, units, garden = "results/judging.yaml", "units.yaml", "entries/rain-garden"
    pictures = [TINY / garden / name for name in ("cover.png", "view.png")]
    digests = {sha256(picture.read_bytes()).hexdigest()[:12] for picture in pictures}
    assert {sources[digest] for digest in digests} == {garden}
    assert {term: source for term, source in sources.items() if term not in digests} == {
        "张三丰": hidden,
        "zhangsanfeng": hidden,
        "小城大赛组": hidden,
        "xiaochengdasaizu": hidden,
        "waterbureau": units,
        "水务局": units,
        "shuiwuju": units,
        "eastoffice": units,
        "东区办": units,
        "dongquban": units,
        "raingarden": garden,
        "coverpng": garden,
        "viewpng": garden,
        "liftwatch": "entries/lift-watch",
    }
