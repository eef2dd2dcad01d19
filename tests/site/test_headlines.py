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


@pytest.mark.parametrize(
    ("headline", "parts"),
    [
        # nothing is divided below seven characters
        ("旧楼加装电梯", ["旧楼加装电梯"]),
        ("旧楼加装电梯谈", ["旧楼", "加装", "电梯谈"]),
        # beside single characters only what is longer than eight
        ("街鄉吹哨、部門報到", ["街鄉", "吹哨、部門報到"]),
        ("推进市域社会治理", ["推进市域社会", "治理"]),
        ("政务服务一窗通办改革", ["政务", "服务一窗通办改革"]),
        ("让外来务工子女有书读、有处去", ["让外来", "务工", "子女有书读、有处去"]),
        ("“352”工作法筑牢城中村安全防护圈", ["“352”工作法筑牢", "城中村", "安全", "防护圈"]),
        ("骑楼街的“一楼一长”清单", ["骑楼街的", "“一楼一长”清单"]),
        ("智慧社区综合治理平台建设与应用", ["智慧", "社区", "综合治理", "平台", "建设与", "应用"]),
        # with a quarter of single characters it is taken for simplified
        ("安全隱患排查整治", ["安全隱患排查", "整治"]),
        ("谣言三问：先停一停再转发", ["谣言三问：先停一停再", "转发"]),
        (
            "广州市市域社会治理创新项目大赛（2020—2022年）",
            ["广州市市域社会", "治理", "创新", "项目", "大赛", "（2020—2022年）"],
        ),
    ],
)
def test_headline_is_divided_wherever_it_may_be(headline: str, parts: list[str]) -> None:
    assert Headlines().parts(headline) == parts


@pytest.mark.parametrize(
    ("name", "is_joined"), [("安全防护圈大队伍", True), ("安全防护圈大队伍员", False), ("安全", True), ("圈", False)]
)
def test_names_of_two_to_eight_characters_are_words(name: str, is_joined: bool) -> None:
    words = Headlines([name])._join_names(f"筑牢{name}", ["筑", "牢", *name])
    assert words == ["筑", "牢", *([name] if is_joined else name)]


def test_names_of_units_tracks_and_halls_are_words_by_their_short_names_too(tiny: Path) -> None:
    replace_text("competition.yaml", ("name: 安全}", "name: 安全, short_name: 平安}"))(tiny)
    sites = [renderer.site for renderer in make_renderers(tiny, "tour").values()]
    assert [site.headline_names for site in sites] == [
        ("东区办", "安全", "平安", "水", "水务局"),
        ("Water", "Water Bureau", "东区办", "安全", "平安"),
    ]


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
