"""What is typed for an id is found by its id, name, number or pinyin, and by nothing that is not clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.reader import read_content
from plugins.editing.choices import ContentNames, NamedChoice, content_languages, list_names
from tests.support.builds import TINY

NAMES = ContentNames(
    {
        "unit": (
            NamedChoice("water-bureau", "水务局", ("水务局", "Water Bureau", "shuiwuju", "swj")),
            NamedChoice("forestry", "林业局", ("林业局", "linyeju", "swj")),
            NamedChoice("swim", "游泳队", ("water-bureau",)),
        ),
        "entry": (
            NamedChoice("rain", "01 雨水花园", ("01", "雨水花园", "yushui")),
            NamedChoice("lift", "2023-07 电梯", ("2023-07", "电梯")),
            NamedChoice("market", "03 夜市", ("03", "夜市", "1")),
        ),
    }
)


@pytest.mark.parametrize(
    ("topic", "text", "id_"),
    [
        ("unit", "water-bureau", "water-bureau"),
        ("unit", " 水 务 局：", "water-bureau"),
        ("unit", "WATER bureau", "water-bureau"),
        ("unit", "ShuiWuJu", "water-bureau"),
        ("unit", "swj", None),
        ("unit", "财政局", None),
        ("unit", "", None),
        ("entry", "01 雨水花园", "rain"),
        ("entry", "０１", "rain"),
        ("entry", "1", "market"),
        ("entry", "001", "rain"),
        ("entry", "2023-7", "lift"),
        ("entry", "3", "market"),
        ("track", "1", None),
    ],
)
def test_what_was_typed_is_one_id_or_none(topic: str, text: str, id_: str | None) -> None:
    assert NAMES.resolve(topic, text) == id_


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1-3、07", ["1", "2", "3", "07"]),
        ("2023-07", ["2023-07"]),
        ("2023-7,3", ["2023-7", "3"]),
        ("01 雨水花园", ["01 雨水花园"]),
        ("rain, lift", ["rain, lift"]),
        ("夜市", ["夜市"]),
    ],
)
def test_numbers_are_split_and_names_are_not(text: str, parts: list[str]) -> None:
    assert NAMES.split("entry", text) == parts


def test_id_without_a_name_is_shown_itself() -> None:
    assert [NAMES.name("unit", id_) for id_ in ("forestry", "other")] == ["林业局", "other"]
    assert NAMES.name("track", "water") == "water"
    assert (NAMES.of("track"), ContentNames().of("unit")) == ((), ())


def test_names_of_a_content_are_in_the_language_that_is_asked_for_and_different() -> None:
    raw = read_content(TINY)
    chinese, english = list_names(raw, "zh-Hans"), list_names(raw, "en")
    topics = ["track", "group", "stage", "channel", "level", "special_award", "unit", "unit_kind", "district", "entry"]
    assert list(chinese.choices) == [*topics, "winner"] == list(english.choices)
    for topic, choices in chinese.choices.items():
        names = [choice.name for choice in choices]
        assert len(set(names)) == len(names), topic
    assert chinese.of("winner") == (*chinese.of("entry"), *chinese.of("unit"))
    entry = next(choice for choice in chinese.of("entry") if choice.id == "rain-garden")
    number, title = entry.words[:2]
    assert entry.name == f"{number} {title}"
    assert {"yushuihuayuan", "yshy"} <= set(entry.words)
    assert english.name("entry", "rain-garden") != entry.name


def test_names_that_several_have_are_followed_by_their_ids() -> None:
    raw = read_content(TINY)
    assert raw.units
    units = raw.units.record.units
    shared = units[0].name.in_language("zh-Hans").value
    object.__setattr__(units[1], "name", units[0].name)
    names = [choice.name for choice in list_names(raw, "zh-Hans").of("unit")][:2]
    assert names == [f"{shared} ({unit.id})" for unit in units[:2]]


def test_names_of_a_content_are_those_of_its_files() -> None:
    names = list_names(read_content(TINY), "en")
    listed = {topic: [(choice.id, choice.name) for choice in names.of(topic)] for topic in names.choices}
    assert listed["track"] == [("water", "Water"), ("safety", "安全")]
    assert listed["stage"][0] == ("call", "征集")
    assert listed["channel"] == [("app", "小城客户端")]
    assert listed["level"] == [("gold", "金奖"), ("praise", "表扬奖")]
    assert (listed["group"], listed["special_award"]) == ([], [])
    assert listed["unit"] == [("water-bureau", "Water Bureau"), ("east-office", "东区办")]
    assert listed["unit_kind"] == [("department", "Department"), ("district", "区")]
    assert listed["district"] == [("east", "东区")]
    assert listed["entry"][2] == ("rain-garden", "01 Rain Garden")
    bureau, office = names.of("unit")
    assert bureau.words == ("水务局", "Water Bureau", "shuiwuju", "swj")
    assert office.words == ("东区办", "dongquban", "dqb", "dongquban", "dqb")


def test_content_without_its_files_has_no_names(tmp_path: Path) -> None:
    raw = read_content(tmp_path)
    assert {topic: list_names(raw, "en").of(topic) for topic in ("track", "unit", "entry", "winner")} == {
        "track": (), "unit": (), "entry": (), "winner": (),
    }  # fmt: skip
    assert content_languages(raw) == ("zh-Hans",)
    assert content_languages(read_content(TINY)) == ("zh-Hans", "en")
