"""Mutation testing: change a random sample of places in the sources and check that the tests notice.

Every module of a package with tests is sampled. A mutant is tried first on the nearest tests: ``tests/a/**/test_c.py``
for ``plugins/a/b/c.py`` and those that import the module. One that survives is tried on all tests of the package, and
then on those of other packages that import the module.
Neither cosmic-ray nor mutmut fits: the first needs packages without wheels, which the locks do not allow, the second
needs fork and tests that do not depend on their folder.
"""

from __future__ import annotations

import ast
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from plugins.paths import ROOT

TIMEOUT_S = 600
PYTEST = ["-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not exhaustive"]
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SKIPPED_FIELDS = {"annotation", "returns", "decorator_list"}


@dataclass(frozen=True)
class Mutant:
    """One change to a module: its path below the project, the line, what is changed, and the changed source."""

    path: str
    line: int
    change: str
    source: str


def run_mutants(count: int = 50, seed: int = 1, only: str = "", jobs: int = 0) -> int:
    """Try a random sample of mutants, of modules whose path contains ``only``; print each and the sum.

    ``jobs`` runs at the same time, by default one per core. Returns 1 if a mutant survived, else 0.
    """
    mutants = sample_mutants(count, seed, only)
    jobs = jobs or os.cpu_count() or 1
    with TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copies.put(copy_project(Path(folder) / str(number)))
        unchanged = copy_project(Path(folder) / "unchanged")
        for name in {mutant.path for mutant in mutants}:
            lay_out(unchanged / name)
        survivors = 0
        for mutant, is_killed in zip(mutants, pool.map(partial(_is_killed, unchanged, copies), mutants), strict=True):
            survivors += not is_killed
            status = "killed  " if is_killed else "SURVIVED"
            print(f"{status} {mutant.path}:{mutant.line}: {mutant.change}", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants killed (seed {seed})")
    return 1 if survivors else 0


def sample_mutants(count: int, seed: int, only: str = "") -> list[Mutant]:
    """Choose mutants at random, the same for the same seed and sources."""
    sites = []
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        if only in _key(path) and (ROOT / package_tests(_key(path))).is_dir():
            source = path.read_text(encoding="utf-8")
            sites += [(_key(path), source, index) for index in mutation_sites(source)]
    return [make_mutant(*site) for site in random.Random(seed).sample(sites, min(count, len(sites)))]


def package_tests(path: str) -> str:
    """The folder with the tests of a module's package, by the module's path below the project."""
    return f"tests/{Path(path).parts[1]}"


def related_tests(path: str) -> list[str]:
    """Find the tests that are named after a module or import it."""
    module = Path(path).with_suffix("")
    name, parent = re.escape(".".join(module.parts)), re.escape(".".join(module.parent.parts))
    imports = re.compile(rf"{name}\b|from {parent} import .*\b{module.stem}\b")
    return [
        _key(test)
        for test in sorted((ROOT / "tests").rglob("test_*.py"))
        if _is_named_after(test, path) or imports.search(test.read_text(encoding="utf-8"))
    ]


def _is_named_after(test: Path, path: str) -> bool:
    """Whether a test has the name of a module and belongs to no module of another package.

    A command is also tested with the module of its name that it calls.
    """
    folder, package = test.relative_to(ROOT / "tests").parts[0], Path(path).parts[1]
    if test.stem != f"test_{Path(path).stem}" or folder == test.name:
        return False
    return package in {folder, "cli"} or not any((ROOT / "plugins" / folder).rglob(Path(path).name))


def nearest_tests(path: str) -> list[str]:
    """Choose the related tests of the module's package.

    Without any, those of other packages, which also test commands; without these, all of the package.
    """
    tests, package = related_tests(path), package_tests(path)
    return [test for test in tests if test.startswith(f"{package}/")] or tests or [package]


def mutation_sites(source: str) -> list[int]:
    """List the nodes of a module that can be changed, by their position in the walk over its tree."""
    return [index for index, node in enumerate(_walk(ast.parse(source))) if _find_change(node)]


def make_mutant(path: str, source: str, index: int) -> Mutant:
    """Change one node of a module."""
    tree = ast.parse(source)
    node = next(candidate for position, candidate in enumerate(_walk(tree)) if position == index)
    before = ast.unparse(node).splitlines()[0]
    if change := _find_change(node):
        setattr(node, *change)
    after = ast.unparse(ast.fix_missing_locations(node)).splitlines()[0]
    return Mutant(path, getattr(node, "lineno", 0), f"{before[:70]} -> {after[:70]}", ast.unparse(tree) + "\n")


def lay_out(module: Path) -> None:
    """Write a module as mutants are written: a test of its layout must not seem to kill them."""
    module.write_text(ast.unparse(ast.parse(module.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk the code that runs, without annotations and decorators."""
    yield tree
    for field, value in ast.iter_fields(tree):
        if field in SKIPPED_FIELDS:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child)


def _find_change(node: ast.AST) -> tuple[str, object] | None:
    """Find the field of a node to change and its new value; None if the node stays as it is."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            return "ops", [COMPARISONS[type(operator)]()]
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in OPERATORS:
            return "op", OPERATORS[type(operator)]()
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return "test", ast.UnaryOp(ast.Not(), test)
        case ast.Return(value=ast.expr()) | ast.Expr(value=ast.Call()):
            return "value", ast.Constant(None)
        case ast.Constant(value=int(value)):
            return "value", not value if isinstance(value, bool) else value + 1
    if isinstance(node, ast.BoolOp):
        return "op", ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return None


def _is_killed(unchanged: Path, copies: SimpleQueue[Path], mutant: Mutant) -> bool:
    copy = copies.get()
    try:
        package = package_tests(mutant.path)
        others = [test for test in related_tests(mutant.path) if not test.startswith(f"{package}/")]
        for tests in filter(None, dict.fromkeys((tuple(nearest_tests(mutant.path)), (package,), tuple(others)))):
            # tests that fail for want of something in the copy would seem to kill every mutant
            if not _passes_unchanged(unchanged, tests):
                raise RuntimeError(f"{' '.join(tests)} fails without any mutant")
            (copy / mutant.path).write_text(mutant.source, encoding="utf-8")
            if not _passes(copy, tests):
                return True
        return False
    finally:
        shutil.copyfile(unchanged / mutant.path, copy / mutant.path)
        copies.put(copy)


@cache
def _passes_unchanged(folder: Path, tests: tuple[str, ...]) -> bool:
    return _passes(folder, tests)


def _passes(folder: Path, tests: tuple[str, ...]) -> bool:
    """Run tests in a copy of the project; a run that does not end in time counts as failed."""
    silent = subprocess.DEVNULL
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *PYTEST, *tests]
    try:
        completed = subprocess.run(
            command,
            cwd=folder,
            env=settings,
            stdin=silent,
            stdout=silent,
            stderr=silent,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return completed.returncode == 0


def copy_project(target: Path) -> Path:
    """Copy all files that git does not ignore, with uncommitted changes, and link the environment."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, os.fsdecode(names).split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    # without the right to make links only tests that start the program in a new process miss it
    with suppress(OSError):
        (target / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    return target


def _key(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
