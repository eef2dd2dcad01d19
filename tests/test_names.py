"""Names say what they are: no filler words as variables, one meaning for a class name, verbs for functions."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from plugins.paths import ROOT

FOLDERS = ("plugins", "tools", "benchmarks", "tests")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
PRODUCT = [path for path in SOURCES if path.is_relative_to(ROOT / "plugins") or path.is_relative_to(ROOT / "tools")]
SCRIPTS = sorted(path for folder in ("plugins", "theme") for path in (ROOT / folder).rglob("*.js"))
# a variable, a parameter by itself, and the first of several
SCRIPT_BINDING = re.compile(r"\b(?:const|let|var) (\w+)|(\w+) =>|function \w* ?\((\w+)|, (\w+)\) (?:\{|=>)")
FILLERS = {"each", "said", "told", "found", "left", "own", "at", "given", "made", "kept", "seen", "there"}
# participles that are also what the function's answer is called in the field
PARTICIPLES = {
    "built", "kept", "made", "written", "placed", "told", "said", "filled", "answered", "leased", "standing", "found",
    "configured", "described", "explained", "given", "left", "shown", "seen", "taken", "drawn", "begun", "done", "held",
    "read_by", "sent", "set_up_by", "struck", "sworn", "thrown", "worn", "known", "grown", "hidden", "chosen", "broken",
}  # fmt: skip
# what an engineer of today would not write
ARCHAIC = re.compile(r"\b(?:anew|reckon\w*|whilst|hitherto|thereby|lest|none of ours|be it)\b", re.I)
# a package with one command module or an `__init__` makes these plain
SHARED_MODULES = {"__init__"}
# the largest folder that a newcomer still takes in at a glance
MAX_MODULES = 15


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _names(path: Path) -> tuple[set[str], set[str]]:
    """The names that are bound, and those of functions that are no properties and no fixtures."""
    bound, functions = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            decorators = " ".join(map(ast.unparse, node.decorator_list))
            functions |= set() if re.search("property|fixture", decorators) else {node.name.strip("_")}
    return bound, functions


def test_variables_are_named_for_the_thing() -> None:
    assert {_id(path): names for path in SOURCES if (names := _names(path)[0] & FILLERS)} == {}


@pytest.mark.parametrize("path", SCRIPTS, ids=_id)
def test_variables_of_scripts_are_named_for_the_thing(path: Path) -> None:
    names = {name for match in SCRIPT_BINDING.finditer(path.read_text(encoding="utf-8")) for name in match.groups("")}
    assert names & FILLERS == set()


def _english_texts() -> tuple[Path, ...]:
    """Sources, templates, English phrases and documents, but for this test."""
    kinds = (("plugins", "py yaml html js"), ("theme", "html js yaml"), ("tools", "py"), ("benchmarks", "py md"))
    folders = (*kinds, ("tests", "py md"), ("docs", "md"))
    files = [path for folder, names in folders for name in names.split() for path in (ROOT / folder).rglob(f"*.{name}")]
    return (*(path for path in files if path != Path(__file__)), *ROOT.glob("*.md"))


def test_english_has_no_archaic_words() -> None:
    assert {_id(path): words for path in _english_texts() if (words := ARCHAIC.findall(path.read_text("utf-8")))} == {}


def test_functions_are_not_named_by_a_bare_participle() -> None:
    assert {
        (_id(path), name)
        for path in SOURCES
        for name in _names(path)[1] - {"feed"}
        if name in PARTICIPLES or ("_" not in name and name.endswith("ed"))
    } == set()


def test_a_class_name_has_one_meaning() -> None:
    places = defaultdict(list)
    for path in PRODUCT:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_id(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_a_folder_has_a_readable_number_of_modules() -> None:
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in PRODUCT if path.name != "__init__.py")
    assert {folder: count for folder, count in counts.items() if count > MAX_MODULES} == {}
