"""Pages that no competition designs: of the forms, the preview and the review."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render_page(template: Path, lang: str, say: Callable[..., str], **values: Any) -> bytes:
    """Render a template of HTML, whose values are all escaped; in it ``say`` gives messages in the language."""
    context = {"lang": lang, "say": lambda code, **fields: say(code, lang, **fields)}
    page = _environment(template.parent).get_template(template.name).render(**context, **values)
    # file names can hold bytes that are not text
    return page.encode("utf-8", "backslashreplace")


@cache
def _environment(folder: Path) -> Environment:
    loader = FileSystemLoader(folder)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
