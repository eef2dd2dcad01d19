"""One seed, two forms: a content as ours reads it, and the same entries and pages as Markdown files for the rivals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench.generate import generate

# pictures are left out of the comparison; the one place that says so
NO_CARDS = "  entry_cards: false\n"
ENGLISH = re.compile(r"\{zh-Hans: ([^,}]+), en: [^}]+\}")
TRACKS = {"water": ("第一展厅", "水"), "safety": ("第二展厅", "安全")}
UNITS = {"water-bureau": "水务局", "east-office": "东区办"}
NEWS = "启动通知\n\n大赛开始征集。"


@dataclass(frozen=True)
class Entry:
    """What every builder gets of an entry."""

    slug: str
    head: dict[str, str]
    body: str


# address, title, what it lists of the entries, of which track, and its text
PAGES = (
    ("", "首页", "", "", "展示社区里的好办法。\n\n[开始参观](/zt/tour/)"),
    ("404.html", "页面不存在", "", "", "[首页](/zt/)"),
    ("contents/", "网站地图", "lines", "", ""),
    ("entries/", "全部项目", "cards", "", ""),
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


def write_ours(content: Path, count: int) -> Path:
    """A content of so many entries in one language, without pictures."""
    generate(content, count)
    for name in ("competition.yaml", "units.yaml"):
        text = (content / name).read_text(encoding="utf-8").replace("languages: [zh-Hans, en]", "languages: [zh-Hans]")
        text = ENGLISH.sub(r"\1", text).replace("\nsite:\n", f"\nsite:\n{NO_CARDS}")
        (content / name).write_text(text, encoding="utf-8")
    return content


def entries(content: Path) -> list[Entry]:
    """The entries of such a content in the order of the walk, with their places."""
    read = [_entry(path) for path in sorted(content.glob("entries/*/index.md"))]
    halls = [[entry for entry in read if entry.head["track"] == track] for track in TRACKS]
    spots = [(entry, f"{at}/{len(hall)}") for hall in halls for at, entry in enumerate(hall, 1)]
    return [
        Entry(entry.slug, entry.head | {"spot": spot, "weight": str(place)}, entry.body)
        for place, (entry, spot) in enumerate(spots, 1)
    ]


def write_markdown(folder: Path, walk: list[Entry], contents: str = "") -> None:
    """``entries/`` and ``pages/`` with front matter that all rivals read; contents go before a body."""
    for name in ("entries", "pages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for entry in walk:
        _write(folder / "entries" / f"{entry.slug}.md", entry.head, contents + entry.body)
    for address, title, show, track, text in PAGES:
        file = address if address.endswith(".html") else f"{address}index.html"
        head = {"title": title, "show": show, "track": track, "url": f"/{address}", "save_as": file, "permalink": file}
        _write(folder / "pages" / f"{address.strip('/').replace('/', '-') or 'home'}.md", head, text)


def _entry(path: Path) -> Entry:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    read = yaml.safe_load(head)
    hall, direction = TRACKS[read["track"]]
    kept = {key: read[key] for key in ("title", "number", "track")}
    # Pelican makes HTML of what is called summary, so it has both names
    kept |= {"abstract": read["summary"], "summary": read["summary"], "unit": UNITS[read["units"][0]]}
    return Entry(path.parent.name, kept | {"hall": hall, "direction": direction, "date": "2024-03-01"}, body)


def _write(path: Path, head: dict[str, str], body: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    path.write_text(f"---\n{lines}---\n\n{body}\n", encoding="utf-8")
