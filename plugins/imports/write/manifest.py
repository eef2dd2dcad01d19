"""The import manifest: digests of imported folders, by which a later import recognizes changes by an editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.schema.fields import STRICT, Slug
from plugins.content.schema.validate import validate
from plugins.scaffold.front_matter import to_yaml
from plugins.system import textfile

FILE = "imported.yaml"
HEADER = "# 由 import 写：每个导入的项目当时是什么样。用来认出编辑改过的项目，不覆盖它们。\n"


@dataclass(frozen=True)
class ImportManifest:
    """``content/imported.yaml``: the digest of each folder that an import wrote, by slug."""

    __pydantic_config__ = STRICT
    imported: Mapping[Slug, str] = field(default_factory=dict)


def load_manifest(content: Path) -> dict[str, str]:
    """Return the digests by slug. Raises ``ContentError`` if the file is invalid."""
    if not exists_or_dangling(content, FILE):
        return {}
    return dict(validate(ImportManifest, read_yaml(FILE, read_text(content, FILE)), ()).imported)


def save_manifest(content: Path, digests: Mapping[str, str]) -> None:
    """Write the digests by slug."""
    data = {"imported": dict(sorted(digests.items()))}
    textfile.write_text(content / FILE, HEADER + to_yaml(data))
