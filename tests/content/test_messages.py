"""Every message is in both languages and used, and every code in use has its message."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.parsing.yaml_hints import MISTAKES
from plugins.content.problems import LANGS, messages, problem, unknown
from plugins.content.schema.validate import CODES

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
# where each call that makes a problem has its code, counted from nought
CODE_AT = {"problem": 2, ".problem": 0, "at": 1, "PydanticCustomError": 0, "_pattern": 0}
# where a call for an unknown name says what kind of name it is
WHAT_AT = {"unknown": 2, "refers": 1}
# the code for what pydantic refuses by a rule that has no message of its own
OTHERWISE = {"invalid_value"}


def _nodes() -> Iterator[ast.AST]:
    for room in ("content", "site", "images", "tables", "results", "imports", "scaffold"):
        for path in sorted((PLUGINS / room).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _calls() -> Iterator[tuple[str, list[ast.expr]]]:
    for node in _nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.args
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}", node.args


def _named(places: dict[str, int]) -> set[str]:
    named = [args[places[name]] for name, args in _calls() if name in places and len(args) > places[name]]
    return {each.value for one in named for each in _choices(one) if isinstance(each.value, str)}


def _choices(value: ast.expr) -> Iterator[ast.Constant]:
    """The constants that an expression may be: itself, or what it is under one condition or another."""
    if isinstance(value, ast.IfExp):
        yield from (*_choices(value.body), *_choices(value.orelse))
    elif isinstance(value, ast.Constant):
        yield value


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_codes_in_use_are_exactly_those_with_a_message() -> None:
    unknown_names = {f"unknown_{what}{near}" for what in _named(WHAT_AT) for near in ("", "_near")}
    # raised by a text alone, and made a problem with a guess later
    used = _named(CODE_AT) | unknown_names | set(CODES.values()) | set(MISTAKES) | OTHERWISE
    # a code can be chosen before it is used
    chosen = {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert used - set(messages()) == set()
    assert set(messages()) - used - chosen == set()


@pytest.mark.parametrize("code", sorted(messages()))
def test_message_is_in_both_languages_with_the_same_placeholders(code: str) -> None:
    said = messages()[code]
    assert tuple(said) == LANGS
    assert all(words.strip() for words in said.values())
    # the English may name the key less often, but nothing that the Chinese does not
    assert _placeholders(said["en"]) - {"choices"} == _placeholders(said["zh-Hans"]) - {"choices"}


@pytest.mark.parametrize("code", sorted(messages()))
def test_message_renders_with_its_placeholders_alone(code: str) -> None:
    values = {name: f"<{name}>" for name in _placeholders(messages()[code]["zh-Hans"])}
    for lang in LANGS:
        said = problem("a.md", 1, code, **values).message(lang)
        assert not set(said) & set("{}")


def test_values_with_braces_are_shown_as_they_are() -> None:
    assert (
        problem("a.md", 1, "duplicate_id", given="{x}").message("en") == '"{x}" is there twice. Delete or rename one.'
    )


def test_unknown_name_is_answered_with_the_nearest() -> None:
    near = unknown("a.md", 3, "track", "watr", ["water", "safety"])
    assert near.message("en") == 'There is no track "watr". Did you mean "water"? Use one of: water, safety.'
    far = unknown("a.md", 3, "track", "xyz", ["water", "safety"])
    assert far.message("en") == 'There is no track "xyz". Use one of: water, safety.'


def test_long_lists_of_choices_are_cut() -> None:
    said = unknown("a.md", 3, "track", "?", [f"t{at}" for at in range(20)]).message("en")
    assert said.endswith("t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11 ….")


def test_long_wrong_names_are_cut() -> None:
    assert len(unknown("a.md", 3, "track", "x" * 5000, ["water"]).message("en")) < 200


def test_name_is_answered_with_its_code(tiny: Path) -> None:
    path = tiny / "entries" / "lift-watch" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("track: safety", "track: 安全"), encoding="utf-8")
    assert [each.message() for each in load(tiny).problems] == ["“track”要写代号，不写名称：“安全”的代号是 safety。"]


def test_chinese_messages_are_written_with_chinese_marks() -> None:
    mixed = re.compile(r"[\u4e00-\u9fff”）][;,?!]|[;,?!:][\u4e00-\u9fff“]")
    # what an editor shall type stays as it is typed
    said = {code: words["zh-Hans"].replace("分:秒", "") for code, words in messages().items()}
    assert {code for code, words in said.items() if mixed.search(words)} == set()
