"""Pages with one key have the same bytes, whatever was edited between them; and a key does not change without need."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from plugins.cache import fingerprints
from plugins.content.schema.localized import TranslatedText
from plugins.site.incremental.cache_keys import PageKeys, digest, template_digests
from plugins.site.pages.page import Page
from plugins.site.pages.page_kinds import list_pages
from tests.content.mutations import replace_text
from tests.site.random_edits import EditorSession, random_edits, start_session
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY

# the entry has no body in English: its only one is shown there as well
PAGES_WITH_BODY = {"zh-Hans/entries/lift-watch/", "en/entries/lift-watch/"}


class Rendered(NamedTuple):
    """The key and the bytes of a page."""

    key: str
    data: bytes


def _render(session: EditorSession, stage: str) -> dict[str, Rendered]:
    """Each page by its language and path."""
    renderers = make_renderers(session.content, stage, session.theme)
    if not renderers:
        return {}
    keys = PageKeys(next(iter(renderers.values())).site.snapshot, renderers)
    pages = [page for renderer in renderers.values() for page in list_pages(renderer.site)]
    # all keys first: rendering a page must not change them
    keyed = [(page, keys.key(page)) for page in pages]
    return {
        f"{page.lang}/{page.path}": Rendered(key, renderers[page.lang].render_page(page).data) for page, key in keyed
    }


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> EditorSession:
    """A session whose edits are seen at once."""
    monkeypatch.setattr(fingerprints, "RACY_WINDOW_NS", 0)
    return start_session(tmp_path, getattr(request, "param", 0))


@pytest.mark.parametrize(
    ("session", "seed"),
    [pytest.param(seed, seed, marks=[pytest.mark.exhaustive] if seed > 1 else []) for seed in range(8)],
    indirect=["session"],
)
def test_pages_with_the_same_key_have_the_same_bytes(session: EditorSession, seed: int) -> None:
    known: dict[tuple[str, str], bytes] = {}
    rendered = 0
    for edit in (None, *random_edits(seed)):
        session.correct_mistakes()
        if edit:
            edit(session)
        for path, page in _render(session, session.settings["stage"]).items():
            assert known.setdefault((path, page.key), page.data) == page.data, (path, edit)
            rendered += 1
    assert rendered > len(known) > 50


def test_editing_a_body_changes_the_keys_of_the_pages_that_show_it(session: EditorSession) -> None:
    before = _render(session, "vote")
    entry = session.content / "entries" / "lift-watch" / "index.md"
    entry.write_text(entry.read_text(encoding="utf-8") + "\n新的一段。\n", encoding="utf-8")
    after = _render(session, "vote")
    assert {path for path in before if before[path].key != after[path].key} == PAGES_WITH_BODY
    assert {path for path in before if before[path].data != after[path].data} == PAGES_WITH_BODY


def test_editing_a_title_changes_the_keys_of_all_pages_that_show_it(session: EditorSession) -> None:
    before = _render(session, "vote")
    replace_text("entries/lift-watch/index.md", ("电梯看护", "电梯有人看护"))(session.content)
    after = _render(session, "vote")
    changed = {path for path in before if before[path].key != after[path].key}
    assert {path for path in before if before[path].data != after[path].data} - changed == set()
    assert "zh-Hans/rules/" not in changed


def _add_entries(content: Path) -> None:
    """Four more entries, so that some are neither the previous nor the next stop."""
    for number in range(4):
        folder = Path(shutil.copytree(content / "entries" / "rain-garden", content / "entries" / f"more-{number}"))
        file = folder / "index.md"
        text = file.read_text(encoding="utf-8").replace('number: "01"', f"number: M{number}")
        file.write_text(text.replace("title: {zh-Hans: 雨水花园", f"title: {{zh-Hans: 更多{number}"), encoding="utf-8")
    replace_text("results/shortlist.yaml", ("lift-watch]", "lift-watch, more-0, more-1, more-2, more-3]"))(content)


def _changed_with_their_keys(before: dict[str, Rendered], after: dict[str, Rendered]) -> set[str]:
    """The pages whose bytes changed; none of them may have kept its key."""
    changed = {path for path in before if before[path].data != after[path].data}
    assert {path for path in changed if before[path].key == after[path].key} == set()
    return changed


def test_an_award_changes_the_keys_of_the_pages_that_show_the_entry_as_related(session: EditorSession) -> None:
    _add_entries(session.content)
    before = _render(session, "awards")
    replace_text("results/awards.yaml", ("rain-garden", "more-3"))(session.content)
    assert "zh-Hans/entries/more-0/" in _changed_with_their_keys(before, _render(session, "awards"))


def test_a_name_changes_the_keys_of_the_headlines_in_which_it_is_a_word(session: EditorSession) -> None:
    replace_text("articles/launch/index.md", ("title: 启动", "title: 我们在水务局小花园里种芦苇"))(session.content)
    before = _render(session, "vote")
    replace_text("units.yaml", ("zh-Hans: 水务局", "zh-Hans: 水务局小花园"))(session.content)
    assert "zh-Hans/news/" in _changed_with_their_keys(before, _render(session, "vote"))


def test_the_digest_of_a_template_follows_the_templates_that_it_uses() -> None:
    sources = {"page": '{% extends "base" %}', "base": '{% from "part" import part %}', "part": "old", "other": ""}
    before, after = template_digests(sources), template_digests({**sources, "part": "new"})
    assert {name for name in sources if before[name] != after[name]} == {"page", "base", "part"}


def test_an_object_in_a_value_stands_for_its_digest() -> None:
    part, same, other = ["a"], ["a"], ["b"]
    known = {id(part): "1", id(other): "1"}
    # lists are written as they are, other objects by what is known of them
    first, second = TranslatedText("en", {"en": "a"}), TranslatedText("en", {"en": "b"})
    digests = {id(first): "1", id(second): "1"}
    assert digest([part], known) == digest([same], {})
    assert digest([first], digests) == digest([second], digests) != digest([first], {}) != digest([second], {})


def _keys(stage: str, *inputs: str) -> tuple[PageKeys, list[Page]]:
    renderers = make_renderers(TINY, stage)
    keys = PageKeys(next(iter(renderers.values())).site.snapshot, renderers, *inputs)
    return keys, [page for renderer in renderers.values() for page in list_pages(renderer.site)]


def test_key_is_of_a_page_its_language_and_the_inputs_of_the_site() -> None:
    keys, pages = _keys("vote", "one")
    again, same_pages = _keys("vote", "one")
    other, other_pages = _keys("vote", "two")
    values = [keys.key(page) for page in pages]
    assert values == [keys.key(page) for page in pages] == [again.key(page) for page in same_pages]
    assert len(set(values)) == len(values)
    assert not {*values} & {other.key(page) for page in other_pages}


@pytest.mark.parametrize(
    ("kind", "number", "changed"), [("tour", 1, [True, False]), ("tour", 0, [False, True]), ("cards", 0, [True, False])]
)
def test_key_of_an_entry_follows_its_card_and_those_before_and_after_it(
    kind: str, number: int, changed: list[bool]
) -> None:
    keys, pages = _keys("awards")
    site = keys.renderers["en"].site
    outlines = [page for page in pages if page.template == "entry.html" and page.lang == "en"]
    before = [keys.key(page) for page in outlines]
    other = PageKeys(keys.snapshot, keys.renderers)
    target = (keys.snapshot.tour if kind == "tour" else site.cards)[number]
    other.digests = {**keys.digests, id(target): "changed"}
    assert [other.key(page) != key for page, key in zip(outlines, before, strict=True)] == changed


def test_template_whose_name_is_computed_can_be_any() -> None:
    sources = {"a": "{% include name %}", "b": '{%- include "c" -%}', "c": "old", "d": "{{ plain }}"}
    for changed, keys in (("c", {"a", "b", "c"}), ("d", {"a", "d"})):
        before, after = template_digests(sources), template_digests({**sources, changed: "new"})
        assert {name for name in sources if before[name] != after[name]} == keys
