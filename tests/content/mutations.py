"""Ways to spoil a copy of the tiny content, and what is then expected of the loader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

Change = Callable[[Path], None]
Expected = tuple[str, int, str]

SITE, UNITS, WORDING = "competition.yaml", "units.yaml", "wording.yaml"
SHORTLIST, AWARDS = "results/shortlist.yaml", "results/awards.yaml"
GARDEN, GARDEN_EN = "entries/rain-garden/index.md", "entries/rain-garden/index.en.md"
LIFT = "entries/lift-watch/index.md"
NEWS, RULES = "articles/launch/index.md", "pages/rules/index.md"
COVER_OF_GARDEN = "entries/rain-garden/cover.png"


@dataclass(frozen=True)
class Broken:
    """A mistake: how to make it, and exactly what is to be reported. ``limits`` lowers limits of ``files``.

    ``posix`` says that only Linux and macOS can make it.
    """

    name: str
    change: Change
    expected: tuple[Expected, ...]
    limits: tuple[tuple[str, int], ...] = ()
    posix: bool = False


def broken(name: str, change: Change, *expected: Expected, **limits: int) -> Broken:
    return Broken(name, change, expected, tuple(limits.items()))


def posix(case: Broken) -> Broken:
    """The mistake, as one that only Linux and macOS can make."""
    return replace(case, posix=True)


def replaced(file: str, *pairs: tuple[str, str]) -> Change:
    """Put words in the place of others, which must be there once."""

    def change(content: Path) -> None:
        text = (content / file).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, f"{old} in {file}"
            text = text.replace(old, new)
        (content / file).write_text(text, encoding="utf-8")

    return change


def written(file: str, data: str | bytes) -> Change:
    """Write a file, and the folders that lead to it."""

    def change(content: Path) -> None:
        (content / file).parent.mkdir(parents=True, exist_ok=True)
        (content / file).write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def body(markdown: str) -> Change:
    """Another body for the lift's entry; it begins on line 11."""

    def change(content: Path) -> None:
        head = (content / LIFT).read_text(encoding="utf-8").partition("sample: true\n---\n")
        (content / LIFT).write_text(head[0] + head[1] + markdown, encoding="utf-8")

    return change


def removed(file: str) -> Change:
    return lambda content: (content / file).unlink()


def painted(file: str, width: int = 8, height: int = 6, **options: str) -> Change:
    """Draw a real picture."""
    return lambda content: Image.new("RGB", (width, height), (9, 99, 90)).save(content / file, **options)


def both(*changes: Change) -> Change:
    def change(content: Path) -> None:
        for each in changes:
            each(content)

    return change
