"""An editor at random: what people do to a content, a theme and a build, one thing after the other."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.builds import ROOT, TINY, TINY_STAGES

SIGNS = "春夏秋冬山水云月風雨<&\"'"


@dataclass
class Desk:
    """The files that an editor has before them, and how the site is built."""

    content: Path
    theme: Path
    dice: random.Random
    settings: dict[str, Any] = field(default_factory=dict)
    slips: list[tuple[Path, str]] = field(default_factory=list)

    def mend(self) -> None:
        """Write what was misspelt as it was."""
        while self.slips:
            path, right = self.slips.pop()
            path.write_text(right, encoding="utf-8")

    def word(self) -> str:
        return "".join(self.dice.choices(SIGNS, k=4))

    def document(self) -> Path:
        return self.dice.choice(sorted(self.content.glob("*/*/index*.md")))

    def entry(self) -> Path:
        return self.dice.choice(sorted((self.content / "entries").iterdir()))


def desk(folder: Path, seed: int) -> Desk:
    """A desk with a copy of the tiny content and of the theme."""
    shutil.copytree(TINY, folder / "content")
    shutil.copytree(ROOT / "theme", folder / "theme")
    settings: dict[str, Any] = {"stage": "vote", "site_url": None, "preview": False}
    return Desk(folder / "content", folder / "theme", random.Random(seed), settings)


def ways(seed: int) -> tuple[Callable[[Desk], None], ...]:
    """Half of all that can be done, in some order; the next seed has the other half."""
    deck = list(WAYS)
    random.Random(seed // 2).shuffle(deck)
    half = len(deck) // 2
    return tuple(deck[half:] if seed % 2 else deck[:half])


def _write_on(at: Desk) -> None:
    path = at.document()
    path.write_text(path.read_text(encoding="utf-8") + f"\n\n## {at.word()}\n\n{at.word()}\n", encoding="utf-8")


def _retitle(at: Desk) -> None:
    name = at.dice.choice("春夏秋冬")
    _replace(at.entry() / "index.md", r"(?m)^(title|summary): .*$", lambda found: f"{found[1]}: {name}新")


def _add_entry(at: Desk) -> None:
    slug = f"new-{at.dice.randrange(10**6)}"
    shutil.copytree(at.entry(), at.content / "entries" / slug)
    _replace(at.content / "entries" / slug / "index.md", r"(?m)^number: .*$", lambda _: f'number: "{slug[4:]}"')
    _replace(at.content / "results" / "shortlist.yaml", r"\]", lambda _: f", {slug}]")


def _rename_entry(at: Desk) -> None:
    old = at.entry()
    new = f"named-{at.dice.randrange(10**6)}"
    old.rename(old.with_name(new))
    for path in [*at.content.glob("results/*.yaml"), *at.content.glob("*/*/*.md")]:
        _replace(path, re.escape(old.name), lambda _: new)


def _delete_entry(at: Desk) -> None:
    awarded = (at.content / "results" / "awards.yaml").read_text(encoding="utf-8")
    others = [entry for entry in sorted((at.content / "entries").iterdir()) if entry.name not in awarded]
    if others:
        gone = at.dice.choice(others)
        shutil.rmtree(gone)
        for path in at.content.glob("results/*.yaml"):
            _replace(path, rf"(, )?\b{gone.name}\b(, )?", lambda found: ", " if found[1] and found[2] else "")
        for path in at.content.glob("*/*/*.md"):
            _replace(path, rf"\[([^\]]*)\]\([^)]*\b{gone.name}/[^)]*\)", lambda found: found[1])


def _repaint(at: Desk) -> None:
    size, colour = (at.dice.choice([400, 640]), 360), at.dice.choice(["red", "navy", "teal"])
    Image.new("RGB", size, colour).save(at.entry() / "cover.png")


def _new_unit(at: Desk) -> None:
    with (at.content / "units.yaml").open("a", encoding="utf-8") as units:
        name = json.dumps(f"{at.word()[:2]}办")
        units.write(f"  - {{id: unit-{at.dice.randrange(10**6)}, name: {name}, kind: department}}\n")


def _rename_track(at: Desk) -> None:
    _replace(at.content / "competition.yaml", "和.有关", lambda _: f"和{at.dice.choice('水火土')}有关")


def _other_stage(at: Desk) -> None:
    at.settings["stage"] = at.dice.choice(TINY_STAGES)


def _other_settings(at: Desk) -> None:
    at.settings["site_url"] = at.dice.choice([None, "https://a.example/x", "https://b.example"])
    at.settings["preview"] = at.dice.random() < 0.3


def _edit_template(at: Desk) -> None:
    templates = sorted((at.theme / "templates").rglob("*.html"))
    path = at.dice.choice([each for each in templates if "print" not in each.parts])
    path.write_text(path.read_text(encoding="utf-8") + f"{{# {at.word()} #}}", encoding="utf-8")
    entry = at.theme / "templates" / "entry.html"
    _replace(entry, r'<article class="entry', lambda found: f"{found[0]} x{at.dice.randrange(9)}")


def _edit_style(at: Desk) -> None:
    path = at.dice.choice(sorted((at.theme / "static" / "css").glob("*.css")))
    path.write_text(
        path.read_text(encoding="utf-8") + f".x{at.dice.randrange(99)} {{ color: red }}\n", encoding="utf-8"
    )


def _edit_phrase(at: Desk) -> None:
    _replace(
        at.theme / "translations" / "zh-Hans.yaml", r"(?m)^(menu\.home): .*$", lambda f: f"{f[1]}: 首{at.word()[:1]}"
    )


def _misspell(at: Desk) -> None:
    path = at.entry() / "index.md"
    right = path.read_text(encoding="utf-8")
    _replace(path, r"(?m)^track: .*$", lambda _: "track: nowhere")
    at.slips.append((path, right))


def _replace(path: Path, pattern: str, by: Callable[[re.Match[str]], str]) -> None:
    path.write_text(re.sub(pattern, by, path.read_text(encoding="utf-8")), encoding="utf-8")


WAYS: tuple[Callable[[Desk], None], ...] = (
    _write_on,
    _retitle,
    _add_entry,
    _rename_entry,
    _delete_entry,
    _repaint,
    _new_unit,
    _rename_track,
    _other_stage,
    _other_settings,
    _edit_template,
    _edit_style,
    _edit_phrase,
    _misspell,
)
