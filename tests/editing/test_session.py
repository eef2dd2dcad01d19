"""Forms from opening to saving: what a person changes is what changes in the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from plugins.content.load import load
from plugins.content.problems import ContentError, Problem
from plugins.editing import session
from plugins.editing.check import check_text
from plugins.editing.targets import FILES
from tests.editing.conftest import Forms
from tests.support.forms import drop_row, move_row_first, read_controls

GARDEN = "entries/rain-garden"
GARDEN_FILE = f"{GARDEN}/index.md"


def _addresses(content: Path) -> list[str]:
    documents = [path.parent.relative_to(content).as_posix() for path in content.glob("*/*/index.md")]
    translations = [
        f"{path.parent.relative_to(content).as_posix()}/{path.name.split('.')[1]}"
        for path in content.glob("*/*/index.*.md")
    ]
    return [*sorted(documents), *sorted(translations), *FILES]


@pytest.mark.parametrize("sample", [5, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_form_that_was_not_changed_changes_nothing(shipped_forms: Forms, sample: int) -> None:
    for address in _addresses(shipped_forms.content)[::sample]:
        state = shipped_forms.save(address, shipped_forms.controls(address))
        assert (address, state.action, state.saved) == (address, "same", None)


def test_units_that_were_not_changed_stay(shipped_forms: Forms) -> None:
    before = shipped_forms.read("units.yaml")
    assert shipped_forms.save("units/baiyun-police", shipped_forms.controls("units/baiyun-police")).action == "same"
    assert shipped_forms.read("units.yaml") == before


def test_change_is_one_line(forms: Forms) -> None:
    before = forms.read(GARDEN_FILE).decode()
    controls = forms.controls(GARDEN)
    controls = [(name, "新的简介" if name == "summary@zh-Hans" else value) for name, value in controls]
    state = forms.save(GARDEN, controls)
    assert state.saved
    assert forms.read(GARDEN_FILE).decode() == before.replace("summary: 把雨水留在院子里", "summary: 新的简介")


def test_units_are_chosen_by_name_and_pinyin(forms: Forms) -> None:
    for typed in ("水务局", "Water Bureau", "water-bureau", "shuiwuju", "SWJ"):
        controls = [
            (name, typed if name == "units.1" else value) for name, value in forms.controls("entries/lift-watch")
        ]
        controls = [pair for pair in controls if pair[0] != "units.0"]
        controls.append(("units.new1", typed))
        state = forms.save("entries/lift-watch", controls, "check")
        assert [row.value for row in state.fields[2].fields] == ["Water Bureau"]


def test_name_that_no_unit_has_is_reported_at_its_field(forms: Forms) -> None:
    controls = [
        ("units.new3", "没有这个单位") if name == "units.0" else (name, value) for name, value in forms.controls(GARDEN)
    ]
    state = forms.save(GARDEN, controls)
    page = BeautifulSoup(forms.page(state), "html.parser")
    wrong = page.select_one("[aria-invalid=true]")
    assert (state.action, state.saved) == ("ask", None)
    assert wrong
    assert (wrong["name"], wrong["value"]) == ("units.0", "没有这个单位")
    assert page.select_one(f"#ed-summary a[href='#{wrong['id']}']")
    described = page.find(id=str(wrong["aria-describedby"]).split()[0])
    assert described
    assert "没有这个单位" in described.get_text()


def test_problem_is_reported_before_saving_and_no_other_after(forms: Forms) -> None:
    for changes in (
        {"number": "a b"},
        {"number": "02"},
        {"title@zh-Hans": ""},
        {"gallery.0.alt@zh-Hans": ""},
        {"body": "[x](../none/index.md)"},
    ):
        controls = [(name, changes.get(name, value)) for name, value in forms.controls(GARDEN)]
        state = forms.save(GARDEN, controls)
        (field,) = changes
        assert state.action == "ask"
        assert field.partition("@")[0] in state.located.at_fields
        assert forms.save(GARDEN, controls, "anyway").saved
        problems = {item.message("en") for item in load(forms.content).problems}
        located = {item.text for items in state.located.at_fields.values() for item in items}
        assert problems - located - {item.message("en") for item in state.located.elsewhere} == set()
        forms.session.undo(len(forms.session.history.edits))


def test_rows_are_moved_and_removed_with_their_comments(forms: Forms) -> None:
    file = forms.content / "results/shortlist.yaml"
    file.write_bytes(b"shortlist:  # all\n  # hall one\n  - rain-garden  # a\n  - lift-watch\n")
    controls = forms.controls("shortlist")
    forms.save("shortlist", move_row_first(controls, "shortlist.1"), "anyway")
    assert file.read_text() == "shortlist:  # all\n  # hall one\n  - lift-watch\n  - rain-garden  # a\n"
    forms.save("shortlist", drop_row(forms.controls("shortlist"), "shortlist.0"), "anyway")
    assert file.read_text() == "shortlist:  # all\n  # hall one\n  - rain-garden  # a\n"


def test_row_that_moved_before_a_mistake_keeps_what_no_form_shows(forms: Forms) -> None:
    file = forms.content / GARDEN_FILE
    rows = "gallery:\n  - {file: view.png, alt: 远景, captoin: 甲}\n  - {file: cover.png, alt: 花园}\n"
    text = file.read_text(encoding="utf-8")
    old = "gallery:\n  - {file: view.png, alt: 远景, caption: 从楼上看}\n"
    assert old in text
    file.write_text(text.replace(old, rows), encoding="utf-8")
    controls = [(name, "02" if name == "number" else value) for name, value in forms.controls(GARDEN)]
    state = forms.save(GARDEN, move_row_first(controls, "gallery.1"))
    assert state.saved is None
    controls = [(name, "01" if name == "number" else value) for name, value in read_controls(forms.page(state))]
    assert forms.save(GARDEN, controls, "anyway").saved
    first, second = rows.splitlines(keepends=True)[1:]
    assert f"gallery:\n{second}{first}" in file.read_text(encoding="utf-8")


def test_shortlist_is_filled_by_number(forms: Forms) -> None:
    controls = [*forms.controls("shortlist"), ("shortlist.new1", "03")]
    state = forms.save("shortlist", controls, "check")
    assert [row.value.split()[0] for row in state.fields[0].fields][-1] == "03"
    assert state.located.at_fields == {}


# rain-garden and lift-watch are listed, night-market is not
@pytest.mark.parametrize(
    "typed",
    [
        *("1-3", "01、02、03", "1~3", "１〜３", "第1号、第3号", "3", "1 — 3", "1，2，3", "2和3", "1至3", "03;03"),
        *("1 - 3", "1——3", "第1号至第3号"),
    ],
    ids=ascii,
)
def test_several_are_shortlisted_by_their_numbers_at_once(forms: Forms, typed: str) -> None:
    state = forms.save("shortlist", [*forms.controls("shortlist"), ("shortlist.new1", typed)])
    assert state.saved, state.located
    assert forms.read("results/shortlist.yaml") == b"shortlist: [rain-garden, lift-watch, night-market]\n"


def test_each_number_that_no_entry_has_is_reported_at_its_field(forms: Forms) -> None:
    controls = [("shortlist.new1", "2-5，7"), *forms.controls("shortlist"), ("shortlist.new2", "1-2")]
    state = forms.save("shortlist", controls)
    page = BeautifulSoup(forms.page(state), "html.parser")
    rows = [str(control["value"]) for control in page.select("[data-rows=shortlist] > li input[list]")]
    assert [value.split()[0] for value in rows] == ["03", "4", "5", "7", "01", "02"]
    wrong = page.select("[aria-invalid=true]")
    assert [str(control["value"]) for control in wrong] == ["4", "5", "7"]
    for control in wrong:
        about = page.find(id=str(control["aria-describedby"]).split()[0])
        assert about
        assert f'"{control["value"]}"' in about.get_text()
    assert (state.action, state.saved) == ("ask", None)


def test_names_are_no_lists_of_numbers(forms: Forms) -> None:
    for typed in ("第二号 花园", "3 gardens", "1-99999999999999", "9" * 5000, "、"):
        state = forms.save("shortlist", [*forms.controls("shortlist"), ("shortlist.new1", typed)])
        assert state.fields[0].fields[-1].value == typed
        assert state.located.at_fields["shortlist.2"]


def test_status_of_an_entry_is_filled_in(forms: Forms) -> None:
    row = {"entry": "3", "kind": "renamed", "public_from": "review", "date": "2024-03-22", "old_slug": "market"}
    texts = {"note": "按来函更名。", "author": "组织委员会", "title": "灯火夜市"}
    typed = row | {f"{key}@zh-Hans": text for key, text in texts.items()}
    state = forms.save(
        "statuses", [*forms.controls("statuses"), *((f"statuses.new1.{k}", v) for k, v in typed.items())]
    )
    assert state.saved, state.located
    assert forms.read("results/statuses.yaml").decode() == (
        "statuses:\n  - entry: night-market\n    kind: renamed\n    public_from: review\n    date: 2024-03-22\n"
        "    note: 按来函更名。\n    author: 组织委员会\n    title: 灯火夜市\n    old_slug: market\n"
    )
    competition = load(forms.content).competition
    assert competition
    assert [(status.entry, str(status.kind)) for status in competition.statuses] == [("night-market", "renamed")]
    forms.session.undo(state.saved.number)
    assert not (forms.content / "results/statuses.yaml").exists()


def test_mistake_in_a_status_is_at_its_field(forms: Forms) -> None:
    row = {"entry": "03", "kind": "merged", "public_from": "review", "date": "2024-03-22", "note@zh-Hans": "一"}
    controls = [*forms.controls("statuses"), *((f"statuses.new1.{key}", value) for key, value in row.items())]
    state = forms.save("statuses", controls)
    assert state.saved is None
    assert "statuses.0.author" in state.located.at_fields


SPECIAL = """
result_rule:
  special_awards:
    - {id: popular, name: 人气奖, kind: popularity, size: 1, public_from: notice}
    - {id: organiser, name: 组织奖, kind: organiser, size: 1, public_from: notice}
