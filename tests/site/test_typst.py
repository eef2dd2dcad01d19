"""Data for Typst: characters that no font has, and the template's notes about what does not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.site.printing import typst
from plugins.site.printing.typst import TypesetDocument, typeset


class _Compiler:
    """A compiler that answers with the files that it sees and the data that it gets."""

    def __init__(self, template: str, *, root: str, font_paths: Any) -> None:
        assert Path(template).parent == Path(root)
        self.files = {path.name: path.read_text(encoding="utf-8") for path in Path(root).iterdir()}
        self.fonts = font_paths
        self.data: Any = None

    def compile(self, **options: Any) -> bytes:
        self.data = json.loads(options.pop("sys_inputs")["data"])
        return json.dumps([options, self.files, self.data], ensure_ascii=False).encode()

    def query(self, selector: str) -> str:
        assert selector == "<overfull>"
        return json.dumps([{"value": {"part": part}} for part in self.data.get("parts", ())])


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler in place of Typst's, whose fonts have few characters."""
    monkeypatch.setattr("typst.Compiler", _Compiler)
    monkeypatch.setattr(typst, "_coverage", lambda: frozenset(map(ord, "雨水ab")))


@pytest.mark.usefixtures("compiler")
def test_documents_are_typeset_from_the_template_its_folder_and_the_files(tmp_path: Path) -> None:
    template = tmp_path / "theme" / "booklet.typ"
    template.parent.mkdir()
    template.write_text("template", encoding="utf-8")
    (template.parent / "common.typ").write_text("shared", encoding="utf-8")
    documents = [{"title": "雨 水"}, {"title": "x", "parts": ["a", "b"], "n": 3, "inner": [{"a": "y\u200bb"}]}]
    first, second = typeset(template, {"picture.txt": b"data"}, documents)
    files = {"booklet.typ": "template", "common.typ": "shared", "picture.txt": "data"}
    options, template_files, data = json.loads(first.pdf)
    assert (options, template_files, data) == ({"format": "pdf", "pdf_standards": ["ua-1"]}, files, {"title": "雨 水"})
    assert (first.overfull, first.missing) == ((), "")
    assert second == TypesetDocument(second.pdf, ({"part": "a"}, {"part": "b"}), "xy")
    replaced = json.loads(second.pdf)[2]
    # what cannot be seen goes, and what is no text stays
    assert (replaced["title"], replaced["n"], replaced["inner"]) == ("〓", 3, [{"a": "〓b"}])
