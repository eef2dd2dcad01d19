"""What the pages of one language have in common: names, texts, menus, cards and the forms of words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugins.content.languages.record import TranslationFile
from plugins.content.parsing.archives import StageArchive
from plugins.content.schema.config import TrackGroup
from plugins.content.schema.documents import Entrant, Menu
from plugins.content.schema.localized import LocalizedText, TranslatedText
from plugins.content.stages.halls import HallSection
from plugins.site.language_site import LanguageSite, entrant_form
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY

PAGES = ["rules/", "privacy/"]


def _site(stage: str, lang: str = "zh-Hans") -> LanguageSite:
    return make_renderers(TINY, stage)[lang].site


@pytest.mark.parametrize(
    ("stage", "paths"),
    [
        ("call", ["", "news/", "tracks/"]),
        ("tour", ["", "news/", "tour/", "entries/", "vote/"]),
        ("awards", ["", "news/", "tour/", "entries/", "vote/", "winners/"]),
    ],
)
def test_menus_lead_to_what_the_stage_has(stage: str, paths: list[str]) -> None:
    site = _site(stage)
    listed = {menu: [f"{page.slug}/" for page in site.snapshot.pages if page.menu is menu] for menu in Menu}
    assert [link.path for link in site.main_menu] == [*paths, *listed[Menu.MAIN]]
    assert [link.path for link in site.footer_menu] == [*listed[Menu.FOOTER], "contents/"]


def test_menu_of_a_contest_without_a_vote_does_not_lead_to_one() -> None:
    site = _site("tour")
    stages = tuple(stage for stage in site.config.stages if stage.id != "vote")
    config = replace(site.config, stages=stages)
    voteless = replace(site, snapshot=replace(site.snapshot, config=config))
    assert "vote/" not in [link.path for link in voteless.main_menu]


def test_footer_leads_to_archives_and_other_years_unless_it_is_archived_itself() -> None:
    site = _site("awards")
    archive = StageArchive("vote", "tiny-2024", Path("vote.zip"), (), "0", 1, 0)
    config = replace(site.config, edition="2024")
    live = replace(site, snapshot=replace(site.snapshot, archives=(archive,), config=config))
    frozen = replace(live, archived=date(2024, 6, 1))
    ends = [[link.path for link in shown.footer_menu][-3:] for shown in (live, frozen)]
    assert ends[0] == ["archive/", "contents/", "../"]
    assert (ends[1][-1], "archive/" in ends[1], frozen.archives) == ("contents/", False, ())


def test_text_is_in_the_language_of_the_page_or_else_as_it_was_written() -> None:
    site, text = _site("vote", "en"), TranslatedText("zh-Hans", {"zh-Hans": "雨水"})
    assert site.in_language(TranslatedText("zh-Hans", {"zh-Hans": "雨水", "en": "Rain"})) == LocalizedText("Rain", "en")
    assert site.in_language(text) == LocalizedText("雨水", "zh-Hans")
    file = TranslationFile(phrases={}, texts={"雨水": "Rain from the file"})
    translated = replace(site, snapshot=replace(site.snapshot, translations={"en": file}))
    assert translated.in_language(text) == LocalizedText("Rain from the file", "en")
    assert [translated.text_of(item) for item in (text, "as it is")] == ["Rain from the file", "as it is"]
    # what is in this language is not looked up
    chinese = replace(_site("vote"), snapshot=replace(site.snapshot, translations={"zh-Hans": file}))
    assert chinese.text_of(text) == "雨水"


def test_headline_is_divided_where_its_author_did_or_between_words() -> None:
    site = _site("vote")
    text = TranslatedText("zh-Hans", {"zh-Hans": "把雨水留在院子里", "en": "Rain stays"}, breaks={"zh-Hans": (3,)})
    assert site.headline_parts(text) == ["把雨水", "留在院子里"]
    assert _site("vote", "en").headline_parts(text) == ["Rain stays"]
    assert "".join(site.headline_parts("把雨水留在院子里")) == "把雨水留在院子里"
    assert len(site.headline_parts("把雨水留在院子里")) > 1


def test_names_of_units_tracks_and_halls_are_words_of_headlines() -> None:
    assert _site("vote").headline_names == ("东区办", "安全", "水", "水务局")
    assert _site("vote", "en").headline_names == ("Water", "Water Bureau", "东区办", "安全")
    site = _site("vote")
    (first, *others) = site.config.tracks
    short = replace(first, short_name=TranslatedText("zh-Hans", {"zh-Hans": "江河"}))
    config = replace(site.config, tracks=(short, *others))
    assert "江河" in replace(site, snapshot=replace(site.snapshot, config=config)).headline_names


def test_awards_are_named_once_they_are_final() -> None:
    shown = {
        stage: [_site(stage).award_names(entry) for entry in _site(stage).snapshot.tour]
        for stage in ("vote", "notice", "awards")
    }
    assert shown == {"vote": [[], []], "notice": [[], []], "awards": [["表扬奖"], ["金奖"]]}


def test_halls_and_their_parts_have_names() -> None:
    site = _site("vote")
    assert [site.hall_name(hall) for hall in site.snapshot.halls] == ["第一展厅", "第二展厅"]
    track = site.config.tracks[0]
    sections = [
        HallSection("a", track, TrackGroup("b", TranslatedText("zh-Hans", {"zh-Hans": "大河"})), ()),
        HallSection("a", track, None, ()),
        HallSection("a", None, None, ()),
    ]
    assert [site.section_name(section) for section in sections] == ["水 · 大河", "水", ""]


def test_pages_have_a_path_a_file_and_an_address_in_their_language() -> None:
    site = _site("vote", "en")
    assert (site.local_path("rules/"), site.output_path("rules/")) == ("en/rules/", "en/rules/index.html")
    assert site.absolute_url("rules/") == "https://x.example/en/rules/"
    assert site.local_path(site.snapshot.halls[0]) == "en/tour/water/"


def test_cards_are_numbered_in_the_tour_and_in_their_halls() -> None:
    site = _site("awards")
    hall = site.snapshot.halls[0]
    second = replace(hall.entries[0], slug="second")
    halls = (replace(hall, entries=(*hall.entries, second)), site.snapshot.halls[1])
    cards = replace(site, snapshot=replace(site.snapshot, halls=halls)).cards
    places = [(card.entry.slug, card.position, card.position_in_hall, card.hall.id) for card in cards]
    assert places == [("rain-garden", 1, 1, "water"), ("second", 2, 2, "water"), ("lift-watch", 3, 1, "safety")]
    assert [card.award and card.award.level.id for card in cards] == ["praise", None, "gold"]
    assert [card.entry.slug for card in site.cards_of(tuple(reversed(site.snapshot.tour)))] == [
        "lift-watch",
        "rain-garden",
    ]


def test_words_fit_all_who_submitted_something() -> None:
    unit = _site("vote").snapshot.units[0]
    person = replace(unit, kind=replace(unit.kind, entrant=Entrant.PERSON))
    forms = [entrant_form(units) for units in ((), (unit,), (person,), (person, person), (unit, person))]
    assert forms == ["unit", "unit", "person", "person", "other"]
    site = _site("vote")
    assert (site.phrase_for("filters.kind"), site.phrase_for("filters.kind", [person])) == (
        site.translations.translate_as("filters.kind", "unit"),
        site.translations.translate_as("filters.kind", "person"),
    )


def test_links_of_a_body_are_absolute_without_a_page() -> None:
    site = _site("vote")
    entry = site.snapshot.tour[0]
    bodies = [str(site.render_body(entry, path).html) for path in (None, "entries/rain-garden/index.html")]
    assert ['href="https://x.example/entries/lift-watch/"' in body for body in bodies] == [True, False]
    assert ['href="../lift-watch/"' in body for body in bodies] == [False, True]
    assert [site.render_body(entry).lang, _site("vote", "en").render_body(site.snapshot.tour[1]).lang] == [
        "zh-Hans",
        "zh-Hans",
    ]
