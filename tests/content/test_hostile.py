"""What is odd but harmless is told as a warning, what is good passes, and nothing in a text is ever run."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from plugins.content.checks.unexpected_files import READ, READ_RESULTS
from plugins.content.load import load
from plugins.content.problems import problem
from plugins.content.reader import read_content
from plugins.content.report import report
from tests.content.hostile import encoded
from tests.content.invalid_files import HOME, offered
from tests.content.invalid_hostile import BROKEN_HOSTILE, PDF, packed
from tests.content.mutations import COVER_OF_GARDEN, LIFT, Broken, Change, body, both, replaced, written
from tests.support.builds import ROOT, files, pelican, soup

DOUBTFUL: dict[str, tuple[Change, tuple[str, int, str]]] = {
    "bidi in a title": (replaced(LIFT, ("有人看", "有\u202e人看")), (LIFT, 6, "warn_invisible")),
    "zero-width in a body": (body("\n一\u200b二\n"), (LIFT, 12, "warn_invisible")),
    "Cyrillic in a title": (replaced(LIFT, ("有人看", "L\u0456ft")), (LIFT, 6, "warn_lookalike")),
    "misspelt folder": (written("entires/a/index.md", "x"), ("entires", 1, "warn_not_read")),
    "misspelt results": (written("results/shortlists.yaml", "x"), ("results/shortlists.yaml", 1, "warn_not_read")),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubtful_thing_is_a_warning(tiny: Path, name: str) -> None:
    change, expected = DOUBTFUL[name]
    change(tiny)
    loaded = load(tiny)
    assert [(each.file, each.line, each.code) for each in loaded.problems] == [expected]
    assert loaded.competition is not None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF % b"<< /Type /Catalog >>"),
        ("a.zip", packed(("a/说明.txt", b"x"), ("b.pdf", b"y" * 3000))),
        ("a.docx", packed(("[Content_Types].xml", b"x"), ("word/document.xml", b"x"))),
    ],
)
def test_plain_document_passes(tiny: Path, name: str, data: bytes) -> None:
    both(written(f"{HOME}/{name}", data), offered(name))(tiny)
    assert load(tiny).problems == ()


@pytest.mark.parametrize("words", ["家庭👨\u200d👩\u200d👧", "α 波与 μm、PM2.5、Москва", "Straße café"])
def test_honest_words_pass(tiny: Path, words: str) -> None:
    replaced(LIFT, ("有人看", words))(tiny)
    assert load(tiny).problems == ()


def test_content_is_the_same_composed_or_decomposed(tiny: Path) -> None:
    words = "\n## cafe\u0301\n\n[去](#caf\u00e9)\n"
    body(words)(tiny)
    decomposed = load(tiny)
    assert decomposed.problems == ()
    body(words.replace("e\u0301", "\u00e9"))(tiny)
    assert load(tiny).competition == decomposed.competition


def test_report_paints_nothing_on_the_terminal() -> None:
    out = io.StringIO()
    report([problem("a\x1b[31m\udcff\n/index.md", 1, "folder_not_slug", given="\u202e")], "/c", "en", out)
    said = out.getvalue()
    assert said.count("\n") == 2
    assert said.startswith(r"/c/a\x1b[31m\udcff\n/index.md:1: ")
    assert r"\u202e" in said


def test_jinja_is_shown_and_tails_of_pictures_are_cut(tiny: Path, tmp_path: Path) -> None:
    said = "{{ 7 * 7 }}{% raw %}"
    replaced(LIFT, ("电梯看护", f"'{said}'"))(tiny)
    body(f"\n正文{said}\n")(tiny)
    (tiny / COVER_OF_GARDEN).with_suffix(".jpg").write_bytes(
        encoded("JPEG") + b"<script>tail</script>" + packed(("a", b"b"))
    )
    replaced("entries/rain-garden/index.md", ("file: cover.png", "file: cover.jpg"))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    page = soup(site, "entries/lift-watch/")
    assert page.h1 is not None
    assert page.h1.get_text(strip=True) == said
    assert f"正文{said}" in page.get_text()
    assert [path for path, data in files(site).items() if b"<script>tail" in data or b"PK\x05\x06" in data] == []


def test_every_file_that_the_code_reads_is_known() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    assert set(re.findall(r'"results/([a-z]+\.(?:yaml|json))"', code)) == READ_RESULTS
    gathering = (ROOT / "plugins" / "content" / "reader.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"([a-z]+\.yaml)"', gathering)) == {name for name in READ if name.endswith(".yaml")}


@pytest.mark.parametrize("case", BROKEN_HOSTILE, ids=lambda case: case.name)
def test_nothing_good_is_lost_beside_what_is_hostile(tiny: Path, case: Broken) -> None:
    good = {paper.slug for paper in read_content(tiny).entries}
    both(case.change, replaced("entries/night-market/index.md", ("没有进入", "[没有](gone)进入")))(tiny)
    planted = ("entries/night-market/index.md", 9, "broken_link")
    hostile = {file.split("/")[1] for file, _, _ in case.expected if file.startswith("entries/")}
    found = load(tiny).problems
    assert [(each.file, each.line, each.code) for each in found] == sorted([*case.expected, planted])
    assert good - hostile <= {paper.slug for paper in read_content(tiny).entries}


def test_hostile_files_are_a_hundred_or_more() -> None:
    assert len(BROKEN_HOSTILE) >= 100
