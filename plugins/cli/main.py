"""The task layer: ``tasks.py`` declares the tasks; this module lists, explains, parses and runs them.

It needs the standard library alone, so that help works before the project's environment is installed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.system.command_text import command, tasks
from plugins.system.console import configure_streams
from plugins.system.messages import DEFAULT_LANG, LANGS
from plugins.system.surroundings import beside_content, default_content, default_lang

Text = tuple[str, str]
"""A text in each of ``LANGS``."""

USAGE: Text = ("用法", "Usage")
ARGUMENTS: Text = ("参数（也可以写成 --名称 值）", "Arguments (also taken as --NAME VALUE)")
OPTIONS: Text = ("选项", "Options")
EXAMPLE: Text = ("例子", "Example")
DEFAULT: Text = ("（默认 {value}）", " (default: {value})")
LIST_END: Text = ("某个命令的说明：{command}    In English: {english}", "More on a task: {command}")
UNKNOWN_TASK: Text = ("没有“{task}”这个命令。", 'There is no task "{task}".')
NEAREST: Text = ("是不是想写 {near}？", "Did you mean {near}?")
SEE: Text = ("全部命令：{command}", "All tasks: {command}")
WRONG: Text = ("命令写得不对：{reason}。说明见 {command}", "Wrong usage: {reason}. See {command}")
MISSING: Text = ("缺少 {name}", "{name} is missing")
NEEDS_VALUE: Text = ("{name} 后面要写一个值", "{name} needs a value")
TAKES_NO_VALUE: Text = ("{name} 后面不写值", "{name} takes no value")
NOT_A_NUMBER: Text = ("{name} 后面要写数字", "{name} takes a number")
NOT_A_CHOICE: Text = ("{name} 只能写 {choices}", "{name} takes one of {choices}")
UNKNOWN_OPTION: Text = ("没有 {name} 这个选项", "there is no option {name}")
SUPERFLUOUS: Text = ("多写了“{name}”", '"{name}" is too much')
RENAMED: Text = (
    "“{old}”已改名为“{new}”；旧名称下一个版本不再可用。",
    '"{old}" is now "{new}"; the old name goes with the next version.',
)


class Group(Enum):
    """For whom a task is, in the order of the list; the value is the heading."""

    EDITORS = ("编辑：写内容、看效果", "Editors: write and preview")
    RESULTS = ("结果：投票、评分、证书", "Results: votes, scores, certificates")
    PUBLISHERS = ("发布：生成、核查、上线", "Publishers: build, check, publish")
    DEVELOPERS = ("开发", "Developers")


@dataclass(frozen=True)
class Option:
    """An option of a task. The type of ``default`` is the type of its values; ``False`` makes a flag without value.

    A ``required`` option has no default and may also be given without its name, in the order of declaration.
    """

    name: str
    help: Text
    _: KW_ONLY
    default: Any = ""
    required: bool = False
    # the parameter of the function that takes the value, where the name cannot be one
    parameter: str = ""
    former_name: str = ""
    # the values it may have, where these are few
    choices: tuple[str, ...] = ()

    @property
    def dest(self) -> str:
        """The parameter of the task's function."""
        return self.parameter or self.name.replace("-", "_")

    @property
    def metavar(self) -> str:
        """The placeholder of the value in usage lines."""
        return self.name.replace("-", "_").upper()


@dataclass(frozen=True)
class Task:
    """A command: ``function`` is ``module:name``, imported when the task runs, called with one argument per option."""

    name: str
    group: Group
    function: str
    help: Text
    _: KW_ONLY
    # what the first line does not say
    details: Text = ("", "")
    # the arguments of an example
    example: str
    options: Sequence[Option] = ()

    def load_function(self) -> Callable[..., int | None]:
        """Import the function behind the task."""
        module, _, name = self.function.partition(":")
        function: Callable[..., int | None] = getattr(import_module(module), name)
        return function

    def parse(self, arguments: Sequence[str], lang: str) -> dict[str, Any]:
        """The values of the options, by parameter. Ends the process with a sentence where the arguments are wrong."""
        parser = argparse.ArgumentParser(prog=self.name, add_help=False, allow_abbrev=False, exit_on_error=False)
        for option in self.options:
            _add_option(parser, option, lang)
        parser.add_argument("unnamed", nargs="*")
        try:
            namespace, unknown = parser.parse_known_intermixed_args(
                _replace_former_options(self.options, arguments, lang)
            )
            values = vars(namespace)
            _assign_unnamed(self.options, values, values.pop("unnamed"), unknown)
        except (argparse.ArgumentError, _UsageError) as error:
            reason = error.explain(lang) if isinstance(error, _UsageError) else _explain(self.options, error, lang)
            sys.exit(pick(WRONG, lang, reason=reason, command=command(*self.name.split(), "--help")))
        return values


