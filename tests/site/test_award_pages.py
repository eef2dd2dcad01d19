"""The gallery, the public notice, events, and the pages that verify certificates, as the public sees them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml
from bs4 import Tag

from plugins.content.load import load
from plugins.content.model import Unit
from plugins.content.stage_view import Competition
from plugins.results.certificates import list_certificates
from plugins.site.pages.page_kinds import find_page
from plugins.site.pages.results import MethodView
from tests.conftest import Site
from tests.content.mutations import combine, paint_picture, replace_text, write_file
from tests.site.site_renderers import make_renderers
from tests.support.builds import files, page_urls, pelican, soup
from tests.support.published_result import seal_figures

KEY = "a key that nobody knows"
CERTIFICATES = "results/certificates.yaml"
EVENT = """---
title: 颁奖会
summary: 颁奖
public_from: awards
event:
  starts: 2024-05-01T09:30+08:00
  place: 文化馆
  programme:
    - {time: "09:30", item: 开场}
    - {item: 颁奖}
gallery:
  - {file: stage.png, alt: 台上的人, caption: 颁奖的时候}
---

报道。
"""


def _text(site: Path, path: str, select: str) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in soup(site, path).select(select)]


def test_notice_shows_its_days_and_how_to_object(tiny: Path, tmp_path: Path) -> None:
    dates = ("kinds: [public_notice]}", "kinds: [public_notice], opens: 2024-04-10, closes: 2024-04-16}")
    replace_text("competition.yaml", dates)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="notice")
    notice = _text(site, "winners/", ".notice p")
    assert notice[1:] == ["2024年4月10日 — 2024年4月16日", "对名单有异议： 向组委会来信"]
    assert _text(site, "winners/", ".level h2") == ["拟金奖", "拟表扬奖"]


@pytest.mark.parametrize("stage", ["notice", "awards", "archive"])
def test_changes_since_the_notice_stay_visible(tiny_site: Site, stage: str) -> None:
    assert _text(tiny_site(stage), "winners/", ".changes li") == ["2024年4月20日 更正一处单位名称"]


@pytest.mark.parametrize(("stage", "objections"), [("notice", 1), ("awards", 0)])
def test_objections_end_with_the_notice(tiny_site: Site, stage: str, objections: int) -> None:
    text = "".join(data.decode() for path, data in files(tiny_site(stage)).items() if path.endswith(".html"))
    assert ("向组委会来信" in text) == bool(objections)


def test_event_shows_when_where_programme_and_pictures(tiny: Path, tmp_path: Path) -> None:
    combine(write_file("pages/ceremony/index.md", EVENT), paint_picture("pages/ceremony/stage.png", 640, 480))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards")
    assert _text(site, "ceremony/", ".article .facts > div") == ["时间 2024年5月1日09:30 （北京时间）", "地点 文化馆"]
    assert _text(site, "ceremony/", ".programme li") == ["09:30 开场", "颁奖"]
    assert [str(image["alt"]) for image in soup(site, "ceremony/").select(".gallery img")] == ["台上的人"]
    assert "ceremony/" not in page_urls(pelican(tiny, tmp_path / "before", STAGE="notice"))


def _addresses(site: Path) -> set[str]:
    return {path for path in page_urls(site) if path.startswith("verify/")}


def test_every_winning_unit_can_be_verified(tiny: Path, tmp_path: Path) -> None:
    replace_text("entries/lift-watch/index.md", ("units: [east-office]", "units: [east-office, water-bureau]"))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    competition = load(tiny).competition
    assert competition
    variants_by_name = list_certificates(competition.at("awards"), KEY)
    assert [(item.level.id, item.entry.slug, item.unit.id) for item in variants_by_name] == [
        ("gold", "lift-watch", "east-office"),
        ("gold", "lift-watch", "water-bureau"),
        ("praise", "rain-garden", "water-bureau"),
        ("praise", "rain-garden", "east-office"),
    ]
    assert _addresses(site) == {f"verify/{item.id}/" for item in variants_by_name}
    page = f"verify/{variants_by_name[0].id}/"
    assert _text(site, page, ".verdict") == ["这份证书真实有效。"]
    assert _text(site, page, ".facts > div")[:2] == ["奖项 金奖", "获奖单位 东区办"]
    assert _text(site, page, "main ol li") == ["小城甲委员会", "小城日报"]


def test_verification_is_linked_from_the_gallery_alone_and_not_indexed(tiny: Path, tmp_path: Path) -> None:
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    elsewhere = {path: data for path, data in files(site).items() if "verify/" not in path}
    assert len(_addresses(site)) == 3
    assert {path for path, data in elsewhere.items() if b"verify/" in data} == {
        "winners/index.html",
        "en/winners/index.html",
    }
    for path in _addresses(site):
        assert soup(site, path).select("meta[name=robots][content=noindex]") != []


@pytest.mark.parametrize("stage", ["call", "tour", "vote", "review", "notice"])
def test_nothing_can_be_verified_before_the_awards(tiny: Path, tmp_path: Path, stage: str) -> None:
    assert _addresses(pelican(tiny, tmp_path / "site", STAGE=stage, CERTIFICATE_KEY=KEY)) == set()


def test_without_the_key_nothing_is_verified(tiny_site: Site) -> None:
    assert _addresses(tiny_site("awards")) == set()


def test_other_keys_and_other_contests_make_other_ids(tiny: Path) -> None:
    competition = load(tiny).competition
    assert competition
    show = competition.at("awards")
    ids = [item.id for key in (KEY, KEY + "2") for item in list_certificates(show, key)]
    assert len(set(ids)) == len(ids) == 6
    assert {len(item) for item in ids} == {26}


def test_correction_and_revocation_are_shown(tiny: Path, tmp_path: Path) -> None:
    notes = """issued: 2024-05-02
