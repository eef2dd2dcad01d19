"""Every task of an office, tried by a real Windows CPython, its files compared with those that Linux makes."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from checkouts import FIRST_RELEASE, NOTEPAD, ROOT, TOWN, Run, Step, Trial, task
from machine import Machine
from serving import PORT, try_serve

IN_TOWN, IN_NOTEPAD = ("--content", TOWN), ("--content", NOTEPAD)
MAX_TESTS_S = 5400
DAY, LAST_DAY = "2024-05-31", "2099-12-31"
PUBLISH_KEYS = {"XUNZHAN_PUBLIC_KEY": "loopback", "XUNZHAN_PUBLIC_SECRET": "loopback-only"}
STEPS = (
    task("check, installing first", "check"),
    task("check", "check"),
    task("check, code page 1252", "check", environment={"LC_ALL": "en_US.UTF-8"}),
    task("build", "build", makes="output"),
    task("build again", "build", makes="output"),
    task("prove", "check-embargo", "--output", "proven", makes="proven"),
    task("diff", "diff", "--from", "review", "--to", "notice"),
    task("import, a table", "import", "trial/汇总 表/table.xlsx", *IN_TOWN, makes=TOWN),
    task("import, again", "import", "trial/汇总 表/table.xlsx", *IN_TOWN, makes=TOWN),
    task("import, Word", "import", "trial/申报表", *IN_TOWN, makes=TOWN),
    task("export", "export", *IN_TOWN, "--output", "trial/export", makes="trial/export"),
    task("tally", "tally", *IN_TOWN, makes=TOWN),
    task("tally again", "tally", *IN_TOWN, makes=TOWN),
    task("tally --verify", "tally", *IN_TOWN, "--verify", f"{TOWN}/results/record.json"),
    task("build what was imported", "build", *IN_TOWN, "--output", "trial/site", makes="trial/site"),
    task("tally --verify, CRLF", "tally", *IN_NOTEPAD, "--verify", f"{NOTEPAD}/results/record.json", notepad=True),
    task("import again, CRLF", "import", "trial/汇总 表/table.xlsx", *IN_NOTEPAD),
    task("build, CRLF", "build", *IN_NOTEPAD, "--output", "trial/site-crlf", makes="trial/site-crlf"),
    task("archive", "archive", "--stage", "awards", "--date", DAY, *IN_TOWN, makes=f"{TOWN}/archives"),
    task(
        "bundle", "bundle", "--stage", "awards", "--expires", LAST_DAY, "--output", "trial/a.zip", makes="trial/a.zip"
    ),
    task(
        "new", "new", "article", "--title", "通知", "--slug", "notice-1", "--summary", "一句话", "--date", "2024-03-01",
        "--public-from", "call", *IN_NOTEPAD, makes=f"{NOTEPAD}/articles/notice-1",
    ),
    task("doctor", "doctor", "--target", "public", environment=PUBLISH_KEYS),
    task("publish --dry-run", "publish", "--target", "public", "--dry-run", environment=PUBLISH_KEYS),
    task("publish", "publish", "--target", "public", environment=PUBLISH_KEYS),
    task("verify-live", "verify-live", "--target", "public", environment=PUBLISH_KEYS),
    task("purge", "purge", "--target", "public", environment=PUBLISH_KEYS),
    task("publish, a later stage", "publish", "--target", "public", "--stage", "review", environment=PUBLISH_KEYS),
    task("verify-live, a later stage", "verify-live", "--target", "public", environment=PUBLISH_KEYS),
    task("rollback", "rollback", "--target", "public", "--to", FIRST_RELEASE, environment=PUBLISH_KEYS),
    task("verify-live, rolled back", "verify-live", "--target", "public", environment=PUBLISH_KEYS),
    task("purge, all since", "purge", "--target", "public", "--since", "1", environment=PUBLISH_KEYS),
    task("releases", "releases", "--target", "public", environment=PUBLISH_KEYS),
)  # fmt: skip
SERVED_AT = (*IN_TOWN, "--port", str(PORT))
SERVING = (
    Step("serve", ("py.exe", "tasks.py", "serve", *SERVED_AT)),
    Step("start.bat", ("cmd.exe", "/c", r".\start.bat", *SERVED_AT)),
)
SERVED = (Path(TOWN, "entries/rain-garden/index.md"), "entries/rain-garden/")


def _row(trial: Trial, step: Step) -> tuple[str, ...]:
    if step.notepad:
        trial.save_anew()
    windows_run, linux_run = trial.on_windows(step), trial.on_linux(step)
    count, differing = trial.compare(step)
    (trial.logs / f"{step.name.replace(' ', '-')}.differing.txt").write_text("\n".join(differing), encoding="utf-8")
    compared = f"{len(differing)} of {count}" if step.makes else ""
    return (
        step.name,
        str(windows_run.status),
        f"{windows_run.seconds:.1f}",
        str(linux_run.status),
        f"{linux_run.seconds:.1f}",
        compared,
    )


def _display(row: tuple[str, ...]) -> tuple[str, ...]:
    print(f"| {row[0]:<26} | {' | '.join(f'{cell:>13}' for cell in row[1:])} |", flush=True)
    return row


def main() -> int:
    """Print a table with a line for each step; return 1 where one failed or a file is not the same."""
    options = _options()
    machine = Machine(options.folder)
    machine.prepare()
    trial = Trial(machine, options.source)
    try:
        trial.check_out()
        rows = list(_rows(trial, options))
    finally:
        machine.stop()
    return int(any(row[1] != "0" or row[3].strip("0") or row[5].partition(" ")[0].strip("0") for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "windows", help="where all of it is kept")
    parser.add_argument("--source", type=Path, default=ROOT, help="the repository to try; its last commit is taken")
    parser.add_argument("--only", default="", help="only the steps whose names hold this, after the first")
    parser.add_argument("--tests", nargs="*", help="run these portable tests as well; all without a name")
    return parser.parse_args()


def _rows(trial: Trial, options: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    _display(("step", "Windows", "s", "Linux", "s", "differing"))
    with trial.store():
        for step in STEPS:
            if step is STEPS[0] or options.only in step.name:
                yield _display(_row(trial, step))
    for step in SERVING:
        if options.only in step.name:
            yield _display(_serve(trial, step))
    if options.tests is not None:
        yield from map(_display, _tests(trial, options.tests))


def _serve(trial: Trial, step: Step) -> tuple[str, ...]:
    began = time.monotonic()
    file, page = SERVED
    status, timings, shown = try_serve(trial.machine, trial.windows, [*step.arguments], trial.windows / file, page)
    run = Run(status, time.monotonic() - began, shown)
    trial.keep("windows", step, run)
    print("".join(f"  {line}\n" for line in timings), end="")
    return _only_there(step.name, run)


def _tests(trial: Trial, names: list[str]) -> Iterator[tuple[str, ...]]:
    prepare = Step("installing for the tests", ("-c", "import environment; environment.prepare('test')"))
    chosen = ("-m", "pytest", "-n", "2", "-q", "-m", "not exhaustive and not posix", *names)
    yield _only_there(prepare.name, trial.on_windows(prepare))
    run = trial.on_windows(Step("portable tests", chosen), MAX_TESTS_S, r".venv\Scripts\python.exe")
    yield _only_there("portable tests", run)


def _only_there(name: str, run: Run) -> tuple[str, ...]:
    return name, str(run.status), f"{run.seconds:.1f}", "", "", ""


if __name__ == "__main__":
    sys.exit(main())
