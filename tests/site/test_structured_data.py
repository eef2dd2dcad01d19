"""What pages say to machines: descriptions, addresses, pictures, JSON-LD, feeds, site map, open data."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from plugins.content.schema.documents import Entrant
from plugins.site.language_site import LanguageSite
from plugins.site.pages.entries import entry_page
from plugins.site.pages.page_kinds import find_page
from plugins.site.render.structured_data import json_ld
from tests.conftest import Site
from tests.content.mutations import replace_text
from tests.site.site_renderers import make_renderers
from tests.support.builds import SHIPPED, TINY, files, page_urls, pelican, run_task, soup
from tests.support.reading import shortlist

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = "https://xunzhan.example/gz2022/"


def _pages(site: Path) -> list[str]:
    return [path for path in files(site) if path.endswith("index.html")]


@pytest.mark.parametrize("stage", ["call", "tour", "awards"])
def test_every_page_says_what_it_is(shipped_site: Site, stage: str) -> None:
    site = shipped_site(stage)
    for path in _pages(site):
        head = soup(site, path).head
        assert head
        if head.select_one("meta[name=robots][content=noindex]"):
            continue
        address = ADDRESS + path.removesuffix("index.html")
        picture = str(head.select_one("meta[property='og:image']")["content"])  # type: ignore[index]
        assert head.select_one("link[rel=canonical]")["href"] == address  # type: ignore[index]
        assert str(head.select_one("meta[name=description]")["content"]).strip()  # type: ignore[index]
        assert (site / picture.removeprefix(ADDRESS)).is_file()
        assert json.loads(head.select_one("script[type='application/ld+json']").string or "")["url"] == address  # type: ignore[union-attr]


def _read_json_ld(site: Path, path: str) -> dict[str, Any]:
    script = soup(site, path).select_one("script[type='application/ld+json']")
    assert script
    data: dict[str, Any] = json.loads(script.string or "")
    return data


def test_entry_says_what_it_won_once_that_is_final(tiny_site: Site) -> None:
    address = "https://small-town.example/zt/"
    notice, awards = (_read_json_ld(tiny_site(stage), "entries/rain-garden/") for stage in ("notice", "awards"))
    assert ("award" in notice, awards["award"]) == (False, ["表扬奖"])
    assert awards["isPartOf"] == {"@type": "WebSite", "name": "小城大赛", "url": address}
    assert (tiny_site("awards") / awards["image"].removeprefix(address)).is_file()
    assert "isPartOf" not in _read_json_ld(tiny_site("awards"), "")


def test_article_and_event_say_when_and_where(tiny: Path, tmp_path: Path) -> None:
    event = "event: {starts: '2024-05-01T15:00:00+08:00', place: 河边剧场}\n"
    rules = tiny / "pages" / "rules" / "index.md"
    rules.write_text(rules.read_text(encoding="utf-8").replace("---\n", f"---\n{event}", 1), encoding="utf-8")
    site = pelican(tiny, tmp_path / "site")
    article, page = _read_json_ld(site, "news/launch/"), _read_json_ld(site, "rules/")
    assert article["dateModified"] == article["datePublished"]
    assert page["location"] == {"@type": "Place", "name": "河边剧场"}
    assert page["startDate"] == "2024-05-01T15:00:00+08:00"
    assert [organiser["name"] for organiser in page["organizer"]] == ["小城甲委员会", "小城日报"]


def test_open_data_is_linked_from_the_catalogue(tiny_site: Site) -> None:
    for prefix in ("", "en/"):
        links = soup(tiny_site("vote"), f"{prefix}entries/").select("a[download]")
        paths = [str(link["href"]) for link in links]
        assert paths == ["../data/entries.csv", "../data/entries.json"]
        assert (tiny_site("vote") / prefix / "data" / "entries.csv").is_file()


def test_titles_differ_from_page_to_page(shipped_site: Site) -> None:
    site = shipped_site("tour")
    for prefix in ("", "en/"):
        pages = [path for path in _pages(site) if path.startswith("en/") == bool(prefix)]
        titles = [str(soup(site, path).title) for path in pages]
        assert len(set(titles)) == len(titles)


def test_hreflang_names_both_languages_and_a_default(shipped_site: Site) -> None:
    links = soup(shipped_site("tour"), "en/tour/").select("link[hreflang]")
    assert [(link["hreflang"], link["href"]) for link in links] == [
        ("zh-Hans", f"{ADDRESS}tour/"),
        ("en", f"{ADDRESS}en/tour/"),
        ("x-default", f"{ADDRESS}tour/"),
    ]


def test_site_map_lists_every_page_but_the_lost_one(shipped_site: Site) -> None:
    site = shipped_site("tour")
    listed = {unquote(str(loc.text)) for loc in ElementTree.parse(site / "sitemap.xml").iter(f"{MAP}loc")}
    pages = {path for path in page_urls(site) if path == "" or path.endswith("/")}
    assert listed == {ADDRESS + path for path in pages}


@pytest.mark.parametrize(("stage", "count"), [("tour", 1), ("awards", 2)])
def test_feed_holds_the_news_of_the_stage(shipped_site: Site, stage: str, count: int) -> None:
    for path in ("feed.xml", "en/feed.xml"):
        feed = ElementTree.parse(shipped_site(stage) / path).getroot()
        entries = feed.findall(f"{ATOM}entry")
        dates = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
        assert len(entries) == count
        assert feed.findtext(f"{ATOM}updated") == max(dates)


def test_site_without_news_has_no_feed(tiny: Path, tmp_path: Path) -> None:
    for name in ("launch", "results"):
        for file in (tiny / "articles" / name).iterdir():
            file.unlink()
        (tiny / "articles" / name).rmdir()
    site = pelican(tiny, tmp_path / "site")
    assert not (site / "feed.xml").exists()
    assert soup(site, "").select("link[type='application/atom+xml']") == []


@pytest.mark.parametrize("stage", ["tour", "awards"])
def test_open_data_holds_the_public_facts(shipped_site: Site, stage: str) -> None:
    folder = shipped_site(stage) / "data"
    element = json.loads((folder / "entries.json").read_text(encoding="utf-8"))["entries"]
    with (folder / "entries.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["slug"] for row in rows] == [item["slug"] for item in element] == shortlist(SHIPPED)
    awards = [item["award"] for item in element]
    assert (awards.count("top-ten"), awards.count("outstanding")) == ((10, 13) if stage == "awards" else (0, 0))


def test_public_sector_names_are_on_articles_and_lists(shipped_site: Site) -> None:
    article = {str(tag["name"]) for tag in soup(shipped_site("tour"), "news/launch/").select("meta[name]")}
    column = {str(tag["name"]) for tag in soup(shipped_site("tour"), "news/").select("meta[name]")}
    assert {"SiteName", "SiteDomain", "ArticleTitle", "PubDate", "ContentSource"} <= article
    assert {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} <= column


def test_article_names_its_three_roles(shipped_site: Site) -> None:
    words = soup(shipped_site("tour"), "news/launch/").main
    assert words
    text = words.get_text(" ", strip=True)
    assert [name for name in ("Liu Xinshe", "Li Jialang", "Mu Mu", "南方网") if name not in text] == []


def test_style_guide_is_in_previews_only(tmp_path: Path) -> None:
    run_task("build", "--content", str(TINY), "--output", str(tmp_path / "usual"))
    run_task("build", "--content", str(TINY), "--output", str(tmp_path / "preview"), "--preview")
    extra = page_urls(tmp_path / "preview") - page_urls(tmp_path / "usual")
    assert extra == {"styleguide/", "en/styleguide/"}


def test_words_without_translation_keep_their_language(tiny_site: Site) -> None:
    title = soup(tiny_site("vote"), "en/entries/lift-watch/").h1
    assert title
    assert [(span["lang"], span.get_text()) for span in title.select("span[lang]")] == [("zh-Hans", "电梯看护")]


def test_sample_entries_say_so(shipped_site: Site) -> None:
    page = soup(shipped_site("tour"), "entries/rain-lookouts/").main
    real = soup(shipped_site("tour"), "entries/baiyun-352/").main
    assert page and real
    assert ("示例项目" in page.get_text(), "示例项目" in real.get_text()) == (True, False)


def test_download_names_its_type_and_size(tiny: Path, tmp_path: Path) -> None:
    entry = tiny / "entries" / "lift-watch"
    (entry / "plan.pdf").write_bytes(b"%PDF-1.7" + b"0" * 1_999_987 + b"%%EOF")
    text = (entry / "index.md").read_text(encoding="utf-8")
    head = "downloads:\n  - {label: 方案, file: plan.pdf}\nsample: true"
    (entry / "index.md").write_text(text.replace("sample: true", head), encoding="utf-8")
    page = soup(pelican(tiny, tmp_path / "site"), "entries/lift-watch/")
    link = page.select_one("a[download]")
    assert link and link.parent
    assert link.parent.get_text(" ", strip=True) == "方案 PDF · 2.0 MB"
    assert (tmp_path / "site" / str(link["href"]).removeprefix("../../")).stat().st_size == 2_000_000


@pytest.mark.parametrize(("select", "key"), [("link[rel=stylesheet]", "href"), ("script[src]", "src")])
def test_own_files_are_checked_before_they_are_used(tiny_site: Site, select: str, key: str) -> None:
    built = files(tiny_site("vote"))
    hashes = {
        Path(path).name: f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"
        for path, data in built.items()
    }
    for path in [path for path in built if path.endswith(".html")]:
        used = soup(tiny_site("vote"), path).select(select)
        assert used
        for element in used:
            assert element["integrity"] == hashes[str(element[key]).rpartition("/")[2]]


def test_security_txt_says_whom_to_tell(tiny: Path, tmp_path: Path) -> None:
    element = "site:\n  security: {contact: 'mailto:security@small-town.example', expires: 2025-01-31}\n"
    replace_text("competition.yaml", ("site:\n", element))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    assert (site / ".well-known/security.txt").read_text() == (
        "Contact: mailto:security@small-town.example\n"
        "Expires: 2025-01-31T23:59:59+08:00\n"
        "Preferred-Languages: zh, en\n"
        "Canonical: https://small-town.example/zt/.well-known/security.txt\n"
    )


def _json_ld(site: LanguageSite, path: str) -> dict[str, Any]:
    page = find_page(site, path)
    assert page
    text = str(json_ld(site, page, "media/a.jpg"))
    assert not {"<", ">", "&"} & {*text}
    data: dict[str, Any] = json.loads(text)
    return data


def test_every_page_says_what_it_is_and_of_which_site() -> None:
    site = make_renderers(TINY, "awards")["en"].site
    home, rules, winners = (_json_ld(site, path) for path in ("", "rules/", "winners/"))
    name = "Small Town Innovation Competition"
    organisers = [{"@type": "Organization", "name": text} for text in ("小城甲委员会", "Small Town Daily")]
    assert home == {
        "@context": "https://schema.org", "@type": "WebSite", "publisher": organisers, "name": name,
        "description": "To show good ideas from neighbourhoods", "url": "https://x.example/en/", "inLanguage": "en",
        "image": "https://x.example/media/a.jpg",
    }  # fmt: skip
    part = {"@type": "WebSite", "name": "Small Town", "url": "https://x.example/en/"}
    assert [(data["@type"], data["isPartOf"]) for data in (rules, winners)] == [("WebPage", part)] * 2
    assert rules["url"] == "https://x.example/en/rules/"
    assert _json_ld(site, "entries/")["numberOfItems"] == 2


def test_entry_says_who_made_it_and_what_it_won() -> None:
    renderer = make_renderers(TINY, "awards")["zh-Hans"]
    garden, lift = (_json_ld(renderer.site, f"entries/{slug}/") for slug in ("rain-garden", "lift-watch"))
    makers = [{"@type": "Organization", "name": text} for text in ("水务局", "东区办")]
    assert (garden["@type"], garden["creator"], garden["award"], garden["position"]) == (
        *("CreativeWork", makers, ["表扬奖"], 1),
    )
    assert garden["image"].startswith("https://x.example/media/")
    assert garden["image"] != lift["image"] == "https://x.example/media/a.jpg"
    early = _json_ld(make_renderers(TINY, "vote")["en"].site, "entries/lift-watch/")
    assert ("award" in early, "contributor" in garden) == (False, False)


def test_person_and_partner_of_an_entry_are_named_as_such() -> None:
    site = make_renderers(TINY, "vote")["zh-Hans"].site
    card = site.cards[0]
    bureau, office = card.entry.units
    person = replace(office, kind=replace(office.kind, entrant=Entrant.PERSON))
    entry = replace(card.entry, units=(person,), partners=(bureau,))
    data = json.loads(json_ld(site, entry_page(site, replace(card, entry=entry)), "a.jpg"))
    assert (data["creator"], data["contributor"]) == (
        [{"@type": "Person", "name": "东区办"}],
        [{"@type": "Organization", "name": "水务局"}],
    )