notes:
  - {entry: lift-watch, unit: east-office, date: 2024-05-10, note: 单位名称少一字}
  - {entry: lift-watch, unit: east-office, date: 2024-06-01, note: 材料不实, revokes: true}
"""
    write_file(CERTIFICATES, notes)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    expected_text = {
        tuple(_text(site, path, ".verdict") + _text(site, path, ".section ol.link-list li"))
        for path in _addresses(site)
    }
    issuers = ("小城甲委员会", "小城日报")
    assert expected_text == {
        ("这份证书已经撤销。", "2024年5月10日 更正 单位名称少一字", "2024年6月1日 撤销 材料不实", *issuers),
        ("这份证书真实有效。", *issuers),
    }


RULE = """result_rule:
  public: 20
  experts: 80
  trim: 1
  quotas: {gold: {water: 1}}
  publish: [%s]
  special_awards:
    - {id: popular, name: 人气奖, kind: popularity, size: 1, public_from: notice}
    - {id: organiser, name: 组织奖, kind: organiser, size: 1, public_from: awards}
site:
"""
SPECIAL = "special: {popular: [rain-garden], organiser: [east-office]}\n"
CHANNEL = "channels: [{channel: app, as_of: 2024-03-20T18:00+08:00, source: 后台, %s}]\n"
FIGURES = """entries:
  - {entry: rain-garden, votes: "1200", share: "59.35", rank: "1"}
  - {entry: lift-watch, votes: "822", share: "40.65", rank: "2"}
