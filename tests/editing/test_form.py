"""Fields of a form show the values of a record, and a form that is posted gives them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from plugins.editing.choices import ContentNames, NamedChoice
from plugins.editing.fields import FieldKind, FieldSpec
from plugins.editing.form import FieldProblem, FilledField, FormFiller, field_names, name_of_path
from plugins.editing.messages import CATALOGUE
from plugins.editing.posted import PRESENT, PostedForm

LANGUAGES = ("zh-Hans", "en")
UNITS = (NamedChoice("water", "水务局"), NamedChoice("forest", "林业局"))
ENTRIES = tuple(NamedChoice(f"e{number}", f"0{number} 项目", (f"0{number}",)) for number in range(1, 6))
NAMES = ContentNames({"unit": UNITS, "entry": ENTRIES, "level": (NamedChoice("first", "一等奖"),)})


def _spec(key: str, kind: FieldKind, *fields: FieldSpec, **more: Any) -> FieldSpec:
    return FieldSpec(key, kind, {"zh-Hans": f"{key}名", "en": key}, {"en": f"about {key}"}, fields=fields, **more)


def _fill(spec: FieldSpec, value: object, **more: Any) -> FilledField:
    (filled,) = FormFiller(NAMES, LANGUAGES, "zh-Hans", **more).fill([spec], {spec.key: value})
    return filled


def _post(
    spec: FieldSpec, old: object, values: Mapping[str, str | Sequence[str]]
) -> tuple[object, dict[str, list[str]]]:
    """The value that a form gives a key, and the codes of the problems at its fields."""
    posted = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    form = PostedForm({**posted, PRESENT: [spec.key]}, NAMES, LANGUAGES)
    data = form.read([spec], {} if old is None else {spec.key: old})
    return data.get(spec.key), {name: [wrong.code for wrong in wrongs] for name, wrongs in form.problems.items()}


def test_field_has_the_texts_and_limits_of_its_key_in_the_language_of_the_person() -> None:
    spec = _spec("title", FieldKind.LINE, is_required=True, limit=40)
    problem = FieldProblem("太长")
    filled = _fill(spec, "雨水", problems={"title": [problem], "title.0": [FieldProblem("x")]})
    assert filled == FilledField(
        "title", "line", "title名", value="雨水", is_required=True, limit=40, problems=(problem,)
    )
    (english,) = FormFiller(NAMES, LANGUAGES, "en").fill([spec], {})
    assert (english.label, english.help, english.value) == ("title", "about title", "")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (FieldKind.LINE, "雨\n水", ("text", "雨\n水")),
        (FieldKind.TEXT, "雨", ("text", "雨")),
        (FieldKind.DAY, "2022-09-19", ("day", "2022-09-19")),
        (FieldKind.DAY, "soon", ("line", "soon")),
        (FieldKind.DAY, None, ("day", "")),
        (FieldKind.NUMBER, None, ("number", "7")),
        (FieldKind.NUMBER, 3, ("number", "3")),
        (FieldKind.LINE, None, ("line", "")),
        (FieldKind.LINE, ["x"], ("line", "")),
    ],
)
def test_value_is_typed_into_what_can_hold_it(kind: FieldKind, value: object, shown: tuple[str, str]) -> None:
    filled = _fill(_spec("key", kind, default="7"), value)
    assert (filled.kind, filled.value) == shown


def test_text_in_several_languages_has_a_field_for_each() -> None:
    spec = _spec("title", FieldKind.LINE, is_localized=True, is_required=True)
    problems = {"title": [FieldProblem("a")], "title@en": [FieldProblem("b")], "title@zh-Hans": [FieldProblem("c")]}
    filled = _fill(spec, {"en": "Rain", "zh-Hans": "雨"}, problems=problems)
    assert (filled.kind, filled.problems) == ("localized", ())
    shown = [(part.name, part.value, part.lang, part.label, part.is_required) for part in filled.fields]
    assert shown == [("title@zh-Hans", "雨", "zh-Hans", "zh-Hans", True), ("title@en", "Rain", "en", "en", False)]
    assert [[problem.text for problem in part.problems] for part in filled.fields] == [["c", "a"], ["b"]]
    assert [part.value for part in _fill(spec, "雨").fields] == ["雨", ""]


def test_languages_in_files_of_their_own_are_asked_for_only_where_they_are_here_already() -> None:
    spec = _spec("title", FieldKind.LINE, is_localized=True)
    elsewhere = frozenset({"title"})
    assert [part.lang for part in _fill(spec, "雨", translated_elsewhere=elsewhere).fields] == ["zh-Hans"]
    both = _fill(spec, {"zh-Hans": "雨"}, translated_elsewhere=elsewhere)
    assert [part.lang for part in both.fields] == ["zh-Hans", "en"]


def test_switch_is_as_the_value_says_or_else_the_default() -> None:
    shown = {(default, value): _fill(_spec("a", FieldKind.SWITCH, default=default), value).is_on
             for default in ("true", "") for value in (None, "true", "No", "YES", True)}  # fmt: skip
    assert [key for key, is_on in shown.items() if not is_on] == [("true", "No"), ("", None), ("", "No")]


def test_name_stands_for_its_id() -> None:
    spec = _spec("unit", FieldKind.NAME, refers="unit")
    assert [_fill(spec, value).value for value in ("water", "other", None)] == ["水务局", "other", ""]


def test_choices_are_those_of_the_content_and_what_is_chosen_without_being_one() -> None:
    filled = _fill(_spec("unit", FieldKind.CHOICE, refers="unit"), "other")
    assert (filled.choices, filled.chosen) == ((*UNITS, NamedChoice("other", "other")), ("other",))
    options = _spec("x", FieldKind.FLAGS, options=("a", "b"))
    filled = _fill(options, ["b", "c"])
    assert ([choice.id for choice in filled.choices], filled.chosen) == (["a", "b", "c"], ("b", "c"))
    assert _fill(_spec("x", FieldKind.CHOICE, options=("a", "b"), default="b"), None).chosen == ("b",)
    assert _fill(options, None).chosen == ()


def test_files_are_those_of_the_kind_and_the_one_that_is_named() -> None:
    files = ["a.PNG", "b.mp4", "c.webp", "d.pdf"]
    filled = _fill(_spec("file", FieldKind.FILE, accepts="picture"), "z.png", files=files)
    assert [choice.id for choice in filled.choices] == ["z.png", "a.PNG", "c.webp"]
    filled = _fill(_spec("file", FieldKind.FILE, accepts="document"), None, files=files)
    assert ([choice.id for choice in filled.choices], filled.value) == (["d.pdf"], "")


ROWS = _spec("links", FieldKind.ROWS, _spec("", FieldKind.RECORD, _spec("url", FieldKind.LINE)))


def test_rows_have_numbers_and_their_places_and_there_is_an_empty_one() -> None:
    filled = _fill(ROWS, [{"url": "a"}, {"url": "b"}])
    rows = [(row.name, row.was, row.label, row.fields[0].name, row.fields[0].value) for row in filled.fields]
    assert rows == [("links.0", "0", "links名", "links.0.url", "a"), ("links.1", "1", "links名", "links.1.url", "b")]
    assert filled.new_row and filled.new_row.name == "links.new" and not filled.new_row.is_filled
    again = _fill(ROWS, [{"url": "b"}, {"url": "c"}], origins={"links.0": "1"})
    assert [row.was for row in again.fields] == ["1", ""]
    assert [row.fields[0].name for row in _fill(ROWS, {"url": "a"}).fields] == ["links.0.url"]
    assert _fill(ROWS, None).fields == ()


def test_mapping_has_a_field_for_each_choice_and_each_key_that_is_none() -> None:
    spec = _spec("awards", FieldKind.MAPPING, _spec("x", FieldKind.LINE), refers="level")
    filled = _fill(spec, {"second": "b", "first": "a"})
    assert [(part.name, part.label, part.value) for part in filled.fields] == [
        ("awards.first", "一等奖", "a"),
        ("awards.second", "second", "b"),
    ]


def test_field_is_filled_if_it_or_a_part_of_it_is() -> None:
    assert [_fill(ROWS, value).is_filled for value in (None, [{}], [{"url": "a"}])] == [False, False, True]
    assert FilledField("a.b@c", "line", "").id == "f-a-b-c"
    warning, error = FieldProblem("a", True), FieldProblem("b")
    has_error = [
        FilledField("a", "line", "", problems=problems).has_error for problems in ((), (warning,), (warning, error))
    ]
    assert has_error == [False, False, True]


def test_names_of_fields_are_those_of_messages() -> None:
    filled = _fill(ROWS, [{"url": "a"}])
    assert list(field_names([filled])) == ["links", "links.0", "links.0.url"]
    assert [name_of_path(path) for path in ("gallery[2].alt", "title")] == ["gallery.1.alt", "title"]


@pytest.mark.parametrize(
    ("default", "old", "is_on", "value"),
    [
        ("", None, True, "true"),
        ("", None, False, None),
        ("", "true", True, "true"),
        ("", "yes", True, "yes"),
        ("", "true", False, None),
        ("", "false", False, "false"),
        ("true", None, True, None),
        ("true", None, False, "false"),
        ("true", "false", True, None),
        ("true", "no", False, "no"),
    ],
)
def test_switch_is_written_only_where_it_is_not_the_default(
    default: str, old: str | None, is_on: bool, value: str | None
) -> None:
    assert _post(_spec("a", FieldKind.SWITCH, default=default), old, {"a": "on"} if is_on else {}) == (value, {})


@pytest.mark.parametrize(
    ("old", "text", "value"),
    [
        (None, "7", None),
        ("7", "7", 7),
        (None, " １２ ", 12),
        (3, "", None),
        (3, "012", "012"),
        (3, "many", "many"),
    ],
)
def test_number_is_written_as_one_and_left_out_where_it_is_the_default(old: object, text: str, value: object) -> None:
    assert _post(_spec("a", FieldKind.NUMBER, default="7"), old, {"a": text}) == (value, {})


@pytest.mark.parametrize(
    ("old", "text", "value"), [(None, "b", None), ("b", "b", "b"), (None, "a", "a"), ("a", "", None)]
)
def test_choice_is_left_out_where_it_is_the_default(old: str | None, text: str, value: str | None) -> None:
    assert _post(_spec("a", FieldKind.CHOICE, default="b", options=("a", "b")), old, {"a": text}) == (value, {})


def test_flags_keep_their_order_and_new_ones_follow() -> None:
    spec = _spec("a", FieldKind.FLAGS, options=("x", "y", "z"))
    assert _post(spec, ["z", "y"], {"a": ["x", "z", "w"]}) == (["z", "x"], {})
    assert _post(spec, ["z"], {}) == (None, {})


def test_localized_text_is_plain_as_long_as_it_is_in_the_first_language_alone() -> None:
    spec = _spec("a", FieldKind.LINE, is_localized=True)
    assert _post(spec, None, {"a@zh-Hans": "雨", "a@en": ""}) == ("雨", {})
    assert _post(spec, None, {"a@zh-Hans": "雨", "a@en": "Rain"}) == ({"zh-Hans": "雨", "en": "Rain"}, {})
    assert _post(spec, {"zh-Hans": "雨", "fr": "Pluie"}, {"a@zh-Hans": "水"}) == ({"zh-Hans": "水", "fr": "Pluie"}, {})
    assert _post(spec, {"zh-Hans": "雨"}, {"a@zh-Hans": "水"}) == ({"zh-Hans": "水"}, {})
    assert _post(spec, {"zh-Hans": "雨"}, {"a@zh-Hans": ""}) == (None, {})


def test_name_becomes_its_id_and_one_that_nothing_has_is_reported() -> None:
    spec = _spec("unit", FieldKind.NAME, refers="unit")
    assert _post(spec, None, {"unit": " 林业局 "}) == ("forest", {})
    assert _post(spec, "gone", {"unit": "gone"}) == ("gone", {})
    assert _post(spec, None, {"unit": "财政局"}) == ("财政局", {"unit": ["unknown_unit_name"]})
    assert _post(spec, "water", {"unit": " "}) == (None, {})
    assert _post(_spec("entry", FieldKind.NAME, refers="entry"), None, {"entry": "9"})[1] == {
        "entry": ["unknown_entry_number"]
    }


def test_text_has_plain_line_ends_and_a_control_character_is_reported() -> None:
    spec = _spec("a", FieldKind.TEXT)
    assert _post(spec, None, {"a": "雨\r\n水\r园e\u0301"}) == ("雨\n水\n园é", {})
    assert _post(spec, None, {"a": "雨\x07"}) == ("雨\x07", {"a": ["control_character"]})


def test_record_keeps_what_the_form_does_not_have() -> None:
    spec = _spec("cover", FieldKind.RECORD, _spec("file", FieldKind.LINE), _spec("alt", FieldKind.LINE))
    assert _post(spec, {"focus": "x", "alt": "old"}, {"cover.file": "a.png", "cover.alt": ""}) == (
        {"file": "a.png", "focus": "x"},
        {},
    )
    assert _post(spec, {"focus": "x", "alt": "old"}, {"cover.file": "", "cover.alt": ""}) == (None, {})


def test_rows_are_in_the_order_of_the_form_and_keep_what_was_theirs() -> None:
    old = [{"url": "a", "x": "1"}, {"url": "b", "x": "2"}]
    values = {
        "links.1.url": "b", "links.1._was": "1", "links.7.url": "", "links.7._was": "9",
        "links.0.url": "c", "links.0._was": "0", "links.2.url": "d", "links.2._was": "",
    }  # fmt: skip
    assert _post(ROWS, old, values) == ([{"url": "b", "x": "2"}, {"url": "c", "x": "1"}, {"url": "d"}], {})
    assert _post(ROWS, old, {}) == (None, {})


def test_problem_of_a_row_is_where_the_row_will_be() -> None:
    spec = _spec("units", FieldKind.ROWS, _spec("", FieldKind.NAME, refers="unit"))
    posted = {"units.5": "", "units.3": "water", "units.9": "财政局"}
    assert _post(spec, None, posted) == (["water", "财政局"], {"units.1": ["unknown_unit_name"]})


def test_several_numbers_in_a_row_are_rows_of_their_own_but_those_that_are_there() -> None:
    spec = _spec("shortlist", FieldKind.ROWS, _spec("", FieldKind.NAME, refers="entry"))
    posted = {"shortlist.0": "02", "shortlist.1": "1-3、3", "shortlist.2": "9, 5"}
    value, problems = _post(spec, None, posted)
    assert (value, problems) == (["e2", "e1", "e3", "9", "e5"], {"shortlist.3": ["unknown_entry_number"]})


def test_mapping_takes_only_keys_that_there_are() -> None:
    spec = _spec("awards", FieldKind.MAPPING, _spec("", FieldKind.LINE), refers="level")
    posted = {"awards.first": "a", "awards.third": "c", "awards.second": ""}
    assert _post(spec, {"second": "b", "fourth": "d"}, posted) == ({"fourth": "d", "first": "a"}, {})
    assert _post(spec, {"second": "b"}, {"awards.second": ""}) == (None, {})


def test_keys_that_the_form_was_not_made_for_stay() -> None:
    specs = [_spec("a", FieldKind.LINE), _spec("b", FieldKind.LINE)]
    form = PostedForm({PRESENT: ["a"], "a": ["1"], "b": ["2"]}, NAMES, LANGUAGES)
    assert form.read(specs, {"z": "9", "b": "8", "a": "7"}) == {"a": "1", "b": "8", "z": "9"}
    assert list(form.read(specs, {"z": "9", "b": "8"})) == ["a", "b", "z"]


def test_option_is_called_by_its_words_in_the_language_of_the_person() -> None:
    spec = _spec("kind", FieldKind.CHOICE, options=("withdrawn", "nameless"))
    names = {
        lang: [choice.name for choice in FormFiller(NAMES, LANGUAGES, lang).fill([spec], {})[0].choices]
        for lang in ("zh-Hans", "en")
    }
    assert names == {lang: [CATALOGUE.texts["option_withdrawn"][lang], "nameless"] for lang in ("zh-Hans", "en")}
    assert names["en"] != names["zh-Hans"]


def test_kinds_of_fields_keep_what_they_are_about() -> None:
    filled = _fill(_spec("unit", FieldKind.NAME, refers="unit", accepts="x"), "water")
    assert (filled.kind, filled.refers, filled.accepts, filled.help) == ("name", "unit", "x", "")
    cover = _spec("cover", FieldKind.RECORD, _spec("file", FieldKind.LINE))
    shown = [[(part.name, part.value) for part in _fill(cover, value).fields] for value in ({"file": "a.png"}, "x")]
    assert shown == [[("cover.file", "a.png")], [("cover.file", "")]]
    assert _fill(_spec("awards", FieldKind.MAPPING, _spec("x", FieldKind.LINE), refers="unit"), "x").fields != ()


def test_field_is_filled_by_a_value_a_switch_or_a_choice() -> None:
    parts = [
        {"value": "x"},
        {"is_on": True},
        {"chosen": ("a",)},
        {"fields": (FilledField("a", "line", "", value="x"),)},
    ]
    assert [FilledField("a", "line", "", **values).is_filled for values in (*parts, {})] == [True] * 4 + [False]


def test_problem_of_a_row_that_was_typed_is_at_its_new_number() -> None:
    spec = _spec("rows", FieldKind.ROWS, _spec("", FieldKind.RECORD, _spec("unit", FieldKind.NAME, refers="unit")))
    posted = {"rows.4.unit": "water", "rows.4._was": "1", "rows.2.unit": "none", "rows.2._was": "x"}
    form = PostedForm({name: [value] for name, value in posted.items()} | {PRESENT: ["rows"]}, NAMES, LANGUAGES)
    assert form.read([spec], {"rows": [{"unit": "forest"}, {"unit": "water", "note": "n"}]}) == {
        "rows": [{"unit": "water", "note": "n"}, {"unit": "none"}]
    }
    assert {name: [item.code for item in items] for name, items in form.problems.items()} == {
        "rows.1.unit": ["unknown_unit_name"]
    }
    assert form.origins == {"rows.0": "1", "rows.1": "x"}


@pytest.mark.parametrize(("was", "row"), [("0", {"url": "n", "x": "1"}), ("1", {"url": "n"}), ("-1", {"url": "n"})])
def test_row_is_one_of_the_file_only_if_it_says_which(was: str, row: dict[str, str]) -> None:
    assert _post(ROWS, [{"url": "a", "x": "1"}], {"links.0.url": "n", "links.0._was": was}) == ([row], {})


def test_first_of_several_values_counts_and_a_character_is_named_by_its_number() -> None:
    form = PostedForm({"a": ["1", "2"], "b": ["x\x1f"]}, NAMES, LANGUAGES)
    assert [form.text(name) for name in ("a", "b", "c")] == ["1", "x\x1f", ""]
    (wrong,) = form.problems["b"]
    assert (wrong.code, dict(wrong.values), form.has_control_character) == (
        "control_character",
        {"character": "U+001F"},
        True,
    )
    assert not PostedForm({}, NAMES, LANGUAGES).has_control_character


def test_unit_that_nobody_is_called_is_reported_with_those_that_there_are() -> None:
    form = PostedForm({PRESENT: ["unit"], "unit": ["水务"]}, NAMES, LANGUAGES)
    form.read([_spec("unit", FieldKind.NAME, refers="unit")], {})
    (wrong,) = form.problems["unit"]
    assert (wrong.code, dict(wrong.values)) == (
        "unknown_unit_name_near",
        {"given": "水务", "near": "水务局", "choices": "水务局, 林业局"},
    )


def test_number_in_a_row_that_another_row_has_is_dropped() -> None:
    spec = _spec("shortlist", FieldKind.ROWS, _spec("", FieldKind.NAME, refers="entry"))
    assert _post(spec, None, {"shortlist.0": "1,2", "shortlist.1": "2", "shortlist.2": ""}) == (["e1", "e2"], {})
    # only what is chosen by number
    units = _spec("units", FieldKind.ROWS, _spec("", FieldKind.NAME, refers="unit"))
    assert _post(units, None, {"units.0": "1,2"}) == (["1,2"], {"units.0": ["unknown_unit_name"]})
