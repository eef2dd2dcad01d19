"""The task layer: ``tasks.toml`` declares the tasks; this module lists, explains, parses and runs them.

It needs the standard library alone, so that help works before the project's environment is installed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.system.command_text import command, tasks
from plugins.system.messages import DEFAULT_LANG, LANGS
from plugins.system.process import configure_streams
from plugins.system.surroundings import beside_content, default_content, default_lang
from plugins.system.textfile import read_text

Text = tuple[str, str]
"""A text in each of ``LANGS``."""

DECLARED: Mapping[str, Mapping[str, Any]] = tomllib.loads(read_text(Path(__file__).with_name("tasks.toml")))
FORMER_NAMES: Mapping[str, str] = DECLARED["former_names"]


@dataclass(frozen=True)
class Option:
    """An option of a task; ``tasks.toml`` explains the fields. With ``False`` as its default it takes no value."""

    name: str
    help: Text
    _: KW_ONLY
    default: Any = None
    required: bool = False
    parameter: str = ""
    former_name: str = ""
    choices: Sequence[str] = ()

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
    group: str
    function: str
    help: Text
    _: KW_ONLY
    # what the first line does not say
    details: Text = ("", "")
    # the arguments of an example
    example: str = ""
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
            if isinstance(error, _UsageError):
                reason = say(error.args[0], lang, name=error.args[1])
            else:
                reason = _explain(self.options, error, lang)
            sys.exit(say("wrong", lang, reason=reason, command=command(*self.name.split(), "--help")))
        return values


def _text(table: Mapping[str, str]) -> Text:
    return table["zh"], table["en"]


def _read_option(declared: str | Mapping[str, Any]) -> Option:
    values = {"name": declared, **DECLARED["shared"][declared]} if isinstance(declared, str) else dict(declared)
    if "path" in values:
        values["default"] = Path(values.pop("path"))
    return Option(help=(values.pop("zh"), values.pop("en")), **values)


def _read_task(name: str, group: str, declared: Mapping[str, Any]) -> Task:
    return Task(
        name,
        group,
        declared["function"],
        _text(declared),
        details=_text(declared["details"]) if "details" in declared else ("", ""),
        example=declared.get("example", ""),
        options=[_read_option(option) for option in declared.get("options", ())],
    )


GROUPS: Mapping[str, Text] = {name: _text(heading) for name, heading in DECLARED["headings"].items()}
TASKS = [_read_task(name, group, declared) for group in GROUPS for name, declared in DECLARED[group].items()]


def run(arguments: Sequence[str]) -> int:
    """Run the task that these arguments name, or show help; return the exit status."""
    configure_streams()
    try:
        return _run(arguments, _language(arguments))
    except BrokenPipeError:
        # the reader has ended, as "head" does: what is still printed at exit must go nowhere
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - open until the end
        return 1


def _run(arguments: Sequence[str], lang: str) -> int:
    if not arguments or arguments[0].startswith("-"):
        print(_format_list(lang))
        return 0
    if new := FORMER_NAMES.get(arguments[0]):
        _print_renamed(arguments[0], new, lang)
        arguments = [*new.split(), *arguments[1:]]
    task, rest = find_task(arguments)
    if task is None:
        print(_explain_unknown(arguments[0], lang), file=sys.stderr)
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


def pick(text: Text, lang: str) -> str:
    """A text in a language."""
    return text[LANGS.index(lang)]


def say(code: str, lang: str, **values: object) -> str:
    """A message of this layer in a language, with the values put in."""
    return pick(_text(DECLARED["messages"][code]), lang).format(**values)


def _language(arguments: Sequence[str]) -> str:
    """The language that ``--lang`` names, before anything else is parsed; else that of the content or environment."""
    named = next((lang for lang in _option_values("--lang", arguments) if lang in LANGS), None)
    content = next(iter(_option_values("--content", arguments)), None)
    return named or default_lang(Path(content) if content else default_content())


def _option_values(name: str, arguments: Sequence[str]) -> list[str]:
    """The values of an option in unparsed arguments, however they are written."""
    joined = [argument.partition("=")[2] for argument in arguments if argument.startswith(f"{name}=")]
    return [*joined, *(value for option, value in pairwise(arguments) if option == name)]


def find_task(arguments: Sequence[str]) -> tuple[Task | None, list[str]]:
    """The task that the first one or two words name, and the other words; ``None`` for an unknown name."""
    by_name = {task.name: task for task in TASKS}
    for length in (2, 1):
        if task := by_name.get(" ".join(arguments[:length])):
            return task, list(arguments[length:])
    return None, []


def _print_renamed(old: str, new: str, lang: str) -> None:
    print(say("renamed", lang, old=old, new=new), file=sys.stderr)


class _UsageError(Exception):
    """Arguments are wrong: the code of the message that says why, and the option or the word that is."""


def _explain(options: Sequence[Option], error: argparse.ArgumentError, lang: str) -> str:
    """What is wrong with the value of an option, in a language; argparse says it in English only."""
    name = (error.argument_name or "").partition("/")[0]
    option = next((option for option in options if f"--{option.name}" == name), None)
    code = "not_a_number"
    if option and option.default is False:
        code = "takes_no_value"
    elif error.message.startswith("expected"):
        code = "needs_value"
    elif option and option.choices:
        code = "not_a_choice"
    choices = option.choices if option else ()
    return say(code, lang, name=name, choices="、".join(choices) if lang == DEFAULT_LANG else ", ".join(choices))


def _add_option(parser: argparse.ArgumentParser, option: Option, lang: str) -> None:
    flag, default = f"--{option.name}", _default_value(option, lang)
    if option.required:
        parser.add_argument(flag, dest=option.dest)
    elif default is False:
        parser.add_argument(flag, dest=option.dest, action="store_true")
    else:
        kind = str if default is None else Path if isinstance(default, Path) else type(default)
        choices = option.choices or None
        parser.add_argument(flag, dest=option.dest, default=default, type=kind, choices=choices)


def _default_value(option: Option, lang: str) -> Any:
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
        raise _UsageError("unknown_option", flags[0].partition("=")[0])
    for option in [option for option in options if option.required and values[option.dest] is None]:
        if not unnamed:
            raise _UsageError("missing", option.metavar)
        values[option.dest] = unnamed.pop(0)
    if unnamed or unknown:
        raise _UsageError("superfluous", " ".join([*unnamed, *unknown]))


def _format_list(lang: str) -> str:
    width = max(len(task.name) for task in TASKS) + 2
    lines = []
    for group, heading in GROUPS.items():
        lines += [pick(heading, lang)]
        lines += [f"  {task.name:{width}}{pick(task.help, lang)}" for task in TASKS if task.group == group]
        lines += [""]
    english = command("--list", "--lang", "en")
    return "\n".join([*lines, say("list_end", lang, command=command("TASK", "--help"), english=english)])


def _format_help(task: Task, lang: str) -> str:
    required = [option for option in task.options if option.required]
    others = [option for option in task.options if not option.required]
    usage = [tasks(), task.name, *map(_signature, required), *(f"[{_signature(option)}]" for option in others)]
    lines = [say("usage", lang) + ": " + " ".join(usage), "", pick(task.help, lang)]
    if task.details[0]:
        lines += [pick(task.details, lang)]
    width = max((len(_signature(option)) for option in task.options), default=0) + 2
    for heading, options in (("arguments", required), ("options", others)):
        if options:
            lines += ["", say(heading, lang) + ":"]
            lines += [f"  {_signature(option):{width}}{_describe(option, lang)}" for option in options]
    return "\n".join([*lines, "", say("example", lang) + ":", f"  {tasks()} {task.name} {task.example}".rstrip()])


def _signature(option: Option) -> str:
    if option.required:
        return option.metavar
    return f"--{option.name}" if option.default is False else f"--{option.name} {option.metavar}"


def _describe(option: Option, lang: str) -> str:
    value = option.default.as_posix() if isinstance(option.default, Path) else option.default
    shown = say("default", lang, value=value) if value not in (None, "", False) else ""
    return pick(option.help, lang) + shown


def _explain_unknown(name: str, lang: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [task.name for task in TASKS], n=1)
    guess = [say("nearest", lang, near=command(*near[0].split()))] if near else []
    return " ".join([say("unknown_task", lang, task=name), *guess, say("see", lang, command=command("--list"))])
