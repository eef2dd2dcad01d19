"""Attack payloads in Word forms: whatever a unit types is text on the page, letter by letter."""

from __future__ import annotations

import os
import re
from pathlib import Path

import docx
import pytest
import yaml
from bs4 import BeautifulSoup

from plugins.content.parsing.markdown import render
from plugins.content.schema.localized import CONTROL
from plugins.imports.drafts.markdown_escape import clean_text, escape_line
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from tests.browser.payloads import payloads

EXAMPLES = int(os.environ.get("XUNZHAN_EXAMPLES", "300"))
# what the page of a body that is only text consists of
PLAIN_TAGS = {"p", "h2", "h3", "br", "strong"}


def _lines() -> list[str]:
    """The payloads as Word can hold them, one line each."""
    lines = (" ".join(clean_text(CONTROL.sub("", payload)).split()) for payload in payloads(EXAMPLES))
    return [line for line in dict.fromkeys(lines) if line]


def _active(html: str) -> list[str]:
    """Elements and attributes that text does not have; addresses that are written out are links to those."""
    soup = BeautifulSoup(html, "html.parser")
    links = [
        tag
        for tag in soup.find_all("a")
        if re.match("https?://", str(tag["href"])) and tag.attrs.keys() <= {"href", "rel"}
    ]
    tags = [tag for tag in soup.find_all(True) if tag not in links]
    wrong = [str(tag)[:80] for tag in tags if tag.name not in PLAIN_TAGS]
    return wrong + [f"{tag.name} {name}" for tag in tags for name in tag.attrs if name != "id"]


def test_any_payload_is_rendered_as_it_was_typed() -> None:
    wrong = []
    for line in _lines():
        body = render(escape_line(line))
        if body.text != line or _active(body.substitute(lambda _: None, lambda _: "")):
            wrong.append(line)
    assert wrong == []


@pytest.mark.parametrize("field", ["简介", "项目名称"])
def test_payloads_of_a_form_are_text_in_the_entry(tiny: Path, tmp_path: Path, field: str) -> None:
    lines = _lines()[:: max(1, len(_lines()) // 40)]
    document = docx.Document()
    values = {"编号": "77", "项目名称": "雨水花园二期", "申报单位": "水务局", "赛道": "水", "简介": "把雨水留下来"}
    values[field] = next(line for line in lines if "<" in line and len(line) < 60)
    for name, value in values.items():
        document.add_paragraph(f"{name}：{value}")
    document.add_heading("背景", 1)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "form.docx"))
    imported = import_forms(tiny, tmp_path / "form.docx", load_mapping())
    (path,) = imported.writes.written
    text = (tiny / path / "index.md").read_text(encoding="utf-8")
    _, front, markdown = text.split("---\n", 2)
    key = {"简介": "summary", "项目名称": "title"}[field]
    assert yaml.safe_load(front)[key] == values[field]
    body = render(markdown)
    shown = " ".join(body.text.split())
    assert [line for line in lines if line not in shown] == []
    assert _active(body.substitute(lambda _: None, lambda _: "")) == []
