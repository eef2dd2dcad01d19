"""What keeps a site from the public, listed without building it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.release.gates import Blocker, find_blockers
from plugins.scaffold.competition import write_competition
from tests.content.mutations import LIFT, SITE, replace_text
from tests.support.builds import TINY


def _find(content: Path, stage: str, address: str) -> list[Blocker]:
    competition = load(content).competition
    assert competition
    return list(find_blockers(content, competition, stage, address))


@pytest.mark.parametrize(
    ("address", "is_placeholder"),
    [
        ("https://www.town.gov.cn/zt/", False),
        ("https://www.example.gov.cn/", False),
        ("https://bestexample.com/", False),
        ("https://localhost.town.cn/", False),
        ("https://127.0.0.2/", False),
        ("https://example.com/", True),
        ("https://example.com./", True),
        ("https://WWW.Example.ORG/", True),
        ("https://town.example/", True),
        ("https://town.test/", True),
        ("https://town.invalid/", True),
        ("http://localhost:8000/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]:8000/", True),
        ("", True),
        ("www.town.gov.cn", True),
    ],
)
def test_only_names_that_somebody_can_own_are_no_placeholders(address: str, is_placeholder: bool) -> None:
    blockers = [blocker for blocker in _find(TINY, "tour", address) if blocker.code == "placeholder"]
    in_content = Blocker("placeholder", (("url", "https://small-town.example/zt"),))
    assert blockers == [Blocker("placeholder", (("url", address),))] * is_placeholder + [in_content]


def test_one_address_is_named_once(tiny: Path) -> None:
    blockers = _find(tiny, "tour", "https://small-town.example/zt")
    assert [blocker.code for blocker in blockers] == ["samples", "placeholder"]


def test_only_the_first_of_many_samples_are_named(tiny: Path) -> None:
    document = (tiny / LIFT).read_text(encoding="utf-8")
    for slug in ("second", "third", "fourth"):
        (tiny / "entries" / slug).mkdir()
        (tiny / "entries" / slug / "index.md").write_text(document.replace('"02"', f'"{slug}"'), encoding="utf-8")
    shortlist = "shortlist: [lift-watch, second, third, fourth, rain-garden]\n"
    (tiny / "results/shortlist.yaml").write_text(shortlist, encoding="utf-8")
    (samples,) = [blocker for blocker in _find(tiny, "tour", "") if blocker.code == "samples"]
    assert samples == Blocker("samples", (("count", "4"), ("slugs", "lift-watch, second, third")))


def test_made_up_texts_are_quoted_by_their_file(tmp_path: Path) -> None:
    write_competition(tmp_path)
    (scaffold,) = [blocker for blocker in _find(tmp_path, "call", "") if blocker.code == "scaffold"]
    assert dict(scaffold.values) == {
        "count": "5",
        "files": "competition.yaml (“标有“示例”的内容仅用于展示网站样式。”), units.yaml (“示例单位·某街道”), "
        "articles/launch/index.md (“示例：启动公告的正文。”)",
    }


def test_only_the_start_of_a_public_made_up_text_is_quoted(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.release.gates.is_scaffold_text", lambda text: "一 二" in text)
    replace_text(LIFT, ("电梯里有电话。", "一 二\n三四五六七八九十一二三四五六七八九十"))(tiny)
    (scaffold,) = [blocker for blocker in _find(tiny, "tour", "") if blocker.code == "scaffold"]
    assert scaffold == Blocker(
        "scaffold", (("count", "1"), ("files", f"{LIFT} (“一 二 三四五六七八九十一二三四五六七八”)"))
    )
    assert "scaffold" not in [blocker.code for blocker in _find(tiny, "call", "")]


def test_a_stage_that_is_reached_is_no_blocker(tiny: Path) -> None:
    replace_text(SITE, ("current_stage: vote", "current_stage: tour"))(tiny)
    codes = {
        stage: [blocker.code for blocker in _find(tiny, stage, "") if blocker.code == "not_reached"]
        for stage in ("call", "tour", "vote")
    }
    assert codes == {"call": [], "tour": [], "vote": ["not_reached"]}
