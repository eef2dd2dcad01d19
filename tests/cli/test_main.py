"""The task layer: the list, the help of every task, parsing, former names, and that declarations fit the functions."""

from __future__ import annotations

import errno
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import environment
from plugins.cli.main import FORMER_NAMES, GROUPS, TASKS, Option, Task, _call, _format_help, run
from plugins.paths import ROOT
from plugins.system.command_text import tasks
from plugins.system.messages import LANGS
from tests.support.builds import files

IDS = [task.name for task in TASKS]


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.posix
def test_nobody_else_may_change_what_a_task_writes(tmp_path: Path) -> None:
    output = tmp_path / "packages.json"
    command = [sys.executable, str(ROOT / "tasks.py"), "dev", "sbom", "--output", str(output)]
    subprocess.run(command, check=True, umask=0)
    assert output.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_function_of_a_task_takes_its_options(task: Task) -> None:
    parameters = inspect.signature(task.load_function()).parameters
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    options = {option.dest for option in task.options}
    named = {name for name, parameter in parameters.items() if parameter.kind is not parameter.VAR_KEYWORD}
    assert named <= options if takes_any else named == options


@pytest.mark.parametrize("task", TASKS, ids=IDS)
@pytest.mark.parametrize("lang", LANGS)
def test_help_names_every_option_and_an_example(task: Task, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*task.name.split(), "--help", "--lang", lang]) == 0
    printed = capsys.readouterr().out
    assert f"tasks.py {task.name}" in printed.splitlines()[0]
    for option in task.options:
        assert option.help[LANGS.index(lang)] in printed
    assert printed.splitlines()[-1].endswith(f"tasks.py {task.name} {task.example}".rstrip())


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_example_of_a_task_is_taken(task: Task) -> None:
    assert set(task.parse(task.example.split(), "en")) == {option.dest for option in task.options}


def test_list_shows_every_task_under_its_heading_with_the_everyday_ones_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--list", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    headings = [line for line in lines if line in {heading[1] for heading in GROUPS.values()}]
    assert headings == [heading[1] for heading in GROUPS.values()]
    named = [line[2:].split("  ")[0] for line in lines if line.startswith("  ")]
    assert named == IDS
    assert named[:2] == ["serve", "check"]


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [([], 0), (["--lang=en"], 1), (["--list", "--lang", "en"], 1), (["--lang=fr", "--lang", "zh-Hans"], 0)],
)
def test_list_is_in_the_language_that_is_asked_for_or_chinese(
    arguments: list[str], lang: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == GROUPS["editors"][lang]
    # two blanks after the longest name
    width = max(map(len, IDS)) + 2
    assert lines[1] == f"  {'serve':{width}}{TASKS[0].help[lang]}"


def test_help_needs_no_environment_and_changes_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-S", str(ROOT / "tasks.py"), "check", "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path) == {}


TASK = Task(
    "rollback",
    "publishers",
    "module:function",
    ("", ""),
    options=(
        Option("release", ("", ""), required=True, former_name="to"),
        Option("target", ("", ""), required=True),
        Option("port", ("", ""), default=8000),
        Option("all", ("", ""), default=False, parameter="exhaustive"),
        Option("folder", ("", ""), default=Path("here")),
        Option("stage", ("", "")),
    ),
)
DEFAULTS = {"port": 8000, "exhaustive": False, "folder": Path("here"), "stage": None}


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        (["r1", "public"], {}),
        (["--release", "r1", "--target", "public"], {}),
        (["--target=public", "r1"], {}),
        (["public", "--release", "r1"], {}),
        (["r1", "--port", "1", "public", "--all"], {"port": 1, "exhaustive": True}),
        (["r1", "public", "--folder", "a b", "--stage", "vote"], {"folder": Path("a b"), "stage": "vote"}),
    ],
)
def test_arguments_are_taken_by_name_and_by_order(arguments: list[str], values: dict[str, object]) -> None:
    assert TASK.parse(arguments, "en") == {"release": "r1", "target": "public", **DEFAULTS, **values}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["r1"], "TARGET is missing"),
        (["r1", "public", "more"], '"more" is too much'),
        (["r1", "public", "--al"], "there is no option --al"),
        (["r1", "public", "--al=3"], "there is no option --al"),
        (["r1", "public", "--port", "x"], "--port takes a number"),
        (["r1", "public", "--port"], "--port needs a value"),
        (["r1", "public", "--all=3"], "--all takes no value"),
    ],
)
def test_wrong_arguments_end_with_the_reason_and_where_help_is(arguments: list[str], reason: str) -> None:
    with pytest.raises(SystemExit) as end:
        TASK.parse(arguments, "en")
    assert str(end.value).startswith(f"Wrong usage: {reason}. See ")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["r1"], "缺少 TARGET"),
        (["r1", "public", "more"], "多写了“more”"),
        (["r1", "public", "--al"], "没有 --al 这个选项"),
        (["r1", "public", "--port", "x"], "--port 后面要写数字"),
        (["r1", "public", "--port"], "--port 后面要写一个值"),
        (["r1", "public", "--all=3"], "--all 后面不写值"),
    ],
)
def test_reason_is_in_the_language_of_the_run(arguments: list[str], reason: str) -> None:
    with pytest.raises(SystemExit) as end:
        TASK.parse(arguments, "zh-Hans")
    assert str(end.value).startswith(f"命令写得不对：{reason}。说明见 ")