"""


def test_special_awards_are_filled_in_by_name(forms: Forms) -> None:
    config = forms.content / "competition.yaml"
    config.write_text(config.read_text(encoding="utf-8") + SPECIAL, encoding="utf-8")
    before = forms.read("results/awards.yaml").decode()
    typed = {"vacant.praise.places": "1", "vacant.praise.reason@zh-Hans": "宁缺毋滥"}
    controls = [(name, typed.get(name, value)) for name, value in forms.controls("awards")]
    controls += [("special.popular.new1", "2"), ("special.organiser.new1", "dongquban")]
    state = forms.save("awards", controls, "anyway")
    assert state.saved, state.located
    assert forms.read("results/awards.yaml").decode() == before + (
        "special:\n  popular:\n    - lift-watch\n  organiser:\n    - east-office\n"
        "vacant:\n  praise:\n    places: 1\n    reason: 宁缺毋滥\n"
    )


def test_contest_without_special_awards_is_not_asked_for_any(forms: Forms) -> None:
    page = BeautifulSoup(forms.page(forms.state("awards")), "html.parser")
    assert page.find(id="f-awards")
    assert page.find(id="f-special") is None


def test_new_entry_is_the_file_that_a_command_would_write(forms: Forms) -> None:
    controls = forms.controls("new/entries")
    values = {
        "title@zh-Hans": "屋顶菜园",
        "track": "water",
        "summary@zh-Hans": "在屋顶种菜",
        "body": "## 背景\r\n\r\n种菜。\r\n",
    }
    controls = [(name, values.get(name, value)) for name, value in controls] + [("units.new1", "东区办")]
    state = forms.save("new/entries", controls)
    assert state.saved, state.located
    assert state.target.address == "entries/wu-ding-cai-yuan"
    text = forms.read("entries/wu-ding-cai-yuan/index.md").decode()
    lines = [line for line in text.split("\n") if (line and not line.startswith("#")) or line.startswith("##")]
    assert lines == [
        *(
            "---",
            "number: '04'",
            "title: 屋顶菜园",
            "units:",
            "  - east-office",
            "track: water",
            "summary: 在屋顶种菜",
            "---",
        ),
        *("## 背景", "种菜。"),
    ]
    assert "# gallery:" in text


def test_new_unit_is_added_at_the_end(forms: Forms) -> None:
    before = forms.read("units.yaml").decode()
    values = {"name@zh-Hans": "西区办", "kind": "district", "slug": "west-office"}
    controls = [(name, values.get(name, value)) for name, value in forms.controls("new/units")]
    state = forms.save("new/units", controls)
    assert state.saved, state.located
    assert forms.read("units.yaml").decode() == before + "  - id: west-office\n    name: 西区办\n    kind: district\n"


@pytest.mark.parametrize("slug", ["rain-garden", "Rain", "con", "../x", "a b"])
def test_code_that_cannot_be_is_refused(forms: Forms, slug: str) -> None:
    controls = [(name, slug if name == "slug" else value) for name, value in forms.controls("new/entries")]
    state = forms.save("new/entries", controls, "anyway")
    assert (state.saved, list(state.located.at_fields)) == (None, ["slug"])


def test_file_that_changed_on_the_disk_is_not_overwritten(forms: Forms) -> None:
    controls = [(name, "mine" if name == "summary@zh-Hans" else value) for name, value in forms.controls(GARDEN)]
    file = forms.content / GARDEN_FILE
    theirs = file.read_bytes().replace("雨水花园".encode(), "别人改的".encode())
    file.write_bytes(theirs)
    state = forms.save(GARDEN, controls, "anyway")
    assert (state.action, state.saved, file.read_bytes()) == ("conflict", None, theirs)
    assert [line for line in state.disk_changes if line[0] in "-+"] == [
        "-title: {zh-Hans: 雨水花园, en: Rain Garden}",
        "+title: {zh-Hans: 别人改的, en: Rain Garden}",
    ]
    page = forms.page(state).decode()
    assert "mine" in page
    state = forms.save(GARDEN, [*controls, ("over", state.disk_digest)], "anyway")
    assert state.saved
    assert "mine" in file.read_text(encoding="utf-8")


def test_file_that_changes_during_the_check_is_not_overwritten(forms: Forms, monkeypatch: pytest.MonkeyPatch) -> None:
    controls = [(name, "mine" if name == "summary@zh-Hans" else value) for name, value in forms.controls(GARDEN)]
    file = forms.content / GARDEN_FILE
    theirs = file.read_bytes().replace("雨水花园".encode(), "别人改的".encode())

    def check(*arguments: Any) -> tuple[Problem, ...]:
        file.write_bytes(theirs)
        return check_text(*arguments)

    monkeypatch.setattr(session, "check_text", check)
    state = forms.save(GARDEN, controls, "anyway")
    assert (state.action, state.saved, file.read_bytes()) == ("conflict", None, theirs)
    assert "+title: {zh-Hans: 别人改的, en: Rain Garden}" in state.disk_changes


def test_line_that_is_no_utf_8_is_reported_in_files_of_windows_too(forms: Forms) -> None:
    (forms.content / GARDEN_FILE).write_bytes(b"---\r\n" + b"# a\r\n" * 9 + b"title: \xff\r\n---\r\n")
    with pytest.raises(ContentError) as raised:
        forms.session.open(GARDEN)
    assert [(item.code, item.line) for item in raised.value.problems] == [("not_utf8", 11)]


def test_everything_since_the_start_can_be_undone(forms: Forms) -> None:
    before = {path: path.read_bytes() for path in sorted(forms.content.rglob("*")) if path.is_file()}
    for text in ("one", "two"):
        controls = [(name, text if name == "summary@zh-Hans" else value) for name, value in forms.controls(GARDEN)]
        assert forms.save(GARDEN, controls, "anyway").saved
    assert forms.session.delete("entries/lift-watch")
    for number in (3, 2, 1):
        forms.session.undo(number)
    after = {path: path.read_bytes() for path in sorted(forms.content.rglob("*")) if path.is_file()}
    assert after == before


def test_deleted_entry_is_in_the_bin_and_comes_back(forms: Forms) -> None:
    before = forms.read("entries/lift-watch/index.md")
    assert forms.session.delete("entries/lift-watch")
    assert not (forms.content / "entries/lift-watch").exists()
    assert forms.read("bin/entries/lift-watch/index.md") == before
    assert not any("bin" in item.file for item in load(forms.content).problems)
    forms.session.restore("entries/lift-watch")
    assert forms.read("entries/lift-watch/index.md") == before
    assert not (forms.content / "bin/entries/lift-watch").exists()


def test_html_in_every_field_stays_text(forms: Forms) -> None:
    evil = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"
    controls = [(name, evil if "@" in name or name == "body" else value) for name, value in forms.controls(GARDEN)]
    state = forms.save(GARDEN, controls)
    page = forms.page(state).decode()
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert not BeautifulSoup(page, "html.parser").find_all("img", onerror=True)


def test_file_that_cannot_be_parsed_says_why(forms: Forms) -> None:
    (forms.content / GARDEN_FILE).write_bytes(b"---\nnumber: [\n---\n")
    with pytest.raises(ContentError):
        forms.session.open(GARDEN)
    shutil.rmtree(forms.content / GARDEN)
    assert forms.session.open(GARDEN) is None


def test_mistakes_are_reported_together_not_one_behind_the_other(forms: Forms) -> None:
    changes = {"number": "02", "summary@zh-Hans": "", "body": "[x](../none/index.md)"}
    controls = [(name, changes.get(name, value)) for name, value in forms.controls(GARDEN)]
    state = forms.save(GARDEN, controls)
    assert {"number", "summary", "body"} <= state.located.at_fields.keys()
    page = BeautifulSoup(forms.page(state), "html.parser")
    assert [control["name"] for control in page.select("[aria-invalid=true]")] == ["number", "summary@zh-Hans", "body"]
    links = [str(link["href"]) for link in page.select("#ed-summary a[href^='#']")]
    assert [page.select_one(link) is not None for link in links] == [True, True, True]
