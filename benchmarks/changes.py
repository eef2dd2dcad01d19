"""The edits before a step, the same in every program's files, and the check that the page shows them."""

from __future__ import annotations

import sys

from benchmarks.builders import Builder
from benchmarks.pictures import write_cover

NEW = 100_000
"""Numbers of pictures that no entry begins with."""


def change(builder: Builder, step: str, slug: str, run: int) -> None:
    """Write a sentence into the entry or the template, or put another picture in place of its cover."""
    file, (template, place) = builder.file(slug), builder.template
    if step == "edit":
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{_words(step, run)}\n", encoding="utf-8", newline="\n")
    if step == "template":
        text = template.read_text(encoding="utf-8").replace(place, f"<p>{_words(step, run)}</p>\n{place}", 1)
        template.write_text(text, encoding="utf-8", newline="\n")
    if step == "new picture":
        (cover,) = file.parent.glob("cover.*")
        # of the same kind, since front matter names the file
        write_cover(file.parent, NEW + 2 * run + (cover.suffix == ".jpg"))


def verify(builder: Builder, step: str, slug: str, run: int, before: bytes) -> None:
    """End the measurement where a program did not do what was measured."""
    page = builder.page(slug).read_bytes() if builder.page(slug).exists() else b""
    shown = _words(step, run).encode() in page if step in {"edit", "template"} else page != before
    if not shown and step in {"edit", "template", "new picture", "stage"}:
        sys.exit(f"{builder.name}, {step}: the page of {slug} does not show it")


def _words(step: str, run: int) -> str:
    return f"第{run + 1}次{'修订' if step == 'edit' else '改版'}。"