def run(arguments: Sequence[str]) -> int:
    """Run the task that these arguments name, or show help; return the exit status."""
    # the declarations import this module
    from tasks import FORMER_NAMES, TASKS

    configure_streams()
    lang = _language(arguments)
    arguments = _replace_former_task(list(arguments), FORMER_NAMES, lang)
    if not arguments or arguments[0].startswith("-"):
        print(_format_list(TASKS, lang))
        return 0
    task, rest = find_task(TASKS, arguments)
    if task is None:
        print(_explain_unknown(TASKS, arguments[0], lang), file=sys.stderr)
        return 2
    if {"--help", "-h"} & set(rest):
        print(_format_help(task, lang))
        return 0
    return _call(task, task.parse(rest, lang), lang)


def _call(task: Task, values: Mapping[str, Any], lang: str) -> int:
    try:
        return task.load_function()(**values) or 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if not error.filename:
            raise
        from plugins.system.disk import explain

        print(explain(error, lang), file=sys.stderr)
        return 1


def pick(text: Text, lang: str, **values: object) -> str:
    """A text in a language, with the values put in."""
    return text[LANGS.index(lang)].format(**values)


def _language(arguments: Sequence[str]) -> str:
    """The language that ``--lang`` names, before anything else is parsed; else that of the content or environment."""
    named = next((lang for lang in _values_of("--lang", arguments) if lang in LANGS), None)
    content = next(iter(_values_of("--content", arguments)), None)
    return named or default_lang(Path(content) if content else default_content())


def _values_of(name: str, arguments: Sequence[str]) -> list[str]:
    """The values of an option in unparsed arguments, however they are written."""
    joined = [argument.partition("=")[2] for argument in arguments if argument.startswith(f"{name}=")]
    return [*joined, *(value for option, value in pairwise(arguments) if option == name)]


def find_task(declared: Sequence[Task], arguments: Sequence[str]) -> tuple[Task | None, list[str]]:
    """The task that the first one or two words name, and the other words; ``None`` for an unknown name."""
    by_name = {task.name: task for task in declared}
    for length in (2, 1):
        if task := by_name.get(" ".join(arguments[:length])):
            return task, list(arguments[length:])
    return None, []


def _replace_former_task(arguments: list[str], former: Mapping[str, str], lang: str) -> list[str]:
    if not arguments or arguments[0] not in former:
        return arguments
    _print_renamed(arguments[0], former[arguments[0]], lang)
    return [*former[arguments[0]].split(), *arguments[1:]]


def _print_renamed(old: str, new: str, lang: str) -> None:
    print(pick(RENAMED, lang, old=old, new=new), file=sys.stderr)


class _UsageError(Exception):
    """Arguments are wrong; ``name`` is the option or the word that is."""

    def __init__(self, text: Text, name: str) -> None:
        super().__init__(name)
        self.text, self.name = text, name

    def explain(self, lang: str) -> str:
        return pick(self.text, lang, name=self.name)


def _explain(options: Sequence[Option], error: argparse.ArgumentError, lang: str) -> str:
    """What is wrong with the value of an option, in a language; argparse says it in English only."""
    name = (error.argument_name or "").partition("/")[0]
    option = next((option for option in options if f"--{option.name}" == name), None)
    text = NOT_A_NUMBER
    if option and option.default is False:
        text = TAKES_NO_VALUE
    elif error.message.startswith("expected"):
        text = NEEDS_VALUE
    elif option and option.choices:
        text = NOT_A_CHOICE
    choices = option.choices if option else ()
    return pick(text, lang, name=name, choices="、".join(choices) if lang == DEFAULT_LANG else ", ".join(choices))


