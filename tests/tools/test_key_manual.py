"""The manual of all keys: current, complete in both languages, and with examples that load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.schema.jsonschema import help_of, json_schema
from plugins.content.schema.validate import validate
from tools.key_manual import EXAMPLES, MANUALS, manual
from tools.schemas import RECORDS

# no editor writes it
WRITTEN_BY_THE_TALLY = {"published"}
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("lang", MANUALS)
def test_the_manual_is_current(lang: str) -> None:
    assert MANUALS[lang].read_text(encoding="utf-8") == manual(lang)


def _fields(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = json_schema(RECORDS[name])
    for title, record in ((name, schema), *schema.get("$defs", {}).items()):
        yield from ((f"{title}.{key}", field) for key, field in record.get("properties", {}).items())


@pytest.mark.parametrize("name", RECORDS)
def test_every_key_is_explained_in_both_languages(name: str) -> None:
    explained = {key: (help_of(field, "zh-Hans"), help_of(field, "en")) for key, field in _fields(name)}
    assert {key for key, (chinese, english) in explained.items() if not HAN.search(chinese) or not english} == set()
    assert {key for key, (_, english) in explained.items() if HAN.search(english)} == set()


@pytest.mark.parametrize("name", sorted(set(RECORDS) - WRITTEN_BY_THE_TALLY))
def test_every_file_has_an_example_that_loads(name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    assert validate(RECORDS[name], read_yaml(f"{name}.yaml", text), ("en", "zh-Hans"))
    assert text in MANUALS["en"].read_text(encoding="utf-8")


def test_the_english_manual_has_han_characters_only_as_a_translation() -> None:
    lines = [line for line in manual("en").splitlines() if HAN.search(line)]
    assert [line for line in lines if line.startswith("|")] == []
