"""The winners' gallery, the reveal of a ceremony, the class photo and the jury's words, and that none comes early."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import Tag
from PIL import Image

from plugins.content.load import load
from plugins.embargo.check import check_for_leaks
from plugins.site.language_site import LanguageSite
from plugins.site.pages.winners import RevealView, WinnersView, gallery, pages, reveal, winner_groups
from tests.content.mutations import combine, replace_text, write_file
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY, files, page_urls, pelican, soup

KEY = "a key that nobody knows"
CITATIONS = """jury:
  zh-Hans: 评委会说，办法都在街坊手里。
  en: The jury says that good ideas are with the neighbours.
citations:
  lift-watch: 一部电梯，三句问候。
  rain-garden: 把雨水留在街上。
"""
CEREMONY = """---
title: 颁奖会
summary: 颁奖
public_from: awards
event: {starts: 2024-05-01T09:30+08:00, place: 文化馆}
---

报道。
"""
SPECIAL = """result_rule:
  public: 20
  experts: 80
  trim: 1
  publish: []
  special_awards:
    - {id: loved, name: 人气奖, kind: popularity, size: 1, public_from: awards}
    - {id: helper, name: 组织奖, kind: organiser, size: 1, public_from: awards}
site:
"""
BEFORE = ["call", "tour", "vote", "review", "notice"]


@pytest.fixture
def honoured(tiny: Path) -> Path:
    """The tiny contest with all that a gallery can show."""
    combine(
        write_file("results/citations.yaml", CITATIONS),
        write_file("pages/ceremony/index.md", CEREMONY),
        replace_text("competition.yaml", ("site:\n", SPECIAL)),
    )(tiny)
    awards = tiny / "results" / "awards.yaml"
    awards.write_text(awards.read_text() + "special: {loved: [rain-garden], helper: [water-bureau]}\n")
    return tiny


def _texts(site: Path, path: str, select: str) -> list[str]:
    return ["".join(item.get_text().split()) for item in soup(site, path).select(select)]


def test_gallery_shows_the_day_the_jury_and_each_winner(honoured: Path, tmp_path: Path) -> None:
    site = pelican(honoured, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    assert _texts(site, "winners/", ".winners__day") == ["颁奖会2024年5月1日09:30·文化馆"]
    assert _texts(site, "winners/", ".jury blockquote") == ["评委会说，办法都在街坊手里。"]
    assert _texts(site, "winners/", ".level h2") == ["金奖", "表扬奖", "人气奖", "组织奖"]
    first = soup(site, "winners/").select(".level--first .winner")
    assert len(first) == 1
    words = "".join(first[0].get_text().split())
    for part in ("金奖第1名", "电梯看护", "东区办·示例", "电梯有人看", "一部电梯，三句问候。", "核对这份证书"):
        assert part in words
    assert _texts(site, "winners/", "#helper .winner__title") == ["水务局"]
    links = {link["href"] for link in soup(site, "winners/").select("main .link-list a")}
    assert {"../news/results/", "reveal/"} <= links
    assert "neighbours" in soup(site, "en/winners/").select_one(".jury").get_text()  # type: ignore[union-attr]


def test_certificate_is_a_picture_that_leads_to_its_check(honoured: Path, tmp_path: Path) -> None:
    site = pelican(honoured, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    links = soup(site, "winners/").select(".certificates a")
    checked = {str(link["href"]).removeprefix("../") for link in links}
    assert checked == {path for path in page_urls(site) if path.startswith("verify/")}
    for link in links:
        assert isinstance(link.img, Tag)
        picture = Image.open(site / str(link.img["src"]).removeprefix("../"))
        assert picture.size == (1188, 840)
        assert str(link.img["alt"]).endswith("的获奖证书")


def test_revoked_certificate_is_not_shown(honoured: Path, tmp_path: Path) -> None:
    note = "{entry: lift-watch, unit: east-office, date: 2024-06-01, note: 材料不实, revokes: true}"
    write_file("results/certificates.yaml", f"issued: 2024-05-02\nnotes: [{note}]\n")(honoured)
    site = pelican(honoured, tmp_path / "site", STAGE="awards", CERTIFICATE_KEY=KEY)
    assert soup(site, "winners/").select("#gold .certificates") == []
    assert len(soup(site, "winners/").select("#praise .certificates a")) == 2


def test_class_photo_has_every_picture_and_is_the_card_of_the_page(honoured: Path, tmp_path: Path) -> None:
    site = pelican(honoured, tmp_path / "site", STAGE="awards")
    page = soup(site, "winners/")
    (picture,) = page.select(".class-photo img")
    path = str(picture["src"]).removeprefix("../")
    photo = Image.open(site / path).convert("RGB")
    assert photo.size == (1600, 1200)
    cover = Image.open(honoured / "entries/rain-garden/cover.png").convert("RGB").resize((1, 1)).getpixel((0, 0))
    middle = photo.crop((500, 400, 1100, 1000)).resize((1, 1)).getpixel((0, 0))
    assert max(abs(one - other) for one, other in zip(cover, middle, strict=True)) < 40  # type: ignore[arg-type]
    assert str(page.select("meta[property='og:image']")[0]["content"]).endswith(path)


def test_class_photo_has_winners_of_special_awards_too(honoured: Path, tmp_path: Path) -> None:
    replace_text("results/awards.yaml", ("praise: [rain-garden]", "praise: []"))(honoured)
    site = pelican(honoured, tmp_path / "site", STAGE="awards")
    assert _texts(site, "winners/", "#loved .winner__title") == ["雨水花园"]
    # the only winner with a picture
    assert len(soup(site, "winners/").select(".class-photo img")) == 1


def test_reveal_goes_from_the_lowest_award_to_the_best(honoured: Path, tmp_path: Path) -> None:
    site = pelican(honoured, tmp_path / "site", STAGE="awards")
    names = _texts(site, "winners/reveal/", ".reveal__scene :is(h1, h2, h3)")
    between = ["表扬奖", "雨水花园", "人气奖", "雨水花园", "组织奖", "水务局", "金奖", "电梯看护"]
    assert names == ["获奖揭晓", *between, "祝贺全部获奖者"]
    assert soup(site, "winners/reveal/").select("meta[name=robots][content=noindex]") != []


@pytest.mark.parametrize("stage", BEFORE)
def test_nothing_of_the_honours_is_public_early(honoured: Path, tmp_path: Path, stage: str) -> None:
    site = pelican(honoured, tmp_path / "site", STAGE=stage, CERTIFICATE_KEY=KEY)
    everything = b"".join(data for path, data in files(site).items() if path.endswith((".html", ".json", ".js")))
    for secret in ("评委会说", "三句问候", "The jury says"):
        assert secret.encode() not in everything
    assert not any("reveal" in path and path.endswith(".html") for path in files(site))
    # the address is the site's own, so that nothing else differs
    report = check_for_leaks(site, honoured, stage, "https://small-town.example/zt")
    assert (report.leaks, report.differences) == ((), ())


def test_words_on_a_winner_whose_award_is_secret_stay_secret(honoured: Path, tmp_path: Path) -> None:
    replace_text("competition.yaml", ("size: 1, public_from: notice}", "size: 1, public_from: archive}"))(honoured)
    awards = honoured / "results" / "awards.yaml"
    awards.write_text(awards.read_text().replace("loved: [rain-garden]", "loved: [lift-watch]"))
    competition = load(honoured).competition
    assert competition
    citations = competition.at("awards").citations
    assert citations
    assert set(citations.citations) == {"lift-watch"}
    site = pelican(honoured, tmp_path / "site", STAGE="awards")
    assert "把雨水留在街上" not in (site / "winners" / "index.html").read_text(encoding="utf-8")
    report = check_for_leaks(site, honoured, "awards", "https://small-town.example/zt")
    assert (report.leaks, report.differences) == ((), ())


def test_card_of_a_winner_says_so_once_the_awards_are_final(honoured: Path, tmp_path: Path) -> None:
    cards = {}
    for stage in ("review", "notice", "awards"):
        site = pelican(honoured, tmp_path / stage, STAGE=stage)
        (image,) = soup(site, "entries/lift-watch/").select("meta[property='og:image']")
        name = str(image["content"]).rpartition("/")[2]
        cards[stage] = (name, Image.open(io.BytesIO((site / "media" / name).read_bytes())).convert("RGB"))
    assert cards["review"][0] == cards["notice"][0] != cards["awards"][0]
    accent = cards["awards"][1].getpixel((600, 4))
    ribbon = cards["awards"][1].getpixel((76, 150))
    assert max(abs(one - other) for one, other in zip(accent, ribbon, strict=True)) < 12  # type: ignore[arg-type]
    assert cards["review"][1].getpixel((76, 135)) != ribbon


@pytest.fixture(scope="module")
def awards() -> LanguageSite:
    """The tiny competition after the awards."""
    return make_renderers(TINY, "awards")["zh-Hans"].site


def test_winners_are_by_award_with_their_ranks(awards: LanguageSite) -> None:
    gold, praise = winner_groups(awards)
    assert [(group.award.id, group.is_ranked, group.is_first, len(group.winners)) for group in (gold, praise)] == [
        ("gold", True, True, 1),
        ("praise", False, False, 1),
    ]
    assert [(winner.rank, winner.unit, winner.citation) for group in (gold, praise) for winner in group.winners] == [
        (1, None, None),
        (None, None, None),
    ]


def test_gallery_of_a_proposal_says_so(awards: LanguageSite) -> None:
    notice = make_renderers(TINY, "notice")["zh-Hans"].site
    shown = [gallery(part, winner_groups(part)) for part in (notice, awards)]
    views = [page.view for page in shown if isinstance(page.view, WinnersView)]
    assert [(view.proposed, view.revealed, view.explained, view.stage.id) for view in views] == [
        (True, False, False, "notice"),
        (False, True, False, "notice"),
    ]
    translate = awards.translations.translate
    assert [page.title for page in shown] == [translate("title.winners_proposed"), translate("title.winners")]
    assert [page.image == view.photo for page, view in zip(shown, views, strict=True)] == [True, True]
    assert [[page.path for page in pages(part)] for part in (notice, awards)] == [
        ["winners/"],
        ["winners/", "winners/reveal/"],
    ]


def test_reveal_goes_up_to_the_best_and_leaves_out_who_nobody_won(awards: LanguageSite) -> None:
    gold, praise = winner_groups(awards)
    second = replace(gold.winners[0], rank=2)
    groups = (gold._replace(winners=(gold.winners[0], second)), praise, praise._replace(winners=()))
    page = reveal(awards, groups)
    assert isinstance(page.view, RevealView)
    assert (page.path, page.section, page.view.day) == ("winners/reveal/", "none", None)
    assert [(group.award.id, [winner.rank for winner in group.winners]) for group in page.view.groups] == [
        ("praise", [None]),
        ("gold", [2, 1]),
    ]
