"""Where the time of a build goes: by room and module of ours, by template, by library; and what is imported, apart."""

from __future__ import annotations

import os
import pstats
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from plugins.editorial.checking import check

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "theme" / "templates"
PROGRAM = "plugins.editorial.profiled"
IMPORTED = re.compile(r"^import time: +(\d+) \| +(\d+) \| +(\S+)$")
WIDTH = 100
LONGEST = 8
"""So many modules of a room, libraries and imports are shown."""
LEAST = 0.002
"""The share of a module below which it is not shown."""
BUILT_IN = "~"
"""What a profile calls the file of everything that is written in C."""
LIBRARIES = "libraries"
ROUNDS = 40
TITLE = {
    "zh-Hans": "生成：{seconds:.2f} 秒处理器时间（测量使它变慢；其他进程里做的不计）",
    "en": "Build: {seconds:.2f} s of processor time (slower for being measured; work of other processes is not in it)",
}
ASKING = {
    "zh-Hans": ("谁要做的（连同它调用的库）", "占比", "秒", "调用次数"),
    "en": ("wanted by, with the libraries it calls", "share", "seconds", "calls"),
}
WORKING = {"zh-Hans": ("谁做的", "占比", "秒", "调用次数"), "en": ("done by", "share", "seconds", "calls")}
STARTING = {"zh-Hans": "启动：导入用了 {seconds:.2f} 秒", "en": "Start: {seconds:.2f} s of imports"}
IMPORTING = {"zh-Hans": ("模块（含它导入的）", "毫秒"), "en": ("module, with what it imports", "milliseconds")}
FAILED = {
    "zh-Hans": "没有生成网站，原因见上；改正后再运行一次。",
    "en": "No site was built, for the reason above; mend it and run this again.",
}
Place = tuple[str, str]
"""A room, ``theme`` or ``libraries``; and a module, template or package in it."""
Function = tuple[str, int, str]
Functions = dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]]
"""As pstats has them: calls, all calls, own seconds, seconds with what it calls, and the same by caller."""


@dataclass
class Spent:
    """Processor seconds and calls."""

    seconds: float = 0.0
    calls: int = 0

    def add(self, seconds: float, calls: int) -> None:
        """Count more of it."""
        self.seconds += seconds
        self.calls += calls


def profile(content: Path, stage: str, lang: str) -> int:
    """Build into a folder that is thrown away, print where the time went, and return the exit status."""
    if not content.is_dir():
        return check(content, stage or None, lang)
    with TemporaryDirectory() as folder:
        measured = Path(folder) / "profile"
        command = [sys.executable, "-X", "importtime", "-m", PROGRAM, str(measured)]
        command += [str(content.resolve()), f"{folder}/site", stage, lang]
        variables = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, env=variables, encoding="utf-8", check=False)
        lines = done.stderr.splitlines()
        for line in lines:
            if not line.startswith("import time:"):
                print(line, file=sys.stderr)
        if done.returncode:
            print(FAILED[lang], file=sys.stderr)
            return 1
        functions: Functions = pstats.Stats(str(measured)).stats  # type: ignore[attr-defined]
    _print(functions, [found.groups() for line in lines if (found := IMPORTED.match(line))], lang)
    return 0


def working(functions: Functions) -> dict[Place, Spent]:
    """The time by who wrote what did the work; what is written in C counts for the place that called it."""
    places: dict[Place, Spent] = defaultdict(Spent)
    for (file, _, _), (_, calls, own, _, callers) in functions.items():
        if file == BUILT_IN:
            for (caller, _, _), (times, _, its, _) in callers.items():
                places[place(caller)].add(its, times)
        else:
            places[place(file)].add(own, calls)
    return dict(places)


def asking(functions: Functions) -> dict[Place, Spent]:
    """The same time by the module of ours, or the template, that wanted it done."""
    places: dict[Place, Spent] = defaultdict(Spent)
    for function, seconds in _charged(functions).items():
        where = place(function[0])
        places[where].add(seconds, functions[function][1] if where[0] != LIBRARIES else 0)
    return dict(places)


def _charged(functions: Functions) -> dict[Function, float]:
    """The own time of each function, handed up from libraries to their callers until it is with a function of ours."""
    charged = {function: times[2] for function, times in functions.items()}
    others = [function for function in functions if place(function[0])[0] == LIBRARIES]
    # calls may go round in circles: after so many rounds what is left there is next to nothing
    for _ in range(ROUNDS):
        for function in others:
            callers = functions[function][4]
            whole = sum(times[3] for times in callers.values())
            if whole:
                given, charged[function] = charged[function], 0.0
                for caller, times in callers.items():
                    charged[caller] += given * times[3] / whole
    return charged


def place(file: str) -> Place:
    """Where a source file belongs."""
    path = Path(file)
    if path.is_relative_to(ROOT / "plugins"):
        room, *rest = path.relative_to(ROOT / "plugins").with_suffix("").parts
        return (room, ".".join(rest))
    if path.is_relative_to(TEMPLATES):
        return ("theme", path.relative_to(TEMPLATES).as_posix())
    for folder in ("site-packages", f"python3.{sys.version_info[1]}"):
        if folder in path.parts:
            return (LIBRARIES, path.parts[path.parts.index(folder) + 1].removesuffix(".py"))
    return (LIBRARIES, "C" if file == BUILT_IN else path.name.strip("<>").removeprefix("frozen "))


def _print(functions: Functions, imports: list[tuple[str, ...]], lang: str) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    total = sum(times[2] for times in functions.values()) or 1.0
    console.print(TITLE[lang].format(seconds=total))
    console.print(_table(ASKING[lang], _rows(asking(functions), total)))
    console.print(_table(WORKING[lang], _rows(working(functions), total)))
    slowest = sorted(imports, key=lambda each: -int(each[1]))[: 2 * LONGEST]
    console.print(STARTING[lang].format(seconds=sum(int(own) for own, _, _ in imports) / 1e6))
    console.print(_table(IMPORTING[lang], ((name, f"{int(taken) / 1000:.0f}") for _, taken, name in slowest)))


def _rows(spent: dict[Place, Spent], total: float) -> Iterator[tuple[str, ...]]:
    rooms: dict[str, Spent] = defaultdict(Spent)
    for (room, _), each in spent.items():
        rooms[room].add(each.seconds, each.calls)
    for room, whole in sorted(rooms.items(), key=lambda item: -item[1].seconds):
        yield _row(f"[bold]{room}[/]", whole, total)
        inside = [(name, each) for (its, name), each in spent.items() if its == room and each.seconds >= LEAST * total]
        for name, each in sorted(inside, key=lambda item: -item[1].seconds)[:LONGEST]:
            yield _row(f"  {name}", each, total)


def _row(name: str, spent: Spent, total: float) -> tuple[str, ...]:
    return name, f"{spent.seconds / total:.1%}", f"{spent.seconds:.3f}", f"{spent.calls:,}"


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    table = Table(box=None)
    for at, name in enumerate(head):
        table.add_column(name, justify="right" if at else "left", no_wrap=True, min_width=0 if at else 32)
    for row in rows:
        table.add_row(*row)
    return table
