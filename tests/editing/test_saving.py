"""What a session saves, refuses and asks about: names of something new, conflicts, failures, and errors elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.problems import ContentError, problem
from plugins.editing import session
from plugins.editing.session import FormState
from tests.editing.conftest import Forms
from tests.support.forms import Controls, read_controls

GARDEN = "entries/rain-garden"
GARDEN_FILE = f"{GARDEN}/index.md"


def _with(controls: Controls, **values: str) -> Controls:
    return [(name, values.get(name.partition("@")[0], value)) for name, value in controls]


def _start(forms: Forms, kind: str, **values: str) -> FormState:
    """Something new, as far as these values go, checked and not saved."""
    return forms.save(f"new/{kind}", _with(forms.controls(f"new/{kind}"), **values), "check")


@pytest.mark.parametrize(
    ("kind", "values", "slug"),
    [
        ("entries", {"title": "屋顶菜园"}, "wu-ding-cai-yuan"),
        ("entries", {"title": "Rain garden"}, "rain-garden-2"),
        ("entries", {}, "new"),
        ("entries", {"title": "屋顶菜园", "slug": " roof "}, "roof"),
        ("units", {"name": "Water bureau"}, "water-bureau-2"),
    ],
)
def test_code_is_the_one_that_was_typed_or_one_of_the_name(
    forms: Forms, kind: str, values: dict[str, str], slug: str
) -> None:
    state = _start(forms, kind, **values)
    assert (state.slug, state.is_new, state.target.address) == (slug, True, f"{kind}/{slug}")
    assert "slug" not in state.located.at_fields


@pytest.mark.parametrize(
    ("kind", "slug", "code"),
    [
        ("entries", "rain-garden", "new_taken"),
        ("units", "water-bureau", "new_taken"),
        ("entries", "Rain", "not_slug"),
        ("units", "con", "not_slug"),
    ],
)
def test_code_that_cannot_be_says_why(forms: Forms, kind: str, slug: str, code: str) -> None:
    state = _start(forms, kind, slug=slug)
    values = {"given": slug} | ({"key": "slug"} if code == "not_slug" else {})
    (wrong,) = state.located.at_fields["slug"]
    assert (wrong.text, wrong.is_warning, state.action) == (
        problem("", 0, code, **values).message("en"),
        False,
        "check",
    )


def test_new_entry_begins_with_the_next_number_and_headings_in_the_first_language(forms: Forms) -> None:
    state = forms.state("new/entries")
    assert (state.fields[0].value, state.body.splitlines()[0]) == ("04", "## 背景")
    config = forms.content / "competition.yaml"
    text = config.read_text(encoding="utf-8").replace("languages: [zh-Hans, en]", "languages: [en, zh-Hans]")
    config.write_text(text, encoding="utf-8")
    assert forms.state("new/entries").body.splitlines()[0] == "## Background"
    assert [forms.state(f"new/{kind}").body for kind in ("articles", "pages", "units")] == ["", "", ""]


@pytest.mark.parametrize("address", ["nothing", "entries/none", "units/none", "pages/con"])
def test_nothing_is_opened_or_saved_where_nothing_is(forms: Forms, address: str) -> None:
    assert forms.session.open(address) is forms.session.save(address, {}) is forms.session.delete(address) is None


def test_nothing_new_is_of_an_unknown_kind(forms: Forms) -> None:
    assert (forms.session.start("awards"), forms.session.save("new/awards", {})) == (None, None)


@pytest.mark.parametrize("address", ["units/water-bureau", f"{GARDEN}/en", "awards"])
def test_only_a_document_is_deleted(forms: Forms, address: str) -> None:
    assert forms.session.delete(address) is None
    assert not (forms.content / "bin").exists()


def test_file_that_nobody_needs_is_not_made(forms: Forms) -> None:
    state = forms.save("statuses", forms.controls("statuses"))
    assert (state.action, state.saved) == ("same", None)
    assert not (forms.content / "results/statuses.yaml").exists()


@pytest.mark.parametrize(("action", "saved"), [("check", False), ("save", True), ("", True), ("anyway", True)])
def test_check_alone_saves_nothing(forms: Forms, action: str, saved: bool) -> None:
    before = forms.read(GARDEN_FILE)
    state = forms.save(GARDEN, _with(forms.controls(GARDEN), summary="new"), action)
    assert (bool(state.saved), forms.read(GARDEN_FILE) != before) == (saved, saved)
    assert state.action == (action or "save")
    if state.saved:
        assert (state.saved.action, state.saved.name, state.title) == ("saved", "雨水花园", "雨水花园")
        # the form that is shown now is that of the new file
        assert state.digest == forms.state(GARDEN).digest


@pytest.mark.parametrize(("name", "action"), [("number", "save"), ("gallery.0.alt@en", "anyway"), ("body", "anyway")])
def test_character_that_no_file_may_have_is_reported_and_never_saved(forms: Forms, name: str, action: str) -> None:
    before = forms.read(GARDEN_FILE)
    controls = [(key, "a\x07b" if key == name else value) for key, value in forms.controls(GARDEN)]
    state = forms.save(GARDEN, controls, action)
    assert (state.action, state.failure, forms.read(GARDEN_FILE)) == ("check", "", before)
    (wrong,) = state.located.at_fields[name]
    assert "U+0007" in wrong.text
    # what was typed is not lost
    assert (name, "a\x07b") in read_controls(forms.page(state))


def test_errors_that_were_elsewhere_before_do_not_keep_from_saving(forms: Forms) -> None:
    other = forms.content / "entries/lift-watch/index.md"
    other.write_text(other.read_text(encoding="utf-8").replace("track: safety", "track: none"), encoding="utf-8")
    state = forms.save(GARDEN, _with(forms.controls(GARDEN), summary="new"))
    assert state.saved
    assert [item.file for item in state.located.elsewhere if not item.is_warning] == ["entries/lift-watch/index.md"]


def test_new_error_elsewhere_is_asked_about(forms: Forms) -> None:
    controls = [pair for pair in forms.controls("stages") if not pair[0].startswith("stages.4.")]
    state = forms.save("stages", controls)
    assert (state.saved, state.action, state.located.at_fields) == (None, "ask", {})
    assert [item.code for item in state.located.elsewhere if not item.is_warning] != []
    assert forms.save("stages", controls, "anyway").saved


@pytest.mark.parametrize(("remembered", "is_known"), [(2, True), (1, False)])
def test_conflict_shows_the_change_as_long_as_the_former_state_is_remembered(
    forms: Forms, monkeypatch: pytest.MonkeyPatch, remembered: int, is_known: bool
) -> None:
    monkeypatch.setattr(session, "MAX_REMEMBERED", remembered)
    controls = _with(forms.controls(GARDEN), summary="mine")
    file = forms.content / GARDEN_FILE
    file.write_bytes(file.read_bytes().replace("院子里常常积水".encode(), "街上常常积水".encode()))
    state = forms.save(GARDEN, controls)
    assert (state.action, state.saved, state.disk_digest) == ("conflict", None, forms.state(GARDEN).digest)
    changed = [line for line in state.disk_changes if line.startswith("-")]
    assert [line[:8] for line in changed] == (["-院子里常常积水"] if is_known else [])
    if not is_known:
        assert state.disk_changes == ("(No words differ; perhaps only line ends or blanks.)",)
    # the lines around a change are shown, its place is not
    assert [line for line in state.disk_changes if line.startswith("@@")] == []


def test_failure_names_the_place_of_a_problem(forms: Forms) -> None:
    items = (problem("a.md", 3, "no_front_matter"), problem("", 0, "editing_nothing_to_undo"))
    first, second = (item.message("en") for item in items)
    assert forms.session.failure(ContentError(*items), "x") == f"a.md:3: {first} {second}"


def test_files_beside_a_document_are_plain_ones(forms: Forms) -> None:
    (forms.content / GARDEN / "folder").mkdir()
    assert sorted(forms.session.list_files(GARDEN)) == ["cover.png", "index.en.md", "index.md", "view.png"]
    assert forms.session.list_files("entries/?") == []


@pytest.mark.posix
def test_links_beside_a_document_are_not_its_files(forms: Forms, tmp_path: Path) -> None:
    (forms.content / GARDEN / "secret.png").symlink_to(tmp_path)
    (forms.content / GARDEN / "other.png").symlink_to(forms.content / GARDEN / "cover.png")
    assert sorted(forms.session.list_files(GARDEN)) == ["cover.png", "index.en.md", "index.md", "view.png"]


def test_other_languages_of_a_document_are_in_their_own_files(forms: Forms) -> None:
    fields = {field.name: [part.lang for part in field.fields] for field in forms.state("entries/night-market").fields}
    assert (fields["title"], fields["summary"]) == (["zh-Hans"], ["zh-Hans"])
    unit = {field.name: [part.lang for part in field.fields] for field in forms.state("units/east-office").fields}
    assert unit["name"] == ["zh-Hans", "en"]
    assert forms.state("units/water-bureau").title == "水务局"
    assert forms.state("entries/night-market").title == "夜市"
