"""The JSON Schemas for editors' text editors are current, and agree with the loader about good content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from plugins.content.kinds import KINDS
from plugins.paths import ROOT
from tests.support.builds import SHIPPED, TINY
from tools.schemas import RECORDS, schemas, write_schemas

NOT_IN_EVERY_CONTENT = {
    "certificates",
    "citations",
    "counts",
    "notice",
    "privacy",
    "providers",
    "published",
    "votes",
    "scores",
    "judging",
    "decisions",
    "brand",
    "translations",
    "statuses",
    "series",
}
FOLDER = ROOT / "docs" / "schema"
SINGLE = {
    "competition": "competition.yaml",
    "units": "units.yaml",
    "wording": "wording.yaml",
    "shortlist": "results/shortlist.yaml",
    "awards": "results/awards.yaml",
}
FOLDERS = {"entry": "entries", "article": "articles", "page": "pages"}


class _AsEditorsRead(yaml.CSafeLoader):
    """Text editors read YAML 1.2, in which a date is text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
        first: [(tag, sign) for tag, sign in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _data(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    head = text.split("---\n")[1] if path.suffix == ".md" else text
    return yaml.load(head, _AsEditorsRead) or {}


def _documents(content: Path) -> Iterator[tuple[str, Path]]:
    yield from ((name, content / file) for name, file in SINGLE.items())
    for name, folder in FOLDERS.items():
        yield from ((name, path) for path in sorted((content / folder).glob("*/index.md")))
        yield from (("translation", path) for path in sorted((content / folder).glob("*/index.*.md")))


# making all of them takes seconds
_schemas = cache(schemas)


def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(_schemas()[f"{name}.schema.json"]))


def test_schema_files_are_current() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == _schemas()


def test_schemas_are_written_as_they_are(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schema")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schema").iterdir()} == _schemas()


def test_every_kind_of_content_has_a_schema() -> None:
    assert {kind.record for kind in KINDS.values()} <= set(RECORDS.values())


@pytest.mark.parametrize("name", RECORDS)
def test_schema_is_a_good_schema(name: str) -> None:
    Draft202012Validator.check_schema(_validator(name).schema)


@pytest.mark.parametrize("content", [TINY, SHIPPED], ids=["tiny", "shipped"])
def test_good_content_agrees_with_the_schemas(content: Path) -> None:
    documents = list(_documents(content))
    assert {name for name, _ in documents} == set(RECORDS) - NOT_IN_EVERY_CONTENT
    validators = {name: _validator(name) for name in RECORDS}
    wrong = [
        (path.relative_to(content).as_posix(), error.message)
        for name, path in documents
        for error in validators[name].iter_errors(_data(path))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "file", "old", "new"),
    [
        ("entry", "entries/lift-watch/index.md", "sample: true", "smaple: true"),
        ("entry", "entries/lift-watch/index.md", "summary: 电梯有人看\n", ""),
        ("entry", "entries/lift-watch/index.md", "[east-office]", "east-office"),
        ("entry", "entries/lift-watch/index.md", "track: safety", "track: Safety"),
        ("page", "pages/rules/index.md", "menu: main", "menu: top"),
        ("competition", "competition.yaml", "kinds: [archive]", "kinds: [party]"),
        ("competition", "competition.yaml", "size: 1, public_from: call", "size: 0, public_from: call"),
        ("awards", "results/awards.yaml", "[lift-watch]", "lift-watch"),
    ],
)
def test_mistakes_do_not_agree_with_the_schemas(tiny: Path, name: str, file: str, old: str, new: str) -> None:
    path = tiny / file
    assert list(_validator(name).iter_errors(_data(path))) == []
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert len(list(_validator(name).iter_errors(_data(path)))) == 1


def test_keys_of_documents_have_help() -> None:
    without_help = {
        f"{name}.{key}"
        for name in FOLDERS
        for key, schema in json.loads(schemas()[f"{name}.schema.json"])["properties"].items()
        if not schema.get("description")
    }
    assert without_help == set()
