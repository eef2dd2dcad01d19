"""Pages of one name are one page, whatever was edited between them; and a name does not change without need."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cache import fingerprints
from plugins.site.incremental.cache_keys import PageKeys
from plugins.site.pages.page_kinds import list_pages
from tests.content.mutations import replace_text
from tests.site.random_edits import Desk, desk, ways
from tests.site.sites import renderers_of

# it has no body in English: the one that it has stands there as well
SHOWN = {"zh-Hans/entries/lift-watch/", "en/entries/lift-watch/"}
Pages = dict[str, tuple[str, bytes]]


def _pages(at: Desk, stage: str) -> Pages:
    """Each page's name and bytes, by its language and path."""
    renderers = renderers_of(at.content, stage, at.theme)
    if not renderers:
        return {}
    names = PageKeys(next(iter(renderers.values())).site.snapshot, renderers)
    pages = [page for renderer in renderers.values() for page in list_pages(renderer.site)]
    # named first: to render one must not change how it is named
    named = [(page, names.name(page)) for page in pages]
    return {f"{page.lang}/{page.path}": (name, renderers[page.lang].page(page)[0]) for page, name in named}


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Desk:
    """A desk whose edits are seen at once."""
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 0)
    return desk(tmp_path, getattr(request, "param", 0))


@pytest.mark.parametrize(("at", "seed"), [(seed, seed) for seed in range(8)], indirect=["at"])
def test_pages_of_one_name_have_the_same_bytes(at: Desk, seed: int) -> None:
    known: dict[tuple[str, str], bytes] = {}
    made = 0
    for way in (None, *ways(seed)):
        at.mend()
        if way:
            way(at)
        for path, (name, data) in _pages(at, at.settings["stage"]).items():
            assert known.setdefault((path, name), data) == data, (path, way)
            made += 1
    assert made > len(known) > 50


def test_an_edit_of_a_body_renames_the_pages_that_show_it(at: Desk) -> None:
    before = _pages(at, "vote")
    entry = at.content / "entries" / "lift-watch" / "index.md"
    entry.write_text(entry.read_text(encoding="utf-8") + "\n新的一段。\n", encoding="utf-8")
    after = _pages(at, "vote")
    assert {path for path in before if before[path][0] != after[path][0]} == SHOWN
    assert {path for path in before if before[path][1] != after[path][1]} == SHOWN


def test_an_edit_of_a_title_renames_all_pages_that_show_it(at: Desk) -> None:
    before = _pages(at, "vote")
    replace_text("entries/lift-watch/index.md", ("电梯看护", "电梯有人看护"))(at.content)
    after = _pages(at, "vote")
    renamed = {path for path in before if before[path][0] != after[path][0]}
    assert {path for path in before if before[path][1] != after[path][1]} - renamed == set()
    assert "zh-Hans/rules/" not in renamed
