"""Read plain facts from a content, for tests that compare pages with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def shortlist(content: Path) -> list[str]:
    """The slugs of the tour in the order of the walk: by halls, as the tracks are listed, then as shortlisted."""
    listed = yaml.safe_load((content / "results" / "shortlist.yaml").read_text(encoding="utf-8"))["shortlist"]
    tracks = [
        track["id"] for track in yaml.safe_load((content / "competition.yaml").read_text(encoding="utf-8"))["tracks"]
    ]
    return sorted(listed, key=lambda slug: tracks.index(read_track(content, slug)))


def read_track(content: Path, slug: str) -> str:
    """The track of an entry."""
    head = (content / "entries" / slug / "index.md").read_text(encoding="utf-8").split("---\n")[1]
    return str(yaml.safe_load(head)["track"])
