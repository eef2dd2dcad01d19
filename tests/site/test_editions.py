"""Editions of a series: their paths below its root."""

from __future__ import annotations

from plugins.content.schema.localized import TranslatedText
from plugins.site.series.editions import Edition
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


def test_page_of_an_edition_is_in_its_folder_and_its_language() -> None:
    sites = [renderer.site for renderer in make_renderers(TINY, "tour").values()]
    edition = Edition(id="2020", name=TranslatedText({"zh-Hans": "2020"}), snapshot=sites[0].snapshot)
    assert [edition.path(site, "rules/") for site in sites] == ["2020/rules/", "2020/en/rules/"]
