"""The template engine writes, escapes and refuses as Jinja itself does, whatever it does at less cost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError, meta
from jinja2.exceptions import TemplateAssertionError
from markupsafe import Markup
from markupsafe import escape as escape_by_markupsafe

from plugins.paths import ROOT
from plugins.site.incremental.cache_keys import template_digests
from plugins.site.render import engine
from plugins.site.render.engine import EngineEnvironment, compile_templates, escape, make_environment, template_names

TEMPLATES = ROOT / "theme" / "templates"
SIGNS = "<>&'\"a 春\0\n;#39"
MACROS = """
{% macro hall(name, level=2) %}
<h{{ level }}>{{ name }}{{ caller() if caller is defined else "" }}</h{{ level }}>
{% endmacro %}
"""
PAGES = {
    "values": "{{ a }} {{ b }} {{ c }} {{ d }} {{ e }} {{ f|upper }} {{ a ~ b }} {{ [a, b]|join(a) }}",
    "sets": "{% set x = a %}{{ x }}{% set y %}{{ a }}{% endset %}{{ y }}{% for each in [a, b] %}{{ each }}{% endfor %}",
    "macros": '{% from "macros" import hall %}{{ hall(a) }}{{ hall(b, 3) }}{{ hall(level=4, name=c) }}{{ hall(*[a]) }}',
    "calls": '{% from "macros" import hall as h %}{% call h(a) %}{{ b }}{% endcall %}{{ h(**{"name": a}) }}',
    "within": '{% extends "values" %}{% from "macros" import hall %}{% block x %}{{ hall(a) }}{% endblock %}',
    "functions": "{{ say(a) }} {{ say(b, n=1) }} {{ say(a, **{'n': 2}) }} {{ mark(a) }}",
    "imports": '{% import "macros" as m %}{{ m.hall(a) }}{{ m.hall(b) if b is defined else "" }}{{ z is defined }}',
}
VALUES = {"a": "<b>&'\"", "b": Markup("<i>"), "c": 3, "d": None, "e": ["<"], "f": "x<y"}
REFUSED = {
    "a name": "{{ nobody }}",
    "an attribute": "{{ a.nothing }}",
    "a call": "{{ nobody() }}",
    "a call of an attribute": "{{ a.nothing(1) }}",
    "a condition": "{% if nobody %}{% endif %}",
    "a loop": "{% for each in nobody %}{% endfor %}",
    "an argument": '{% from "macros" import hall %}{{ hall(nobody) }}',
    "too few arguments": '{% from "macros" import hall %}{{ hall() }}',
    "a shared key's text": "{% shared 1 %}{{ nobody }}{% endshared %}",
}


@pytest.fixture
def ours(tmp_path: Path) -> EngineEnvironment:
    """Our engine over these templates."""
    _write(tmp_path)
    return make_environment(tmp_path)


@pytest.fixture
def jinjas(tmp_path: Path) -> Environment:
    """Jinja as it comes, with the same options."""
    _write(tmp_path)
    loader = FileSystemLoader(tmp_path / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _write(folder: Path) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    for name, text in {**PAGES, "macros": MACROS}.items():
        (folder / "templates" / name).write_text(text, encoding="utf-8")


def _say(text: str, n: int = 0) -> str:
    return f"{text}{n}"


@pytest.mark.parametrize("name", PAGES)
def test_templates_write_what_jinja_writes(ours: EngineEnvironment, jinjas: Environment, name: str) -> None:
    for environment in (ours, jinjas):
        environment.globals |= {"say": _say, "mark": Markup}
    wanted = jinjas.get_template(name).render(**VALUES)
    assert [ours.get_template(name).render(**VALUES) for _ in range(2)] == [wanted, wanted]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_defined_is_refused(ours: EngineEnvironment, name: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        ours.from_string(REFUSED[name]).render(**VALUES)


def test_component_that_is_not_there_is_refused(ours: EngineEnvironment) -> None:
    with pytest.raises(AttributeError):
        ours.from_string('{% from "macros" import nothing %}').render()


def test_filter_that_is_not_there_is_refused(ours: EngineEnvironment) -> None:
    with pytest.raises(TemplateAssertionError):
        ours.from_string("{{ a|nothing }}")


def test_escaping_is_markupsafes() -> None:
    dice = random.Random(7)
    texts = ["".join(dice.choices(SIGNS, k=dice.randrange(12))) for _ in range(2000)]
    for value in [*texts, *map(Markup, texts), 1, 1.5, None, True, ["<"], Name("<x>"), Drawn()]:
        assert str(escape(value)) == str(escape_by_markupsafe(value)), repr(value)


class Name(str):
    """A text of another type."""

    __slots__ = ()


class Drawn:
    """A thing that knows how HTML writes it."""

    def __html__(self) -> str:
        return "<svg>"


def test_compiled_template_is_read_once_and_made_again_after_a_change(tmp_path: Path) -> None:
    _write(tmp_path)
    written = [make_environment(tmp_path).get_template("values").render(VALUES) for _ in range(2)]
    for compiled in (tmp_path / "__pycache__").iterdir():
        compiled.unlink()
    assert [make_environment(tmp_path).get_template("values").render(VALUES)] * 2 == written
    assert list((tmp_path / "__pycache__").iterdir()) == []
    (tmp_path / "templates" / "values").write_text("{{ a }}!", encoding="utf-8")
    assert make_environment(tmp_path).get_template("values").render(VALUES) == "&lt;b&gt;&amp;&#39;&#34;!"


def test_theme_has_every_filter_and_no_other() -> None:
    compile_templates()
    used = {name for name in engine.FILTER_NAMES if any(f"|{name}" in text for text in _sources().values())}
    assert used == set(engine.FILTER_NAMES)


def test_names_of_templates_are_found_as_jinja_finds_them() -> None:
    environment, sources = make_environment(ROOT / "theme"), _sources()
    digests = template_digests(sources)
    used = {name: set(meta.find_referenced_templates(environment.parse(text))) for name, text in sources.items()}
    for changed in sources:
        reaching = {name for name in sources if changed in _find_reachable(name, used)}
        (copy := dict(sources))[changed] += "{# changed #}"
        assert {name for name, digest in template_digests(copy).items() if digest != digests[name]} == reaching


def _sources() -> dict[str, str]:
    return {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in template_names(TEMPLATES)}


def _find_reachable(name: str, used: dict[str, set[str | None]]) -> set[str]:
    reached, ahead = {name}, [name]
    while ahead:
        named = used[ahead.pop()]
        new = {*used} - reached if None in named else {item for item in named if item} - reached
        reached |= new
        ahead += new
    return reached
