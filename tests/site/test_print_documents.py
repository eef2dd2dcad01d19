"""Printed documents: their pictures, no finer than a good printer shows, and the data of their templates."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.model import MediaFile
from plugins.images.qr import qr_svg
from plugins.paths import ROOT
from plugins.results.certificates import list_certificates
from plugins.site.printing import print_documents
from plugins.site.printing.print_documents import PRINT_WIDTH, PrintMediaCollector, PrintRenderer, _draw_figure
from plugins.site.views.certificates import certificate_words
from plugins.site.views.components import ResponsiveImage
from tests.support.builds import TINY


@pytest.mark.parametrize(
    ("size", "printed"),
    [((4000, 3000), (PRINT_WIDTH, 1200)), ((800, 600), (800, 600)), ((3200, 1), (PRINT_WIDTH, 1))],
)
def test_a_picture_is_as_wide_as_a_page_at_most(
    tmp_path: Path, size: tuple[int, int], printed: tuple[int, int]
) -> None:
    image = PrintMediaCollector(tmp_path).image_for(MediaFile(Path("a.png"), "0" * 64, *size))
    assert (image.width, image.height, image.sources) == (*printed, ())


@pytest.fixture
def renderer(tmp_path: Path) -> PrintRenderer:
    """The printed documents of the tiny competition after the awards."""
    return _make_renderer(tmp_path, "awards")


def _make_renderer(cache: Path, stage: str) -> PrintRenderer:
    competition = load(TINY).competition
    assert competition
    return PrintRenderer(competition.at(stage), ROOT / "theme", cache, "https://x.example")


@pytest.mark.parametrize(
    ("stage", "parts"),
    [
        ("vote", [("入围项目", ["01", "02"])]),
        ("notice", [("拟金奖", ["02"]), ("拟表扬奖", ["01"])]),
        ("awards", [("金奖", ["02"]), ("表扬奖", ["01"])]),
    ],
)
def test_catalogue_has_the_awards_and_then_the_other_finalists(
    tmp_path: Path, stage: str, parts: list[tuple[str, list[str]]]
) -> None:
    data = _make_renderer(tmp_path, stage).booklet()
    assert [(part["title"], [entry["number"] for entry in part["entries"]]) for part in data["parts"]] == parts


def test_catalogue_says_what_it_is_and_in_which_language(renderer: PrintRenderer) -> None:
    data = renderer.booklet()
    translate = renderer.site.translations.translate
    assert {key: value for key, value in data.items() if key != "parts"} == {
        "name": f"小城大赛 · {translate('booklet.title')}",
        "authors": ["小城甲委员会", "小城日报"],
        "lang": "zh",
        "region": "cn",
        "contest": "小城创新大赛",
        "title": translate("booklet.title"),
        "contents": translate("booklet.contents"),
        "page": translate("booklet.page"),
        "sample": translate("sample.notice"),
        "issuers": ["小城甲委员会", "小城日报"],
    }


def test_entry_in_the_catalogue_has_its_facts_and_a_code_of_its_address(renderer: PrintRenderer) -> None:
    lift, garden = (part["entries"][0] for part in renderer.booklet()["parts"])
    assert (lift["cover"], lift["sample"], lift["units"]) == (None, True, "东区办")
    assert garden.pop("body")
    assert garden.pop("code") == qr_svg(garden["address"]).decode()
    assert garden.pop("cover") == {"file": garden_picture(renderer), "alt": "花园"}
    assert garden == {
        "slug": "rain-garden",
        "number": "01",
        "title": "雨水花园",
        "units": "水务局、东区办",
        "track": "水",
        "sample": False,
        "summary": "把雨水留在院子里",
        "address": "https://x.example/entries/rain-garden/",
    }


def garden_picture(renderer: PrintRenderer) -> str:
    """The name of the file of the cover, which the template gets with those of the brand."""
    entry = renderer.site.snapshot.tour[0]
    assert entry.cover
    name = renderer.media.image_for(entry.cover.file).src.rpartition("/")[2]
    assert {name, "brand.json", "emblem.svg"} <= renderer._files().keys()
    return name


def test_certificate_has_its_words_and_a_code_of_the_page_that_checks_it(renderer: PrintRenderer) -> None:
    certificate = next(iter(list_certificates(renderer.site.snapshot, "a key that nobody knows")))
    data = renderer.certificate(certificate)
    words = certificate_words(renderer.site, certificate)
    unit = renderer.site.text_of(certificate.unit.name)
    assert data.pop("code") == qr_svg(words.address).decode()
    assert data == {
        **asdict(words),
        "issuers": ["小城甲委员会", "小城日报"],
        "name": f"{words.title} · {unit} · {words.level}",
        "authors": ["小城甲委员会", "小城日报"],
        "lang": "zh",
        "region": "cn",
    }
    assert words.address == f"https://x.example/verify/{certificate.id}/"


def test_picture_in_a_text_is_a_file_with_its_words() -> None:
    image = ResponsiveImage("media/a.jpg", 600, 300)
    assert _draw_figure(image, 'a "b"', "<c>") == (
        '<img src="a.jpg" alt="a &quot;b&quot;" title="&lt;c&gt;" width="600">'
    )


def test_documents_are_typeset_by_the_template_of_their_name(
    renderer: PrintRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_documents, "typeset", lambda *arguments: iter([arguments]))
    documents = [renderer.booklet()]
    (arguments,) = renderer.typeset("booklet", documents)
    template, files, listed = arguments  # type: ignore[misc]
    assert (template, listed) == (ROOT / "theme" / "print" / "booklet.typ", documents)
    assert files.keys() == renderer._files().keys()
