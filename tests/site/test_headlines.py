"""Chinese headlines end their lines between words, or where their author says."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing.markdown import render
from plugins.site.render.headlines import Headlines
from tests.content.mutations import combine, replace_text
from tests.site.site_renderers import make_renderers
from tests.support.headlines import HEADLINES

NAMES = ["五类风险", "夜归人", "数字孪生"]


@pytest.mark.parametrize(("headline", "words"), HEADLINES)
def test_no_word_is_divided(headline: str, words: str) -> None:
    parts = Headlines(NAMES).parts(headline)
    assert "".join(parts) == headline
    divided = [word for word in words.split() if not any(word in part for part in parts)]
    assert (divided, parts) == ([], parts)


def test_parts_fit_a_narrow_column() -> None:
    longest = max((part for headline, _ in HEADLINES for part in Headlines().parts(headline)), key=len)
    assert len(longest) <= 13, longest


def test_a_name_of_the_contest_is_one_word() -> None:
    assert "水务局小花园" not in Headlines().parts("我们在水务局小花园里种芦苇")
    parts = Headlines(["水务局小花园"]).parts("我们在水务局小花园里种芦苇")
    assert any("水务局小花园" in part for part in parts)


def test_traditional_headlines_have_the_words_of_simplified_ones() -> None:
    one = Headlines().parts("雨水花园怎样留住一场暴雨")
    other = Headlines().parts("雨水花園怎樣留住一場暴雨")
    assert list(map(len, one)) == list(map(len, other))


@pytest.mark.parametrize("headline", ["入围项目", "雨", "", "An English headline of some words", "2020—2022"])
def test_others_stay_as_they_are(headline: str) -> None:
    assert Headlines().parts(headline) == [headline]


def test_an_author_sets_the_places_by_hand(tiny: Path) -> None:
    combine(
        replace_text("entries/lift-watch/index.md", ("title: 电梯看护", "title: 电梯<wbr>看护三句问候<wbr>到门口")),
        replace_text(
            "entries/rain-garden/index.md",
            ("title: {zh-Hans: 雨水花园, en: Rain Garden}", "title: {zh-Hans: <wbr>雨水花园, en: Rain<wbr> Garden}"),
        ),
    )(tiny)
    loaded = load(tiny, "vote")
    assert loaded.errors == ()
    assert loaded.competition
    titles = {entry.slug: entry.title for entry in loaded.competition.entries}
    assert titles["lift-watch"].by_language == {"zh-Hans": "电梯看护三句问候到门口"}
    assert titles["lift-watch"].breaks == {"zh-Hans": (2, 8)}
    assert titles["rain-garden"].by_language == {"zh-Hans": "雨水花园", "en": "Rain Garden"}
    renderer = make_renderers(tiny, "vote")["zh-Hans"]
    headline = renderer.environment.filters["headline"]
    assert headline(titles["lift-watch"]) == "电梯<wbr>看护三句问候<wbr>到门口"
    assert headline(titles["rain-garden"]) == "雨水花园"


def test_what_an_author_writes_is_escaped(tiny: Path) -> None:
    replace_text("entries/lift-watch/index.md", ("title: 电梯看护", "title: 电梯看护的<b>三句问候</b>到门口"))(tiny)
    loaded = load(tiny, "vote")
    assert loaded.competition
    titles = {entry.slug: entry.title for entry in loaded.competition.entries}
    headline = make_renderers(tiny, "vote")["zh-Hans"].environment.filters["headline"]
    assert "<b>" not in headline(titles["lift-watch"]).replace("<wbr>", "")


def test_headings_of_a_body_are_divided_where_they_are_plain_text() -> None:
    lines = [
        "## 旧楼加装电梯先坐下来谈",
        "### [旧楼加装电梯](https://a.example/)先坐下来谈",
        "## A & B 先坐下来谈",
        "旧楼加装电梯先坐下来谈",
    ]
    body = render("\n\n".join(lines))
    divided = body.substitute(lambda _: None, lambda _: "", Headlines().parts)
    assert divided.count("<wbr>") == len(Headlines().parts(lines[0].removeprefix("## "))) - 1 > 0
    assert divided.partition("</h2>")[0].count("<wbr>") == divided.count("<wbr>")
    assert divided.replace("<wbr>", "") == body.substitute(lambda _: None, lambda _: "")


def test_pages_divide_the_headings_of_their_bodies(tiny: Path) -> None:
    heading = "旧楼加装电梯先坐下来谈"
    replace_text("entries/lift-watch/index.md", ("\n---\n", f"\n---\n## {heading}\n\n"))(tiny)
    site = make_renderers(tiny, "vote")["zh-Hans"].site
    (entry,) = (entry for entry in site.snapshot.tour if entry.slug == "lift-watch")
    assert f">{'<wbr>'.join(site.headline_parts(heading))}</h2>" in site.render_body(entry).html
