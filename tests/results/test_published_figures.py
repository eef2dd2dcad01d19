"""The record of a result, and what the rule makes public of it, as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.content.schema.localized import TranslatedText
from plugins.results.published_figures import in_languages, published_figures, text_data
from plugins.results.record import build_record
from tests.results.contests import (
    ALL_FIGURES,
    BY,
    one_track,
    write_contest,
    write_decisions,
    write_scores,
    write_votes,
)
from tests.results.tally_inputs import tally_result

PARTS = [
    {"id": "online", "name": "网络投票", "by": "votes", "weight": "40", "votes_as": "share_of_maximum",
     "channels": {"app": "1"}},
    {"id": "jury", "name": "专家", "by": "scores", "weight": "60"},
    {"id": "bonus", "name": "附加", "by": "ballots", "per_vote": {"points": "1"}, "channels": {"judges": "1"}},
]  # fmt: skip
LEVELS = ({"id": "top", "size": 1}, {"id": "sec", "size": 2})
MARKS = {"甲": {"e1": 80, "e2": 90, "e3": 70, "e4": 60}, "乙": {"e1": 70, "e3": "75.5", "e4": 61}}
RECUSAL = {"judge": "乙", "entry": "e2", "reason": "回避"}
CHANNEL = {"as_of": "2024-05-01", "source": "后台", "voided": "0", "reasons": []}


@pytest.fixture
def contest(tmp_path: Path) -> Path:
    """Four entries, votes of citizens and of judges, marks; one leaves, and a place stays vacant."""
    rule = {"parts": PARTS, "ties": ["jury"], "within": "all"}
    content = write_contest(tmp_path, one_track(4), rule, levels=LEVELS, channels=("app", "judges"))
    write_votes(content, app={"e1": 3, "e2": 5, "e3": 4}, judges={"e1": 2, "e4": 1})
    write_scores(content, MARKS, recusals=[RECUSAL])
    vacant = {"kind": "vacant", "level": "sec", "places": 1}
    write_decisions(content, decisions=[{"kind": "withdrawn", "entry": "e4"}, vacant])
    return content


def _entry(entry: str, votes: str, share: str, points: tuple[str, str, str], total: str, **rank: str) -> dict[str, Any]:
    by_part = dict(zip(("online", "jury", "bonus"), points, strict=True))
    return {"entry": entry, "votes": votes, "share": share, "points": by_part, "total": total, **rank}


def test_everything_that_the_rule_names_is_published(contest: Path) -> None:
    assert published_figures(tally_result(contest)) == {
        "parts": {"online": "40", "jury": "60", "bonus": "bonus"},
        "channels": [{"channel": "app", "votes": "12", **CHANNEL}, {"channel": "judges", "votes": "3", **CHANNEL}],
        "entries": [
            _entry("e2", "5", "41.67", ("100.00", "90.00", "0.00"), "94.00", rank="1"),
            _entry("e3", "4", "33.33", ("80.00", "72.75", "0.00"), "75.65", rank="2"),
            _entry("e1", "3", "25.00", ("60.00", "75.00", "2.00"), "71.00", rank="3"),
            _entry("e4", "0", "0.00", ("0.00", "60.50", "1.00"), "37.30"),
        ],
        "decisions": [
            {"kind": "withdrawn", "entry": "e4", **BY, "changes": []},
            {"kind": "vacant", "level": "sec", "places": "1", **BY,
             "changes": [{"winner": "e1", "before": "sec", "after": ""}]},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("publish", "data"),
    [
        ([], {}),
        (["weights"], {"public": "100", "experts": "0"}),
        (["turnout"], {"channels": [{"channel": "app", "as_of": "2024-05-01", "source": "后台", "votes": "8"}]}),
        (["voided"], {"channels": [{"channel": "app", **CHANNEL}]}),
        (["votes"], {"entries": [{"entry": "e1", "votes": "3"}, {"entry": "e2", "votes": "5"}]}),
        (["ranks"], {"entries": [{"entry": "e2", "rank": "1"}, {"entry": "e1", "rank": "2"}]}),
        (["shares"], {"entries": [{"entry": "e1", "share": "37.5"}, {"entry": "e2", "share": "62.5"}]}),
        (
            ["points"],
            {
                "entries": [
                    {"entry": "e1", "public": "60.0", "experts": "0.0", "total": "60.0"},
                    {"entry": "e2", "public": "100.0", "experts": "0.0", "total": "100.0"},
                ]
            },
        ),
    ],
    ids=["nothing", "weights", "turnout", "voided", "votes", "ranks", "shares", "points"],
)
def test_only_what_the_rule_names_is_published(tmp_path: Path, publish: list[str], data: dict[str, Any]) -> None:
    rule = {"public": 100, "experts": 0, "ties": [], "publish": publish, "decimals": 1}
    content = write_contest(tmp_path, one_track(2), rule)
    write_votes(content, app={"e1": 3, "e2": 5})
    assert published_figures(tally_result(content)) == data


def test_place_that_nobody_reaches_is_explained(tmp_path: Path) -> None:
    levels = {"top": {"lowest_total": "90"}}
    rule = {"public": 100, "experts": 0, "ties": [], "levels": levels, "publish": ALL_FIGURES}
    content = write_contest(tmp_path, one_track(2), rule, levels=[{"id": "top", "size": 2}])
    write_votes(content, app={"e1": 3, "e2": 5})
    assert build_record(tally_result(content))["vacant"] == {"top": {"places": "1", "reason": "符合条件的项目不足"}}


def test_record_has_every_step(contest: Path) -> None:
    record = build_record(tally_result(contest))
    assert [part["name"] for part in record["rule"]["text"]["parts"]] == ["网络投票", "专家", "附加"]
    assert record["rule"]["text"]["trim"] == "0"
    assert record["rule"]["text"]["parts"][1]["of_each_judge"] is False
    assert record["rule"]["text"]["award_levels"] == [
        {"id": "top", "size": "1", "ranked": False},
        {"id": "sec", "size": "2", "ranked": False},
    ]
    assert record["votes"][1] == {
        "channel": "judges",
        "files": [{"file": "results/judges.csv", "as_of": "2024-05-01", "source": "后台"}],
        "valid": {"e1": "2", "e4": "1"},
        "ballots": None,
        "voided": "0",
        "late": "0",
        "voids": [],
        "not_counted": [],
    }
    assert record["scores"] == {
        "zero": "0",
        "hundred": "100",
        "maxima": {},
        "panels": {},
        "recusals": [RECUSAL],
        "dropped": [],
    }
    assert record["marks"]["jury"]["乙"] == {"e1": f"70.{'0' * 12}", "e3": f"75.5{'0' * 11}", "e4": f"61.{'0' * 12}"}
    assert record["excluded"][0]["place"] == ""
    assert record["ranking"][0] == {
        "entry": "e2",
        "place": "1",
        "votes": "5",
        "points": {"online": f"100.{'0' * 12}", "jury": f"90.{'0' * 12}", "bonus": f"0.{'0' * 12}"},
        "criteria": {"": f"90.{'0' * 12}"},
        "qualified": True,
        "total": f"94.{'0' * 12}",
        "published": "94.00",
    }
    assert record["awards"] == {"top": ["e2"], "sec": ["e3"]}
    assert record["vacant"] == {"sec": {"places": "1", "reason": "异议成立"}}
    assert record["decisions"][1]["changes"] == [{"winner": "e1", "before": "sec", "after": None}]


def test_text_is_plain_in_one_language_and_by_language_in_several() -> None:
    texts = {"zh-Hans": "晚了", "en": "late"}
    assert text_data(TranslatedText("zh-Hans", {"zh-Hans": "晚了"})) == "晚了"
    assert text_data(TranslatedText("zh-Hans", texts)) == texts
    assert in_languages(texts, ("zh-Hans",)) == "晚了"
    assert in_languages(texts, ("zh-Hans", "en")) == texts
    assert in_languages(texts, ("fr",)) == "late"
    assert in_languages(texts, ("fr", "zh-Hans")) == {"fr": "late", "zh-Hans": "晚了"}
