"""The manual of all keys, made from the records, with an example of each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.content.schema.jsonschema import help_of, json_schema
from plugins.paths import ROOT
from plugins.system import textfile
from plugins.system.messages import Catalogue
from tools.schemas import RECORDS

EXAMPLES = Path(__file__).with_name("key_examples")
MANUALS = {"zh-Hans": ROOT / "docs" / "keys.zh.md", "en": ROOT / "docs" / "keys.en.md"}
MESSAGES = Catalogue(__file__)
# where a file of each kind lies within the content; those of results/ are named after their kind
FILES = {
    "entry": "entries/NAME/index.md",
    "article": "articles/NAME/index.md",
    "page": "pages/NAME/index.md",
    "translation": "NAME/index.LANGUAGE.md",
    "brand": "brand/brand.yaml",
    "translations": "translations/LANGUAGE.yaml",
    **{
        name: f"{name}.yaml"
        for name in ("competition", "units", "wording", "privacy", "providers", "editions", "series")
    },
}
MAX_DEPTH = 6

Row = tuple[str, bool, Mapping[str, Any]]
"""The path of a key, whether it is required, and its schema."""


def write_manuals() -> None:
    """Write the manual in each language."""
    for lang, path in MANUALS.items():
        textfile.write_text(path, manual(lang))


def manual(lang: str) -> str:
    """The manual in one language."""
    sections = [MESSAGES.text("keys_title", lang), MESSAGES.text("keys_intro", lang)]
    for name, record in RECORDS.items():
        schema = json_schema(record)
        rows = [_row(row, schema, lang) for row in _rows(schema, schema, "", 0)]
        head = [MESSAGES.text("keys_columns", lang), "|---|---|---|"]
        example = EXAMPLES / f"{name}.yaml"
        block = ["", f"```yaml\n{textfile.read_text(example)}```"] if example.exists() else []
        sections.append("\n".join([f"## `{_file(name)}`", *head, *rows, *block]))
    return "\n\n".join(sections) + "\n"


def _file(name: str) -> str:
    return FILES.get(name, f"results/{name}.yaml")


def _rows(node: Mapping[str, Any], schema: Mapping[str, Any], prefix: str, depth: int) -> Iterator[Row]:
    """Each key below a record with its path, whether it is required, and its schema."""
    required = node.get("required", ())
    for key, field in node.get("properties", {}).items():
        path = f"{prefix}{key}"
        yield path, key in required, field
        inner, suffix = _record(field, schema)
        if inner and depth < MAX_DEPTH:
            yield from _rows(inner, schema, f"{path}{suffix}.", depth + 1)


def _record(field: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, str]:
    """The record in a field, and what its path gets: ``[]`` for a list, ``{}`` for one by name."""
    for option in (field, *field.get("anyOf", ())):
        for part, suffix in ((option, ""), (option.get("items", {}), "[]"), (option.get("additionalProperties"), "{}")):
            if isinstance(part, Mapping) and "$ref" in part:
                record = schema["$defs"][part["$ref"].rpartition("/")[2]]
                return (record, suffix) if "properties" in record else (None, "")
    return None, ""


def _row(row: Row, schema: Mapping[str, Any], lang: str) -> str:
    path, is_required, field = row
    choices = ", ".join(f"`{choice}`" for choice in _choices(field, schema))
    text = " · ".join(filter(None, (help_of(field, lang).replace("|", "\\|").replace("\n", " "), choices)))
    return f"| `{path}` | {MESSAGES.text('keys_required', lang) if is_required else ''} | {text} |"


def _choices(field: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The values among which a key or the items of its list are chosen."""
    for option in (field, field.get("items", {}), *field.get("anyOf", ())):
        if "$ref" in option:
            option = schema["$defs"][option["$ref"].rpartition("/")[2]]
        if "enum" in option:
            return [str(value) for value in option["enum"]]
    return []
