"""The rule in words: the same text on the command line and on the page of the result."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.cli.tally import print_rule
from plugins.content.load import load_before_results
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.results import PublishedChange, PublishedDecision, PublishedLot
from plugins.results.explain import CATALOGUE, explain_changes, explain_decision, explain_lot, explain_rule
from tests.results.contests import one_track, write_contest

PARTS = [
    {"id": "online", "name": "网络投票", "by": "votes", "weight": "30", "votes_as": "share_of_maximum",
     "channels": {"app": "2"}},
    {"id": "jury", "name": "专家", "by": "scores", "weight": "70", "trim": 1},
    {"id": "bonus", "name": "附加", "by": "votes", "per_vote": {"points": "0.01", "most": "10"}},
]  # fmt: skip
LIMITS = {"lowest_total": "60", "most_per_unit": 1, "tied": "all"}
RULE: dict[str, Any] = {
    "parts": PARTS, "ties": ["jury", "decimals"], "compare_decimals": 2, "within": "track",
    "qualify": {"part": "online", "places": 30}, "levels": {"top": LIMITS},
    "special_awards": [{"id": "pop", "name": "人气奖", "kind": "popularity", "size": 2, "public_from": "notice",
                        "without_prize": True}],
}  # fmt: skip


def test_rule_is_stated_as_a_notice_would(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = write_contest(tmp_path, one_track(1), RULE)
    assert print_rule(content, "zh-Hans") == 0
    assert capsys.readouterr().out.splitlines() == [
        "1. 总分由以下部分组成：网络投票占30%、专家占70%、附加为附加分，直接加到总分上。",
        "2. 网络投票：得票折算成分数：得票最多的项目为100分，其余按比例。",
        "3. 网络投票：计入的渠道：渠道app每票算2票。",
        "4. 专家：每个项目去掉1个最高分和1个最低分。",
        "5. 专家：评委的评分不作调整，取平均。",
        "6. 附加：每票0.01分，最多10分。",
        "7. 比例和名次在各赛道内分别计算。",
        "8. 按网络投票的名次，前30个项目进入评审，末位并列的一并进入。",
        "9. 总分四舍五入到2位小数后比较。",
        "10. 总分相同时：先看专家；仍相同，先看总分的下一位小数；仍相同，公开抽签。",
        "11. 奖top：至多1个，总分不低于60，达不到的名额空缺，一个单位至多1个，末位并列的都给。",
        "12. 人气奖：得票最多的2个项目，只给没有得到其他奖项的项目。",
        "13. 公布的数字四舍五入，保留2位小数；计算过程不取近似。",
    ]


@pytest.mark.parametrize(
    ("conversion", "sentence"),
    [
        ({"votes_as": "share_of_maximum"}, "得分再折算：得分最高的项目为100分，其余按比例。"),
        ({"votes_as": "share_of_total"}, "得分再折算：项目得分占各项目得分之和的百分比。"),
        ({"votes_as": "rank"}, "得分再折算：按得分名次，第一名100分，依次等差递减。"),
        (
            {"bands": [{"points": 5, "to_rank": 1, "from_votes": 95}, {"points": 4, "from_votes": 90}]},
            "分档给分：前1名且得分95分及以上5分、得分90分及以上4分。",
        ),
        ({"bands": [{"points": 5, "to_rank": 1}, {"points": 3}]}, "分档给分：前1名5分、其余3分。"),
    ],
)
def test_scores_that_become_points_are_not_called_votes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], conversion: dict[str, Any], sentence: str
) -> None:
    part = {"id": "jury", "name": "专家", "by": "scores", "weight": "100", "of_each_judge": True, **conversion}
    assert print_rule(write_contest(tmp_path, one_track(1), {"parts": [part], "ties": []}), "zh-Hans") == 0
    assert f"专家：{sentence}" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_rule_is_in_english_for_all_other_languages(tmp_path: Path, lang: str) -> None:
    competition = load_before_results(write_contest(tmp_path, one_track(1), RULE)).competition
    assert competition
    assert competition.config.result_rule
    sentences = explain_rule(competition.config.result_rule, competition.config, lang)
    assert (
        sentences[0]
        == "The total is made of: 网络投票 (30%), 专家 (70%), 附加, bonus points that are added as they are."
    )
    assert len(sentences) == 13


def test_rule_that_is_not_published_yet_is_not_stated(tmp_path: Path) -> None:
    assert print_rule(write_contest(tmp_path, one_track(1), {}), "en") == 1


def test_every_phrase_is_in_both_languages() -> None:
    assert {frozenset(texts) for texts in CATALOGUE.texts.values()} == {frozenset({"zh-Hans", "en"})}


JURY_ALONE = [
    "1. 总分就是专家评分的得分。",
    "2. 每个项目去掉1个最高分和1个最低分。",
    "3. 评委的评分不作调整，取平均。",
    "4. 总分相同时：公开抽签。",
]
VOTES_ALONE = [
    "1. 总分就是市民投票的得分。",
    "2. 得票折算成分数：得票最多的项目为100分，其余按比例。",
    "3. 总分相同时：先看得票；仍相同，公开抽签。",
]


VOTES_AND_JURY = [
    "1. 总分由市民投票和专家评分组成：市民投票占30%，专家评分占70%。",
    "2. 得票折算成分数：得票最多的项目为100分，其余按比例。",
    "3. 每个项目去掉1个最高分和1个最低分。",
    "4. 评委的评分不作调整，取平均。",
    "5. 总分相同时：先看专家评分；仍相同，先看得票；仍相同，公开抽签。",
]


@pytest.mark.parametrize(("public", "sentences"), [(0, JURY_ALONE), (30, VOTES_AND_JURY), (100, VOTES_ALONE)])
def test_part_that_weighs_nothing_is_not_spoken_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], public: int, sentences: list[str]
) -> None:
    content = write_contest(tmp_path, one_track(1), {"public": public, "experts": 100 - public, "trim": 1})
    assert print_rule(content, "zh-Hans") == 0
    assert capsys.readouterr().out.splitlines()[:-1] == sentences


def test_rule_without_weights_yet_leaves_them_out(tmp_path: Path) -> None:
    competition = load_before_results(write_contest(tmp_path, one_track(1), {"trim": 1})).competition
    assert competition
    assert competition.config.result_rule
    sentences = explain_rule(competition.config.result_rule, competition.config, "zh-Hans")
    assert sentences[:-1] == tuple(sentence[3:] for sentence in VOTES_AND_JURY[1:])


def test_votes_still_count_where_an_award_goes_by_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    popular = {"id": "pop", "name": "人气奖", "kind": "popularity", "size": 1, "public_from": "notice"}
    content = write_contest(tmp_path, one_track(1), {"public": 0, "experts": 100, "special_awards": [popular]})
    assert print_rule(content, "zh-Hans") == 0
    assert "3. 总分相同时：先看得票；仍相同，公开抽签。" in capsys.readouterr().out


SENTENCES: dict[str, tuple[dict[str, Any], str]] = {
    "steps": (
        {"steps": {"first": "10", "step": "2", "least": "1"}},
        "按名次给分：第一名10分，每低一名少2分，最低1分；",
    ),
    "per vote": ({"per_vote": {"points": "0.5"}}, "每票0.5分。"),
    "votes and ranks": (
        {"bands": [{"points": 5, "to_rank": 1, "from_votes": 95}, {"points": 4, "from_votes": 90}]},
        "分档给分：前1名且95票及以上5分、90票及以上4分。",
    ),
    "weights": (
        {"votes_as": "rank", "channel_weights": {"app": "75", "web": "25"}},
        "各投票渠道先各自折算，再按权重合并：渠道app75%、渠道web25%。",
    ),
    "one channel": ({"votes_as": "rank", "channels": {"app": "1"}}, "计入的渠道：渠道app。"),
    "beyond": ({"votes_as": "rank", "beyond": {"factor": "0.5", "sizes": {"u1": 9}}}, "超过单位人数的票按0.5折算。"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_conversion_of_votes_is_stated(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    keys, sentence = SENTENCES[name]
    part = {"id": "online", "name": "网络投票", "by": "votes", "weight": "100", **keys}
    content = write_contest(tmp_path, one_track(1), {"parts": [part], "ties": []}, channels=("app", "web"))
    assert print_rule(content, "zh-Hans") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if f"网络投票：{sentence}" in line] != []


def test_places_that_are_kept_and_awards_of_units_are_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    organiser = {"id": "org", "name": "组织奖", "kind": "organiser", "size": 3, "public_from": "notice"}
    popular = {
        "id": "pop",
        "name": "人气奖",
        "kind": "popularity",
        "size": 1,
        "public_from": "notice",
        "per_track": True,
    }
    rule = {"public": 100, "experts": 0, "quotas": {"top": {"a": 1, "b": 2}}, "special_awards": [organiser, popular]}
    content = write_contest(tmp_path, {"e1": "a", "e2": "b"}, rule, levels=[{"id": "top", "size": 3}])
    assert print_rule(content, "zh-Hans") == 0
    sentences = [line.partition(". ")[2] for line in capsys.readouterr().out.splitlines()]
    assert {
        "奖top：赛道名额至少：赛道a 1、赛道b 2。",
        "组织奖：推荐的项目获奖最多的3个单位。",
        "人气奖：得票最多的1个项目，每个赛道分别计算。",
    } <= set(sentences)


NAMES, LEVELS = {"a": "雨水", "b": "电梯"}, {"gold": "金奖"}
DECISIONS: dict[str, tuple[dict[str, Any], str]] = {
    "disqualified": ({"entry": "a"}, "取消“雨水”的资格。"),
    "withdrawn": ({"entry": "unknown"}, "“unknown”退出。"),
    "swapped": ({"entry": "a", "with_entry": "b"}, "“雨水”与“电梯”互换。"),
    "moved": ({"entry": "a", "level": "gold"}, "“雨水”改为金奖。"),
    "moved ": ({"entry": "a"}, "“雨水”不授予奖项。"),
    "vacant": ({"level": "silver", "places": "2"}, "silver空缺2个名额。"),
    "corrected": ({"entry": "a", "channel": "app", "before": "7", "after": "9"}, "更正“雨水”的数字（app）：7改为9。"),
    "corrected ": ({"entry": "a", "judge": "甲", "before": "7", "after": "9"}, "更正“雨水”的数字（甲）：7改为9。"),
    "override": ({"entry": "a", "with_entry": "b", "level": "gold"}, "取消“雨水”的奖项，“电梯”得金奖。"),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_decision_is_stated_by_the_names_of_what_it_touches(kind: str) -> None:
    keys, sentence = DECISIONS[kind]
    text = TranslatedText("zh-Hans", {"zh-Hans": "x"})
    decision = PublishedDecision(kind.strip(), text, text, date(2024, 6, 1), **keys)
    assert explain_decision(decision, NAMES, LEVELS, "zh-Hans") == sentence


def test_lot_and_changes_are_stated_by_name() -> None:
    text = TranslatedText("zh-Hans", {"zh-Hans": "x"})
    lot = PublishedLot(("b", "a", "unknown"), text, text, date(2024, 6, 1))
    assert explain_lot(lot, NAMES, "zh-Hans") == "抽签，先后为：电梯、雨水、unknown。"
    changes = [PublishedChange("a", "gold", ""), PublishedChange("unknown", "", "silver")]
    assert explain_changes(changes, NAMES, LEVELS, "zh-Hans") == ("“雨水”：金奖→无奖项", "“unknown”：无奖项→silver")
    assert explain_changes([], NAMES, LEVELS, "zh-Hans") == ("奖项没有变化",)
