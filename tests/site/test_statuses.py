"""Pages where an entry was: notices that lead on, links that still work, certificates that are void."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.results.certificates import list_certificates
from tests.content.invalid_shapes import statuses
from tests.support.builds import files, pelican, soup

KEY = "a key that nobody knows"
WITHDRAWN = "entry: rain-garden, kind: withdrawn, public_from: archive"
MERGED = "entry: rain-garden, kind: merged, public_from: archive, into: lift-watch"
RENAMED = "entry: lift-watch, kind: renamed, public_from: archive, title: 电梯相伴, old_slug: lifts"


def _words(site: Path, path: str, select: str) -> str:
    return " ".join(" ".join(item.get_text(" ") for item in soup(site, path).select(select)).split())


def test_old_addresses_lead_to_the_notice_in_every_language(tiny: Path, tmp_path: Path) -> None:
    statuses(MERGED, RENAMED)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="archive")
    assert (
        _words(site, "entries/rain-garden/", "#status")
        == "这个项目已并入另一个项目。 原获的“表扬奖”已撤销。 说明 电梯相伴"
    )
    assert _words(site, "en/entries/rain-garden/", "h1") == "Rain Garden"
    assert _words(site, "en/entries/lifts/", "#status") == "This entry has been renamed. 说明 电梯相伴"
    links = [
        link["href"]
        for path in ("entries/rain-garden/", "entries/lifts/")
        for link in soup(site, path).select("#status a")
    ]
    assert links == ["../lift-watch/", "../lift-watch/"]
    notes = _words(site, "entries/lift-watch/", ".entry__head .note")
    assert notes == "2024年4月1日 《雨水花园》已并入本项目。 说明 2024年4月1日 原名《电梯看护》。 说明"


def test_notices_are_not_indexed_nor_in_the_site_map(tiny: Path, tmp_path: Path) -> None:
    statuses(WITHDRAWN)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="archive")
    assert soup(site, "entries/rain-garden/").select_one("meta[name=robots]")
    assert "rain-garden" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_links_in_texts_lead_to_the_notice(tiny: Path, tmp_path: Path) -> None:
    text = (tiny / "articles/launch/index.md").read_text(encoding="utf-8")
    assert "entries/rain-garden/index.md" in text
    statuses(WITHDRAWN)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="archive")
    assert "../../entries/rain-garden/" in [link["href"] for link in soup(site, "news/launch/").select(".prose a")]


def test_nothing_but_the_notice_shows_an_entry_that_left(tiny: Path, tmp_path: Path) -> None:
    statuses(WITHDRAWN)(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="archive")
    showing = {path for path, data in files(site).items() if "雨水花园".encode() in data and not path.startswith("en/")}
    # its name is in the text of an article, too
    assert showing == {"entries/rain-garden/index.html", "winners/index.html", "news/launch/index.html", "feed.xml"}


def test_certificate_of_an_entry_that_left_is_void_from_then_on(tiny: Path, tmp_path: Path) -> None:
    statuses(WITHDRAWN)(tiny)
    competition = load(tiny).competition
    assert competition
    issued = {
        certificate.id: certificate.entry.slug for certificate in list_certificates(competition.at("awards"), KEY)
    }
    assert sorted(issued.values()) == ["lift-watch", "rain-garden", "rain-garden"]
    site = pelican(tiny, tmp_path / "site", STAGE="archive", CERTIFICATE_KEY=KEY)
    verdicts = {slug: _words(site, f"verify/{id_}/", ".verdict") for id_, slug in issued.items()}
    assert verdicts == {"lift-watch": "这份证书真实有效。", "rain-garden": "这份证书已经撤销。"}
