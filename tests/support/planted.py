"""Marks planted in everything that a stage hides, so that a test can look for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.support.published_result import seal_figures

Plant = Callable[[Path], None]


def _replace(content: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def _picture(path: Path) -> None:
    info = PngInfo()
    info.add_text("Comment", "LEAKMETA")
    Image.new("RGB", (32, 24), (1, 2, 3)).save(path, pnginfo=info)


HIDDEN_ENTRY = """---
number: "LEAKNUMBER"
title: {zh-Hans: 标记LEAKTITLE, en: LEAKENTITLE}
units: [leakunit]
recommending_unit: leakunit-two
track: water
summary: LEAKSUMMARY
cover: {file: LEAKFILE.png, alt: LEAKALT, caption: LEAKCAPTION}
links:
  - {label: LEAKLABEL, url: https://leaklink.example/}
ballots: {app: https://leakvote.example/x}
---

LEAKBODY

![LEAKFIGURE](LEAKFILE.png)
"""
UNITS = """  - {id: leakunit, name: LEAKUNITNAME, kind: leakkind}
  - {id: leakunit-two, name: LEAKUNITTWO, kind: department, district: leakdistrict}
"""


def plant_entry(content: Path) -> None:
    """An entry that is not shortlisted, with units that nobody else has."""
    folder = content / "entries" / "leakslug"
    folder.mkdir()
    (folder / "index.md").write_text(HIDDEN_ENTRY, encoding="utf-8")
    (folder / "index.en.md").write_text("---\nsummary: LEAKENSUMMARY\n---\n\nLEAKENBODY\n", encoding="utf-8")
    _picture(folder / "LEAKFILE.png")
    _replace(
        content,
        "units.yaml",
        ("districts:\n", "districts:\n  - {id: leakdistrict, name: LEAKDISTRICT}\n"),
        ("units:\n", "units:\n" + UNITS),
        ("kinds:\n", "kinds:\n  - {id: leakkind, name: LEAKKIND}\n"),
    )


def plant_results(content: Path) -> None:
    """Marks in what only the awards may tell."""
    _replace(
        content, "articles/results/index.md", ("结果", "LEAKARTICLE"), ("名单公布", "LEAKNEWS"), ("祝贺", "LEAKPRAISE")
    )
    (content / "articles" / "results").rename(content / "articles" / "leakresults")
    page = "---\ntitle: LEAKPAGE\npublic_from: awards\nsummary: LEAKPAGESUMMARY\nmenu: main\n---\n\nLEAKPAGEBODY\n"
    (content / "pages" / "leakpage").mkdir()
    (content / "pages" / "leakpage" / "index.md").write_text(page, encoding="utf-8")
    _replace(content, "competition.yaml", ("{id: praise, name: 表扬奖", "{id: leaklevel, name: LEAKLEVEL"))
    _replace(content, "results/awards.yaml", ("praise", "leaklevel"))


RULE = """result_rule:
  public: 17
  experts: 83
  publish: [weights, turnout, votes]
  special_awards:
    - {id: leakspecial, name: LEAKSPECIAL, kind: popularity, size: 1, public_from: notice}
    - {id: leakorganiser, name: LEAKORGANISER, kind: organiser, size: 1, public_from: notice}
site:
"""
PUBLISHED = """record: leakrecord
awards: {awards}
public: LEAKWEIGHT
channels:
  - {{channel: app, as_of: 2024-03-20T18:00+08:00, source: LEAKSOURCE, votes: LEAKTURNOUT, reasons: [LEAKREASON]}}
entries:
  - {{entry: lift-watch, votes: LEAKVOTES, rank: LEAKRANK}}
"""


def plant_tally(content: Path) -> None:
    """Marks in the rule, in special awards, and in all that was published of the result."""
    _replace(content, "competition.yaml", ("site:\n", RULE))
    awards = content / "results" / "awards.yaml"
    settings_override = "special: {leakspecial: [lift-watch], leakorganiser: [water-bureau]}\n"
    awards.write_text(awards.read_text() + settings_override)
    sha256 = hashlib.sha256(awards.read_bytes()).hexdigest()
    (content / "results" / "published.yaml").write_text(seal_figures(PUBLISHED.format(awards=sha256)))
    for name in ("votes.yaml", "scores.yaml", "decisions.yaml", "leak.csv"):
        (content / "results" / name).write_text("LEAKINPUT")


def plant_citations(content: Path) -> None:
    """Marks in what the jury says of the winners, which only the awards may tell."""
    words = "jury: LEAKJURY\ncitations: {lift-watch: LEAKCITATION, rain-garden: LEAKWORDS}\n"
    (content / "results" / "citations.yaml").write_text(words, encoding="utf-8")


def plant_shortlist(content: Path) -> None:
    """Marks in the shortlisted entries themselves, which the call must not show."""
    _replace(content, "entries/rain-garden/index.md", ("雨水花园", "LEAKSHORT"), ("挖浅沟", "LEAKSHORTBODY"))
    (content / "entries" / "rain-garden").rename(content / "entries" / "leakshort")
    _replace(content, "results/shortlist.yaml", ("rain-garden", "leakshort"))
    _replace(content, "results/awards.yaml", ("rain-garden", "leakshort"))
    _replace(content, "articles/launch/index.md", ("entries/rain-garden", "entries/leakshort"))


def plant_ballots(content: Path) -> None:
    """Marks in every way to vote, which only the days of the vote may show."""
    for entry in ("rain-garden", "lift-watch"):
        _replace(content, f"entries/{entry}/index.md", ("vote.example.com", "leakballot.example"))
    _replace(
        content, "competition.yaml", ("name: 小城客户端}", "name: 小城客户端, ballot: https://leakchannel.example/}")
    )


CASES: list[tuple[str, Plant]] = [
    *[(stage, plant_entry) for stage in ("call", "tour", "vote", "review", "notice", "awards", "archive")],
    *[(stage, plant_results) for stage in ("call", "tour", "vote", "review")],
    *[(stage, plant_tally) for stage in ("call", "tour", "vote", "review")],
    *[(stage, plant_citations) for stage in ("call", "tour", "vote", "review", "notice")],
    ("call", plant_shortlist),
    *[(stage, plant_ballots) for stage in ("call", "tour", "review", "notice", "awards", "archive")],
]