"""


def _explain(content: Path, *published: str, publish: str = "weights") -> None:
    replace_text("competition.yaml", ("site:\n", RULE % publish))(content)
    awards = content / "results/awards.yaml"
    awards.write_text(awards.read_text(encoding="utf-8") + SPECIAL, encoding="utf-8")
    sha256 = hashlib.sha256(awards.read_bytes()).hexdigest()
    figures = "".join([f"record: abc\nawards: {sha256}\n", *published])
    write_file("results/published.yaml", seal_figures(figures))(content)


def test_result_is_explained_in_words_and_figures(tiny: Path, tmp_path: Path) -> None:
    _explain(
        tiny, "public: '20'\nexperts: '80'\n", CHANNEL % "votes: '2022', voided: '34', reasons: [重复投票]", FIGURES
    )
    site = pelican(tiny, tmp_path / "site", STAGE="awards")
    assert _text(site, "winners/method/", "main h2") == [
        "评审标准",
        "计算方法",
        "投票渠道：小城客户端",
        "各项目的数字",
        "计票记录",
    ]
    assert _text(site, "winners/method/", "main ol li") == [
        "总分由市民投票和专家评分组成：市民投票占20%，专家评分占80%。",
        "得票折算成分数：得票最多的项目为100分，其余按比例。",
        "每个项目去掉1个最高分和1个最低分。",
        "评委的评分不作调整，取平均。",
        "总分相同时：先看专家评分；仍相同，先看得票；仍相同，公开抽签。",
        "金奖：赛道名额至少：水 1。",
        "人气奖：得票最多的1个项目。",
        "组织奖：推荐的项目获奖最多的1个单位。",
        "公布的数字四舍五入，保留2位小数；计算过程不取近似。",
    ]
    assert _text(site, "winners/method/", "ul.link-list li")[1:3] == ["有效票 2022 票", "剔除 34 票，原因： 重复投票"]
    assert [_row(row) for row in soup(site, "winners/method/").select("table tr")] == [
        ["项目", "名次", "得票", "得票占比（%）"],
        ["雨水花园", "1", "1200", "59.35"],
        ["电梯看护", "2", "822", "40.65"],
    ]
    assert [str(link["href"]) for link in soup(site, "winners/").select("main a[href^=method]")] == ["method/"]


@pytest.mark.parametrize(
    ("part", "lead", "columns"),
    [
        (
            "public: 100\n  experts: 0",
            "获奖结果由计票程序按事先定好的规则，从投票数据算出。",
            ("名次", "得票", "得票占比（%）"),
        ),
        ("public: 0\n  experts: 100", "获奖结果由计票程序按事先定好的规则，从评委评分算出。", ("名次",)),
    ],
)
def test_the_method_names_only_what_the_rule_counts(tiny: Path, part: str, lead: str, columns: tuple[str, ...]) -> None:
    replace_text("competition.yaml", ("site:\n", f"result_rule:\n  {part}\nsite:\n"))(tiny)
    sha256 = hashlib.sha256((tiny / "results/awards.yaml").read_bytes()).hexdigest()
    write_file("results/published.yaml", seal_figures(f"record: abc\nawards: {sha256}\n{FIGURES}"))(tiny)
    site = make_renderers(tiny, "awards")["zh-Hans"].site
    page = find_page(site, "winners/method/")
    assert page
    assert isinstance(page.view, MethodView)
    assert site.translations.translate(page.view.lead) == lead
    assert page.view.columns == columns


def _row(row: Tag) -> list[str]:
    return [cell.get_text(strip=True) for cell in row.select("th, td")]


def test_what_the_rule_does_not_publish_is_not_explained(tiny: Path, tmp_path: Path) -> None:
    _explain(tiny, publish="")
    site = pelican(tiny, tmp_path / "site", STAGE="awards")
    assert _text(site, "winners/method/", "main h2") == ["评审标准", "计票记录"]


def test_figures_wait_until_every_level_is_public(tiny: Path, tmp_path: Path) -> None:
    _explain(tiny, FIGURES)
    replace_text("competition.yaml", ("表扬奖, size: 1, public_from: notice", "表扬奖, size: 1, public_from: awards"))(
        tiny
    )
    assert _text(pelican(tiny, tmp_path / "notice", STAGE="notice"), "winners/method/", "table") == []
    assert len(_text(pelican(tiny, tmp_path / "awards", STAGE="awards"), "winners/method/", "table")) == 1


@pytest.mark.parametrize(
    ("stage", "titles"),
    [("notice", ["拟金奖", "拟表扬奖", "拟人气奖"]), ("awards", ["金奖", "表扬奖", "人气奖", "组织奖"])],
)
def test_special_awards_are_shown_from_their_stage(tiny: Path, tmp_path: Path, stage: str, titles: list[str]) -> None:
    _explain(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE=stage)
    assert _text(site, "winners/", ".level h2") == titles
    assert _text(site, "winners/", "#popular .winner__title") == ["雨水花园"]
    assert _text(site, "winners/", "#organiser .winner__title") == (["东区办"] if stage == "awards" else [])
    mark = "拟" if stage == "notice" else ""
    assert _text(site, "entries/rain-garden/", ".entry__head .award") == [f"{mark}表扬奖", f"{mark}人气奖"]
    assert _text(site, "entries/lift-watch/", ".entry__head .award") == [f"{mark}金奖"]


@pytest.mark.parametrize("stage", ["notice", "awards", "archive"])
def test_every_award_declared_is_shown(tiny: Path, tmp_path: Path, stage: str) -> None:
    _explain(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE=stage)
    settings_override = yaml.safe_load((tiny / "results/awards.yaml").read_text(encoding="utf-8"))["awards"]
    shown = {
        str(level["id"]): [str(link["href"]).split("/")[-2] for link in level.select(".winner__title a")]
        for level in soup(site, "winners/").select(".level")
    }
    assert {level: shown[level] for level in settings_override} == settings_override


DECISIONS = """lots: [{order: [lift-watch, rain-garden], reason: 同分, author: 公证处, date: 2024-05-01}]
decisions:
  - kind: disqualified
    entry: rain-garden
    reason: 材料不实
    author: 组委会
    date: 2024-05-20
    changes: [{winner: rain-garden, before: praise, after: ''}]
  - {kind: moved, entry: lift-watch, level: gold, reason: 复核, author: 组委会, date: 2024-05-21, changes: []}
