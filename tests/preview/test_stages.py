"""The stages of the preview, and the source of each page."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.preview.build.stages import Stages, check_stage, find_source, read_stages

STAGES = Stages({"call": "征集", "tour": "巡展", "vote": "投票"}, "tour", ("zh-Hans", "en"))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("", "competition.yaml"),
        ("en/", "competition.yaml"),
        ("entries/", "entries/"),
        ("entries/rain-garden/", "entries/rain-garden/"),
        ("en/entries/rain-garden/", "entries/rain-garden/"),
        ("news/launch/", "articles/launch/"),
        ("rules/", "pages/rules/"),
        ("units/", "units.yaml"),
        ("tracks/water/", "competition.yaml"),
        ("winners/", "results/"),
    ],
)
def test_page_shows_a_source(path: str, source: str) -> None:
    assert find_source(path, ("zh-Hans", "en")) == source


def test_default_stage_is_at_the_root() -> None:
    assert [STAGES.base(stage) for stage in STAGES.names] == ["/.stage/call/", "/", "/.stage/vote/"]
    assert STAGES.pairs() == [("call", "tour"), ("tour", "vote")]


@pytest.mark.parametrize(("chosen", "count"), [("", 0), ("vote", 0), ("vtoe", 1)])
def test_unknown_stage_is_a_problem(chosen: str, count: int) -> None:
    assert len(check_stage(STAGES, chosen)) == count
    assert check_stage(Stages({}, ""), chosen) == ()


def test_stages_stay_as_they_were_while_the_content_has_errors(tiny: Path) -> None:
    stages = read_stages(tiny, "", "zh-Hans", STAGES)
    assert (list(stages.names)[:2], stages.languages[0]) == (["call", "tour"], "zh-Hans")
    assert read_stages(tiny, "vote", "en", STAGES).default_stage == "vote"
    (tiny / "competition.yaml").write_text("stages: [\n", encoding="utf-8")
    assert read_stages(tiny, "", "en", STAGES) is STAGES
