"""The starter content of a new competition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.content.load import load
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.validate import adapter
from plugins.scaffold.competition import STARTER, write_competition
from tests.support.builds import pelican


def test_new_competition_is_valid_and_builds_for_every_stage(tmp_path: Path) -> None:
    write_competition(tmp_path / "contest")
    assert load(tmp_path / "contest").problems == ()
    for stage in ("call", "tour"):
        pelican(tmp_path / "contest", tmp_path / stage, STAGE=stage)
    assert not (tmp_path / "call" / "entries" / "sample-entry").exists()
    assert (tmp_path / "tour" / "entries" / "sample-entry" / "index.html").exists()


def test_new_competition_explains_every_key() -> None:
    text = (STARTER / "competition.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"^[# -]*([a-z_]+):", text, re.M))
    assert set(_keys(adapter(CompetitionConfig).json_schema())) - named == set()


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    for record in (schema, *schema["$defs"].values()):
        yield from record.get("properties", {})
