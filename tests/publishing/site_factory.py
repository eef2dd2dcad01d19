"""Two small built sites, as a build would leave them: in B two works are added, one is gone, assets changed, awards
are revealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from plugins.publishing.build_input import Clearance, SiteBuild

STAGES = ("call", "tour", "awards")
HASHED = ("theme/*.*.*", "media/*", "data/search.*.json")
WINNERS = "winners/index.html"


@dataclass
class Site:
    """A site while it is written: pages name assets by their hashed names."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def asset(self, name: str, data: bytes) -> str:
        stem, _, suffix = name.rpartition(".")
        path = f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
        self.files[path] = data
        return path

    def page(self, path: str, text: str, assets: tuple[str, ...], links: tuple[str, ...]) -> None:
        up = "../" * path.count("/")
        head = "".join(f'<link rel="stylesheet" href="{up}{each}">' for each in assets)
        body = "".join(f'<a href="{up}{each.removesuffix("index.html") or "./"}">{each}</a>' for each in links)
        html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><p>{text}</p>{body}</body></html>"
        self.files[path] = html.encode()

    def write(self) -> Path:
        for path, data in self.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)
        return self.folder


def site(folder: Path, works: tuple[str, ...], style: str, awards: bool) -> Path:
    """A home page, a catalogue, works that link to their neighbours, a sitemap; and, with awards, the winners."""
    made = Site(folder)
    css = made.asset("theme/site.css", f"p {{ color: {style} }}".encode())
    search = made.asset("data/search.json", ",".join(works).encode())
    pictures = {work: made.asset(f"media/{work}.svg", f"<svg>{work}</svg>".encode()) for work in works}
    paths = {work: f"entries/{work}/index.html" for work in works}
    winners = (WINNERS,) if awards else ()
    for number, work in enumerate(works):
        neighbours = tuple(paths[works[(number + step) % len(works)]] for step in (-1, 1))
        text = f"{work} {'won' if awards and number < 2 else ''}"
        made.page(paths[work], text, (css, pictures[work]), ("index.html", *neighbours))
    made.page("entries/index.html", "catalogue", (css, search), tuple(paths.values()))
    made.page("index.html", "home", (css,), ("entries/index.html", "about/index.html", *winners))
    made.page("about/index.html", "about", (css,), ("index.html",))
    made.page("404.html", "lost", (css,), ())
    if awards:
        medal = made.asset("media/medal.svg", b"<svg>medal</svg>")
        made.page(WINNERS, "the winners", (css, medal), tuple(paths[work] for work in works[:2]))
    pages = sorted(path for path in made.files if path.endswith(".html"))
    made.files["sitemap.xml"] = "\n".join(pages).encode()
    return made.write()


def built(folder: Path, stage: str) -> SiteBuild:
    """The hand-over of a site whose checks have passed. The new works are no secret of a stage, the winners are."""
    secret = {path: "awards" for path in paths(folder) if path == WINNERS or path.startswith("media/medal")}
    return SiteBuild(folder, stage, STAGES, secret, HASHED, Clearance(folder / "proof.json", "0" * 64), "abc1234")


def paths(folder: Path) -> set[str]:
    """All files of a site."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def before(folder: Path) -> SiteBuild:
    """The tour."""
    return built(site(folder / "a", ("baiyun", "huadu", "liwan", "panyu"), "red", awards=False), "tour")


def after(folder: Path) -> SiteBuild:
    """The awards: two works more, one less, another style."""
    works = ("baiyun", "conghua", "zengcheng", "huadu", "panyu")
    return built(site(folder / "b", works, "green", awards=True), "awards")


STRANGE = ["广州/白云 一号.html", "a+b/c%20d~e.html", "Case.html", "case.html", "100%.html", "q=1&r.html"]


def strange(folder: Path) -> SiteBuild:
    """A site of names that tools like to get wrong: Han, spaces, signs with a meaning in addresses, case."""
    for number, name in enumerate(["index.html", *STRANGE]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{number} {name}", encoding="utf-8")
    return SiteBuild(folder, "tour", STAGES, hashed=HASHED)
