"""Mutants of a small source: which places change, how, and that a sample is reproducible."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.needs import needs
from tools.mutants import (
    copy_project,
    lay_out,
    make_mutant,
    mutation_sites,
    nearest_tests,
    related_tests,
    sample_mutants,
)


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", ["a <= b"]),
        ("a in b", ["a not in b"]),
        ("a + b", ["a - b"]),
        ("a and b", ["a or b"]),
        ("a += b", ["a -= b"]),
        ("x = True", ["x = False"]),
        ("x = 7", ["x = 8"]),
        ("f(a)", ["None"]),
        ("if a:\n    b", ["if not a:\n    b"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ('"""Text."""\nx: "1 + 1" = a', []),
        ("def f(a: int | None) -> int | None: ...", []),
        ("x = a * 2", ["x = a // 2", "x = a * 3"]),
    ],
)
def test_each_place_is_changed_alone(source: str, changed: list[str]) -> None:
    assert [make_mutant("m.py", source, site).source for site in mutation_sites(source)] == [
        f"{text}\n" for text in changed
    ]


def test_a_module_is_laid_out_as_its_mutants_are(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text('x = "a"  # b\ny = (1 <\n2)', encoding="utf-8")
    lay_out(module)
    assert module.read_text(encoding="utf-8") == "x = 'a'\ny = 1 < 2\n"


def test_sample_is_the_same_for_the_same_seed_and_only_of_packages_with_tests() -> None:
    sample = sample_mutants(5, 1, "results")
    assert sample == sample_mutants(5, 1, "results") != sample_mutants(5, 2, "results")
    assert sample_mutants(5, 1, "plugins/paths.py") == []


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("plugins/cache/table.py", ["tests/cache/test_table.py"]),
        ("plugins/system/command_text.py", ["tests/system/test_command_text.py"]),
        ("plugins/images/qr.py", ["tests/images/test_cards.py"]),
        ("plugins/cli/bundle.py", ["tests/preview/test_bundle.py"]),
        ("plugins/content/checks/tally_files.py", ["tests/results/test_tally_files.py"]),
        ("plugins/voting/poll/settings.py", ["tests/voting"]),
        # tests/scaffold/test_competition.py and tests/test_documents.py are about something else of this name
        ("plugins/content/checks/competition.py", ["tests/content"]),
        ("plugins/content/documents.py", ["tests/content"]),
    ],
)
def test_nearest_tests_have_the_name_of_the_module_or_import_it(module: str, tests: list[str]) -> None:
    assert nearest_tests(module) == tests


def test_related_tests_are_also_those_of_other_packages() -> None:
    tests = related_tests("plugins/results/certificate_key.py")
    assert {test.split("/")[1] for test in tests} == {"cli", "results"}


@pytest.mark.posix
@needs("git")
def test_a_copy_has_new_files_but_none_that_git_ignores_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    for name in ("plugins/new.py", "output/ignored.html", ".venv/bin/python"):
        (project / name).parent.mkdir(parents=True)
        (project / name).write_text(name, encoding="utf-8")
    (project / ".gitignore").write_text("/output\n/.venv\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    monkeypatch.setattr("tools.mutants.ROOT", project)
    copy = copy_project(tmp_path / "copy")
    assert (copy / ".venv/bin/python").read_text(encoding="utf-8") == ".venv/bin/python"
    assert sorted(path.name for path in copy.iterdir()) == [".gitignore", ".venv", "plugins"]
