"""A contest in English in Berlin, from its check to its archive: no Han character in anything that comes of it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.content.load import load
from plugins.content.model import MediaFile
from plugins.content.schema.dates import closing_instant
from plugins.images.cards import CardWords
from plugins.paths import ROOT
from plugins.site.language_site import LanguageSite
from plugins.site.views import sharing
from tests.cli.pdfs import texts as texts_of_pdf
from tests.shapes.shapes import read_shape, write_shape
from tests.site.site_renderers import make_renderers
from tests.support.builds import files, run_task

pytestmark = pytest.mark.posix

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TEXTS = {".html", ".xml", ".txt", ".css", ".js", ".json", ".csv", ".svg", ".yaml", ".md"}
ARTICLE = ("--title", "News", "--slug", "news", "--date", "2024-03-02", "--public-from", "show", "--summary", "N.")
# every command of the run, in order, with what it writes
RUN = (
    ("check", "--stage", "show"),
    ("tally", "--explain"),
    ("tally",),
    ("check",),
    ("build", "--stage", "show", "--output", "{folder}/show"),
    ("build", "--stage", "awards", "--output", "{folder}/awards"),
    ("diff", "show", "awards"),
    ("booklet", "--stage", "awards", "--output", "{folder}/print"),
    ("judging", "--output", "{folder}/judging"),
    ("fair-order", "--date", "2024-03-02", "--track", "water"),
    ("new", "article", *ARTICLE),
)
JUDGING = "judges: [Judge A, Judge B]\nlowest: 0\nhighest: 100\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The contest in Berlin, with judges."""
    folder = write_shape(read_shape("english_berlin"), tmp_path / "content")
    (folder / "results" / "judging.yaml").write_text(JUDGING, encoding="utf-8")
    return folder


def test_no_message_page_or_paper_of_the_run_has_a_han_character(content: Path) -> None:
    folder = content.parent
    for words in RUN:
        arguments = [word.format(folder=folder) for word in words]
        done = run_task(*arguments, cwd=content)
        # where this program lies may have a name of its own
        output = (done.stdout + done.stderr).replace(str(ROOT), "")
        assert (words, done.returncode, HAN.findall(output)) == (words, 0, []), output
    written = {path: data for path, data in files(folder).items() if not path.startswith("content/")}
    texts = {path: data.decode("utf-8") for path, data in written.items() if Path(path).suffix in TEXTS}
    # of the script only its phrases: the code itself folds Han characters, for whoever searches for them
    texts |= {
        path: text.partition("\n'use strict'\n")[2].partition("\n/*")[0]
        for path, text in texts.items()
        if path.endswith(".js")
    }
    texts |= {path: "".join(texts_of_pdf(folder / path)) for path in written if path.endswith(".pdf")}
    texts |= {path: _text_of_workbook(data) for path, data in written.items() if path.endswith(".xlsx")}
    assert {Path(path).suffix for path in texts} >= {".html", ".pdf", ".js", ".xml", ".xlsx"}
    assert {path: HAN.findall(text) for path, text in texts.items() if HAN.search(text)} == {}
    drafted = (content / "articles" / "news" / "index.md").read_text(encoding="utf-8")
    assert HAN.findall(drafted) == []


def _text_of_workbook(data: bytes) -> str:
    """All texts of a workbook; its theme names a face for each script of the world."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith(".xml") and "/theme/" not in name]
        return "".join(package.read(name).decode("utf-8") for name in names)


def test_no_picture_has_a_han_character(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    add_picture = sharing._add_picture

    def note_words(site: LanguageSite, kind: str, words: CardWords, cover: MediaFile | None) -> str:
        drawn.append(repr(words))
        return add_picture(site, kind, words, cover)

    monkeypatch.setattr(sharing, "_add_picture", note_words)
    (renderer,) = make_renderers(content, "show").values()
    sharing.site_card(renderer.site)
    for entry in renderer.site.snapshot.tour:
        sharing.share_assets(renderer.site, entry)
    assert len(drawn) == 1 + 2 * len(renderer.site.snapshot.tour)
    assert [words for words in drawn if HAN.search(words)] == []


def test_the_vote_closes_with_the_last_second_of_berlin(content: Path) -> None:
    competition = load(content, "call").competition
    assert competition
    config = competition.config
    closes = config.stage("show").closes
    assert closes
    end = closing_instant(closes, config.zone)
    assert end.isoformat() == "2024-03-11T00:00:00+01:00"
    assert end.astimezone(ZoneInfo("America/Los_Angeles")).isoformat() == "2024-03-10T16:00:00-07:00"
