"""Where the problems of a file stand in its form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import Problem
from plugins.editing.form import FieldProblem, name_of_path
from plugins.editing.open_file import OpenFile, list_units

BODY = "body"


@dataclass
class LocatedProblems:
    """The problems of a form by the name of the field, and those that are elsewhere."""

    at_fields: dict[str, list[FieldProblem]] = field(default_factory=dict)
    elsewhere: list[Problem] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether a field has an error."""
        return any(not item.is_warning for items in self.at_fields.values() for item in items)

    def add(self, name: str, text: str, *, is_warning: bool = False) -> None:
        """Add a sentence to a field, once."""
        items = self.at_fields.setdefault(name, [])
        if all(item.text != text for item in items):
            items.append(FieldProblem(text, is_warning))


def locate_problems(
    problems: Iterable[Problem], opened: OpenFile, names: Collection[str], lang: str
) -> LocatedProblems:
    """Find the field of each problem; ``opened`` is the file as the problems were found in it."""
    located = LocatedProblems()
    for item in problems:
        name = _find_field(item, opened, names)
        if name is None:
            located.elsewhere.append(item)
        else:
            located.add(name, item.message(lang), is_warning=item.is_warning)
    return located


def _find_field(item: Problem, opened: OpenFile, names: Collection[str]) -> str | None:
    values, file = dict(item.values), opened.target.file
    if item.code == "duplicate_number" and values.get("other") == file:
        # the entry that comes later by its folder has the problem, whichever was there first
        return "number"
    if item.file != file:
        return None
    if opened.parts and item.line >= opened.parts.first_body_line:
        return BODY
    prefix = _prefix(opened)
    paths = [name_of_path(values["key"])] if "key" in values else []
    paths += _paths_at(opened.document, item.line, values.get("given"))
    inner = (path.removeprefix(prefix) for path in paths if path.startswith(prefix))
    return next((name for path in inner if (name := _nearest(path, names))), None)


def _prefix(opened: OpenFile) -> str:
    """What the paths of the form's fields begin with in the file."""
    if not opened.target.unit:
        return ""
    ids = [unit.get("id") for unit in list_units(opened.document.data or {})]
    return f"units.{ids.index(opened.target.unit)}." if opened.target.unit in ids else "units.none."


def _paths_at(document: YamlDocument, line: int, wrong: Any) -> list[str]:
    """The keys and items on a line, that with the value that is wrong and then the innermost first."""
    paths = [path for path, number in document.lines.items() if number == line and path]
    paths.sort(
        key=lambda path: (wrong is not None and _value_at(document.data, path) == wrong, len(path)), reverse=True
    )
    return [".".join(map(str, path)) for path in paths]


def _value_at(data: Any, path: Sequence[Any]) -> Any:
    for key in path:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None
    return data


def _nearest(path: str, names: Collection[str]) -> str | None:
    """The name of this field, or of the nearest around it."""
    while path and path not in names:
        language = path.rpartition(".")
        if f"{language[0]}@{language[2]}" in names:
            return f"{language[0]}@{language[2]}"
        path = path.rpartition(".")[0]
    return path or None
