"""What an entry is shared with: a card and a poster of their sizes, and words that say what is made up."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from plugins.site.language_site import LanguageSite
from plugins.site.views.sharing import class_photo, is_made_up, share_assets, site_card
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.fixture
def site() -> LanguageSite:
    """The site of the tiny competition during the vote."""
    return make_renderers(TINY, "vote")["zh-Hans"].site


def _sizes(site: LanguageSite) -> dict[str, tuple[int, int]]:
    return {
        output.path: Image.open(io.BytesIO(output.data)).size
        for output in site.media.outputs()
        if output.path.endswith(".jpg")
    }


def test_card_and_poster_of_an_entry_have_their_sizes(site: LanguageSite) -> None:
    assets = share_assets(site, site.snapshot.tour[0])
    assert _sizes(site) == {assets.card: (1200, 630), assets.poster: (1080, 1920)}


def test_card_of_other_pages_has_the_size_that_it_says(site: LanguageSite) -> None:
    card = site_card(site)
    assert _sizes(site) == {card.src: (card.width, card.height)} == {card.src: (1200, 630)}


def test_picture_of_all_winners_is_of_those_that_have_one(site: LanguageSite) -> None:
    entry = site.snapshot.tour[0]
    assert class_photo(site, (replace(entry, cover=None),)) is None
    photo = class_photo(site, (entry, replace(entry, cover=None)))
    assert photo
    assert _sizes(site) == {photo.src: (photo.width, photo.height)}


def test_entry_is_made_up_if_it_or_one_of_its_units_is(site: LanguageSite) -> None:
    entry = replace(site.snapshot.tour[0], sample=False)
    unit = replace(entry.units[0], sample=False)
    made_up = replace(unit, sample=True)
    entries = [replace(entry, units=units) for units in ((unit,), (unit, made_up))]
    assert list(map(is_made_up, [*entries, replace(entries[0], sample=True)])) == [False, True, True]
