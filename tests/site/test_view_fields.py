"""Each field of a view is shown by the template of that view."""

from __future__ import annotations

import dataclasses
import re

import pytest

from plugins.paths import ROOT
from plugins.site.pages import (
    archives,
    content_pages,
    entries,
    home,
    long_lists,
    names,
    results,
    styleguide,
    tour,
    winners,
)
from plugins.site.views.components import View

TEMPLATES = ROOT / "theme" / "templates"
MODULES = (archives, content_pages, entries, home, long_lists, names, results, styleguide, tour, winners)
VIEWS = [
    value
    for module in MODULES
    for name, value in vars(module).items()
    if name.endswith("View") and value is not View and value.__module__ == module.__name__
]
# where the template is not named after the view
TEMPLATE_NAMES = {
    "ArchiveListView": "archive.html",
    "CatalogueView": "entries.html",
    "FormerView": "former_entry.html",
    "InfoView": "page.html",
    "NotFoundView": "404.html",
}


def _read_template(name: str) -> str:
    """A template, with those of its components that get the whole view."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    parts = [(TEMPLATES / part).read_text(encoding="utf-8") for part in re.findall(r'"(components/\w+\.html)"', text)]
    if "blocks/" in text:
        parts += [path.read_text(encoding="utf-8") for path in (TEMPLATES / "blocks").glob("*.html")]
    return text + "".join(part for part in parts if "macro" not in part or "(view)" in part)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_field_is_shown_by_the_template_of_its_view(view: type) -> None:
    snake_case = re.sub(r"(?<!^)([A-Z])", r"_\1", view.__name__.removesuffix("View")).lower()
    shown = _read_template(TEMPLATE_NAMES.get(view.__name__, f"{snake_case}.html"))
    assert [field.name for field in dataclasses.fields(view) if not re.search(rf"\bview\.{field.name}\b", shown)] == []
