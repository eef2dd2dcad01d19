"""The command ``diff``: what the public will see new, changed and gone when one stage follows another."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup
from rich.console import Console
from rich.table import Table

from plugins.content.load import load_papers
from plugins.content.problems import unknown
from plugins.content.reader import gather
from plugins.content.report import report
from plugins.site.build_process import build_stages
from plugins.system import textfile

WORDS = {
    "zh-Hans": {
        "building": "正在生成两个阶段的网站…",
        "new": "新出现",
        "changed": "有变化",
        "gone": "消失",
        "same": "从 {old} 到 {new}，公众看到的页面没有变化。",
        "rest": "另有 {count} 页正文没有新的文字，只是菜单、次序或图片变了。",
        "heads": ("", "页面", "标题", "多出的文字"),
    },
    "en": {
        "building": "Building both stages…",
        "new": "new",
        "changed": "changed",
        "gone": "gone",
        "same": "From {old} to {new} the public sees no page changed.",
        "rest": "{count} more pages have no new words; their menu, order or pictures changed.",
        "heads": ("", "page", "title", "words that are new in it"),
    },
}
# names that change with their contents, on pages that say the same
NAMES = re.compile(r"\.[0-9a-f]{12}\b|[0-9a-f]{12}(?=[.-])")
TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
LONGEST = 60


@dataclass(frozen=True)
class Change:
    """A page that is new, changed or gone, and for a changed one the words that it did not have before."""

    how: str
    path: str
    title: str
    words: str = ""


def compare(content: Path, old: str, new: str, lang: str) -> int:
    """Print what changes for the public between two stages; return the exit status."""
    papers = gather(content)
    loaded = load_papers(papers, new)
    stages = [stage.id for stage in loaded.competition.contest.stages] if loaded.competition else []
    problems = [unknown("competition.yaml", 1, "stage", each, stages) for each in (old, new) if each not in stages]
    if loaded.errors or problems:
        report([*loaded.errors, *(problems if stages else [])], content, lang)
        return 1
    console = Console()
    shown = console.status(_say("building", lang)) if console.is_terminal else nullcontext()
    with tempfile.TemporaryDirectory() as folder, shown:
        sites = {old: Path(folder) / "old", new: Path(folder) / "new"}
        if not build_stages(papers, sites, "", lang):
            return 1
        changes = list(changes_between(sites[old], sites[new]))
    _show(console, changes, old, new, lang)
    return 0


def changes_between(old: Path, new: Path, places: tuple[str, ...] = ()) -> Iterator[Change]:
    """Every page that differs between two built sites, new ones first; not by ``places``, where the sites stand."""
    before, after = _pages(old), _pages(new)
    yield from (Change("new", path, _title(after[path])) for path in after if path not in before)
    for path in [path for path in after if path in before]:
        if _placeless(before[path], places) != _placeless(after[path], places):
            yield Change("changed", path, _title(after[path]), _new_words(before[path], after[path]))
    yield from (Change("gone", path, _title(before[path])) for path in before if path not in after)


def _placeless(page: str, places: tuple[str, ...]) -> str:
    for place in places:
        page = page.replace(place, "")
    return NAMES.sub("", page)


def _pages(site: Path) -> dict[str, str]:
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix().removesuffix("index.html"): textfile.read_text(path) for path in paths}


def _title(page: str) -> str:
    said = TITLE.search(page)
    return unescape(said.group(1)).strip() if said else ""


def _new_words(before: str, after: str) -> str:
    known = set(_lines(before))
    return "；".join(line for line in _lines(after) if line not in known)[:LONGEST]


def _lines(page: str) -> list[str]:
    main = BeautifulSoup(page, "html.parser").main
    return list(main.stripped_strings) if main else []


def _show(console: Console, changes: list[Change], old: str, new: str, lang: str) -> None:
    if not changes:
        console.print(_say("same", lang).format(old=old, new=new))
        return
    table = Table(*WORDS[lang]["heads"], title=f"{old} → {new}")
    quiet = [each for each in changes if each.how == "changed" and not each.words]
    for each in changes:
        if each not in quiet:
            table.add_row(_say(each.how, lang), each.path or "/", each.title, each.words)
    console.print(table)
    if quiet:
        console.print(_say("rest", lang).format(count=len(quiet)))


def _say(key: str, lang: str) -> str:
    return str(WORDS[lang][key])