"""


def test_lots_and_decisions_are_shown_once_with_what_they_changed(tiny: Path, tmp_path: Path) -> None:
    _explain(tiny, DECISIONS, CHANNEL % "votes: '2022', voided: '0', reasons: []")
    site = pelican(tiny, tmp_path / "site", STAGE="awards")
    assert _text(site, "winners/method/", "#decisions li") == [
        "2024年5月1日 抽签，先后为：电梯看护、雨水花园。 同分 决定：公证处",
        "2024年5月20日 取消“雨水花园”的资格。 材料不实 决定：组委会 “雨水花园”：表扬奖→无奖项",
        "2024年5月21日 “电梯看护”改为金奖。 复核 决定：组委会 奖项没有变化",
    ]
    assert "没有剔除的票" in _text(site, "winners/method/", "ul.link-list li")
    # a special award is not public yet, and a decision could reveal it
    notice = pelican(tiny, tmp_path / "notice", STAGE="notice")
    assert _text(notice, "winners/method/", "#decisions") == []


def test_vacant_places_are_shown_with_their_reason(tiny: Path, tmp_path: Path) -> None:
    write_file(
        "results/awards.yaml",
        "awards: {gold: [lift-watch], praise: []}\nvacant: {praise: {places: 1, reason: 宁缺毋滥}}\n",
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards")
    assert _text(site, "winners/", "#praise .note")[-1] == "空缺1个名额：宁缺毋滥"


def test_page_of_a_certificate_stays_when_its_entry_has_lost_the_award(tiny: Path, tmp_path: Path) -> None:
    before = _addresses(pelican(tiny, tmp_path / "before", STAGE="awards", CERTIFICATE_KEY=KEY))
    revocation = (
        "entry: rain-garden, unit: water-bureau, date: 2024-06-01, note: 材料不实, revokes: true, level: praise"
    )
    note = f"issued: 2024-05-02\nnotes: [{{{revocation}}}]\n"
    vacant = "vacant: {praise: {places: 1, reason: 撤销}}\n"
    combine(
        write_file(CERTIFICATES, note),
        write_file("results/awards.yaml", "awards: {gold: [lift-watch], praise: []}\n" + vacant),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    after = _addresses(site)
    assert after < before
    assert sorted(_text(site, path, ".verdict")[0] for path in after) == ["这份证书已经撤销。", "这份证书真实有效。"]


def test_decision_after_the_day_of_issue_voids_the_certificate(tiny: Path, tmp_path: Path) -> None:
    _explain(tiny, DECISIONS)
    awards = "awards: {gold: [lift-watch], praise: []}\nvacant: {praise: {places: 1, reason: 撤销}}\n" + SPECIAL
    write_file("results/awards.yaml", awards)(tiny)
    sha256 = hashlib.sha256((tiny / "results/awards.yaml").read_bytes()).hexdigest()
    write_file("results/published.yaml", seal_figures(f"record: abc\nawards: {sha256}\n{DECISIONS}"))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    notes = [
        _text(site, path, ".section ol li")[0]
        for path in sorted(_addresses(site))
        if "撤销" in _text(site, path, ".verdict")[0]
    ]
    assert notes == ["2024年5月20日 撤销 材料不实"] * 2


def test_special_awards_are_on_the_home_page_in_open_data_and_have_certificates(tiny: Path, tmp_path: Path) -> None:
    _explain(tiny)
    competition = load(tiny, "awards").competition
    assert competition
    certificates = list_certificates(competition.at("awards"), KEY)
    named = [
        (item.level.id, item.entry.slug if item.entry else None, item.unit.id)
        for item in certificates
        if item.level.id in {"popular", "organiser"}
    ]
    assert named == [("popular", "rain-garden", unit.id) for unit in _units(competition, "rain-garden")] + [
        ("organiser", None, "east-office")
    ]
    site = pelican(tiny, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    assert {"人气奖", "组织奖"} <= set(_text(site, "", ".award"))
    data = json.loads((site / "data" / "entries.json").read_text(encoding="utf-8"))
    assert [entry["special_awards"] for entry in data["entries"]] == [
        ["popular"] if entry["slug"] == "rain-garden" else [] for entry in data["entries"]
    ]
    assert data["unit_awards"] == [{"award": "organiser", "units": ["东区办"]}]
    page = next(item for item in certificates if item.entry is None)
    assert "组织奖" in soup(site, f"verify/{page.id}/").get_text()


def _units(competition: Competition, slug: str) -> tuple[Unit, ...]:
    return next(entry for entry in competition.entries if entry.slug == slug).participants
