"""The architecture: which package may import which, sizes, and that every template and phrase exists and is used."""

from __future__ import annotations

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

from plugins.paths import ROOT

# what every package may use
EVERYWHERE = {"system", "paths"}
# which packages each package may import
LAYERS = {
    "system": set[str](),
    "paths": set[str](),
    "cache": set[str](),
    "content": {"cache"},
    "images": {"cache"},
    "tables": {"content"},
    "voting": {"content"},
    "results": {"content", "tables"},
    "site": {"cache", "content", "images", "results", "voting"},
    "notary": {"content", "results", "site", "tables"},
    "judging": {"content", "embargo", "results", "site", "tables"},
    "embargo": {"site"},
    "release": {"content", "embargo", "publishing", "scaffold", "site"},
    "publishing": set[str](),
    "imports": {"content", "images", "scaffold", "tables"},
    "scaffold": {"content"},
    "editing": {"content", "scaffold"},
    "preview": {"cache", "content", "editing", "release", "site"},
    "review": {"content", "site"},
    "cli": {
        "content",
        "embargo",
        "images",
        "imports",
        "judging",
        "notary",
        "preview",
        "publishing",
        "release",
        "results",
        "review",
        "scaffold",
        "site",
        "tables",
        "voting",
    },
}
SOURCES = sorted((ROOT / "plugins").rglob("*.py"))
# the entry point of plain Pelican, the program of the test poll, which runs in its own environment, and the scripts
# that notaries and strangers run
PRINTING = {"site/__init__.py", "voting/poll/serve.py", "notary/recount.py", "release/check_release.py"}
PRINT_OR_EXIT = {"print", "exit", "quit", "SystemExit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 400


@cache
def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{name.name}" for name in node.names]
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_packages_import_only_lower_layers(path: Path) -> None:
    package = path.relative_to(ROOT / "plugins").parts[0].removesuffix(".py")
    if package == "__init__":
        return
    known = {name.split(".")[1] for name in _imports(path) if name.startswith("plugins.")}
    assert known <= LAYERS[package] | EVERYWHERE | {package}


def test_layers_have_no_cycle() -> None:
    order = list(TopologicalSorter(LAYERS).static_order())
    assert sorted(order) == sorted(LAYERS)


@pytest.mark.parametrize("package", sorted(LAYERS))
def test_packages_read_only_files_of_lower_layers(package: str) -> None:
    paths = (ROOT / "plugins" / package).rglob("*.py")
    read = {name for path in paths for name in re.findall(r'"plugins" / "(\w+)"', path.read_text(encoding="utf-8"))}
    assert read <= LAYERS[package] | EVERYWHERE | {package}


def test_only_the_site_package_imports_pelican() -> None:
    knowing = {
        path.relative_to(ROOT / "plugins").parts[0]
        for path in SOURCES
        for name in _imports(path)
        if name.split(".")[0] == "pelican"
    }
    assert knowing == {"site"}


def test_only_the_cli_prints_and_exits() -> None:
    files = {
        name
        for path in SOURCES
        if (name := path.relative_to(ROOT / "plugins").as_posix()) and not name.startswith("cli/")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in PRINT_OR_EXIT
    }
    assert files == PRINTING


def test_no_test_imports_another_test_module() -> None:
    paths = [path for folder in ("tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    test_modules = re.compile(r"^tests\.(\w+\.)*test_")
    importing = {
        path.relative_to(ROOT).as_posix() for path in paths for name in _imports(path) if test_modules.match(name)
    }
    assert importing == set()


def test_functions_and_files_stay_short() -> None:
    long = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MAX_FILE_LINES:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES:
                long.append(f"{path.name}: {node.name}")
    assert long == []


def test_every_template_named_in_code_is_in_the_theme() -> None:
    named = {
        name
        for path in (ROOT / "plugins" / "site").rglob("*.py")
        for name in re.findall(r'"([a-z0-9_]+\.(?:html|xml|txt))"', path.read_text(encoding="utf-8"))
    }
    assert {name for name in named if not (ROOT / "theme" / "templates" / name).exists()} - {
        "index.html",
        "order.txt",
        "security.txt",
    } == set()


def _phrases(lang: str) -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load(
        (ROOT / "theme" / "translations" / f"{lang}.yaml").read_text(encoding="utf-8")
    )
    return loaded


def _placeholders(phrase: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(phrase)))


def test_phrases_are_the_same_in_both_languages() -> None:
    chinese, english = _phrases("zh-Hans"), _phrases("en")
    assert sorted(chinese) == sorted(english)
    assert {key: _placeholders(chinese[key]) for key in chinese} == {
        key: _placeholders(english[key]) for key in english
    }


def test_every_phrase_is_used() -> None:
    sources = [path for path in (ROOT / "theme").rglob("*") if path.suffix in {".html", ".xml", ".js"}]
    sources += (ROOT / "plugins").rglob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    quoted = set(re.findall(r"""["']([\w.-]+)["']""", code))

    def is_used(key: str) -> bool:
        # a key may be put together when it is used, as ``"title." ~ name``: then its parts are in the code
        name = key.rpartition(".")[2]
        start, _, end = name.rpartition("_")
        return bool({key, name} & quoted) or (end in quoted and f"{start}_{{" in code)

    # the names of languages are for contests in any of them
    assert {key for key in _phrases("en") if not is_used(key) and not key.startswith("language.")} == set()


def test_code_and_theme_name_no_city() -> None:
    files = [
        path
        for folder in ("theme", "plugins")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".yaml", ".js", ".xml"}
    ]
    assert [
        path.name for path in files if re.search("guangzhou|广州|baiyun|huadu", path.read_text(encoding="utf-8"), re.I)
    ] == []
