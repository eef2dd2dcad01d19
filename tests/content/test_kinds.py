"""Content kinds: links between documents, paths on the site, and the slugs that pages must not take."""

from __future__ import annotations

import pytest

from plugins.content.kinds import ARTICLES, ENTRIES, KINDS, PAGES, linked_document
from plugins.content.model import Article, Entry, InfoPage
from plugins.content.url_scheme import CONTENT_SOURCES, RESERVED_SLUGS
from tests.conftest import Site
from tests.support.builds import files


@pytest.mark.parametrize(
    ("target", "document"),
    [
        ("../lift-watch/index.md", "entries/lift-watch"),
        ("../lift-watch/", "entries/lift-watch"),
        ("../lift-watch", "entries/lift-watch"),
        ("../../pages/rules/index.md#part", "pages/rules"),
        ("index.md", "entries/rain-garden"),
        ("/entries/lift-watch/", None),
        ("../../results/awards.yaml", None),
        ("../../units.yaml", None),
        ("../../../entries/lift-watch/", None),
        ("view.png", None),
    ],
)
def test_linked_document(target: str, document: str | None) -> None:
    assert linked_document("entries/rain-garden", target) == document


def test_kinds_are_those_of_the_model() -> None:
    assert [model.kind for model in (Entry, Article, InfoPage)] == [ENTRIES, ARTICLES, PAGES] == list(KINDS.values())
    assert [kind.url_path("a") for kind in KINDS.values()] == ["entries/a/", "news/a/", "a/"]


def test_a_page_must_not_take_the_path_of_a_section() -> None:
    assert {path.rstrip("/") for path in CONTENT_SOURCES if path} < RESERVED_SLUGS
    assert {kind.url_prefix.rstrip("/") for kind in KINDS.values() if kind.url_prefix} < RESERVED_SLUGS
    assert "" not in RESERVED_SLUGS


def test_every_section_of_a_site_is_reserved(tiny_site: Site) -> None:
    sections = {path.split("/")[0] for path in files(tiny_site("awards")) if "/" in path}
    assert sections - {"en", "privacy", "rules"} <= RESERVED_SLUGS
