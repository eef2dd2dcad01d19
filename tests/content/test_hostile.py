"""Suspicious but harmless content is a warning, legitimate content is accepted, and no text is ever executed."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.checks.unexpected_files import KNOWN_RESULTS
from plugins.content.load import load
from plugins.content.reader import read_content
from plugins.paths import ROOT
from tests.content.hostile import encode_picture
from tests.content.invalid_files import HOME, offer_download
from tests.content.invalid_hostile import INVALID_HOSTILE, PDF, zip_files
from tests.content.mutations import (
    COVER_OF_GARDEN,
    LIFT,
    Change,
    InvalidCase,
    combine,
    replace_body,
    replace_text,
    write_file,
)
from tests.support.builds import files, pelican, soup

SUSPICIOUS: dict[str, tuple[Change, tuple[str, int, str]]] = {
    "bidi in a title": (replace_text(LIFT, ("有人看", "有\u202e人看")), (LIFT, 6, "warn_invisible")),
    "zero-width in a body": (replace_body("\n一\u200b二\n"), (LIFT, 12, "warn_invisible")),
    "Cyrillic in a title": (replace_text(LIFT, ("有人看", "L\u0456ft")), (LIFT, 6, "warn_lookalike")),
    "misspelt folder": (write_file("entires/a/index.md", "x"), ("entires", 1, "warn_not_read")),
    "misspelt results": (write_file("results/shortlists.yaml", "x"), ("results/shortlists.yaml", 1, "warn_not_read")),
}


@pytest.mark.parametrize("name", SUSPICIOUS)
def test_suspicious_content_is_a_warning(tiny: Path, name: str) -> None:
    change, expected = SUSPICIOUS[name]
    change(tiny)
    loaded = load(tiny)
    assert [(problem.file, problem.line, problem.code) for problem in loaded.problems] == [expected]
    assert loaded.competition is not None


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        ("README.MD", ["other_spelling"]),
        ("results/Judging.yaml", ["other_spelling"]),
        ("results/Votes of May.CSV", []),
        ("translations/words.csv", ["warn_not_read"]),
        ("archives/words.csv", ["warn_not_read"]),
    ],
)
def test_names_that_nothing_reads_are_reported_except_of_tables(tiny: Path, file: str, codes: list[str]) -> None:
    write_file(file, "x")(tiny)
    assert [(problem.file, problem.code) for problem in load(tiny).problems] == [(file, code) for code in codes]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF % b"<< /Type /Catalog >>"),
        ("a.zip", zip_files(("a/说明.txt", b"x"), ("b.pdf", b"y" * 3000))),
        ("a.docx", zip_files(("[Content_Types].xml", b"x"), ("word/document.xml", b"x"))),
    ],
)
def test_plain_document_is_accepted(tiny: Path, name: str, data: bytes) -> None:
    combine(write_file(f"{HOME}/{name}", data), offer_download(name))(tiny)
    assert load(tiny).problems == ()


@pytest.mark.parametrize("words", ["家庭👨\u200d👩\u200d👧", "α 波与 μm、PM2.5、Москва", "Straße café"])
def test_legitimate_unicode_is_accepted(tiny: Path, words: str) -> None:
    replace_text(LIFT, ("有人看", words))(tiny)
    assert load(tiny).problems == ()


def test_content_is_the_same_composed_or_decomposed(tiny: Path) -> None:
    words = "\n## cafe\u0301\n\n[去](#caf\u00e9)\n"
    replace_body(words)(tiny)
    decomposed = load(tiny)
    assert decomposed.problems == ()
    replace_body(words.replace("e\u0301", "\u00e9"))(tiny)
    assert load(tiny).competition == decomposed.competition


def test_jinja_is_shown_and_data_after_a_picture_is_dropped(tiny: Path, tmp_path: Path) -> None:
    template = "{{ 7 * 7 }}{% raw %}"
    replace_text(LIFT, ("电梯看护", f"'{template}'"))(tiny)
    replace_body(f"\n正文{template}\n")(tiny)
    (tiny / COVER_OF_GARDEN).with_suffix(".jpg").write_bytes(
        encode_picture("JPEG") + b"<script>tail</script>" + zip_files(("a", b"b"))
    )
    replace_text("entries/rain-garden/index.md", ("file: cover.png", "file: cover.jpg"))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    page = soup(site, "entries/lift-watch/")
    assert page.h1 is not None
    assert page.h1.get_text(strip=True) == template
    assert f"正文{template}" in page.get_text()
    assert [path for path, data in files(site).items() if b"<script>tail" in data or b"PK\x05\x06" in data] == []


def test_every_known_result_is_read() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py")).replace("'", '"')
    assert {name for name in KNOWN_RESULTS if f'"results/{name}"' not in code} == set()


@pytest.mark.parametrize("case", INVALID_HOSTILE, ids=lambda case: case.name)
def test_valid_entries_are_still_read_beside_a_hostile_file(tiny: Path, case: InvalidCase) -> None:
    good = {source.slug for source in read_content(tiny).entries}
    combine(case.change, replace_text("entries/night-market/index.md", ("没有进入", "[没有](gone)进入")))(tiny)
    planted = ("entries/night-market/index.md", 9, "broken_link")
    hostile = {file.split("/")[1] for file, _, _ in case.expected if file.startswith("entries/")}
    problems = load(tiny).problems
    assert [(problem.file, problem.line, problem.code) for problem in problems] == sorted([*case.expected, planted])
    assert good - hostile <= {source.slug for source in read_content(tiny).entries}
