"""Searching a folder for terms."""

from __future__ import annotations

from pathlib import Path

from plugins.embargo.hidden_terms import HiddenTerm
from plugins.embargo.scan import Leak, scan

TERMS = (HiddenTerm("nightmarket", "entries/a"), HiddenTerm("market12", "entries/b"))


def test_every_term_of_every_file_is_found_once_for_each_reading(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/index.html").write_text("Night-Market 12, night market", encoding="utf-8")
    (tmp_path / "night_market.bin").write_bytes(b"")
    readings = ("escapes undone", "tags left out", "text")
    assert scan(tmp_path, TERMS) == (
        *(
            Leak("news/index.html", reading, term, source)
            for reading in readings
            for term, source in (("market12", "entries/b"), ("nightmarket", "entries/a"))
        ),
        Leak("night_market.bin", "name", "nightmarket", "entries/a"),
    )


def test_nothing_is_found_without_terms(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("night market", encoding="utf-8")
    assert scan(tmp_path, ()) == ()
