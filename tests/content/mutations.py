"""Functions that make a copy of the tiny content invalid, and cases with the problems expected from the loader."""

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
class InvalidCase:
    """A mistake: how to make it, and exactly what must be reported. ``limits`` lowers limits of ``files``.

    ``posix`` is True if it cannot be made on Windows.
    """

    name: str
    change: Change
    expected: tuple[Expected, ...]
    limits: tuple[tuple[str, int], ...] = ()
    posix: bool = False


def invalid_case(name: str, change: Change, *expected: Expected, **limits: int) -> InvalidCase:
    return InvalidCase(name, change, expected, tuple(limits.items()))


def posix_only(case: InvalidCase) -> InvalidCase:
    """The case, marked as impossible on Windows."""
    return replace(case, posix=True)


def replace_text(file: str, *pairs: tuple[str, str]) -> Change:
    """Replace texts, each of which must occur exactly once."""

    def change(content: Path) -> None:
        text = (content / file).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, f"{old} in {file}"
            text = text.replace(old, new)
        (content / file).write_text(text, encoding="utf-8")

    return change


def write_file(file: str, data: str | bytes) -> Change:
    """Write a file and the folders around it."""

    def change(content: Path) -> None:
        (content / file).parent.mkdir(parents=True, exist_ok=True)
        (content / file).write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def replace_body(markdown: str) -> Change:
    """Replace the body of the lift's entry; it begins on line 11."""

    def change(content: Path) -> None:
        head = (content / LIFT).read_text(encoding="utf-8").partition("sample: true\n---\n")
        (content / LIFT).write_text(head[0] + head[1] + markdown, encoding="utf-8")

    return change


def remove_file(file: str) -> Change:
    return lambda content: (content / file).unlink()


def paint_picture(file: str, width: int = 8, height: int = 6, **options: str) -> Change:
    """Write a valid picture."""
    return lambda content: Image.new("RGB", (width, height), (9, 99, 90)).save(content / file, **options)


def combine(*changes: Change) -> Change:
    def change(content: Path) -> None:
        for step in changes:
            step(content)

    return change
