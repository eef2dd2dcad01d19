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


def test_figure_of_one_digit_is_no_leak_in_a_plain_area_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" + b"3" * 40 + b"\xff\xd9")
    (tmp_path / "page.html").write_text("3" * 14, encoding="utf-8")
    (tmp_path / "other.jpg").write_bytes(b"\xff\xd8 16.333333 \xff\xd9")
    terms = [HiddenTerm("33333333333333", "record.json"), HiddenTerm("16333333", "record.json")]
    assert {leak.path for leak in scan(tmp_path, terms)} == {"other.jpg", "page.html"}
