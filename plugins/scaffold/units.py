"""A new unit, inserted into ``units.yaml`` without changing any other byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from plugins.content.lookup import ReferenceData
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, problem, unknown
from plugins.content.schema.documents import Term, UnitsFile
from plugins.content.schema.validate import validate
from plugins.scaffold.documents import slug_question
from plugins.scaffold.front_matter import to_yaml
from plugins.scaffold.prompts import Answers, Question
from plugins.scaffold.yaml_edit import last_line

FILE = "units.yaml"


def unit_questions(content: Path, reference: ReferenceData) -> list[Question]:
    """Return the questions for a new unit."""
    units_file = reference.units_file

    def check_name(text: str, _: Answers) -> str:
        if id_ := reference.find_unit(text):
            raise ContentError(problem("--title", 0, "new_taken", given=f"{text} ({id_})"))
        return text

    return [
        Question("title", "ask_unit_name", check_name),
        _term_question("kind", "unit_kind", units_file.kinds),
        _term_question("district", "district", units_file.districts, is_optional=True),
        slug_question(content, "units", [unit.id for unit in units_file.units], "ask_unit_id"),
    ]


def _term_question(flag: str, kind: str, terms: tuple[Term, ...], *, is_optional: bool = False) -> Question:
    """Return a question that is answered with the id or name of a term."""
    choices = [(term.id, term.name.default_text) for term in terms]
    ids = {text: id_ for id_, name in choices for text in (id_, name)}

    def check_term(text: str, _: Answers) -> str:
        if text not in ids:
            raise ContentError(unknown(f"--{flag}", 0, kind, text, [id_ for id_, _ in choices]))
        return ids[text]

    return Question(flag, f"ask_{kind}", check_term, choices=choices, is_optional=is_optional)


def append_units(content: Path, units: Sequence[Answers], languages: tuple[str, ...]) -> Path:
    """Append units to the file and return its path. Raises ``ContentError`` if the result would be invalid."""
    path = content / FILE
    text = path.read_bytes().decode("utf-8")
    for answers in units:
        unit = {"id": answers["slug"], "name": answers["title"], "kind": answers["kind"]}
        unit |= {"district": answers["district"]} if answers.get("district") else {}
        text = insert_unit(text, unit)
    validate(UnitsFile, read_yaml(FILE, text.removeprefix("\ufeff").replace("\r\n", "\n")), languages)
    path.write_bytes(text.encode("utf-8"))
    return path


def insert_unit(text: str, unit: dict[str, str]) -> str:
    """Return the text of ``units.yaml`` with a unit after the last one.

    Raises ``ContentError`` for a list in brackets.
    """
    root: Any = yaml.compose(text.removeprefix("\ufeff"), yaml.SafeLoader)
    units = next(value for key, value in root.value if key.value == "units")
    if units.flow_style:
        raise ContentError(problem(FILE, units.start_mark.line + 1, "new_unit_in_brackets"))
    lines = text.splitlines(keepends=True)
    line_end = "\r\n" if "\r\n" in text else "\n"
    indent = " " * units.start_mark.column
    item_lines = to_yaml({"units": [unit]}).splitlines()[1:]
    item = "".join(indent + line.removeprefix("  ") + line_end for line in item_lines)
    last = last_line(units.value[-1])
    if not lines[last].endswith("\n"):
        lines[last] += line_end
    return "".join([*lines[: last + 1], item, *lines[last + 1 :]])
