"""Pages of forms, preview and review: values are escaped, and what is missing is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from plugins.system.html_templates import render_page
from plugins.system.messages import COMMON


def _render(folder: Path, template: str, **values: object) -> bytes:
    (folder / "page.html").write_text(template, encoding="utf-8")
    return render_page(folder / "page.html", "en", COMMON.text, **values)


def test_values_are_escaped_and_messages_are_in_the_language(tmp_path: Path) -> None:
    page = _render(tmp_path, '{{ lang }} {{ name }}: {{ say("problem_warning") }}', name="<b>")
    assert page.decode() == f"en &lt;b&gt;: {COMMON.text('problem_warning', 'en')}"


def test_lines_of_statements_leave_nothing_behind(tmp_path: Path) -> None:
    page = _render(
        tmp_path, "<ul>\n  {% for name in names %}\n<li>{{ name }}\n  {% endfor %}\n</ul>\n", names=["a", "b"]
    )
    assert page.decode() == "<ul>\n<li>a\n<li>b\n</ul>"


def test_name_of_a_file_that_is_no_text_is_shown(tmp_path: Path) -> None:
    assert _render(tmp_path, "{{ name }}", name="a\udcff") == b"a\\udcff"


def test_value_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        _render(tmp_path, "{{ nothing }}")
