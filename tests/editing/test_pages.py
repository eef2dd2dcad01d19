"""Pages of an editing session: the list of everything, forms with their links and states, undo and bin."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.editing.pages import EditingPages
from plugins.editing.session import FormState
from tests.editing.conftest import Forms
from tests.support.forms import drop_row

GARDEN = "entries/rain-garden"


@pytest.fixture
def pages(forms: Forms) -> EditingPages:
    """The pages of a session over the tiny competition."""
    return EditingPages(forms.session, lambda name: f"/assets/{name}")


def _links(part: BeautifulSoup | Tag, selector: str) -> list[tuple[str, str]]:
    return [(link.get_text(), str(link["href"])) for link in part.select(f"{selector} a[href]")]


def _form(forms: Forms, state: FormState) -> BeautifulSoup:
    return BeautifulSoup(forms.page(state), "html.parser")


def test_list_leads_to_everything_that_can_be_edited(forms: Forms, pages: EditingPages) -> None:
    (forms.content / "pages/rules/index.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    page = BeautifulSoup(pages.overview(), "html.parser")
    assert _links(page, ".ed-buttons") == [
        (f"New {name}", f"/.edit/new/{kind}")
        for name, kind in (("entry", "entries"), ("article", "articles"), ("page", "pages"), ("unit", "units"))
    ]
    sections = {part.h2.get_text(): _links(part, "ul") for part in page.select(".ed-list") if part.h2}
    assert list(sections) == ["Lists and stages", "Entries", "Units", "News", "Pages"]
    files = ["shortlist", "stages", "awards", "statuses", "notice", "counts", "certificates"]
    assert [href for _, href in sections["Lists and stages"]] == [f"/.edit/{file}" for file in files]
    assert sections["Entries"] == [
        ("01 Rain Garden", "/.edit/entries/rain-garden"),
        ("02 电梯看护", "/.edit/entries/lift-watch"),
        ("03 夜市", "/.edit/entries/night-market"),
    ]
    assert sections["Units"] == [
        ("Water Bureau", "/.edit/units/water-bureau"),
        ("东区办", "/.edit/units/east-office"),
    ]
    # what cannot be read has no title
    assert sections["Pages"] == [("隐私", "/.edit/pages/privacy"), ("pages/rules", "/.edit/pages/rules")]


def test_list_of_a_content_without_units_has_none(forms: Forms, pages: EditingPages) -> None:
    (forms.content / "units.yaml").unlink()
    page = BeautifulSoup(pages.overview(), "html.parser")
    assert [_links(part, "ul") for part in page.select(".ed-list") if part.h2 and part.h2.get_text() == "Units"] == [[]]


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        (GARDEN, "雨水花园"),
        (f"{GARDEN}/en", "entries/rain-garden/en"),
        ("pages/rules/en", "pages/rules/en"),
        ("units/water-bureau", "水务局"),
        ("awards", "Awards"),
        ("new/entries", "New entry"),
        ("new/units", "New unit"),
    ],
)
def test_form_is_called_by_its_title_and_sent_to_its_address(forms: Forms, address: str, heading: str) -> None:
    page = _form(forms, forms.state(address))
    form, title = page.find(id="ed-form"), page.h1
    assert isinstance(form, Tag)
    assert title
    assert (title.get_text(), form["action"]) == (heading, f"/.edit/{address}")


def test_form_of_a_text_leads_to_those_of_the_other_languages(forms: Forms) -> None:
    for address, current in ((GARDEN, 0), (f"{GARDEN}/en", 1)):
        page = _form(forms, forms.state(address))
        assert _links(page, ".ed-others") == [("Chinese", f"/.edit/{GARDEN}"), ("English", f"/.edit/{GARDEN}/en")]
        links = page.select(".ed-others a")
        assert [link for link in links if link.get("aria-current") == "page"] == [links[current]]
    for address in ("new/entries", "units/water-bureau", "awards"):
        assert _form(forms, forms.state(address)).select(".ed-others") == []


def test_content_in_one_language_has_no_other_forms(forms: Forms) -> None:
    config = forms.content / "competition.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("languages: [zh-Hans, en]", "languages: [zh-Hans]"), encoding="utf-8")
    assert _form(forms, forms.state("pages/rules")).select(".ed-others") == []


def test_text_can_link_to_every_document_and_show_the_pictures_beside_it(forms: Forms) -> None:
    (forms.content / GARDEN / "plan.pdf").write_bytes(b"%PDF-1.4")
    page = _form(forms, forms.state(GARDEN))
    documents = [(str(o["value"]), str(o["label"]), str(o["data-path"])) for o in page.select("#ed-documents option")]
    assert documents[:2] == [
        ("01 Rain Garden", "entries/rain-garden", "../rain-garden/index.md"),
        ("02 电梯看护", "entries/lift-watch", "../lift-watch/index.md"),
    ]
    assert documents[-1] == ("规则", "pages/rules", "../../pages/rules/index.md")
    assert len(documents) == 7
    pictures = [option["value"] for option in page.select("[data-insert-picture] option")]
    assert pictures == ["", "cover.png", "view.png"]
    assert _form(forms, forms.state("new/entries")).select("[data-insert-picture] option[value$=png]") == []


def test_names_to_type_are_those_of_units_entries_and_winners(forms: Forms) -> None:
    page = _form(forms, forms.state("awards"))
    sizes = {name: len(page.select(f"#names-{name} option")) for name in ("unit", "entry", "winner")}
    assert sizes == {"unit": 2, "entry": 3, "winner": 5}


def test_only_a_document_that_is_there_can_be_deleted(forms: Forms) -> None:
    addresses = (GARDEN, f"{GARDEN}/en", "new/entries", "units/water-bureau", "awards")
    deletable = [address for address in addresses if _form(forms, forms.state(address)).select(".ed-delete")]
    assert deletable == [GARDEN]


def _save_garden(forms: Forms, action: str, **changes: str) -> FormState:
    controls = [(name, changes.get(name.partition("@")[0], value)) for name, value in forms.controls(GARDEN)]
    return forms.save(GARDEN, controls, action)


@pytest.mark.parametrize(
    ("action", "changes", "status"),
    [
        ("save", {"number": "09"}, "Saved."),
        ("save", {}, "Nothing was changed, so nothing was saved."),
        ("check", {"number": "09"}, "Checked: no problems. Not saved yet."),
        ("check", {"number": "02"}, ""),
        ("save", {"number": "02"}, ""),
    ],
)
def test_form_says_what_became_of_it(forms: Forms, action: str, changes: dict[str, Any], status: str) -> None:
    page = _form(forms, _save_garden(forms, action, **changes))
    shown = page.select_one("[role=status]")
    assert shown
    assert shown.get_text(strip=True) == status


def test_form_as_it_is_opened_says_nothing(forms: Forms) -> None:
    shown = _form(forms, forms.state(GARDEN)).select_one("[role=status]")
    assert shown
    assert shown.get_text(strip=True) == ""


def test_problems_are_listed_in_the_order_of_the_fields_with_their_names(forms: Forms) -> None:
    page = _form(forms, _save_garden(forms, "save", number="02", body="[x](../none/index.md)", **{"gallery.0.alt": ""}))
    assert _links(page, "#ed-summary") == [
        ("Number of the entry", "#f-number"),
        ("Further pictures 1, Description (for people who cannot see it)", "#f-gallery-0-alt-zh-Hans"),
        ("Text", "#f-body"),
    ]
    heading = page.find(id="ed-wrong")
    assert heading
    assert heading.get_text() == "To correct: 3"


def test_problem_that_is_in_no_field_is_listed_with_its_place(forms: Forms) -> None:
    state = forms.save("stages", drop_row(forms.controls("stages"), "stages.4"))
    places = [code.get_text() for code in _form(forms, state).select("#ed-summary code")]
    assert places == ["competition.yaml:26"]


def test_history_lists_the_latest_first_and_the_bin(forms: Forms, pages: EditingPages) -> None:
    assert _save_garden(forms, "save", number="09").saved
    forms.session.delete("entries/lift-watch")
    forms.session.undo(1)
    page = BeautifulSoup(pages.history("It failed."), "html.parser")
    (edits, removed) = page.select(".ed-history")
    rows = [(row.select("span")[0].get_text(), row.strong and row.strong.get_text()) for row in edits.select("li")]
    assert rows == [("Undone", "雨水花园"), ("Deleted", "entries/lift-watch"), ("Saved.", "雨水花园")]
    forms_to_undo = [form["action"] for form in edits.select("form")]
    assert forms_to_undo == ["/.edit/undo/3", "/.edit/undo/2"]
    assert [form["action"] for form in removed.select("form")] == ["/.edit/restore/entries/lift-watch"]
    assert [note.get_text() for note in page.select("[role=alert]")] == ["It failed."]
    assert BeautifulSoup(pages.history(), "html.parser").select("[role=alert]") == []


def test_page_in_place_of_a_form_says_why(pages: EditingPages) -> None:
    page = BeautifulSoup(pages.failure_page("not_saved", "The disk is full."), "html.parser")
    assert page.h1
    assert page.h1.get_text() == "Not saved yet."
    assert [note.get_text() for note in page.select("[role=alert]")] == ["The disk is full."]
