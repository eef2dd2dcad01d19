"""Every message is in both languages and used, and every code in use has its message."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing.yaml_hints import MISTAKES
from plugins.content.problems import CATALOGUE, problem, unknown
from plugins.content.schema.validate import ERROR_CODES
from plugins.paths import ROOT
from plugins.system.messages import LANGS

PLUGINS = ROOT / "plugins"
PACKAGES = ("content", "site", "images", "tables", "results", "imports", "scaffold", "judging", "editing")
# the code for errors of pydantic without a message of their own
FALLBACK = {"invalid_value"}


@cache
def _nodes() -> tuple[ast.AST, ...]:
    paths = [path for package in PACKAGES for path in sorted((PLUGINS / package).rglob("*.py"))]
    return tuple(node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _parameter_positions(parameter: str) -> dict[str, int]:
    """The position of this parameter in each function that has it, by name; methods are named ``.name``."""
    positions = {}
    for node in _nodes():
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            is_method = names[:1] == ["self"]
            if parameter in names:
                positions["." * is_method + node.name] = names.index(parameter) - is_method
    return positions


def _arguments(parameter: str, positions: dict[str, int]) -> set[str]:
    """The strings that are passed for this parameter anywhere."""
    values = []
    for node in _nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else f".{node.func.attr}"
            if name in positions:
                values += node.args[positions[name] : positions[name] + 1]
                values += [keyword.value for keyword in node.keywords if keyword.arg == parameter]
    return {text for value in values for text in _constants(value)}


def _constants(value: ast.expr) -> Iterator[str]:
    """The strings that an expression may be: a constant, or either branch of a condition."""
    if isinstance(value, ast.IfExp):
        yield from (*_constants(value.body), *_constants(value.orelse))
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_codes_in_use_are_exactly_those_with_a_message() -> None:
    names = _arguments("what", _parameter_positions("what"))
    codes = _arguments("code", _parameter_positions("code") | {"PydanticCustomError": 0})
    used = codes | {f"unknown_{what}{near}" for what in names for near in ("", "_near")}
    used |= set(ERROR_CODES.values()) | set(MISTAKES) | FALLBACK
    assert "missing_file" in codes
    assert "track" in names
    constants = {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert used - set(CATALOGUE.texts) == set()
    # a code may be chosen before it is passed on
    assert set(CATALOGUE.texts) - used - constants == set()


@pytest.mark.parametrize("code", sorted(CATALOGUE.texts))
def test_message_is_in_both_languages_with_the_same_placeholders(code: str) -> None:
    texts = CATALOGUE.texts[code]
    assert tuple(texts) == LANGS
    assert all(text.strip() for text in texts.values())
    # the English may name the key less often, but nothing that the Chinese does not
    assert _placeholders(texts["en"]) - {"choices"} == _placeholders(texts["zh-Hans"]) - {"choices"}


@pytest.mark.parametrize("code", sorted(CATALOGUE.texts))
def test_message_renders_with_its_placeholders_alone(code: str) -> None:
    values = {name: f"<{name}>" for name in _placeholders(CATALOGUE.texts[code]["zh-Hans"])}
    for lang in LANGS:
        assert not set(problem("a.md", 1, code, **values).message(lang)) & set("{}")


def test_values_with_braces_are_shown_as_they_are() -> None:
    assert (
        problem("a.md", 1, "duplicate_id", given="{x}").message("en") == '"{x}" is there twice. Delete or rename one.'
    )


def test_an_unknown_name_is_answered_with_the_most_similar() -> None:
    near = unknown("a.md", 3, "track", "watr", ["water", "safety"])
    assert near.message("en") == 'There is no track "watr". Did you mean "water"? Use one of: water, safety.'
    far = unknown("a.md", 3, "track", "xyz", ["water", "safety"])
    assert far.message("en") == 'There is no track "xyz". Use one of: water, safety.'


def test_long_lists_of_choices_are_cut() -> None:
    message = unknown("a.md", 3, "track", "?", [f"t{number}" for number in range(20)]).message("en")
    assert message.endswith("t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11 ….")


def test_the_nearest_of_many_choices_is_listed_first() -> None:
    choices = [*(f"other-{number}" for number in range(20)), "garden-rain-x"]
    assert "one of: garden-rain-x, other-0," in unknown("a.md", 3, "track", "rain", choices).message("en")


def test_long_wrong_names_are_cut() -> None:
    assert len(unknown("a.md", 3, "track", "x" * 5000, ["water"]).message("en")) < 200


def test_a_name_in_place_of_an_id_is_answered_with_the_id(tiny: Path) -> None:
    path = tiny / "entries" / "lift-watch" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("track: safety", "track: 安全"), encoding="utf-8")
    assert [problem.message() for problem in load(tiny).problems] == [
        "“track”要写代号，不写名称：“安全”的代号是 safety。"
    ]


def test_chinese_messages_are_written_with_chinese_marks() -> None:
    mixed = re.compile(r"[\u4e00-\u9fff”）][;,?!]|[;,?!:][\u4e00-\u9fff“]")
    # what editors must type keeps its ASCII colon
    texts = {code: words["zh-Hans"].replace("分:秒", "") for code, words in CATALOGUE.texts.items()}
    assert {code for code, words in texts.items() if mixed.search(words)} == set()
