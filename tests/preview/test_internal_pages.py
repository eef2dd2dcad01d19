"""The preview's own pages: the manual that its messages name."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from plugins.paths import ROOT
from plugins.preview.server.internal_pages import manual_page


@pytest.mark.parametrize(("lang", "name"), [("zh-Hans", "editors.zh.md"), ("en", "editors.en.md")])
def test_manual_is_shown_with_every_heading_and_table(lang: str, name: str) -> None:
    source = (ROOT / "docs" / name).read_text(encoding="utf-8")
    outside_blocks = re.sub(r"^```.*?^```$", "", source, flags=re.M | re.S)
    page = BeautifulSoup(manual_page("", lang) or b"", "html.parser")
    headings = [heading.get_text() for heading in page.select("h1, h2, h3, h4")]
    assert headings == [re.sub("[`*]", "", heading) for heading in re.findall("^#+ (.+)$", outside_blocks, re.M)]
    assert all(heading.get("id") for heading in page.select("h2, h3, h4"))
    assert len(page.select("table")) == len(re.findall(r"^\|[-| :]+\|$", outside_blocks, re.M))


def test_only_pages_of_the_manual_are_shown() -> None:
    assert manual_page("publishers.md", "en")
    assert [manual_page(name, "en") for name in ("none.md", "../README.md", "dev/overview.md")] == [None] * 3
