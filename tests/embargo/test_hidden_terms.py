"""Normalizing terms, and the terms that a stage hides."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from plugins.embargo.counterfactual import write_plain
from plugins.embargo.hidden_terms import HASHES, find_hidden_terms, is_long_enough, iterate_strings, normalize
from plugins.embargo.raw_stages import read_raw_stage
from tests.content.mutations import replace_text
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｎight-Market", "nightmarket"),
        ("雨 水、花園", "雨水花园"),
        ("№ 1_2", "no12"),
        ("。！", ""),
        # half of a character, as an escape in a script may be
        ("雨\ud83d水", "雨水"),
    ],
)
def test_text_is_reduced_to_letters_and_digits(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("1234", False),
        ("12345", True),
        ("abcde", False),
        ("abcdef", True),
        ("夜市", False),
        ("夜市灯", True),
        ("夜市ab", True),
    ],
)
def test_short_terms_are_not_searched_for(term: str, expected: bool) -> None:
    assert is_long_enough(term) is expected


def test_strings_are_values_of_nested_data() -> None:
    assert list(iterate_strings({"key": ["a", {"other": "b"}], "number": 1})) == ["a", "b"]


def test_terms_of_a_stage_come_with_their_file() -> None:
    source_by_term = {term.text: term.source for term in find_hidden_terms(read_raw_stage(TINY, "tour")).terms}
    assert set(source_by_term.values()) == {
        "articles/results/index.md",
        "competition.yaml",
        "entries",
        "entries/night-market",
        "entries/night-market/index.md",
        "results/awards.yaml",
        "results/certificates.yaml",
        "results/notice.yaml",
    }
    assert (source_by_term["nightmarket"], source_by_term["praise"]) == ("entries/night-market", "competition.yaml")
    # ballots are public once the vote is open
    assert source_by_term["voteexamplecomlift"] == "entries"


def test_chinese_terms_are_searched_for_in_pinyin_too() -> None:
    terms = {term.text for term in find_hidden_terms(read_raw_stage(TINY, "tour")).terms}
    assert {"表扬奖", "biaoyangjiang"} <= terms


def test_last_stage_hides_entries_not_shortlisted_and_ballots() -> None:
    sources = {term.source for term in find_hidden_terms(read_raw_stage(TINY, "archive")).terms}
    assert sources == {"entries", "entries/night-market", "entries/night-market/index.md"}


def test_pieces_that_cannot_be_searched_for_are_counted() -> None:
    hidden = find_hidden_terms(read_raw_stage(TINY, "tour"))
    assert hidden.too_short > 0
    assert hidden.also_public > 0


def test_translations_of_hidden_texts_are_hidden_and_a_contests_phrases_are_public(tiny: Path) -> None:
    before = {term.text for term in find_hidden_terms(read_raw_stage(tiny, "call")).terms}
    (tiny / "translations").mkdir()
    (tiny / "translations" / "en.yaml").write_text(
        "phrases:\n  menu.news: 电梯看护\ntexts:\n  表扬奖: Silver of Silvers\n  金奖: Gold of Golds\n",
        encoding="utf-8",
    )
    after = {term.text for term in find_hidden_terms(read_raw_stage(tiny, "call")).terms}
    assert after - before == {"silverofsilvers"}
    assert "电梯看护" in before - after


def _terms(content: Path, stage: str) -> dict[str, str]:
    """The hidden terms of a stage with their sources."""
    return {term.text: term.source for term in find_hidden_terms(read_raw_stage(content, stage)).terms}


def test_hidden_files_are_known_by_their_name_their_hashes_and_their_words(tiny: Path) -> None:
    before = _terms(tiny, "tour")
    text, data = "绝密的甲,绝密的乙\n".encode(), b"\xff\xd8 secret words"
    for name, content in (("figures.csv", text), ("picture.jpg", data)):
        (tiny / "articles/results" / name).write_bytes(content)
    hashes = {hashlib.new(name, content).hexdigest()[:12] for name in HASHES for content in (text, data)}
    words = {"绝密的甲", "juemidejia", "绝密的乙", "juemideyi", "figurescsv", "picturejpg"}
    hidden = _terms(tiny, "tour")
    assert hidden.keys() - before.keys() == hashes | words
    assert {hidden[name] for name in hashes} == {"articles/results/figures.csv", "articles/results/picture.jpg"}


def test_drafts_and_what_the_results_are_made_of_are_hidden(tiny: Path) -> None:
    (tiny / "drafts/next-year").mkdir(parents=True)
    (tiny / "drafts/next-year/index.md").write_text("明年的计划", encoding="utf-8")
    (tiny / "results/votes.yaml").write_text("tables: 某某导出的票", encoding="utf-8")
    (tiny / "results/more").mkdir()
    hidden = {term: source for term, source in _terms(tiny, "archive").items() if not term.isalnum() or len(term) < 12}
    sources = {source for source in hidden.values() if source.startswith(("drafts", "results"))}
    assert sources == {"drafts/next-year", "drafts/next-year/index.md", "results/votes.yaml"}
    assert hidden["nextyear"] == "drafts/next-year"
    assert hidden["明年的计划"] == "drafts/next-year/index.md"
    assert hidden["某某导出的票"] == hidden["votesyaml"] == "results/votes.yaml"


def test_parts_of_the_competition_that_are_not_public_are_hidden(tiny: Path) -> None:
    ballot = "https://vote.example.com/everything"
    awards = "special_awards: [{id: most-liked, name: 最受喜爱, public_from: call}]"
    replace_text(
        "competition.yaml",
        ("name: 小城客户端}", f"name: 小城客户端, ballot: '{ballot}'}}"),
        ("site:\n", f"result_rule: {{{awards}}}\nsite:\n"),
    )(tiny)
    with (tiny / "units.yaml").open("a", encoding="utf-8") as units:
        units.write("  - {id: secret-office, name: 保密办公室, kind: department}\n")
    write_plain(tiny / "results/citations.yaml", {"citations": {"rain-garden": "评语写得很长"}})
    sources = {
        "voteexamplecomeverything": "competition.yaml",
        "mostliked": "competition.yaml",
        "最受喜爱": "competition.yaml",
        "secretoffice": "units.yaml",
        "保密办公室": "units.yaml",
        "评语写得很长": "results/citations.yaml",
        "表扬奖": "competition.yaml",
    }
    shown = {stage: {term: _terms(tiny, stage).get(term) for term in sources} for stage in ("tour", "vote", "notice")}
    assert shown["tour"] == sources
    assert shown["vote"] == sources | {"voteexamplecomeverything": None}
    # the words about winners follow after the notice, in a file of their own
    award = {"mostliked": None, "最受喜爱": None, "表扬奖": None}
    assert shown["notice"] == sources | award


def test_text_that_is_public_anywhere_on_the_site_is_not_hidden(tiny: Path) -> None:
    hidden = "一句藏着的话"
    with (tiny / "articles/results/index.md").open("a", encoding="utf-8") as article:
        article.write(f"\n{hidden}\n")
    assert hidden in _terms(tiny, "tour")
    places = {
        "articles/launch/notes.txt": hidden,
        "articles/launch/index.en.md": f"---\ntitle: {hidden}\n---\n",
        "brand/brand.yaml": f"words: {{x: {hidden}}}",
        "translations/en.yaml": f"phrases: {{menu.news: {hidden}}}",
    }
    for name, text in places.items():
        (tiny / name).parent.mkdir(exist_ok=True)
        (tiny / name).write_text(text, encoding="utf-8")
        assert hidden not in _terms(tiny, "tour"), name
        (tiny / name).unlink()
    other = tiny.with_name("other")
    shutil.copytree(TINY, other)
    (other / "articles/launch/notes.txt").write_text(hidden, encoding="utf-8")
    terms = find_hidden_terms(read_raw_stage(tiny, "tour"), read_raw_stage(other, "tour")).terms
    assert hidden not in {term.text for term in terms}


def test_titles_alone_are_searched_for_in_pinyin(tiny: Path) -> None:
    titles = {"甲" * 40: True, "乙" * 41: False}
    (tiny / "drafts/a").mkdir(parents=True)
    (tiny / "drafts/a/index.md").write_text("\n".join(titles), encoding="utf-8")
    hidden = _terms(tiny, "tour")
    assert [title in hidden for title in titles] == [True, True]
    assert ["jia" * 40 in hidden, "yi" * 41 in hidden] == list(titles.values())


def test_short_and_public_pieces_are_counted_one_by_one(tiny: Path) -> None:
    before = find_hidden_terms(read_raw_stage(tiny, "tour"))
    (tiny / "drafts/a").mkdir(parents=True)
    (tiny / "drafts/a/notes.bin").write_bytes(b"")
    (tiny / "drafts/a/index.md").write_text("短\n一些\n把雨水留在院子里\n长得多的秘密\n", encoding="utf-8")
    after = find_hidden_terms(read_raw_stage(tiny, "tour"))
    # the folder's name and two words are short
    assert (after.too_short - before.too_short, after.also_public - before.also_public) == (3, 1)
