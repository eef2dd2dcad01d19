"""Nesting of a draft's values."""

from __future__ import annotations

from plugins.imports.drafts.draft import nest_values


def test_keys_are_in_the_order_of_the_records_and_lists_have_no_gaps() -> None:
    values = {
        ("gallery", 4, "alt"): "乙",
        ("gallery", 4, "file"): "b.jpg",
        ("gallery", 1, "file"): "a.jpg",
        ("title", "en"): "Garden",
        ("title",): "花园",
        ("units", 0): "a",
        ("number",): "24",
    }
    data = nest_values(values, "zh-Hans")
    assert list(data) == ["number", "title", "units", "gallery"]
    assert data["title"] == {"zh-Hans": "花园", "en": "Garden"}
    assert [list(picture.items()) for picture in data["gallery"]] == [
        [("file", "a.jpg")],
        [("file", "b.jpg"), ("alt", "乙")],
    ]
