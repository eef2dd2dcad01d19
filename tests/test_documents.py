"""The documents for developers: every link leads to a file, and every file of the project that they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.paths import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# their links are examples of what an editor writes
MANUALS = {"editors.zh.md", "editors.en.md"}
FOLDERS = ("plugins", "tests", "tools", "benchmarks")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:plugins|tests|tools|benchmarks|docs|requirements)/[\w./-]+)`")
MODULE = re.compile(r"`((?:\w+/)*\w+\.py)`")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name not in MANUALS], ids=_name)
def test_links_lead_to_a_file(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_files_of_the_project_that_are_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    modules = {_name(path) for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")}
    modules |= {path.name for path in ROOT.glob("*.py")}
    missing = [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    missing += [name for name in MODULE.findall(text) if not any(f"/{path}".endswith(f"/{name}") for path in modules)]
    assert missing == []
