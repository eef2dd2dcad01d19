"""A unit appended to ``units.yaml``, whose other bytes stay what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from plugins.content.lookup import Known, default_name
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError, problem, unknown
from plugins.content.schema.documents import Term, UnitsFile
from plugins.content.schema.validate import validate
from plugins.scaffold.documents import slug_question
from plugins.scaffold.front_matter import as_yaml
from plugins.scaffold.prompts import Answers, Question

FILE = "units.yaml"


def unit_questions(content: Path, known: Known) -> list[Question]:
    """What is asked for a new unit."""
    kinds, districts = known.units_file.kinds, known.units_file.districts

    def name(said: str, _: Answers) -> str:
        if there := known.unit(said):
            raise ContentError(problem("--title", 0, "new_taken", given=f"{said} ({there})"))
        return said

    slug = slug_question(content, "units", [unit.id for unit in known.units_file.units])
    words = {"zh-Hans": "单位代号（定了不要改）", "en": "id of the unit (never change it)"}
    return [
        Question("title", {"zh-Hans": "单位全称", "en": "full name"}, name),
        Question(
            "kind",
            {"zh-Hans": "单位类型", "en": "kind of unit"},
            _one_of("kind", "unit_kind", kinds),
            choices=_listed(kinds),
        ),
        Question(
            "district",
            {"zh-Hans": "所在区", "en": "district"},
            _one_of("district", "district", districts),
            choices=_listed(districts),
            is_optional=True,
        ),
        Question("slug", words, slug.check, slug.suggestion),
    ]


def _one_of(flag: str, what: str, named: tuple[Term, ...]) -> Any:
    ids = {key: each.id for each in named for key in (each.id, default_name(each.name))}

    def check(said: str, _: Answers) -> str:
        if said not in ids:
            raise ContentError(unknown(f"--{flag}", 0, what, said, [each.id for each in named]))
        return ids[said]

    return check


def _listed(named: tuple[Term, ...]) -> list[tuple[str, str]]:
    return [(each.id, default_name(each.name)) for each in named]


def append_unit(content: Path, answers: Answers, languages: tuple[str, ...]) -> Path:
    """Write the unit below the last one and return the file's path. Raises ``Refused`` where it cannot be done."""
    path = content / FILE
    data = {"id": answers["slug"], "name": answers["title"], "kind": answers["kind"]}
    data |= {"district": answers["district"]} if answers.get("district") else {}
    former = path.read_bytes()
    new = appended(former.decode("utf-8"), data)
    # held against its record before the first byte is written
    validate(UnitsFile, read_yaml(FILE, new.removeprefix("\ufeff").replace("\r\n", "\n")), languages)
    path.write_bytes(new.encode("utf-8"))
    return path


def appended(text: str, unit: dict[str, str]) -> str:
    """The text of ``units.yaml`` with one unit more."""
    root: Any = yaml.compose(text.removeprefix("\ufeff"), yaml.SafeLoader)
    units = next(value for key, value in root.value if key.value == "units")
    if units.flow_style:
        raise ContentError(problem(FILE, units.start_mark.line + 1, "new_unit_in_brackets"))
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    indent = " " * units.start_mark.column
    written = as_yaml({"units": [unit]}).split("\n", 1)[1]
    item = "".join(indent + line.removeprefix("  ") + end for line in written.splitlines())
    at = _last_line(units.value[-1])
    if not lines[at].endswith("\n"):
        lines[at] += end
    return "".join([*lines[: at + 1], item, *lines[at + 1 :]])


def _last_line(node: Any) -> int:
    """The line on which the words of a node end; a block's own mark lies behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return _last_line(node.value[-1])
    return int(node.end_mark.line) - (
        1 if node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line else 0
    )