def _add_option(parser: argparse.ArgumentParser, option: Option, lang: str) -> None:
    flag, default = f"--{option.name}", _default_of(option, lang)
    if option.required:
        parser.add_argument(flag, dest=option.dest)
    elif default is False:
        parser.add_argument(flag, dest=option.dest, action="store_true")
    else:
        kind = str if default is None else Path if isinstance(default, Path) else type(default)
        choices = option.choices or None
        parser.add_argument(flag, dest=option.dest, default=default, type=kind, choices=choices)


def _default_of(option: Option, lang: str) -> Any:
    """The value of an option that is not given, where it depends on the surroundings."""
    if option.name == "lang":
        return lang
    if option.name == "content":
        return default_content()
    return beside_content(option.default) if isinstance(option.default, Path) else option.default


def _replace_former_options(options: Sequence[Option], arguments: Sequence[str], lang: str) -> list[str]:
    new_names = {f"--{option.former_name}": f"--{option.name}" for option in options if option.former_name}
    replaced = []
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if name in new_names:
            _print_renamed(name, new_names[name], lang)
            name = new_names[name]
        replaced.append(f"{name}{equals}{value}")
    return replaced


def _assign_unnamed(
    options: Sequence[Option], values: dict[str, Any], unnamed: list[str], unknown: Sequence[str]
) -> None:
    """Fill the required options that were not given by name. Raises ``_UsageError`` for too few or too many."""
    if flags := [argument for argument in unknown if argument.startswith("-")]:
        raise _UsageError(UNKNOWN_OPTION, flags[0].partition("=")[0])
    for option in [option for option in options if option.required and values[option.dest] is None]:
        if not unnamed:
            raise _UsageError(MISSING, option.metavar)
        values[option.dest] = unnamed.pop(0)
    if unnamed or unknown:
        raise _UsageError(SUPERFLUOUS, " ".join([*unnamed, *unknown]))


def _format_list(declared: Sequence[Task], lang: str) -> str:
    width = max(len(task.name) for task in declared) + 2
    lines = []
    for group in Group:
        lines += [pick(group.value, lang)]
        lines += [f"  {task.name:{width}}{pick(task.help, lang)}" for task in declared if task.group is group]
        lines += [""]
    english = command("--list", "--lang", "en")
    return "\n".join([*lines, pick(LIST_END, lang, command=command("TASK", "--help"), english=english)])


def _format_help(task: Task, lang: str) -> str:
    required = [option for option in task.options if option.required]
    others = [option for option in task.options if not option.required]
    usage = " ".join([tasks(), task.name, *(option.metavar for option in required), *map(_usage, others)])
    lines = [f"{pick(USAGE, lang)}: {usage}", "", pick(task.help, lang)]
    if task.details[0]:
        lines += [pick(task.details, lang)]
    width = max((len(_signature(option)) for option in task.options), default=0) + 2
    for heading, options in ((ARGUMENTS, required), (OPTIONS, others)):
        if options:
            lines += ["", f"{pick(heading, lang)}:"]
            lines += [f"  {_signature(option):{width}}{_describe(option, lang)}" for option in options]
    return "\n".join([*lines, "", f"{pick(EXAMPLE, lang)}:", f"  {tasks()} {task.name} {task.example}".rstrip()])


def _usage(option: Option) -> str:
    return f"[{_signature(option)}]"


def _signature(option: Option) -> str:
    if option.required:
        return option.metavar
    return f"--{option.name}" if option.default is False else f"--{option.name} {option.metavar}"


def _describe(option: Option, lang: str) -> str:
    value = option.default.as_posix() if isinstance(option.default, Path) else option.default
    shown = pick(DEFAULT, lang, value=value) if value not in (None, "", False) else ""
    return pick(option.help, lang) + shown


def _explain_unknown(declared: Sequence[Task], name: str, lang: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [task.name for task in declared], n=1)
    guess = [pick(NEAREST, lang, near=command(*near[0].split()))] if near else []
    return " ".join([pick(UNKNOWN_TASK, lang, task=name), *guess, pick(SEE, lang, command=command("--list"))])
