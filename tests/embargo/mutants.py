"""Builds that leak: after a build, its site is changed as wrong code might have written it.

``plugins.site.build_process`` forks its builds, so a patch of its ``build_site`` is in every build of a check.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from opencc import OpenCC
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypinyin import lazy_pinyin

from plugins.content.load import LoadResult, load
from plugins.content.stage_view import Competition
from plugins.site import build_process
from plugins.site.build_result import BuildOptions, BuildResult


@dataclass(frozen=True)
class LeakingSite:
    """A site that was just built, and what its build knew."""

    folder: Path
    content: Path
    competition: Competition

    @property
    def winner_slug(self) -> str:
        return self.competition.awards["gold"][0]

    @property
    def winner_number(self) -> str:
        return str(next(entry.number for entry in self.competition.entries if entry.slug == self.winner_slug))

    @property
    def hidden_title(self) -> str:
        entry = next(entry for entry in self.competition.entries if entry.slug == HIDDEN)
        return entry.title.in_language("zh-Hans").value

    @property
    def hidden_article_title(self) -> str:
        article = next(article for article in self.competition.articles if article.slug == "results")
        return article.title.in_language("zh-Hans").value

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, data: bytes) -> None:
        # not in place: the file may be hard-linked to another site
        (self.folder / path).unlink(missing_ok=True)
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_bytes(data)

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, path
        self.write(path, text.replace(old, new, 1).encode())

    def comment(self, text: str) -> None:
        self.replace("index.html", "</main>", f"<!-- {text} --></main>")


HIDDEN = "night-market"


def _winner_first(site: LeakingSite) -> None:
    before, *items = site.read("entries/index.html").split('<article class="card')
    cards, rests = zip(*(item.split("</article>", 1) for item in items), strict=True)
    ordered = sorted(cards, key=lambda card: site.winner_slug not in card)
    joined = "".join(f'<article class="card{card}</article>{rest}' for card, rest in zip(ordered, rests, strict=True))
    site.write("entries/index.html", (before + joined).encode())


def _exif(site: LeakingSite) -> None:
    exif, image = Image.Exif(), io.BytesIO()
    exif[0x010E] = site.hidden_title.encode("utf-16-le")
    Image.new("RGB", (8, 8)).save(image, format="JPEG", exif=exif)
    site.write("media/a.jpg", image.getvalue())


def _png_text(site: LeakingSite) -> None:
    info, image = PngInfo(), io.BytesIO()
    info.add_text("Comment", "x" * 40 + HIDDEN, zip=True)
    Image.new("RGB", (8, 8)).save(image, format="PNG", pnginfo=info)
    site.write("media/a.png", image.getvalue())


def _search_index(site: LeakingSite) -> None:
    path = min((site.folder / "data").glob("search-*"))
    data = path.read_bytes()
    site.write(f"data/{path.name}", data[:-2] + f',"{site.hidden_title}"'.encode() + data[-2:])


def _open_data(site: LeakingSite) -> None:
    is_winner = site.winner_slug == site.competition.shortlist[0]
    site.replace("data/entries.json", '"award": ""', f'"award": "{is_winner}"')


def _file_hash(site: LeakingSite) -> None:
    data = (site.content / "entries" / HIDDEN / "index.md").read_bytes()
    site.comment(hashlib.sha256(data).hexdigest()[:16])


def _full_width(site: LeakingSite) -> None:
    site.comment("".join(chr(ord(letter) + 0xFEE0) for letter in HIDDEN.upper().replace("-", "")))


def _feed(site: LeakingSite) -> None:
    site.replace("feed.xml", "</feed>", f"<entry><title>{site.hidden_article_title}</title></entry></feed>")


def _sitemap(site: LeakingSite) -> None:
    site.replace("sitemap.xml", "</urlset>", f"<url><loc>https://x/entries/{HIDDEN}/</loc></url></urlset>")


def _css_class(site: LeakingSite) -> None:
    mark = f'data-entry="{site.winner_slug}"'
    site.replace("entries/index.html", mark, f'{mark} class="g"')


def _compressed_page(site: LeakingSite) -> None:
    site.write("index.html.gz", gzip.compress(f"<p>{site.hidden_title}</p>".encode(), mtime=0))


MUTANTS: dict[str, Callable[[LeakingSite], None]] = {
    "order by rank": _winner_first,
    "comment with a slug": lambda site: site.comment(f"next: {HIDDEN}"),
    "comment with a winner": lambda site: site.comment(f"gold {site.winner_number}"),
    "class by award": _css_class,
    "EXIF in UTF-16": _exif,
    "text in a PNG": _png_text,
    "sitemap": _sitemap,
    "robots": lambda site: site.replace("robots.txt", "User-agent", f"Disallow: /entries/{HIDDEN}/\nUser-agent"),
    "feed": _feed,
    "search index": _search_index,
    "open data": _open_data,
    "file name": lambda site: site.write(f"media/{HIDDEN}-720.avif", b"x"),
    "count": lambda site: site.comment(f"{len(site.competition.entries)} entries"),
    "base64": lambda site: site.comment(base64.b64encode(f"title: {site.hidden_title}".encode()).decode()),
    "escapes of URLs": lambda site: site.comment(urllib.parse.quote(site.hidden_title)),
    "escapes of JSON": lambda site: site.comment(json.dumps(site.hidden_title)),
    "escapes of HTML": lambda site: site.comment("".join(f"&#{ord(letter)};" for letter in site.hidden_title)),
    "full width and capitals": _full_width,
    "traditional characters": lambda site: site.comment(OpenCC("s2t").convert(site.hidden_title)),
    "pinyin": lambda site: site.comment("-".join(lazy_pinyin(site.hidden_title))),
    "compressed page": _compressed_page,
    "hash of a file": _file_hash,
}


def install_mutant(monkeypatch: pytest.MonkeyPatch, leak: Callable[[LeakingSite], None]) -> None:
    """Let every build that this process forks leak in this way."""
    build_site = build_process.build_site

    def build_and_leak(options: BuildOptions, load_result: LoadResult | None) -> BuildResult:
        result = build_site(options, load_result)
        competition = load(options.content, options.stage).competition
        assert competition
        leak(LeakingSite(options.output, options.content, competition))
        return result

    monkeypatch.setattr(build_process, "build_site", build_and_leak)
