"""A new unit, inserted into ``units.yaml`` without changing any other byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plugins.content.lookup import ReferenceData
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, problem
from plugins.content.schema.documents import UnitsFile
from plugins.content.schema.validate import validate
from plugins.scaffold.documents import slug_question
from plugins.scaffold.prompts import Answers, Question, choice_question
from plugins.scaffold.yaml_edit import append_item

FILE = "units.yaml"


def unit_questions(content: Path, reference: ReferenceData) -> list[Question]:
    """Return the questions for a new unit."""
    units_file = reference.units_file
    kinds, districts = (
        [(term.id, term.name.default_text) for term in terms] for terms in (units_file.kinds, units_file.districts)
    )

    def check_name(text: str, _: Answers) -> str:
        if id_ := reference.find_unit(text):
            raise ContentError(problem("--title", 0, "new_taken", given=f"{text} ({id_})"))
        return text

    return [
        Question("title", "ask_unit_name", check_name),
        choice_question("kind", "ask_unit_kind", "unit_kind", kinds),
        choice_question("district", "ask_district", "district", districts, is_optional=True),
        slug_question(content, "units", [unit.id for unit in units_file.units], "ask_unit_id"),
    ]


def append_units(content: Path, units: Sequence[Answers], languages: tuple[str, ...]) -> Path:
    """Append units to the file and return its path. Raises ``ContentError`` if the result would be invalid."""
    path = content / FILE
    text = path.read_bytes().decode("utf-8")
    for answers in units:
        unit = {"id": answers["slug"], "name": answers["title"], "kind": answers["kind"]}
        unit |= {"district": answers["district"]} if answers.get("district") else {}
        text = append_item(FILE, text, "units", unit)
    validate(UnitsFile, read_yaml(FILE, text.removeprefix("\ufeff").replace("\r\n", "\n")), languages)
    path.write_bytes(text.encode("utf-8"))
    return path
