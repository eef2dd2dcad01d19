"""Units, persons and teams: what each submitted, has a part in and recommended, in words that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.paths import ROOT
from plugins.results.certificates import list_certificates
from plugins.site.printing.print_documents import PrintRenderer
from tests.conftest import Site
from tests.content.mutations import GARDEN, LIFT, UNITS, combine, replace_text
from tests.support.builds import pelican, soup

KEY = "a key that nobody knows"


def _lists(site: Path, path: str = "units/") -> list[tuple[str, str]]:
    """The name of each unit, and what is below it."""
    return [
        (item.h3.get_text(strip=True), " ".join(item.get_text(" ").split()).removeprefix(item.h3.get_text()).strip())
        for item in soup(site, path).select(".units > li")
        if item.h3
    ]


def test_what_a_unit_recommended_is_listed_apart(tiny_site: Site) -> None:
    assert _lists(tiny_site("vote")) == [
        ("水务局", "雨水花园"),
        ("东区办", "雨水花园 电梯看护 推荐的项目 雨水花园"),
    ]


def test_units_stand_below_their_kind(tiny_site: Site) -> None:
    listed = [
        (
            item.find_all_previous("h2")[0].get_text(strip=True),
            [name.get_text(strip=True) for name in item.select("h3")],
        )
        for item in soup(tiny_site("vote"), "units/").select(".units")
    ]
    assert listed == [("部门", ["水务局"]), ("区", ["东区办"])]


@pytest.mark.parametrize(
    ("entrant", "title", "facts"),
    [
        ("person", "申报人", {"牵头人": "东区办", "合作单位": "水务局"}),
        ("team", "申报团队", {"牵头团队": "东区办", "合作单位": "水务局"}),
    ],
)
def test_words_fit_who_takes_part(tiny: Path, tmp_path: Path, entrant: str, title: str, facts: dict[str, str]) -> None:
    combine(
        replace_text(UNITS, ("name: 区}", f"name: 区, entrant: {entrant}}}")),
        replace_text(GARDEN, ("units: [water-bureau, east-office]", "units: [east-office]")),
        replace_text(LIFT, ("units: [east-office]", "units: [east-office]\npartners: [water-bureau]")),
    )(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    page = soup(site, "entries/lift-watch/")
    shown = {
        row.dt.get_text(): row.dd.get_text(strip=True)
        for row in page.select(".entry-facts .facts > div")
        if row.dt and row.dd
    }
    assert {label: shown.get(label) for label in facts} == facts
    assert soup(site, "units/").select_one("h1").get_text() == title  # type: ignore[union-attr]
    assert dict(_lists(site))["水务局"] == "参与合作的项目 电梯看护"


@pytest.mark.parametrize(
    ("entrant", "unit", "words"),
    [
        ("unit", "east-office", "你单位申报的《电梯看护》，在小城创新大赛中荣获"),
        ("person", "east-office", "你申报的《电梯看护》，在小城创新大赛中荣获"),
        ("team", "east-office", "你团队申报的《电梯看护》，在小城创新大赛中荣获"),
        ("person", "water-bureau", "你单位参与的《电梯看护》，在小城创新大赛中荣获"),
    ],
)
def test_certificate_says_who_did_what(tiny: Path, tmp_path: Path, entrant: str, unit: str, words: str) -> None:
    combine(
        replace_text(UNITS, ("name: 区}", f"name: 区, entrant: {entrant}}}")),
        replace_text(LIFT, ("units: [east-office]", "units: [east-office]\npartners: [water-bureau]")),
    )(tiny)
    competition = load(tiny).competition
    assert competition
    snapshot = competition.at("awards")
    renderer = PrintRenderer(snapshot, ROOT / "theme", tmp_path / "cache", snapshot.config.site.url)
    texts = {
        certificate.unit.id: renderer.certificate(certificate)["text"]
        for certificate in list_certificates(snapshot, KEY)
        if certificate.entry.slug == "lift-watch"
    }
    assert texts[unit] == words
