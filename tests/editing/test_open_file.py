"""A file as a form shows it: its data and body, and its text with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.problems import ContentError, problem
from plugins.editing.open_file import OpenFile, list_units, new_file, open_file, parse_file
from plugins.editing.targets import EditTarget, find_target
from plugins.editing.text.source_text import SourceFile

UNITS = b"kinds: []\nunits:\n  - id: water  # first\n    name: W\n  - id: east\n    name: E\n"
ENTRY = b"---\nnumber: '01'\ntitle: T\n---\n\nBody.\n"


def _target(address: str) -> EditTarget:
    target = find_target(address)
    assert target
    return target


def _open(address: str, data: bytes) -> OpenFile:
    return parse_file(_target(address), SourceFile(data))


def test_document_has_data_and_a_body() -> None:
    opened = _open("entries/a", ENTRY)
    assert (opened.data, opened.body, opened.exists, opened.is_missing) == (
        {"number": "01", "title": "T"},
        "Body.\n",
        True,
        False,
    )
    # lines are those of the file
    assert opened.document.line("title") == 3
    assert opened.with_data({"number": "02", "title": "T"}, "New", "en") == "---\nnumber: '02'\ntitle: T\n---\n\nNew\n"


def test_unit_is_one_of_the_file_by_its_id() -> None:
    opened = _open("units/east", UNITS)
    assert (opened.data, opened.body, opened.is_missing) == ({"id": "east", "name": "E"}, "", False)
    text = UNITS.decode()
    assert opened.with_data({"name": "East"}, "", "en") == text.replace("name: E", "name: East")
    other = _open("units/west", UNITS)
    assert (other.data, other.is_missing) == ({}, True)
    assert other.with_data({"name": "W"}, "", "en") == text + "  - id: west\n    name: W\n"


@pytest.mark.parametrize(
    ("address", "missing"), [("entries/a", True), ("entries/a/en", False), ("awards", False), ("units/a", True)]
)
def test_file_of_data_or_a_translation_is_made_when_it_is_saved(address: str, missing: bool) -> None:
    opened = _open(address, b"")
    assert (opened.exists, opened.is_missing, opened.data, opened.body) == (False, missing, {}, "")


def test_new_file_of_data_says_only_what_it_has() -> None:
    assert _open("counts", b"").with_data({"counts": {"a": "3"}}, "", "en") == "counts:\n  a: '3'\n"
    target = _target("entries/a/en")
    assert new_file(target, {"title": "T"}, "", "en") == "---\ntitle: T\n---\n"
    assert new_file(target, {"title": "T"}, " \n", "en") == "---\ntitle: T\n---\n"
    assert new_file(target, {"title": "T"}, "Text \n\n", "en") == "---\ntitle: T\n---\n\nText\n"


def test_new_document_has_every_key_with_its_help_in_a_language() -> None:
    texts = {lang: new_file(_target("entries/a"), {"title": "T"}, "Text", lang) for lang in ("zh-Hans", "en")}
    assert [("# gallery:" in text, text.endswith("---\n\nText\n")) for text in texts.values()] == [(True, True)] * 2
    assert texts["zh-Hans"] != texts["en"]


@pytest.mark.parametrize(
    ("address", "data", "code", "line"),
    [
        ("entries/a", b"no front matter\n", "no_front_matter", 1),
        ("entries/a", b"---\na: 1\nb: \xff\n---\n", "not_utf8", 3),
        ("awards", b"\xff", "not_utf8", 1),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_line(address: str, data: bytes, code: str, line: int) -> None:
    with pytest.raises(ContentError) as refused:
        _open(address, data)
    assert refused.value.problems == (problem(_target(address).file, line, code),)


def test_file_is_read_from_the_content(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/counts.yaml").write_bytes(b"counts: {a: 3}\n")
    assert open_file(tmp_path, _target("counts")).data == {"counts": {"a": "3"}}
    assert open_file(tmp_path, _target("awards")).data == {}


@pytest.mark.parametrize(
    ("data", "units"),
    [({}, []), ({"units": "x"}, []), ({"units": [{"id": "a"}, "b", {"id": "c"}]}, [{"id": "a"}, {"id": "c"}])],
)
def test_units_are_those_that_can_be_one(data: dict[str, object], units: list[object]) -> None:
    assert list_units(data) == units