def test_language_that_is_none_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(["check", "--lang", "fr"])
    assert str(end.value).startswith("命令写得不对：--lang 只能写 zh-Hans、en。说明见 ")
    assert capsys.readouterr().err == ""


def test_former_option_is_taken_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert TASK.parse(["public", "--to=r1"], "en")["release"] == "r1"
    assert capsys.readouterr().err == '"--to" is now "--release"; the old name goes with the next version.\n'


@pytest.mark.parametrize("former", FORMER_NAMES)
def test_former_name_of_a_task_is_taken_with_a_hint(former: str, capsys: pytest.CaptureFixture[str]) -> None:
    new = FORMER_NAMES[former]
    assert run([former, "--help", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.err == f'"{former}" is now "{new}"; the old name goes with the next version.\n'
    assert f"tasks.py {new.partition(' --')[0]}" in printed.out


def test_unknown_task_is_an_error_that_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chek", "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith('There is no task "chek". Did you mean ')


HELP = """\
Usage: {tasks} dev lock RELEASE [--port PORT] [--all] [--folder FOLDER] [--stage STAGE]

Lock it.
More of it.

Arguments (also taken as --NAME VALUE):
  RELEASE          The release.

Options:
  --port PORT      The port. (default: 8000)
  --all            All of them.
  --folder FOLDER  The folder. (default: a/b)
  --stage STAGE    The stage.

Example:
  {tasks} dev lock r1 --all"""


def test_help_has_the_arguments_before_the_options_side_by_side_with_what_they_are() -> None:
    options = (
        Option("release", ("", "The release."), required=True),
        Option("port", ("", "The port."), default=8000),
        Option("all", ("", "All of them."), default=False, parameter="exhaustive"),
        Option("folder", ("", "The folder."), default=Path("a") / "b"),
        Option("stage", ("", "The stage.")),
    )
    task = Task(
        "dev lock", "", "", ("", "Lock it."), details=("多", "More of it."), example="r1 --all", options=options
    )
    assert _format_help(task, "en") == HELP.format(tasks=tasks())
    plain = f"Usage: {tasks()} check\n\nLook.\n\nExample:\n  {tasks()} check"
    assert _format_help(Task("check", "", "", ("", "Look.")), "en") == plain


def _ending(result: int | BaseException | None) -> Task:
    """A task that ends with this."""

    def function() -> int | None:
        if isinstance(result, BaseException):
            raise result
        return result

    task = Task("check", "", "", ("", ""))
    object.__setattr__(task, "load_function", lambda: function)
    return task


@pytest.mark.parametrize(
    ("result", "status", "printed"),
    [
        (None, 0, ""),
        (0, 0, ""),
        (3, 3, ""),
        (KeyboardInterrupt(), 130, ""),
        (OSError(errno.ENOSPC, "full", "a/b.csv"), 1, "a/b.csv"),
    ],
)
def test_a_task_ends_with_its_status_or_with_what_the_disk_refuses(
    result: int | BaseException | None, status: int, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(_ending(result), {}, "en") == status
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), printed in err) == ("", bool(printed), True)


def test_what_is_no_file_that_the_disk_refuses_is_a_fault_of_the_program() -> None:
    with pytest.raises(OSError, match="broken"):
        _call(_ending(OSError("broken")), {}, "en")


def test_importing_a_missing_file_writes_nothing(tiny: Path, tmp_path: Path) -> None:
    before = files(tmp_path)
    done = _run(tmp_path, "import", "nowhere.xlsx", "--content", str(tiny), "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("nowhere.xlsx:")
    assert files(tmp_path) == before


def test_locks_are_named_for_tasks_that_exist() -> None:
    assert set(environment.LOCK_FOR_TASK) - set(IDS) - set(FORMER_NAMES) == set()


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("plugins.cli.publish.headers", ["headers"]),
        ("plugins.cli.main._format_help", ["headers", "--help"]),
        ("plugins.cli.main._format_list", ["--list"]),
    ],
)
def test_reader_that_has_ended_is_no_failure_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], function: str, arguments: list[str]
) -> None:
    def end_early(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(function, end_early)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert run(arguments) == 1
    print("goes nowhere")
    sys.stdout.close()
    assert capsys.readouterr() == ("", "")
