"""Generate the same content from one seed for this program and as Markdown files for the others."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.generate import generate
from benchmarks.pictures import write_cover

# share cards, posters and codes, which no rival makes
NO_CARDS = "  entry_cards: false\n"
ENGLISH = re.compile(r"\{zh-Hans: ([^,}]+), en: [^}]+\}")
TRACKS = {"water": ("第一展厅", "水"), "safety": ("第二展厅", "安全")}
UNITS = {"water-bureau": "水务局", "east-office": "东区办"}
NEWS = "启动通知\n\n大赛开始征集。"
AWARDS = "awards:\n  gold: [entry-00000]\n  praise: [entry-00001]\n"
WORDS = ("street", "neighbour", "stairwell", "lift", "mediation", "patrol", "volunteer", "hotline", "market", "garden")


@dataclass(frozen=True)
class Entry:
    """An entry as every builder gets it, in its first language or translated."""

    slug: str
    head: dict[str, str]
    body: str
    cover: Path | None = None
    language: str = ""


# address, title, what it lists of the entries, of which track, and its text
PAGES = (
    ("", "首页", "", "", "展示社区里的好办法。\n\n[开始参观](/zt/tour/)"),
    ("404.html", "页面不存在", "", "", "[首页](/zt/)"),
    ("contents/", "网站地图", "lines", "", ""),
    ("entries/", "全部项目", "cards", "", ""),
    ("names/", "项目名录", "lines", "", ""),
    ("news/", "大赛动态", "", "", "[启动](/zt/news/launch/)"),
    ("news/launch/", "启动", "", "", NEWS),
    ("privacy/", "隐私", "", "", "本站不收集个人信息。"),
    ("rules/", "规则", "", "", "每天一票。"),
    ("tour/", "网络巡展", "plan", "", ""),
    ("tour/end/", "参观完毕", "lines", "", ""),
    ("tour/safety/", "第二展厅", "cards", "safety", ""),
    ("tour/water/", "第一展厅", "cards", "water", ""),
    ("tracks/", "参赛方向", "", "", "[水](/zt/tracks/water/)\n\n[安全](/zt/tracks/safety/)"),
    ("tracks/safety/", "安全", "cards", "safety", ""),
    ("tracks/water/", "水", "cards", "water", ""),
    ("units/", "参赛单位", "units", "", ""),
    ("vote/", "投票", "lines", "", ""),
)


def write_ours(content: Path, count: int, *, pictures: bool = False, cards: bool = False) -> Path:
    """Write a content of ``count`` entries: text in one language, or in two languages with covers."""
    generate(content, count)
    (content / "results" / "awards.yaml").write_text(AWARDS, encoding="utf-8")
    competition, units = content / "competition.yaml", content / "units.yaml"
    if not cards:
        _replace(competition, "\nsite:\n", f"\nsite:\n{NO_CARDS}")
    if pictures:
        for number, folder in enumerate(sorted((content / "entries").iterdir())):
            _illustrate(folder, number)
    else:
        _replace(competition, "languages: [zh-Hans, en]", "languages: [zh-Hans]")
        for path in (competition, units):
            path.write_text(ENGLISH.sub(r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    return content


def entries(content: Path) -> list[Entry]:
    """The entries of such a content in the order of the walk, with their places; then their translations."""
    read = [_entry(path) for path in sorted(content.glob("entries/*/index.md"))]
    halls = [[entry for entry in read if entry.head["track"] == track] for track in TRACKS]
    spots = [(entry, f"{place}/{len(hall)}") for hall in halls for place, entry in enumerate(hall, 1)]
    walk = [
        replace(entry, head=entry.head | {"spot": spot, "weight": str(place)})
        for place, (entry, spot) in enumerate(spots, 1)
    ]
    return walk + [_translate(content, entry) for entry in walk if entry.cover]


def write_markdown(folder: Path, walk: list[Entry], contents: str = "") -> None:
    """``entries/`` and ``pages/`` with front matter that all rivals read; contents go before a body."""
    for entry in walk:
        _write(folder / "entries" / _file(entry), entry.head, contents + entry.body)
        if entry.cover and not entry.language:
            (folder / "entries" / entry.slug / entry.cover.name).hardlink_to(entry.cover)
    for language in sorted({entry.language for entry in walk}):
        for page in PAGES:
            _write_page(folder / "pages", language, *page)


def _write_page(folder: Path, language: str, address: str, title: str, show: str, track: str, text: str) -> None:
    name = address.strip("/").replace("/", "-") or "home"
    address = f"{language}/{address}" if language else address
    file = address if address.endswith(".html") else f"{address}index.html"
    head = {"title": title, "show": show, "track": track, "url": f"/{address}", "save_as": file, "permalink": file}
    _write(folder / (f"{name}.{language}.md" if language else f"{name}.md"), head | _language_keys(language), text)


def _file(entry: Entry) -> str:
    if not entry.cover:
        return f"{entry.slug}.md"
    return f"{entry.slug}/index.{entry.language}.md" if entry.language else f"{entry.slug}/index.md"


def _illustrate(folder: Path, number: int) -> None:
    cover = write_cover(folder, number)
    _replace(folder / "index.md", "\n---\n", f"\ncover: {{file: {cover.name}, alt: 封面}}\n---\n")
    dice = random.Random(number)
    head = {"title": f"Project {number} {_words(dice, 6)}", "summary": _words(dice, 14)}
    _write(folder / "index.en.md", head, "".join(f"## {_words(dice, 3)}\n\n{_words(dice, 45)}.\n\n" for _ in range(3)))


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count)).capitalize()


def _entry(path: Path) -> Entry:
    read, body = _parse(path)
    hall, direction = TRACKS[read["track"]]
    head = {key: read[key] for key in ("title", "number", "track")} | {"slug": path.parent.name}
    # Pelican makes HTML of what is called summary, so it has both names
    head |= {"abstract": read["summary"], "summary": read["summary"], "unit": UNITS[read["units"][0]]}
    head |= {"hall": hall, "direction": direction, "date": "2024-03-01"}
    cover = path.parent / read["cover"]["file"] if "cover" in read else None
    return Entry(path.parent.name, head | ({"cover": cover.name} if cover else {}), body, cover)


def _translate(content: Path, entry: Entry) -> Entry:
    read, body = _parse(content / "entries" / entry.slug / "index.en.md")
    head = entry.head | read | {"abstract": read["summary"]} | _language_keys("en")
    return replace(entry, head=head, body=body, language="en")


def _language_keys(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _parse(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def _write(path: Path, head: dict[str, str], body: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{lines}---\n\n{body}\n", encoding="utf-8", newline="\n")
