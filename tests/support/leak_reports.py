"""A report of an embargo check in which nothing early was found."""

from __future__ import annotations

from plugins.embargo.check import LeakReport

CLEAN = LeakReport(
    version=1,
    competition="城",
    stage="tour",
    site_url="https://town.example/",
    content_sha256="a",
    site_sha256="b",
    files=2,
    bytes=30,
    terms=4,
    terms_sha256="c",
    pieces_too_short=5,
    pieces_also_public=6,
    rehearsal=False,
    replaced=True,
    leaks=(),
    differences=(),
)
