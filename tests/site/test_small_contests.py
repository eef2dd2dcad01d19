"""Words that are true of a contest with few of everything: one entry, one winner, a level and a track without any."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from plugins.paths import ROOT
from plugins.site.pages.page_kinds import find_page
from plugins.site.translations import read_translations
from tests.content.mutations import combine, write_file
from tests.site.site_renderers import make_renderers

VACANT = "Vacant places: 1. Nobody was good enough."
ORDER = ("In no order of rank", "In order of rank")


@pytest.fixture
def small(tiny: Path) -> Path:
    """The tiny competition with one entry, without its first prize."""
    vacancy = "{gold: {places: 1, reason: Nobody was good enough.}}"
    combine(
        write_file("results/shortlist.yaml", "shortlist: [lift-watch]\n"),
        write_file("results/awards.yaml", f"awards: {{gold: [], praise: [lift-watch]}}\nvacant: {vacancy}\n"),
    )(tiny)
    return tiny


def _show(content: Path, stage: str, path: str, lang: str = "en") -> str:
    renderer = make_renderers(content, stage)[lang]
    page = find_page(renderer.site, path)
    assert page
    element = lxml.html.document_fromstring(renderer.render_page(page).data).find(".//main")
    assert element is not None
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", ["", "winners/", "winners/reveal/"])
def test_one_winner_is_in_no_order_and_a_level_without_winners_says_why(small: Path, path: str) -> None:
    shown = _show(small, "awards", path)
    assert [order for order in ORDER if order in shown] == []
    assert shown.count(VACANT) == (path != "winners/reveal/")


def test_all_entries_are_on_the_home_page_where_they_need_no_turns(small: Path) -> None:
    shown = _show(small, "tour", "")
    assert ("Three for today" in shown, "Three a day" in shown, shown.count("Shortlisted entries")) == (False, False, 1)
    assert _show(small, "tour", "tour/end/").count("Its one entry is below") == 1


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("call", "The shortlisted entries of this track will be listed here once they are announced."),
        ("tour", "No entry of this track is on the shortlist."),
    ],
)
def test_a_track_without_entries_waits_only_until_others_have_theirs(small: Path, stage: str, says: str) -> None:
    assert _show(small, stage, "tracks/water/").endswith(says)


def test_pages_promise_no_ballots_where_people_vote_in_a_room(tiny: Path) -> None:
    for entry, ballot in (("lift-watch", "lift"), ("rain-garden", "rain")):
        path = tiny / "entries" / entry / "index.md"
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(f"ballots:\n  app: https://vote.example.com/{ballot}\n", ""), encoding="utf-8")
    assert "Each entry's own ballot is on its page." not in _show(tiny, "vote", "vote/")
    shown = _show(tiny, "vote", "entries/lift-watch/")
    assert ("Go to the ballot" in shown, "See where and how to vote" in shown) == (False, True)


def test_prizes_of_units_are_not_counted_as_entries(tiny: Path) -> None:
    award = "{id: office, name: Best office, kind: organiser, size: 1, public_from: awards}"
    with (tiny / "competition.yaml").open("a", encoding="utf-8") as file:
        file.write(f"result_rule: {{public: 50, experts: 50, special_awards: [{award}]}}\n")
    with (tiny / "results/awards.yaml").open("a", encoding="utf-8") as file:
        file.write("special: {office: [east-office]}\n")
    shown = _show(tiny, "awards", "winners/")
    # the two award levels have an entry each
    assert shown.count("1 entry") == 2


@pytest.mark.parametrize(
    ("key", "one", "two"),
    [
        ("ballot.count", "1 vote", "2 votes"),
        ("method.valid", "1 valid vote", "2 valid votes"),
        ("method.voided", "1 vote left out because:", "2 votes left out because:"),
        ("years.count", "1 entry", "2 entries"),
    ],
)
def test_one_is_counted_as_one(key: str, one: str, two: str) -> None:
    translations = read_translations(ROOT / "theme", ("en",))["en"]
    assert [translations.translate(key, n=n) for n in ("1", 2)] == [one, two]
