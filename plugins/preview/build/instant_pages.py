"""Instant pages: open pages that are rendered alone when their text or a template is saved, before the build.

The process of the last good build renders them (``run.render_page``); the next build replaces them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from plugins.content.kinds import KINDS
from plugins.preview.build.protocol import PageRequest
from plugins.preview.watch import TEMPLATES

# every page shows templates
ALL = ""


class OpenPage(NamedTuple):
    """A page that a browser shows: its stage, and its path within the stage."""

    stage: str
    path: str


class InstantPage(NamedTuple):
    """A rendered page, and the number of the saved state that it shows."""

    state: int
    data: bytes


@dataclass
class InstantPages:
    """Which open pages can be rendered alone, and those that were. The scheduler locks it.

    ``stage`` and ``state`` are those of the last good build; ``full_build_state`` is the last saved state that only a
    build can show.
    """

    stage: str = ""
    state: int = 0
    full_build_state: int = 1
    waiting: dict[OpenPage, PageRequest] = field(default_factory=dict)
    pages: dict[OpenPage, InstantPage] = field(default_factory=dict)

    def add_requests(self, state: int, sources: set[str] | None, open_pages: dict[OpenPage, str]) -> None:
        """Queue the open pages, given with the source of each, that show one of the saved sources.

        ``sources`` is the result of ``find_affected_sources`` for a new saved state.
        """
        if sources is None:
            self.full_build_state = state
            self.waiting.clear()
            return
        for page, source in open_pages.items():
            if any(source.startswith(saved) for saved in sources):
                is_document = source.partition("/")[0] in KINDS
                self.waiting[page] = PageRequest(source.rstrip("/") if is_document else "", page.path)

    def next_request(self) -> tuple[OpenPage, PageRequest] | None:
        """Take a request that the process of the last good build can answer; drop all that it cannot."""
        while self.waiting:
            page, request = self.waiting.popitem()
            if page.stage == self.stage and self.state >= self.full_build_state:
                return page, request
        return None

    def remove_older(self, stage: str, state: int) -> None:
        """Remove the pages of a stage that its build has replaced."""
        for page, instant in list(self.pages.items()):
            if page.stage == stage and instant.state <= state:
                del self.pages[page]


def find_affected_sources(content: Path, saved: Collection[Path]) -> set[str] | None:
    """Return the document folders to which the saved files belong, or ``ALL`` for a template.

    ``None`` if any of the files can affect pages in another way, so that only a build can show it.
    """
    sources = set()
    for path in saved:
        if path.is_relative_to(TEMPLATES):
            sources.add(ALL)
            continue
        parts = path.relative_to(content).parts if path.is_relative_to(content) else ()
        if len(parts) < 3 or parts[0] not in KINDS:
            return None
        sources.add(f"{parts[0]}/{parts[1]}/")
    return sources
