"""Random edits: what people change in a content, a theme and the options of a build, one after the other."""

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

from plugins.paths import ROOT
from tests.support.builds import TINY, TINY_STAGES

CHARACTERS = "春夏秋冬山水云月風雨<&\"'"


@dataclass
class EditorSession:
    """The files that an editor changes, and the options of the builds."""

    content: Path
    theme: Path
    dice: random.Random
    settings: dict[str, Any] = field(default_factory=dict)
    mistakes: list[tuple[Path, str]] = field(default_factory=list)

    def correct_mistakes(self) -> None:
        """Restore what was misspelt."""
        while self.mistakes:
            path, right = self.mistakes.pop()
            path.write_text(right, encoding="utf-8")

    def word(self) -> str:
        return "".join(self.dice.choices(CHARACTERS, k=4))

    def document(self) -> Path:
        return self.dice.choice(sorted(self.content.glob("*/*/index*.md")))

    def entry(self) -> Path:
        return self.dice.choice(sorted((self.content / "entries").iterdir()))


def start_session(folder: Path, seed: int) -> EditorSession:
    """A session with a copy of the tiny content and of the theme."""
    shutil.copytree(TINY, folder / "content")
    shutil.copytree(ROOT / "theme", folder / "theme")
    settings: dict[str, Any] = {"stage": "vote", "site_url": None, "preview": False}
    return EditorSession(folder / "content", folder / "theme", random.Random(seed), settings)


def random_edits(seed: int) -> tuple[Callable[[EditorSession], None], ...]:
    """Half of all edits, in a random order; the next seed has the other half."""
    deck = list(EDITS)
    random.Random(seed // 2).shuffle(deck)
    half = len(deck) // 2
    return tuple(deck[half:] if seed % 2 else deck[:half])


def _write_on(session: EditorSession) -> None:
    path = session.document()
    path.write_text(
        path.read_text(encoding="utf-8") + f"\n\n## {session.word()}\n\n{session.word()}\n", encoding="utf-8"
    )


def _retitle(session: EditorSession) -> None:
    name = session.dice.choice("春夏秋冬")
    _replace(session.entry() / "index.md", r"(?m)^(title|summary): .*$", lambda match: f"{match[1]}: {name}新")


def _add_entry(session: EditorSession) -> None:
    slug = f"new-{session.dice.randrange(10**6)}"
    shutil.copytree(session.entry(), session.content / "entries" / slug)
    _replace(session.content / "entries" / slug / "index.md", r"(?m)^number: .*$", lambda _: f'number: "{slug[4:]}"')
    _replace(session.content / "results" / "shortlist.yaml", r"\]", lambda _: f", {slug}]")


def _rename_entry(session: EditorSession) -> None:
    old = session.entry()
    new = f"named-{session.dice.randrange(10**6)}"
    old.rename(old.with_name(new))
    for path in [*session.content.glob("results/*.yaml"), *session.content.glob("*/*/*.md")]:
        _replace(path, re.escape(old.name), lambda _: new)


def _delete_entry(session: EditorSession) -> None:
    awarded = (session.content / "results" / "awards.yaml").read_text(encoding="utf-8")
    others = [entry for entry in sorted((session.content / "entries").iterdir()) if entry.name not in awarded]
    if others:
        gone = session.dice.choice(others)
        shutil.rmtree(gone)
        for path in session.content.glob("results/*.yaml"):
            _replace(path, rf"(, )?\b{gone.name}\b(, )?", lambda match: ", " if match[1] and match[2] else "")
        for path in session.content.glob("*/*/*.md"):
            _replace(path, rf"\[([^\]]*)\]\([^)]*\b{gone.name}/[^)]*\)", lambda match: match[1])


def _repaint(session: EditorSession) -> None:
    size, colour = (session.dice.choice([400, 640]), 360), session.dice.choice(["red", "navy", "teal"])
    Image.new("RGB", size, colour).save(session.entry() / "cover.png")


def _new_unit(session: EditorSession) -> None:
    with (session.content / "units.yaml").open("a", encoding="utf-8") as units:
        name = json.dumps(f"{session.word()[:2]}办")
        units.write(f"  - {{id: unit-{session.dice.randrange(10**6)}, name: {name}, kind: department}}\n")


def _rename_track(session: EditorSession) -> None:
    _replace(session.content / "competition.yaml", "和.有关", lambda _: f"和{session.dice.choice('水火土')}有关")


def _other_stage(session: EditorSession) -> None:
    session.settings["stage"] = session.dice.choice(TINY_STAGES)


def _other_settings(session: EditorSession) -> None:
    session.settings["site_url"] = session.dice.choice([None, "https://a.example/x", "https://b.example"])
    session.settings["preview"] = session.dice.random() < 0.3


def _edit_template(session: EditorSession) -> None:
    templates = sorted((session.theme / "templates").rglob("*.html"))
    path = session.dice.choice([template for template in templates if "print" not in template.parts])
    path.write_text(path.read_text(encoding="utf-8") + f"{{# {session.word()} #}}", encoding="utf-8")
    entry = session.theme / "templates" / "entry.html"
    _replace(entry, r'<article class="entry', lambda match: f"{match[0]} x{session.dice.randrange(9)}")


def _edit_style(session: EditorSession) -> None:
    path = session.dice.choice(sorted((session.theme / "static" / "css").glob("*.css")))
    path.write_text(
        path.read_text(encoding="utf-8") + f".x{session.dice.randrange(99)} {{ color: red }}\n", encoding="utf-8"
    )


def _edit_phrase(session: EditorSession) -> None:
    _replace(
        session.theme / "translations" / "zh-Hans.yaml",
        r"(?m)^(menu\.home): .*$",
        lambda f: f"{f[1]}: 首{session.word()[:1]}",
    )


def _misspell(session: EditorSession) -> None:
    path = session.entry() / "index.md"
    right = path.read_text(encoding="utf-8")
    _replace(path, r"(?m)^track: .*$", lambda _: "track: nowhere")
    session.mistakes.append((path, right))


def _replace(path: Path, pattern: str, by: Callable[[re.Match[str]], str]) -> None:
    path.write_text(re.sub(pattern, by, path.read_text(encoding="utf-8")), encoding="utf-8")


EDITS: tuple[Callable[[EditorSession], None], ...] = (
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
