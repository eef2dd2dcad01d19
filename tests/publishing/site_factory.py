"""Two small built sites, A and B: in B two entries are new, one is removed, assets change, and awards are revealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from plugins.publishing.release import Clearance, SiteBuild

STAGES = ("call", "tour", "awards")
HASHED = ("theme/*.*.*", "media/*", "data/search.*.json")
WINNERS = "winners/index.html"
ENTRIES_A = ("baiyun", "huadu", "liwan", "panyu")


@dataclass
class Site:
    """A site while it is made: pages refer to assets by their hashed names."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def asset(self, name: str, data: bytes) -> str:
        stem, _, suffix = name.rpartition(".")
        path = f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
        self.files[path] = data
        return path

    def page(self, path: str, text: str, assets: tuple[str, ...], links: tuple[str, ...]) -> None:
        up = "../" * path.count("/")
        head = "".join(f'<link rel="stylesheet" href="{up}{asset}">' for asset in assets)
        body = "".join(f'<a href="{up}{link.removesuffix("index.html") or "./"}">{link}</a>' for link in links)
        html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><p>{text}</p>{body}</body></html>"
        self.files[path] = html.encode()

    def write(self) -> Path:
        for path, data in self.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)
        return self.folder


def write_site(folder: Path, entries: tuple[str, ...], style: str, awards: bool) -> Path:
    """A home page, a catalogue, entries that link to their neighbours, a sitemap; and, with awards, the winners."""
    site = Site(folder)
    css = site.asset("theme/site.css", f"p {{ color: {style} }}".encode())
    search = site.asset("data/search.json", ",".join(entries).encode())
    pictures = {entry: site.asset(f"media/{entry}.svg", f"<svg>{entry}</svg>".encode()) for entry in entries}
    paths = {entry: f"entries/{entry}/index.html" for entry in entries}
    winners = (WINNERS,) if awards else ()
    for number, entry in enumerate(entries):
        neighbours = tuple(paths[entries[(number + step) % len(entries)]] for step in (-1, 1))
        text = f"{entry} {'won' if awards and number < 2 else ''}"
        site.page(paths[entry], text, (css, pictures[entry]), ("index.html", *neighbours))
    site.page("entries/index.html", "catalogue", (css, search), tuple(paths.values()))
    site.page("index.html", "home", (css,), ("entries/index.html", "about/index.html", *winners))
    site.page("about/index.html", "about", (css,), ("index.html",))
    site.page("404.html", "lost", (css,), ())
    if awards:
        medal = site.asset("media/medal.svg", b"<svg>medal</svg>")
        site.page(WINNERS, "the winners", (css, medal), tuple(paths[entry] for entry in entries[:2]))
    pages = sorted(path for path in site.files if path.endswith(".html"))
    site.files["sitemap.xml"] = "\n".join(pages).encode()
    return site.write()


def make_build(folder: Path, stage: str) -> SiteBuild:
    """A build of a site whose checks have passed. Only the winners are embargoed until the awards."""
    secret = {path: "awards" for path in paths(folder) if path == WINNERS or path.startswith("media/medal")}
    return SiteBuild(folder, stage, STAGES, secret, HASHED, Clearance(folder / "proof.json", "0" * 64), "abc1234")


def read_files(folder: Path) -> dict[str, bytes]:
    """The contents of all files of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def paths(folder: Path) -> set[str]:
    """The paths of all files of a folder."""
    return set(read_files(folder))


def before(folder: Path) -> SiteBuild:
    """The tour."""
    return make_build(write_site(folder / "a", ENTRIES_A, "red", awards=False), "tour")


def after(folder: Path) -> SiteBuild:
    """The awards: two entries more, one less, another style."""
    entries = ("baiyun", "conghua", "zengcheng", "huadu", "panyu")
    return make_build(write_site(folder / "b", entries, "green", awards=True), "awards")


STRANGE = ["广州/白云 一号.html", "a+b/c%20d~e.html", "Case.html", "case.html", "100%.html", "q=1&r.html"]


def strange(folder: Path) -> SiteBuild:
    """A site of names that tools often get wrong: Chinese, spaces, characters with a meaning in URLs, case."""
    for number, name in enumerate(["index.html", *STRANGE]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{number} {name}", encoding="utf-8")
    return SiteBuild(folder, "tour", STAGES, hashed=HASHED)
