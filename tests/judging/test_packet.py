"""The packet before it is typeset: what it shows of an entry, blind and not, and how its pictures are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from plugins.content.load import load_before_results
from plugins.judging import packet
from plugins.judging.blind import WordMask
from plugins.judging.packet import make_packet
from plugins.judging.panel_file import Panel, read_panel
from tests.content.mutations import replace_text

BODY = '\n## 水务局的办法\n\n水务局做的，见[网站](https://water.example/)。\n\n![水务局](view.png "水务局")\n'


@dataclass
class _Pdf:
    pdf: bytes


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would be typeset."""
    documents: list[dict[str, Any]] = []

    def keep(_: object, _template: str, data: list[dict[str, Any]]) -> Iterator[_Pdf]:
        documents.extend(data)
        return iter([_Pdf(b"pdf")])

    monkeypatch.setattr(packet.PrintRenderer, "typeset", keep)
    return documents


@pytest.fixture
def panel(tiny: Path) -> Panel:
    replace_text("entries/rain-garden/index.md", ("## 做法\n", f"{BODY}\n## 做法\n"))(tiny)
    (tiny / "results/judging.yaml").write_text("judges: [甲]\nlowest: 60\nhighest: 100\n", encoding="utf-8")
    competition = load_before_results(tiny).competition
    assert competition
    return read_panel(tiny, competition)


MASK = WordMask(("水务局", "雨水"), "×")


def test_packet_shows_every_finalist_with_numbered_pictures(panel: Panel, typeset: list[dict[str, Any]]) -> None:
    files = make_packet(panel, WordMask(), blind=False)
    (data,) = typeset
    assert files["packet.pdf"] == b"pdf"
    assert [name for name in files if name.endswith(".html")] == ["pages/index.html", "pages/01.html", "pages/02.html"]
    assert {key: data[key] for key in ("name", "authors", "lang", "region", "contest", "criteria")} == {
        "name": "小城大赛 · 评审材料",
        "authors": [],
        "lang": "zh",
        "region": "cn",
        "contest": "小城创新大赛",
        "criteria": [{"name": "创新性", "weight": "", "range": "60–100", "explained": ""}],
    }
    garden, lift = data["entries"]
    facts = ("number", "title", "track", "units", "summary")
    assert [garden[key] for key in facts] == ["01", "雨水花园", "水", "水务局、东区办", "把雨水留在院子里"]
    assert [lift[key] for key in facts] == ["02", "电梯看护", "安全", "东区办", "电梯有人看"]
    names = [picture["page_file"] for picture in garden["pictures"]]
    assert [name.partition(".")[0] for name in names] == ["01-1", "01-2"]
    assert sorted(name for name in files if "01-" in name) == sorted(f"pages/{name}" for name in names)
    assert [picture["alt"] for picture in garden["pictures"]] == ["花园", "远景"]
    # the same picture in the body has the same name
    page = BeautifulSoup(garden["html"], "html.parser")
    assert {image["src"] for image in page("img")} == {names[1]}
    assert page.find("a", href="https://water.example/")
    assert "水务局" in files["pages/01.html"].decode()


def test_blind_packet_has_no_links_anchors_and_words(panel: Panel, typeset: list[dict[str, Any]]) -> None:
    files = make_packet(panel, MASK, blind=True)
    garden = typeset[0]["entries"][0]
    assert [garden[key] for key in ("title", "track", "units", "summary")] == ["×花园", "水", "", "把×留在院子里"]
    page = BeautifulSoup(garden["html"], "html.parser")
    assert (page("a"), page.find_all(id=True)) == ([], [])
    assert "×的办法" in [heading.get_text() for heading in page("h2")]
    assert "×做的，见网站。" in [paragraph.get_text() for paragraph in page("p")]
    assert {(image["alt"], image["title"]) for image in page("img")} == {("远景", "从楼上看"), ("×", "×")}
    assert "水务局" not in "".join(files[name].decode() for name in files if name.endswith(".html"))
