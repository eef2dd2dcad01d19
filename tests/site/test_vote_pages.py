"""What pages say of the vote in each stage: the ways to it while it is open, and nothing that invites after it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from plugins.paths import ROOT
from tests.conftest import Site
from tests.content.mutations import SITE, combine, replace_text, write_file
from tests.support.builds import files, pelican, soup

AFTER = ("review", "notice", "awards", "archive")
INVITING = ("home.vote", "entry.go_vote", "ballot.open", "ballot.open_dated", "ballot.all", "ballot.find_note")
INVITING += ("ballot.hold", "ballot.open_frame", "ballot.channel_closed")
COUNTS = "as_of: 2024-03-15T18:00+08:00\nsource: 小城客户端\ncounts: {rain-garden: 4321}\n"
FRAMED = ("https://tally.so/r/abc123", "frame-src https://tally.so")


@cache
def _phrase(key: str) -> str:
    translations = yaml.safe_load((ROOT / "theme/translations/zh-Hans.yaml").read_text(encoding="utf-8"))
    phrase = str(translations[key]).replace("{zone}", "北京时间")
    return re.sub(r"\[\w+\|([^\]]*)\]", r"\1", phrase)


def _pages(site: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in files(site).items() if path.endswith(".html")}


@pytest.mark.parametrize("stage", AFTER)
def test_nothing_invites_to_vote_once_it_is_over(tiny_site: Site, stage: str) -> None:
    for path, page in _pages(tiny_site(stage)).items():
        if path.startswith("en/"):
            continue
        element = soup(tiny_site(stage), path).body
        assert element
        assert [key for key in INVITING if _phrase(key) in element.get_text()] == []
        live = ".vote-only, [data-channel], [data-frame], [data-vote], iframe, .ballot-option__code"
        assert element.select(live) == []
        assert "frame-src" not in page


def test_what_invites_is_there_while_the_vote_is_open(tiny_site: Site) -> None:
    text = "".join(_pages(tiny_site("vote")).values())
    missing = [key for key in INVITING if _phrase(key) not in text]
    # no date is open, no platform of the tiny competition can be framed, and no channel is shut
    assert missing == ["ballot.open", "ballot.open_frame", "ballot.channel_closed"]


def test_ballot_states(tiny_site: Site) -> None:
    expected = {
        "tour": "投票还没有开始。",
        "vote": "请在下列时间内投票（北京时间）。",
        "review": "投票已经结束，正在进行评审。",
        "notice": "投票已经结束。感谢每一位参与的市民。",
        "awards": "评选已经结束，结果已公布。",
    }
    element = {
        stage: soup(tiny_site(stage), "entries/rain-garden/").select_one(".ballot__state").text  # type: ignore[union-attr]
        for stage in expected
    }
    assert element == expected


def test_policy_of_a_page_has_the_origins_of_its_own_ballots(tiny: Path, tmp_path: Path) -> None:
    combine(
        replace_text(SITE, ("{id: app, name: 小城客户端}", "{id: app, name: 小城客户端, provider: tally}")),
        replace_text("entries/rain-garden/index.md", ("https://vote.example.com/rain", FRAMED[0])),
        replace_text("entries/lift-watch/index.md", ("https://vote.example.com/lift", "xyz987")),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    policies = {path: _policy(site, path) for path in ("", "vote/", "entries/lift-watch/", "entries/rain-garden/")}
    assert {path: FRAMED[1] in policy for path, policy in policies.items()} == {
        "": False,
        "vote/": False,
        "entries/lift-watch/": True,
        "entries/rain-garden/": True,
    }
    assert f"{FRAMED[1]};" in (site / "_headers").read_text()
    after = pelican(tiny, tmp_path / "after", STAGE="review")
    assert [path for path, data in files(after).items() if b"tally" in data] == []


def _policy(site: Path, path: str) -> str:
    result = soup(site, path).select_one("meta[http-equiv]")
    assert result
    return str(result["content"])


def test_one_ballot_for_all_gets_the_entry(tiny: Path, tmp_path: Path) -> None:
    combine(
        replace_text(SITE, ("{id: app, name: 小城客户端}", "{id: app, name: 甲, provider: wjx, ballot: Ab12cD}")),
        replace_text("entries/rain-garden/index.md", ("  app: https://vote.example.com/rain", "  app: Own123")),
        replace_text("entries/lift-watch/index.md", ("ballots:\n  app: https://vote.example.com/lift\n", "")),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    result = {
        path: [str(link["href"]) for link in soup(site, path).select("[data-channel]")]
        for path in ("vote/", "entries/lift-watch/", "entries/rain-garden/")
    }
    assert result == {
        "vote/": ["https://www.wjx.cn/vm/Ab12cD.aspx"],
        "entries/lift-watch/": ["https://www.wjx.cn/vm/Ab12cD.aspx?sojumpparm=lift-watch"],
        "entries/rain-garden/": ["https://www.wjx.cn/vm/Own123.aspx"],
    }


@pytest.mark.parametrize(
    ("stage", "shows", "count"), [("tour", "true", 0), ("vote", "true", 1), ("vote", "false", 0), ("awards", "true", 1)]
)
def test_count_is_shown_with_source_and_time_if_the_rule_says_so(
    tiny: Path, tmp_path: Path, stage: str, shows: str, count: int
) -> None:
    combine(
        replace_text(SITE, ("limit: 每天一票}", f"limit: 每天一票, shows_count: {shows}}}")),
        write_file(
            "results/counts.yaml", "as_of: 2024-03-15T18:00+08:00\nsource: 小城客户端\ncounts: {rain-garden: 4321}\n"
        ),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE=stage)
    shown = [" ".join(item.get_text().split()) for item in soup(site, "entries/rain-garden/").select(".count")]
    assert shown == ["得票 4321 截至2024年3月15日18:00（北京时间） · 来源：小城客户端"] * count
    assert ("4321" in "".join(_pages(site).values())) == bool(count)


@pytest.mark.parametrize(
    ("provider", "pasted", "framed"),
    [
        ("typeform", "Ab12Cd", "https://form.typeform.com/to/Ab12Cd?typeform-embed=embed-widget#entry=lift-watch"),
        ("tally", "abc123", "https://tally.so/embed/abc123?entry=lift-watch&dynamicHeight=1"),
        ("jinshuju", "Ab12Cd", "https://jinshuju.net/f/Ab12Cd?x_field_1=lift-watch"),
        ("tencent", "1234567/ab12", "https://wj.qq.com/s2/1234567/ab12/?openid=lift-watch"),
        (
            "nextcloud-forms",
            "https://cloud.example/apps/forms/s/Xy",
            "https://cloud.example/apps/forms/embed/Xy",
        ),
        ("microsoft-forms", "Ab12Cd34", "https://forms.office.com/r/Ab12Cd34?embed=true"),
        (
            "google-forms",
            "1FAIpQLSe" + "x" * 30,
            "https://docs.google.com/forms/d/e/1FAIpQLSe" + "x" * 30 + "/viewform?embedded=true",
        ),
        ("limesurvey", "https://poll.example/123?lang=zh", "https://poll.example/123?lang=zh&entry=lift-watch"),
    ],
)
def test_address_in_a_frame(tiny: Path, tmp_path: Path, provider: str, pasted: str, framed: str) -> None:
    combine(
        replace_text(
            SITE, ("{id: app, name: 小城客户端}", f"{{id: app, name: 甲, provider: {provider}, ballot: '{pasted}'}}")
        ),
        replace_text("entries/lift-watch/index.md", ("ballots:\n  app: https://vote.example.com/lift\n", "")),
        replace_text("entries/rain-garden/index.md", ("https://vote.example.com/rain", pasted)),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    frame = soup(site, "entries/lift-watch/").select_one("[data-frame]")
    assert frame
    assert yaml.safe_load(str(frame["data-frame"]))["src"] == framed
