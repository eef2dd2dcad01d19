"""What a check would say of a file if it were saved, before it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.content.problems import Problem
from plugins.content.reader import read_content
from plugins.content.sources import RawContent
from plugins.editing.check import check_text
from plugins.editing.targets import find_target

GARDEN = "entries/rain-garden/index.md"


def _check(content: Path, address: str, text: str, uploads: dict[str, Path] | None = None) -> list[tuple[str, str]]:
    return [(item.file, item.code) for item in _problems(content, address, text, uploads)[0]]


def _problems(
    content: Path, address: str, text: str, uploads: dict[str, Path] | None = None
) -> tuple[list[Problem], RawContent]:
    raw, target = read_content(content), find_target(address)
    assert target
    problems = check_text(raw, target, text, uploads or {})
    return [item for item in problems if not item.is_warning], raw


def test_text_is_checked_with_everything_else_and_not_written(tiny: Path) -> None:
    text = (tiny / GARDEN).read_text(encoding="utf-8")
    assert _check(tiny, "entries/rain-garden", text) == []
    wrong = text.replace('number: "01"', 'number: "02"').replace("../lift-watch/", "../gone/")
    assert sorted(_check(tiny, "entries/rain-garden", wrong)) == [
        ("entries/rain-garden/index.md", "broken_link"),
        ("entries/rain-garden/index.md", "duplicate_number"),
    ]
    assert (tiny / GARDEN).read_text(encoding="utf-8") == text


def test_problems_of_the_former_text_are_gone(tiny: Path) -> None:
    text = (tiny / GARDEN).read_text(encoding="utf-8")
    (tiny / GARDEN).write_text(text.replace("track: water", "track: [x"), encoding="utf-8")
    problems, raw = _problems(tiny, "entries/rain-garden", text)
    assert problems == []
    assert (raw.texts[GARDEN], [source.slug for source in raw.documents["entries"]]) == (
        text,
        ["lift-watch", "night-market", "rain-garden"],
    )


def test_text_of_a_new_document_is_one_more(tiny: Path) -> None:
    text = (tiny / "entries/night-market/index.md").read_text(encoding="utf-8")
    problems, raw = _problems(tiny, "entries/a-new", text.replace('"03"', '"04"'))
    assert problems == []
    slugs = ["a-new", "lift-watch", "night-market", "rain-garden"]
    assert ([source.slug for source in raw.documents["entries"]], raw.slugs["entries"]) == (slugs, slugs)
    assert not (tiny / "entries/a-new").exists()


def test_text_that_cannot_be_read_is_no_document(tiny: Path) -> None:
    problems, raw = _problems(tiny, "entries/night-market", "---\nnumber: [\n---\n")
    assert [item.file for item in problems] == ["entries/night-market/index.md"]
    assert [source.slug for source in raw.documents["entries"]] == ["lift-watch", "rain-garden"]


def test_uploads_are_beside_the_text(tiny: Path, tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.effect_noise((640, 480), 50).convert("RGB").save(stream, "PNG")
    upload = tmp_path / "upload"
    upload.write_bytes(stream.getvalue())
    text = (tiny / GARDEN).read_text(encoding="utf-8").replace("file: cover.png", "file: new.png")
    assert [code for _, code in _check(tiny, "entries/rain-garden", text)] == ["missing_file"]
    assert _check(tiny, "entries/rain-garden", text, {"new.png": upload}) == []
    assert not (tiny / "entries/rain-garden/new.png").exists()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("awards: {gold: [rain-garden], praise: [lift-watch]}\n", []),
        ("awards: {gold: [none], praise: [lift-watch]}\n", ["unknown_entry"]),
        ("awards: [\n", ["yaml_unclosed"]),
    ],
)
def test_file_of_data_is_checked_in_its_place(tiny: Path, text: str, codes: list[str]) -> None:
    (tiny / "results/awards.yaml").write_text("awards: {gold: [gone]}\n", encoding="utf-8")
    problems, raw = _problems(tiny, "awards", text)
    assert [(item.file, item.code) for item in problems] == [("results/awards.yaml", code) for code in codes]
    assert raw.texts["results/awards.yaml"] == text


def test_units_are_checked_with_the_entries_that_name_them(tiny: Path) -> None:
    text = (tiny / "units.yaml").read_text(encoding="utf-8")
    changed = text.replace("id: east-office", "id: west-office")
    assert _check(tiny, "units/west-office", text) == []
    assert ("entries/lift-watch/index.md", "unknown_unit_near") in _check(tiny, "units/west-office", changed)
